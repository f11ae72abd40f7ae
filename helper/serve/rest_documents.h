/* SPDX-License-Identifier: MIT */
/* What the REST adapter says about itself, to programs and to people; made from the table. */
#ifndef SERVE_REST_DOCUMENTS_H
#define SERVE_REST_DOCUMENTS_H

#include "helper/serve/rest.h"

/* Something that everybody may read, or, if it is the numbers, every known caller. */
struct document {
	enum serve_route kind;
	const char *path; /* NULL ends the list */
	const char *type;
	const char *policy; /* Content-Security-Policy; NULL = none */
	void (*write)(const struct rest *r, struct text_buf *b);
};

extern const struct document documents[];

/* The description in the form of OpenAPI 3.1. */
void openapi_write(struct text_buf *b, bool whole);

/* The page for people: every operation with a form to try it. */
void page_write(struct text_buf *b, bool whole);

/* Its program and its looks. */
extern const char page_script[], page_style[];

#endif
