/* SPDX-License-Identifier: MIT */
/* Calls a tool: from JSON arguments to those of the row, and from its answer to a result. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "api/json.h"
#include "api/request.h"
#include "base/cleanup.h"
#include "helper/mcp/message.h"
#include "helper/mcp/schema.h"

#define INTEGER_LIMIT 1e15 /* beyond, a double's text may lose digits */

/* The arguments of one call as text. */
struct values {
	struct api_arg arg[REQUEST_ARGS_MAX];
	char *own[REQUEST_ARGS_MAX]; /* NULL where arg borrows from the tree */
	size_t count;
};

static void
values_clear(struct values *v)
{
	for (size_t i = 0; i < v->count; i++)
		cleanup_wipe(&v->own[i]);
	v->count = 0;
}

/* Was this value a number when it came? The parser makes strings of long ones. */
static bool
is_number(struct raw raw)
{
	return raw.len > 0 && (raw.text[0] == '-' || (raw.text[0] >= '0' && raw.text[0] <= '9'));
}

/* Are all elements what the row says? Long numbers, which the parser makes strings of, are left to
 * the service. */
static bool
has_elements(const struct api_param *p, const struct cJSON *list)
{
	bool objects = (p->flags & API_OBJECTS) != 0;
	const cJSON *item = cJSON_IsArray(list) ? list->child : NULL;

	for (; item != NULL; item = item->next)
		if (objects ? !cJSON_IsObject(item) : !cJSON_IsString(item))
			return false;
	return cJSON_IsArray(list);
}

static bool
has_type(const struct api_param *p, const struct cJSON *item, struct raw raw)
{
	switch (schema_type(p)[0]) {
	case 's':
		return cJSON_IsString(item) && !is_number(raw);
	case 'i':
		return is_number(raw);
	case 'b':
		return cJSON_IsBool(item);
	default:
		return has_elements(p, item);
	}
}

/* 10.0 and 1e1 are integers, too, in the eyes of a schema. */
static char *
integer_text(const struct cJSON *item, struct raw raw)
{
	char *text = NULL;

	if (memchr(raw.text, '.', raw.len) == NULL && memchr(raw.text, 'e', raw.len) == NULL &&
		memchr(raw.text, 'E', raw.len) == NULL)
		return strndup(raw.text, raw.len);
	if (fabs(item->valuedouble) < INTEGER_LIMIT &&
		floor(item->valuedouble) == item->valuedouble)
		return asprintf(&text, "%.0f", item->valuedouble) >= 0 ? text : NULL;
	return strndup(raw.text, raw.len); /* api_check says what is wrong with it */
}

/* Fills the next argument. Returns 0, or -1 with ERR_USAGE or ERR_OTHER. */
static int
add_value(struct values *v, const struct api_op *op, const struct cJSON *item, struct raw raw,
	struct err *e)
{
	const struct api_param *p = api_param_find(op, item->string);
	struct api_arg *arg;
	char clean[64];

	if (v->count == REQUEST_ARGS_MAX)
		return err_set(e, ERR_USAGE, "more than %d arguments", REQUEST_ARGS_MAX);
	if (p != NULL && !schema_offers(p))
		return err_set(e, ERR_USAGE, "%s is not offered",
			text_clean(clean, sizeof(clean), item->string));
	if (p != NULL && p->type == API_JSON_LIST && !has_type(p, item, raw))
		return err_set(e, ERR_USAGE, "%s must be of type array, with elements of type %s",
			p->name, schema_element_type(p));
	if (p != NULL && !has_type(p, item, raw))
		return err_set(e, ERR_USAGE, "%s must be of type %s", p->name, schema_type(p));
	arg = &v->arg[v->count];
	*arg = (struct api_arg){ .name = item->string, .value = "" };
	v->own[v->count] = NULL;
	if (p != NULL && cJSON_IsString(item)) {
		arg->value = item->valuestring;
	} else if (p != NULL && cJSON_IsBool(item)) {
		arg->value = cJSON_IsTrue(item) ? "true" : "false";
	} else if (p != NULL) {
		v->own[v->count] =
			is_number(raw) ? integer_text(item, raw) : strndup(raw.text, raw.len);
		if (v->own[v->count] == NULL)
			return err_set(e, ERR_OTHER, "out of memory");
		arg->value = v->own[v->count];
	}
	v->count++;
	return 0;
}

static int
gather(const struct api_op *op, const struct cJSON *arguments, struct raw text, struct values *v,
	struct err *e)
{
	struct raw_walk walk = raw_members(text);
	const struct cJSON *item;
	struct raw raw;

