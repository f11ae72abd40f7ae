/* SPDX-License-Identifier: MIT */
/* Judges what came back: only a well-formed OK is an OK. */
#include "api/client.h"

#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "api/json.h"

static const struct json_limits answer_limits = { API_BODY_MAX, 300000, JSON_DEPTH_MAX };

/* The code is a number; in rare answers it is an empty string or missing. */
static void
read_failure(struct api_answer *a)
{
	const char *message = json_string(a->root, "message");
	const char *detail = json_string(a->root, "message_detail");

	if (json_int(a->root, "code", &a->code) != 0)
		a->code = 0;
	(void)text_clean(a->message, sizeof(a->message), message != NULL ? message : "");
	(void)text_clean(a->detail, sizeof(a->detail), detail != NULL ? detail : "");
}

/* A number, or digits in a string. */
static int64_t
read_next_offset(const struct cJSON *root)
{
	const struct cJSON *metadata = json_get(root, "metadata");
	const char *digits = json_string(metadata, "next_offset");
	int64_t next = -1;

	if (json_int(metadata, "next_offset", &next) == 0 && next >= 0)
		return next;
	if (digits != NULL && text_to_int(digits, 0, INT32_MAX, &next) == 0)
		return next;
	return -1;
}

static enum err_code
code_of(const struct api_answer *a)
{
	if (a->status == 401)
		return ERR_CREDENTIALS;
	if (a->status == 403)
		return ERR_PERMISSION;
	if (a->status == 404)
		return ERR_NOT_FOUND;
	if (a->status == 409 || a->code == 40003)
		return ERR_CONFLICT;
	if (a->status == 429)
		return ERR_RATE_LIMITED;
	return a->status >= 400 && a->status <= 499 ? ERR_REFUSED : ERR_UNREACHABLE;
}

static int
say_failure(const struct api_op *op, const struct api_answer *a, struct err *e)
{
	static const struct {
		enum err_code code;
		const char *way_out;
	} ways[] = {
		{ ERR_CREDENTIALS, "; check integration key, secret key and this host's clock" },
		{ ERR_NOT_FOUND, "; the id names nothing" },
		{ ERR_CONFLICT, "; the name or number is taken" },
		{ ERR_RATE_LIMITED, "; try again later" },
	};
	enum err_code code = code_of(a);
	const char *way_out = "";
	char words[300], permission[100] = "";

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (ways[i].code == code)
			way_out = ways[i].way_out;
	if (code == ERR_PERMISSION && op->permission != NULL)
		(void)snprintf(permission, sizeof(permission), "; the application needs: %s",
			op->permission);
	(void)snprintf(words, sizeof(words), "%s%s%s%s", a->message[0] != '\0' ? " " : "",
		a->message, a->detail[0] != '\0' ? ": " : "", a->detail);
	if (a->code != 0)
		return err_set(e, code, "%s: HTTP %ld, %lld%s%s%s", op->name, a->status,
			(long long)a->code, words, way_out, permission);
	return err_set(e, code, "%s: HTTP %ld%s%s%s", op->name, a->status, words, way_out,
		permission);
}

int
answer_read(const struct api_op *op, const char *host, struct api_answer *a, struct err *e)
{
	const char *text = a->body.data != NULL ? a->body.data : "";
	const char *stat;
	struct err why;

	a->next_offset = -1;
	if (json_parse(text, a->body.len, &answer_limits, &a->root, &why) != 0)
		a->root = NULL;
	stat = json_string(a->root, "stat");
	if (a->status == 200 && stat != NULL && strcmp(stat, "OK") == 0) {
		a->response = json_get(a->root, "response");
		a->next_offset = read_next_offset(a->root);
		return 0;
	}
	if (stat != NULL && strcmp(stat, "FAIL") == 0) {
		read_failure(a);
		return say_failure(op, a, e);
	}
	/* not the words of the service, so its verdict does not count: a stranger's 404 must not
	 * pass for "no such user" */
	if (a->status == 429)
		return say_failure(op, a, e);
	if (a->status >= 300 && a->status <= 399)
		return err_set(e, ERR_UNREACHABLE,
			"%s: %s answered with a redirect (HTTP %ld), which is never followed; is "
			"duo.host right?", op->name, host, a->status);
	if (a->status == 200 && a->root == NULL)
		return err_set(e, why.code, "%s: %s: %s", op->name, host, why.msg);
	return err_set(e, ERR_UNREACHABLE,
		"%s: %s answered HTTP %ld, but not in the words of the service; is duo.host right?",
		op->name, host, a->status);
}

void
api_answer_clear(struct api_answer *a)
{
	json_free(a->root);
	text_buf_clear(&a->body);
	*a = (struct api_answer){ .next_offset = -1 };
}
