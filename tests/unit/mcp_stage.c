/* SPDX-License-Identifier: MIT */
/* The directory behind the MCP adapter, for its tests. */
#include "tests/unit/mcp_stage.h"

#include "api/json.h"

static int
fake_call(void *ctx, const struct api_call *call, struct api_answer *ret_answer, struct err *e)
{
	static const struct json_limits limits = { API_BODY_MAX, 300000, JSON_DEPTH_MAX };
	struct directory *d = ctx;
	auto_text_buf asked = { 0 };

	d->calls++;
	text_buf_puts(&asked, call->op->name);
	for (size_t i = 0; i < call->arg_count; i++)
		text_buf_printf(&asked, " %s=%s", call->args[i].name, call->args[i].value);
	assert_int_equal(text_copy(d->asked, sizeof(d->asked), asked.data), 0);
	text_buf_puts(&ret_answer->body, d->body);
	if (json_parse(d->body, strlen(d->body), &limits, &ret_answer->root, e) != 0)
		ret_answer->root = NULL;
	if (d->refuses)
		return err_set(e, ERR_NOT_FOUND, "the directory said no");
	return 0;
}

static bool
fake_permits(void *ctx, const struct api_op *op, enum api_risk risk)
{
	const struct directory *d = ctx;

	(void)op;
	return risk <= d->most;
}

struct mcp_server
server_of(struct directory *d)
{
	if (d->body == NULL)
		d->body = OK_BODY;
	return (struct mcp_server){
		.call = fake_call, .permits = fake_permits, .ctx = d
	};
}

struct mcp_reply
handle(struct directory *d, const char *text, size_t len, const struct mcp_headers *headers)
{
	struct mcp_server server = server_of(d);
	struct mcp_reply reply;
	struct err e;

	if (mcp_handle(&server, text, len, headers, &reply, &e) != 0)
		fail_msg("%s", e.msg);
	return reply;
}

char *
make(const char *begin, char filling, size_t count, const char *end)
{
	size_t begin_len = strlen(begin), end_len = strlen(end);
	char *text = malloc(begin_len + count + end_len + 1);

	assert_non_null(text);
	memcpy(text, begin, begin_len);
	memset(text + begin_len, filling, count);
	memcpy(text + begin_len + count, end, end_len + 1);
	return text;
}