	for (item = arguments != NULL ? arguments->child : NULL; item != NULL; item = item->next)
		if (!raw_next(&walk, &raw) || add_value(v, op, item, raw, e) != 0)
			return -1;
	return api_check(op, v->arg, v->count, e);
}

static void
write_text(struct text_buf *b, const char *text)
{
	text_buf_puts(b, "{\"type\":\"text\",\"text\":");
	json_write_string(b, text);
	text_buf_puts(b, "}");
}

/* The service's own bytes, twice: as text for whoever reads, as an object for whoever counts.
 * What it did not say in JSON is not passed on. A failure has our words behind it. */
static void
write_result(struct message *m, const struct api_answer *a, const struct err *failure)
{
	struct text_buf *b = &m->reply->body;
	bool usable = a->root != NULL && cJSON_IsObject(a->root);

	message_begin(m);
	message_member(m, "content");
	text_buf_puts(b, "[");
	if (usable)
		write_text(b, a->body.data);
	if (failure != NULL) {
		text_buf_puts(b, usable ? "," : "");
		write_text(b, failure->msg);
	}
	text_buf_puts(b, "]");
	if (usable) {
		message_member(m, "structuredContent");
		text_buf_add(b, a->body.data, a->body.len);
	}
	if (failure != NULL) {
		message_member(m, "isError");
		text_buf_puts(b, "true");
	}
	message_finish(m);
}

static void
tell_refused(const struct message *m, const struct api_call *call, const struct err *why)
{
	if (m->server->refused != NULL)
		m->server->refused(m->server->ctx, call, why);
}

static void
call_row(struct message *m, const struct api_op *op, const struct cJSON *arguments, struct raw text)
{
	__attribute__((cleanup(values_clear))) struct values values = { .count = 0 };
	auto_api_answer answer = { .next_offset = -1 };
	struct api_call call = { .op = op };
	struct err e = { 0 }, wrong = { 0 };

	if (gather(op, arguments, text, &values, &e) != 0) {
		(void)err_set(&wrong, e.code, "Invalid arguments: %s", e.msg);
		write_result(m, &answer, &wrong);
		return;
	}
	call.args = values.arg;
	call.arg_count = values.count;
	if (!m->server->permits(m->server->ctx, op, api_call_risk(&call))) {
		(void)err_set(&wrong, ERR_PERMISSION, "%s to this status counts as %s, which is not "
			"offered here; serve.mcp_allow and the token decide", op->name,
			api_risk_word(api_call_risk(&call)));
		tell_refused(m, &call, &wrong);
		write_result(m, &answer, &wrong);
	} else if (m->server->call(m->server->ctx, &call, &answer, &e) == 0)
		write_result(m, &answer, NULL);
	else
		write_result(m, &answer, &e);
}

static void
refuse_row(struct message *m, const struct api_op *op, const struct cJSON *arguments,
	struct raw text)
{
	__attribute__((cleanup(values_clear))) struct values values = { .count = 0 };
	struct api_call call = { .op = op };
	struct err e, ignored;

	(void)!gather(op, arguments, text, &values, &ignored); /* as far as they are good */
	call.args = values.arg;
	call.arg_count = values.count;
	(void)err_set(&e, ERR_PERMISSION, "Tool %s is not offered here; serve.mcp_allow and the "
		"token decide", op->name);
	tell_refused(m, &call, &e);
	message_refuse(m, 200, MCP_INVALID_PARAMS, "%s", e.msg);
}

static const struct api_op *
find_published(const char *name)
{
	const struct api_op *op = api_op_find(name);

	return op != NULL && op - api_operations < API_PUBLISHED ? op : NULL;
}

void
method_tools_call(struct message *m)
{
	const char *name = json_string(m->params, "name");
	const struct cJSON *arguments = json_get(m->params, "arguments");
	const struct api_op *op;
	char clean[MCP_NAME_MAX];

	if (name == NULL) {
		message_refuse(m, 200, MCP_INVALID_PARAMS, "Invalid params: name must be a string");
		return;
	}
	if (arguments != NULL && !cJSON_IsObject(arguments)) {
		message_refuse(
			m, 200, MCP_INVALID_PARAMS, "Invalid params: arguments must be an object");
		return;
	}
	op = find_published(name);
	if (op == NULL) {
		message_refuse(m, 200, MCP_INVALID_PARAMS, "Unknown tool: %s",
			text_clean(clean, sizeof(clean), name));
		return;
	}
	if (!m->server->permits(m->server->ctx, op, op->risk)) {
		refuse_row(m, op, arguments, raw_of(m->params_text, m->params, arguments));
		return;
	}
	call_row(m, op, arguments, raw_of(m->params_text, m->params, arguments));
}
