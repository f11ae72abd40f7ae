/* SPDX-License-Identifier: MIT */
/* Answers for every path of the operation table, and for the two documents that describe them. */
#include "helper/serve/rest.h"

#include <string.h>

#include "helper/serve/rest_documents.h"
#include "helper/serve/rest_input.h"
#include "helper/serve/rest_route.h"

#define BODY_LEAST   (64u << 10) /* bytes that the body of any operation may have */
#define BODY_ELEMENT (4u << 10)	 /* and more for each element of a list */
#define LIST_MAX     100	 /* elements, where the row has no number */
#define BODY_TYPES "application/json, application/x-www-form-urlencoded"

static const struct document *
document_find(const char *path)
{
	for (const struct document *d = documents; d->path != NULL; d++)
		if (strcmp(d->path, path) == 0)
			return d;
	return NULL;
}

static bool
find(void *ctx, const char *path, struct http_route *ret_route)
{
	const struct rest *r = ctx;
	const struct document *document = document_find(path);
	const struct api_op *row;

	if (document != NULL) {
		*ret_route = (struct http_route){ .kind = document->kind,
			.open = document->kind == ROUTE_DOCUMENT, .methods = "GET, HEAD",
			.what = document };
		return true;
	}
	row = route_find(path, r->whole);
	if (row == NULL)
		return false;
	*ret_route = (struct http_route){ .kind = ROUTE_OPERATION, .waits = true,
		.types = BODY_TYPES, .what = row };
	(void)route_methods(row, r->whole, ret_route->methods);
	return true;
}

/* What an error of ours means in HTTP. */
static unsigned
status_of(enum err_code code)
{
	switch (code) {
	case ERR_USAGE:
		return 400;
	case ERR_PERMISSION:
		return 403;
	case ERR_NOT_FOUND:
		return 404;
	case ERR_RATE_LIMITED:
		return 429;
	case ERR_UNREACHABLE:
	case ERR_REFUSED:
	case ERR_CREDENTIALS:
	case ERR_CONFLICT:
	case ERR_UNREADABLE:
		return 502;
	case ERR_TIMEOUT:
		return 504;
	case ERR_NONE:
	case ERR_OTHER:
	case ERR_CONFIG:
	case ERR_PARTLY:
		return 500;
	}
	return 500;
}

/* Who judges the answer for himself gets it as it came; everybody else what the service said in its
 * own words. */
static bool
hands_on(const struct rest *r, const struct http_request *request, const struct api_answer *a,
	int rc)
{
	if (r->whole && http_header(request, API_UNTOUCHED) != NULL)
		return a->status >= 200 && a->status <= 599;
	return rc == 0 || (a->own_words && a->status >= 400);
}

static void
answer_operation(const struct rest *r, const struct http_request *request,
	struct http_reply *reply)
{
	auto_rest_input input = { .count = 0 };
	auto_api_answer answer = { 0 };
	struct api_call call = { .op = route_method(request->what, request->method, r->whole) };
	struct err e = { 0 };
	int rc = -1;

	if (call.op == NULL) { /* find() has promised it */
		http_refuse(reply, 405, ERR_USAGE, "this path does not take %s", request->method);
		return;
	}
	if (rest_input_read(&input, call.op, request, &e) == 0) {
		call.args = input.arg;
		call.arg_count = input.count;
		rc = relay_call(r->relay, request->caller, ADAPTER_REST, &call, &answer, &e);
	}
	if (hands_on(r, request, &answer, rc)) {
		reply->status = (unsigned)answer.status;
		reply->type = answer.root != NULL ? HTTP_JSON
			: answer.body.len > 0	  ? HTTP_BYTES
						  : NULL;
		reply->body = answer.body;
		answer.body = (struct text_buf){ .limit = 0 };
	} else {
		http_refuse(reply, status_of(e.code), e.code, "%s", e.msg);
	}
	if (answer.retry_after[0] != '\0')
		http_reply_header(reply, "Retry-After", answer.retry_after);
}

/* What the arguments of this row may need. */
static size_t
body_max(const struct api_op *op)
{
	size_t max = BODY_LEAST;

	for (const struct api_param *p = op->params; p->name != NULL && max < HTTP_BODY_MAX; p++)
		if (p->type == API_JSON_LIST || p->type == API_CSV)
			max += BODY_ELEMENT * (size_t)(p->max > 0 && p->max < LIST_MAX ? p->max
										: LIST_MAX);
	return max < HTTP_BODY_MAX ? max : HTTP_BODY_MAX;
}

static int
judge(void *ctx, const struct http_request *request, size_t *ret_body_max,
	struct http_reply *reply)
{
	const struct rest *r = ctx;
	struct api_call call = { .op = route_method(request->what, request->method, r->whole) };
	struct api_arg args[ROUTE_IDS_MAX];
	struct route_ids ids;
	struct err e;

	if (call.op == NULL) /* find() has promised it */
		return http_refuse(reply, 405, ERR_USAGE, "this path does not take %s",
			request->method), -1;
	route_ids(call.op, request->path, &ids);
	for (size_t i = 0; i < ids.count; i++)
		args[i] = (struct api_arg){ ids.id[i].name, ids.id[i].value };
	call.args = args;
	call.arg_count = ids.count;
	if (relay_may(r->relay, request->caller, ADAPTER_REST, &call, &e) != 0)
		return http_refuse(reply, status_of(e.code), e.code, "%s", e.msg), -1;
	*ret_body_max = body_max(call.op);
	return 0;
}

static void
answer(void *ctx, const struct http_request *request, struct http_reply *reply)
{
	const struct rest *r = ctx;
	const struct document *document = request->what;

	if (request->kind == ROUTE_OPERATION) {
		answer_operation(r, request, reply);
		return;
	}
	reply->type = document->type;
	document->write(r, &reply->body);
	if (document->policy != NULL)
		http_reply_header(reply, "Content-Security-Policy", document->policy);
}

int
rest_init(struct rest *r, const struct relay *relay, const struct numbers *numbers, bool whole,
	struct err *e)
{
	*r = (struct rest){ .relay = relay, .numbers = numbers, .whole = whole };
	openapi_write(&r->openapi, whole);
	page_write(&r->page, whole);
	if (!r->openapi.failed && !r->page.failed)
		return 0;
	rest_clear(r);
	return err_set(e, ERR_OTHER, "out of memory");
}

struct http_endpoint
rest_endpoint(struct rest *r)
{
	return (struct http_endpoint){ .find = find, .judge = judge, .answer = answer,
		.ctx = r };
}

void
rest_clear(struct rest *r)
{
	text_buf_clear(&r->openapi);
	text_buf_clear(&r->page);
}
