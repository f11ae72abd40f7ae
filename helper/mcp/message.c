/* SPDX-License-Identifier: MIT */
/* Writes what surrounds every answer to a JSON-RPC message. */
#include "helper/mcp/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "api/json.h"

#define MEMBERS_MAX 64	/* of an object that may have no twins */

static void
write_opening(struct message *m)
{
	struct text_buf *b = &m->reply->body;

	text_buf_puts(b, "{\"jsonrpc\":\"2.0\"");
	if (m->id.text != NULL) {
		text_buf_puts(b, ",\"id\":");
		text_buf_add(b, m->id.text, m->id.len);
	}
}

static void __attribute__((format(printf, 4, 0)))
begin_refusal(struct message *m, int status, enum mcp_error code, const char *fmt, va_list ap)
{
	struct text_buf *b = &m->reply->body;
	char words[512];

	(void)vsnprintf(words, sizeof(words), fmt, ap);
	m->reply->status = status;
	write_opening(m);
	text_buf_printf(b, ",\"error\":{\"code\":%d,\"message\":", (int)code);
	json_write_string(b, words);
}

void
message_refuse(struct message *m, int status, enum mcp_error code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	begin_refusal(m, status, code, fmt, ap);
	va_end(ap);
	message_finish(m);
}

void
message_begin_refusal(struct message *m, int status, enum mcp_error code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	begin_refusal(m, status, code, fmt, ap);
	va_end(ap);
}

void
message_member(struct message *m, const char *name)
{
	struct text_buf *b = &m->reply->body;

	if (b->len > 0 && b->data[b->len - 1] != '{')
		text_buf_puts(b, ",");
	text_buf_printf(b, "\"%s\":", name);
}

void
message_begin(struct message *m)
{
	m->reply->status = 200;
	write_opening(m);
	text_buf_puts(&m->reply->body, ",\"result\":{");
	if (!m->modern)
		return;
	message_member(m, "resultType");
	text_buf_puts(&m->reply->body, "\"complete\"");
	message_member(m, "_meta");
	text_buf_puts(&m->reply->body, "{\"io.modelcontextprotocol/serverInfo\":");
	text_buf_puts(&m->reply->body, MCP_SERVER_INFO "}");
}

/* What is offered depends on who asks. */
void
message_keep(struct message *m)
{
	if (!m->modern)
		return;
	message_member(m, "ttlMs");
	text_buf_puts(&m->reply->body, "300000");
	message_member(m, "cacheScope");
	text_buf_puts(&m->reply->body, "\"private\"");
}

void
message_finish(struct message *m)
{
	text_buf_puts(&m->reply->body, "}}");
}

bool
message_has_twins(const struct cJSON *object)
{
	const cJSON *names[MEMBERS_MAX];
	size_t count = 0;
	const cJSON *item;

	cJSON_ArrayForEach (item, object) {
		if (count == MEMBERS_MAX)
			return true;
		for (size_t i = 0; i < count; i++)
			if (strcmp(names[i]->string, item->string) == 0)
				return true;
		names[count++] = item;
	}
	return false;
}
