/* SPDX-License-Identifier: MIT */
/* Derives tools from the operation table: names, hints and the schema of their arguments. */
#include <string.h>

#include <cjson/cJSON.h>

#include "api/json.h"
#include "helper/mcp/message.h"
#include "helper/mcp/schema.h"

static bool
takes_all(const struct api_op *op, const struct api_param *p)
{
	(void)op;
	(void)p;
	return true;
}

/* The hints say what the published description says of the method; what an agent may do is
 * decided by the row's risk, never by a hint. */
static void
write_tool(struct text_buf *b, const struct api_op *op)
{
	bool reads = strcmp(op->method, "GET") == 0, deletes = strcmp(op->method, "DELETE") == 0;

	text_buf_printf(b, "{\"name\":\"%s\",\"description\":", op->name);
	json_write_string(b, op->title);
	text_buf_puts(b, ",\"inputSchema\":");
	text_buf_puts(b, "{");
	schema_write_members(b, op, takes_all, SCHEMA_JSON);
	text_buf_printf(b,
		",\"additionalProperties\":false},\"annotations\":{\"readOnlyHint\":%s,"
		"\"destructiveHint\":%s,\"idempotentHint\":%s}}",
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
		if (!server->permits(server->ctx, &api_operations[i], api_operations[i].risk))
			continue;
		text_buf_puts(&m->reply->body, separator);
		write_tool(&m->reply->body, &api_operations[i]);
		separator = ",";
	}
	text_buf_puts(&m->reply->body, "]");
	message_keep(m);
	message_finish(m);
}
