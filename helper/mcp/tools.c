/* SPDX-License-Identifier: MIT */
/* Derives tools from the operation table: names, hints and the schema of their arguments. */
#include <inttypes.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "api/json.h"
#include "helper/mcp/message.h"

bool
tool_offers(const struct api_param *p)
{
	return (p->flags & API_UNDOCUMENTED) == 0;
}

const char *
tool_type(const struct api_param *p)
{
	switch (p->type) {
	case API_STRING:
	case API_CHOICE:
	case API_CSV:
	case API_ID:
		return "string";
	case API_INTEGER:
		return "integer";
	case API_BOOLEAN:
		return "boolean";
	case API_JSON_LIST:
		return "array";
	}
	return "string";
}

const char *
tool_element_type(const struct api_param *p)
{
	return (p->flags & API_OBJECTS) != 0 ? "object" : "string";
}

static void
write_choices(struct text_buf *b, const char *choices)
{
	const char *separator = "";

	text_buf_puts(b, ",\"enum\":[");
	while (*choices != '\0') {
		size_t len = strcspn(choices, "|");

		/* choices are our own words: nothing in them needs an escape */
		text_buf_printf(b, "%s\"%.*s\"", separator, (int)len, choices);
		choices += len + (choices[len] == '|' ? 1 : 0);
		separator = ",";
	}
	text_buf_puts(b, "]");
}

static void
write_limits(struct text_buf *b, const struct api_op *op, const struct api_param *p)
{
	bool ranged = p->min != 0 || p->max != 0;

	if (p->type == API_INTEGER && ranged)
		text_buf_printf(b, ",\"minimum\":%" PRId64 ",\"maximum\":%" PRId64, p->min, p->max);
	if (p->type == API_JSON_LIST) {
		text_buf_printf(b, ",\"items\":{\"type\":\"%s\"}", tool_element_type(p));
		if (ranged)
			text_buf_printf(b, ",\"minItems\":%" PRId64 ",\"maxItems\":%" PRId64,
				p->min, p->max);
	}
	if (p->type == API_CHOICE)
		write_choices(b, p->choices);
	if (p->type == API_ID)
		text_buf_puts(b, ",\"pattern\":\"^[0-9]{1,64}$\"");
	else if ((p->flags & API_PATH) != 0)
		text_buf_puts(b, ",\"pattern\":\"^[A-Za-z0-9_-]{1,64}$\"");
	else if (p->type == API_STRING && ((p->flags & API_REQUIRED) != 0 || !api_op_has_body(op)))
		text_buf_puts(b, ",\"minLength\":1");
}

static void
write_default(struct text_buf *b, const struct api_param *p)
{
	if (p->default_value == NULL)
		return;
	text_buf_puts(b, ",\"default\":");
	if (p->type == API_INTEGER || p->type == API_BOOLEAN)
		text_buf_puts(b, p->default_value);
	else
		json_write_string(b, p->default_value);
}

static void
write_property(struct text_buf *b, const struct api_op *op, const struct api_param *p)
{
	auto_text_buf help = { 0 };

	text_buf_puts(&help, p->help);
	if (p->excludes != NULL)
		text_buf_puts(&help, "; not together with ");
	for (const char *c = p->excludes; c != NULL && *c != '\0'; c++)
		text_buf_add(&help, *c == '|' ? ", " : c, *c == '|' ? 2 : 1);
	text_buf_printf(b, "\"%s\":{\"type\":\"%s\"", p->name, tool_type(p));
	write_limits(b, op, p);
	write_default(b, p);
	text_buf_puts(b, ",\"description\":");
	json_write_string(b, help.failed ? p->help : help.data);
	text_buf_puts(b, "}");
}

static void
write_schema(struct text_buf *b, const struct api_op *op)
{
	const char *separator = "";

	text_buf_puts(b, "{\"type\":\"object\",\"properties\":{");
	for (const struct api_param *p = op->params; p->name != NULL; p++) {
		if (!tool_offers(p))
			continue;
		text_buf_puts(b, separator);
		write_property(b, op, p);
		separator = ",";
	}
	text_buf_puts(b, "}");
	separator = ",\"required\":[";
	for (const struct api_param *p = op->params; p->name != NULL; p++) {
		/* one that has alternatives is not required by itself */
		if ((p->flags & (API_REQUIRED | API_PATH)) == 0 || p->excludes != NULL)
			continue;
		text_buf_printf(b, "%s\"%s\"", separator, p->name);
		separator = ",";
	}
	if (separator[1] == '\0')
		text_buf_puts(b, "]");
	text_buf_puts(b, ",\"additionalProperties\":false}");
}

/* The hints say what the published description says of the method; what an agent may do is
 * decided by the row's risk, never by a hint. */
void
tool_write(struct text_buf *b, const struct api_op *op)
{
	bool reads = strcmp(op->method, "GET") == 0, deletes = strcmp(op->method, "DELETE") == 0;

	text_buf_printf(b, "{\"name\":\"%s\",\"description\":", op->name);
	json_write_string(b, op->title);
	text_buf_puts(b, ",\"inputSchema\":");
	write_schema(b, op);
	text_buf_printf(b,
		",\"annotations\":{\"readOnlyHint\":%s,\"destructiveHint\":%s,"
		"\"idempotentHint\":%s}}",
		reads ? "true" : "false", deletes ? "true" : "false",
		reads || deletes ? "true" : "false");
}

/* Everything fits on the first page, so the only cursor there is names its beginning. */
void
method_tools_list(struct message *m)
{
	const struct cJSON *cursor = json_get(m->params, "cursor");
	const struct mcp_server *server = m->server;
	const char *separator = "";

	if (cursor != NULL && (!cJSON_IsString(cursor) || cursor->valuestring[0] != '\0')) {
		message_refuse(m, 200, MCP_INVALID_PARAMS, "Invalid params: no such cursor");
		return;
	}
	message_begin(m);
	message_member(m, "tools");
	text_buf_puts(&m->reply->body, "[");
	for (size_t i = 0; i < API_PUBLISHED; i++) {
		if (!server->permits(server->ctx, &api_operations[i]))
			continue;
		text_buf_puts(&m->reply->body, separator);
		tool_write(&m->reply->body, &api_operations[i]);
		separator = ",";
	}
	text_buf_puts(&m->reply->body, "]");
	message_keep(m);
	message_finish(m);
}
