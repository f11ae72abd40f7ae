/* SPDX-License-Identifier: MIT */
/* The arguments of a REST request: ids of the path, query, and a form or a flat JSON object. */
#ifndef SERVE_REST_INPUT_H
#define SERVE_REST_INPUT_H

#include "api/request.h"
#include "helper/serve/http.h"

struct rest_input {
	struct api_arg arg[REQUEST_ARGS_MAX];
	char *own[2 * REQUEST_ARGS_MAX]; /* names and values */
	size_t count, own_count;
};

/* Gathers; api_check judges names and values afterwards. A name that is given twice, wherever, is
 * refused there too. Returns 0, or -1 with ERR_USAGE, or ERR_OTHER without memory. The caller
 * clears in either case. */
int rest_input_read(struct rest_input *in, const struct api_op *op,
	const struct http_request *request, struct err *e) __attribute__((warn_unused_result));

/* Wipes and frees. */
void rest_input_clear(struct rest_input *in);

#define auto_rest_input __attribute__((cleanup(rest_input_clear))) struct rest_input

#endif
