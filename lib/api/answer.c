/* SPDX-License-Identifier: MIT */
/* Judges what came back: only a well-formed OK is an OK. */
#include "api/service.h"

#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "api/json.h"

static const struct json_limits answer_limits = { API_BODY_MAX, 300000, JSON_DEPTH_MAX };

static enum err_code
code_of(const struct service *service, const struct api_answer *a)
{
	if (a->status == 401)
		return ERR_CREDENTIALS;
	if (a->status == 403)
		return ERR_PERMISSION;
	if (a->status == 404)
		return ERR_NOT_FOUND;
	if (a->status == 409 || (a->code != 0 && a->code == service->code_conflict))
		return ERR_CONFLICT;
	if (a->status == 429)
		return ERR_RATE_LIMITED;
	return a->status >= 400 && a->status <= 499 ? ERR_REFUSED : ERR_UNREACHABLE;
}

/* What can be done about a failure, behind a semicolon; "" when nothing is known. */
static void
find_way_out(const struct service *service, const struct api_op *op, enum err_code code,
	char *dst, size_t size)
{
	static const struct {
		enum err_code code;
		const char *words;
	} ways[] = {
		{ ERR_NOT_FOUND, "; the id names nothing" },
		{ ERR_CONFLICT, "; the name or number is taken" },
		{ ERR_RATE_LIMITED, "; try again later" },
	};

	dst[0] = '\0';
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (ways[i].code == code)
			(void)snprintf(dst, size, "%s", ways[i].words);
	if (service->refused != NULL)
		return;
	if (code == ERR_CREDENTIALS)
		(void)snprintf(dst, size, "; %s", service->check_credentials);
	if (code == ERR_PERMISSION && op->permission != NULL)
		(void)snprintf(dst, size, "; %s: %s", service->lacks, op->permission);
	else if (code == ERR_PERMISSION)
		(void)snprintf(dst, size, "; %s", service->lacks_unknown);
}

static int
say_failure(const struct service *service, const struct api_op *op, const struct api_answer *a,
	struct err *e)
{
	enum err_code code = code_of(service, a);
	char words[300], way_out[160];

	find_way_out(service, op, code, way_out, sizeof(way_out));
	(void)snprintf(words, sizeof(words), "%s%s%s%s", a->message[0] != '\0' ? " " : "",
		a->message, a->detail[0] != '\0' ? ": " : "", a->detail);
	if (a->code != 0)
		return err_set(e, code, "%s: HTTP %ld, %lld%s%s", op->name, a->status,
			(long long)a->code, words, way_out);
	return err_set(e, code, "%s: HTTP %ld%s%s", op->name, a->status, words, way_out);
}

/* Not the words of the service, so its verdict does not count: a stranger's 404 must not pass for
 * "no such user". */
static int
say_foreign(const struct service *service, const struct api_op *op, const char *host,
	const struct api_answer *a, const struct err *why, struct err *e)
{
	if (a->status == 429 || (service->bare_refusals && (a->status == 401 || a->status == 403)))
		return say_failure(service, op, a, e);
	if (a->status >= 300 && a->status <= 399)
		return err_set(e, ERR_UNREACHABLE,
			"%s: %s answered with a redirect (HTTP %ld), which is never followed; is "
			"%s right?", op->name, host, a->status, service->address);
	if (a->status == 200 && a->root == NULL)
		return err_set(e, why->code, "%s: %s: %s", op->name, host, why->msg);
	return err_set(e, ERR_UNREACHABLE,
		"%s: %s answered HTTP %ld, but not in the words of the service; is %s right?",
		op->name, host, a->status, service->address);
}

/* Reads the body into a tree, as answer_read is asked to. */
static int
parse_body(const struct service *service, const struct api_op *op, bool bytes_only,
	struct api_answer *a, struct json_list *ret_list, struct err *e)
{
	const char *text = a->body.data != NULL ? a->body.data : "";
	const char *member = op->list_member != NULL ? op->list_member : "";
	char path[64];

	if (ret_list == NULL && bytes_only && service->response[0] != '\0')
		return json_parse_envelope(text, a->body.len, &answer_limits, service->response,
			&a->root, e);
	if (ret_list == NULL)
		return json_parse(text, a->body.len, &answer_limits, &a->root, e);
	(void)snprintf(path, sizeof(path), "%s%s%s", service->response,
		service->response[0] != '\0' && member[0] != '\0' ? "." : "", member);
	return json_parse_list(text, a->body.len, &answer_limits, path, &a->root, ret_list, e);
}

int
answer_read(const struct api_op *op, const char *host, bool bytes_only, struct api_answer *a,
	struct json_list *ret_list, struct err *e)
{
	const struct service *service = service_find(op->service);
	struct err why;

	a->next_offset = a->total = -1;
	if (parse_body(service, op, bytes_only, a, ret_list, &why) != 0)
		a->root = NULL;
	switch (service->read(op, a)) {
	case ENVELOPE_OK:
		a->own_words = true;
		return 0;
	case ENVELOPE_FAIL:
		a->own_words = true;
		return say_failure(service, op, a, e);
	case ENVELOPE_FOREIGN:
		break;
	}
	return say_foreign(service, op, host, a, &why, e);
}

void
api_answer_clear(struct api_answer *a)
{
	json_free(a->root);
	text_buf_clear(&a->body);
	*a = (struct api_answer){ .next_offset = -1 };
}
