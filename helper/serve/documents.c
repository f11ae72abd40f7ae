/* SPDX-License-Identifier: MIT */
/* The documents that may be read, and where they are. */
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

static void
write_numbers(const struct rest *r, struct text_buf *b)
{
	numbers_write(r->numbers, b);
}

const struct document documents[] = {
	{ ROUTE_DOCUMENT, "/", "text/html; charset=utf-8",
		"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'", write_page },
	{ ROUTE_DOCUMENT, "/doorward.js", "text/javascript; charset=utf-8", NULL, write_script },
	{ ROUTE_DOCUMENT, "/doorward.css", "text/css; charset=utf-8", NULL, write_style },
	{ ROUTE_DOCUMENT, "/openapi.json", HTTP_JSON, NULL, write_openapi },
	{ ROUTE_METRICS, "/metrics", "text/plain; version=0.0.4; charset=utf-8", NULL,
		write_numbers },
	{ .path = NULL },
};
