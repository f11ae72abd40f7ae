/* SPDX-License-Identifier: MIT */
/* Services with one key in one header: Allthenticate answers bare, SentinelOne under "data". */
#include "api/service.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "api/json.h"

int
key_check(const struct api_client *c, const struct api_op *op, struct err *e)
{
	if (op->application == API_NONE || c->key.len > 0)
		return 0;
	return err_set(e, ERR_CONFIG, "%s needs credentials: set %s.%s", op->name, c->service->name,
		op->service == API_SENTINELONE ? "token_file" : "key_file");
}

int
key_authorize(const struct api_client *c, const struct request *r, int64_t now,
	struct service_headers *ret_headers, struct err *e)
{
	struct text_buf *line = &ret_headers->authorization;

	(void)now; /* nothing is signed */
	(void)e;   /* a line that failed is seen by the caller */
	if (r->op->application == API_NONE)
		return 0;
	text_buf_printf(line, "%s: %s%s", c->header, c->scheme, c->scheme[0] != '\0' ? " " : "");
	text_buf_add(line, (const char *)c->key.bytes, c->key.len);
	return 0;
}

enum envelope
allthenticate_read(const struct api_op *op, struct api_answer *a)
{
	const char *error = json_string(a->root, "error");

	if (error != NULL && json_get(a->root, "success") == NULL) {
		(void)text_clean(a->message, sizeof(a->message), error);
		return ENVELOPE_FAIL;
	}
	if (a->status != 200)
		return ENVELOPE_FOREIGN;
	if (a->root == NULL)
		return (op->flags & API_MAYBE_EMPTY) != 0 && a->body.len == 0 ? ENVELOPE_OK
									      : ENVELOPE_FOREIGN;
	a->response = a->root;
	return ENVELOPE_OK;
}

/* The first of a list of errors; the others say the same in more words. */
static void
read_errors(const cJSON *errors, struct api_answer *a)
{
	const cJSON *first = errors->child;
	const char *title = json_string(first, "title");
	const char *detail = json_string(first, "detail");

	if (json_int(first, "code", &a->code) != 0)
		a->code = 0;
	if (title == NULL) { /* some refusals have only a detail */
		title = detail;
		detail = NULL;
	}
	(void)text_clean(a->message, sizeof(a->message), title != NULL ? title : "");
	(void)text_clean(a->detail, sizeof(a->detail), detail != NULL ? detail : "");
}

enum envelope
sentinelone_read(const struct api_op *op, struct api_answer *a)
{
	const cJSON *errors = json_array(a->root, "errors");
	const cJSON *data = json_get(a->root, "data");

	(void)op; /* all rows are answered alike */
	if (errors != NULL && errors->child != NULL) {
		read_errors(errors, a);
		return ENVELOPE_FAIL;
	}
	if (a->status != 200 || data == NULL)
		return ENVELOPE_FOREIGN;
	a->response = data;
	a->next_cursor = json_string(json_get(a->root, "pagination"), "nextCursor");
	if (a->next_cursor != NULL && a->next_cursor[0] == '\0')
		a->next_cursor = NULL;
	return ENVELOPE_OK;
}
