/* SPDX-License-Identifier: MIT */
/* The documents that everybody may read, and where they are. */
#include "helper/serve/rest_documents.h"

static void
write_openapi(const struct rest *r, struct text_buf *b)
{
	text_buf_add(b, r->openapi.data, r->openapi.len);
}

static void
write_page(const struct rest *r, struct text_buf *b)
{
	text_buf_add(b, r->page.data, r->page.len);
}

static void
write_script(const struct rest *r, struct text_buf *b)
{
	(void)r;
	text_buf_puts(b, page_script);
}

static void
write_style(const struct rest *r, struct text_buf *b)
{
	(void)r;
	text_buf_puts(b, page_style);
}

const struct document documents[] = {
	{ "/", "text/html; charset=utf-8",
		"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'", write_page },
	{ "/doorward.js", "text/javascript; charset=utf-8", NULL, write_script },
	{ "/doorward.css", "text/css; charset=utf-8", NULL, write_style },
	{ "/openapi.json", HTTP_JSON, NULL, write_openapi },
	{ .path = NULL },
};
