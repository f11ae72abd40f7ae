/* SPDX-License-Identifier: MIT */
/* From a row and its arguments to the bytes of a request; no I/O. */
#ifndef API_REQUEST_H
#define API_REQUEST_H

#include "api/api.h"

#define REQUEST_ARGS_MAX 64
#define REQUEST_PATH_MAX 512

enum request_body {
	BODY_FORM,
	BODY_JSON,	/* {"name": value, …} */
	BODY_JSON_DATA, /* {"data": {"name": value, …}} */
};

struct request {
	const struct api_op *op;
	char path[REQUEST_PATH_MAX];
	struct text_buf query;	  /* without '?'; empty = none */
	struct text_buf body;	  /* empty = none */
	struct text_buf params;	  /* the line of parameters that is signed */
	const char *content_type; /* of the body; NULL = no body is sent */
};

/* Builds the request from arguments that passed api_check; body says how those of a row with
 * api_op_has_body are written, base_path ("" = none) stands before the path. With hide_secrets the
 * values of API_SECRET parameters read REQUEST_HIDDEN. Returns 0, or -1; the caller clears in both
 * cases. */
int request_build(struct request *ret_request, const struct api_op *op, const struct api_arg *args,
	size_t count, const char *base_path, enum request_body body, bool hide_secrets,
	struct err *e)
	__attribute__((warn_unused_result));

#define REQUEST_HIDDEN "HIDDEN"

/* Wipes and frees; can be repeated. */
void request_clear(struct request *r);

#define auto_request __attribute__((cleanup(request_clear))) struct request

#endif
