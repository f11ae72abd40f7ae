/* SPDX-License-Identifier: MIT */
/* The REST adapter: the directory's own paths, parameters and answers, without its signatures. */
#ifndef SERVE_REST_H
#define SERVE_REST_H

#include "helper/serve/http.h"
#include "helper/serve/numbers.h"
#include "helper/serve/relay.h"

struct rest {
	const struct relay *relay;
	const struct numbers *numbers;
	bool whole; /* every row of the directory, not only the published ones: for our own
		     * command line on the local socket */
	struct text_buf openapi, page; /* made once, see rest_documents */
};

/* Fills the documents. Returns 0, or -1 without memory. */
int rest_init(struct rest *r, const struct relay *relay, const struct numbers *numbers, bool whole,
	struct err *e) __attribute__((warn_unused_result));

/* The endpoint; ctx is the struct rest, which must stay. */
struct http_endpoint rest_endpoint(struct rest *r);

void rest_clear(struct rest *r);

#endif
