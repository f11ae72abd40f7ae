/* SPDX-License-Identifier: MIT */
/* The MCP adapter: whatever an agent sends, what comes back is one JSON-RPC answer or none, and
 * only calls that a row takes get through. The first byte chooses the headers. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "api/json.h"
#include "helper/mcp/mcp.h"

static const struct json_limits reply_limits = { MCP_REPLY_MAX, 400000, JSON_DEPTH_MAX };

static const char *const words[] = { NULL, "2026-07-28", "2025-11-25", "1999-01-01" };
static const char *const tools[] = { NULL, "getuser", "=?base64?Z2V0dXNlcg==?=", "=?base64?" };

/* Answers OK to what api_check takes; anything else must not have come here. */
static int
call(void *ctx, const struct api_call *call, struct api_answer *ret_answer, struct err *e)
{
	static const char ok[] = "{\"stat\":\"OK\",\"response\":\n[1,\"\\u0041\"]}";

	(void)ctx;
	EXPECT(call->op->risk != API_DESTRUCTIVE);
	EXPECT(api_check(call->op, call->args, call->arg_count, e) == 0);
	text_buf_puts(&ret_answer->body, ok);
	EXPECT(json_parse(ret_answer->body.data, ret_answer->body.len, &reply_limits,
		       &ret_answer->root, e) == 0);
	return call->op->risk == API_READ ? 0 : err_set(e, ERR_REFUSED, "no");
}

static bool
permits(void *ctx, const struct api_op *op, enum api_risk risk)
{
	(void)ctx;
	(void)op;
	return risk != API_DESTRUCTIVE;
}

/* Either nothing, or an object with version, and a result or an error but not both. */
static void
check_reply(const struct mcp_reply *reply)
{
	struct cJSON *root = NULL;
	struct err e;

	EXPECT(reply->status >= 200 && reply->status <= 599);
	if (reply->body.len == 0) {
		EXPECT(reply->status == 202 || reply->status == 400);
		return;
	}
	EXPECT(json_parse(reply->body.data, reply->body.len, &reply_limits, &root, &e) == 0);
	EXPECT(json_string(root, "jsonrpc") != NULL);
	EXPECT((json_get(root, "result") != NULL) != (json_get(root, "error") != NULL));
	if (json_get(root, "result") != NULL)
		EXPECT(json_get(root, "id") != NULL && reply->status == 200);
	json_free(root);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct mcp_server server = {
		.call = call, .permits = permits
	};
	uint8_t choice = size > 0 ? data[0] : 0;
	struct mcp_headers headers = { words[choice & 3], choice & 4 ? "tools/call" : "tools/list",
		tools[choice >> 3 & 3] };
	struct mcp_reply reply = { 0 };
	struct err e;
	char *text;

	if (size > 0) {
		data++;
		size--;
	}
	text = malloc(size + 1);
	EXPECT(text != NULL);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	/* letters mean no headers at all, as on standard input */
	EXPECT(mcp_handle(&server, text, size, choice >= '@' ? NULL : &headers, &reply, &e) == 0);
	check_reply(&reply);
	text_buf_clear(&reply.body);
	free(text);
	return 0;
}
