/* SPDX-License-Identifier: MIT */
/* Reads a JSON-RPC message and has its method answer it, as its era has it. */
#include <string.h>

#include <cjson/cJSON.h>

#include "api/json.h"
#include "base/cleanup.h"
#include "helper/mcp/message.h"

#define ID_MAX	    256 /* bytes of a string */
#define ID_DIGITS   17	/* of an integer within what doubles hold, and its sign */

static const struct json_limits message_limits = { MCP_REQUEST_MAX, 20000, JSON_DEPTH_MAX };

enum era { ERA_BOTH, ERA_LEGACY, ERA_MODERN };

static const struct {
	const char *name;
	enum era era;
	void (*answer)(struct message *m);
} methods[] = {
	{ "tools/call", ERA_BOTH, method_tools_call },
	{ "tools/list", ERA_BOTH, method_tools_list },
	{ "server/discover", ERA_MODERN, method_discover },
	{ "initialize", ERA_LEGACY, method_initialize },
	{ "ping", ERA_LEGACY, method_ping },
};

/* A string, or an integer without fraction and exponent that survives in a double. */
static bool
id_is_valid(const struct cJSON *item, struct raw id)
{
	size_t sign = id.text[0] == '-' ? 1 : 0, digits = id.len - sign;

	if (id.text[0] == '"')
		return cJSON_IsString(item) && strlen(item->valuestring) <= ID_MAX;
	if (digits == 0 || id.len > ID_DIGITS)
		return false;
	for (size_t i = sign; i < id.len; i++)
		if (id.text[i] < '0' || id.text[i] > '9')
			return false;
	return digits < 16 || (digits == 16 && memcmp(id.text + sign, "9007199254740991", 16) <= 0);
}

/* Without an id it is a notification, which is never answered. Returns 0 when a request goes on. */
static int
read_id(struct message *m)
{
	const struct cJSON *item = json_get(m->root, "id");
	struct raw id = raw_of(m->text, m->root, item);

	if (item == NULL) {
		m->reply->status = 202;
		if (m->headers != NULL && m->headers->version != NULL &&
			!era_serves(m->headers->version))
			m->reply->status = 400;
		return -1;
	}
	if (id.text == NULL || !id_is_valid(item, id)) {
		message_refuse(m, 400, MCP_INVALID_REQUEST,
			"Invalid Request: id must be a string or an integer");
		return -1;
	}
	m->id = id;
	return 0;
}

/* An answer to a question that was never asked. */
static void
take_response(struct message *m)
{
	const char *version = m->headers != NULL ? m->headers->version : NULL;

	if (version != NULL && strcmp(version, MCP_MODERN) == 0)
		message_refuse(
			m, 400, MCP_INVALID_REQUEST, "Invalid Request: responses are not accepted");
	else
		m->reply->status = 202;
}

/* Is it one JSON-RPC request, well formed? Returns 0 with the message filled when it is to be
 * answered by its method, or -1 when all is said. */
static int
read_request(struct message *m)
{
	const char *version = json_string(m->root, "jsonrpc");
	const struct cJSON *params;

	if (cJSON_IsArray(m->root)) {
		message_refuse(m, 400, MCP_INVALID_REQUEST,
			"Invalid Request: one message at a time, not a batch");
		return -1;
	}
	if (!cJSON_IsObject(m->root) || version == NULL || strcmp(version, "2.0") != 0 ||
		message_has_twins(m->root)) {
		message_refuse(m, 400, MCP_INVALID_REQUEST,
			"Invalid Request: not one JSON-RPC 2.0 message");
		return -1;
	}
	m->method = json_string(m->root, "method");
	if (json_get(m->root, "method") == NULL &&
		(json_get(m->root, "result") != NULL || json_get(m->root, "error") != NULL)) {
		take_response(m);
		return -1;
	}
	if (m->method == NULL) {
		message_refuse(
			m, 400, MCP_INVALID_REQUEST, "Invalid Request: method must be a string");
		return -1;
	}
	if (read_id(m) != 0)
		return -1;
	params = json_get(m->root, "params");
	if (params != NULL && (!cJSON_IsObject(params) || message_has_twins(params))) {
		message_refuse(m, 400, MCP_INVALID_REQUEST,
			"Invalid Request: params must be an object without duplicate members");
		return -1;
	}
	m->params = params;
	m->params_text = raw_of(m->text, m->root, params);
	return 0;
}

static void
dispatch(struct message *m)
{
	char clean[MCP_NAME_MAX];

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (strcmp(methods[i].name, m->method) != 0 ||
			methods[i].era == (m->modern ? ERA_LEGACY : ERA_MODERN))
			continue;
		methods[i].answer(m);
		return;
	}
	message_refuse(m, m->modern ? 404 : 200, MCP_NO_SUCH_METHOD, "Method not found: %s",
		text_clean(clean, sizeof(clean), m->method));
}

static void
cleanup_json(struct cJSON **root)
{
	json_free(*root);
}

int
mcp_handle(const struct mcp_server *server, const char *text, size_t len,
	const struct mcp_headers *headers, struct mcp_reply *ret_reply, struct err *e)
{
	__attribute__((cleanup(cleanup_json))) struct cJSON *root = NULL;
	struct message m = {
		.server = server, .headers = headers, .text = { text, len }, .reply = ret_reply
	};
	enum json_fault fault = json_check(text, len, &message_limits);

	*ret_reply = (struct mcp_reply){ .status = 400, .body.limit = MCP_REPLY_MAX };
	if (fault != JSON_FINE) {
		message_refuse(&m, 400, MCP_PARSE_ERROR, "Parse error: the message is %s",
			json_fault_words(fault));
	} else {
		if (json_parse(text, len, &message_limits, &root, e) != 0)
			return -1;
		m.root = root;
		if (read_request(&m) == 0 && era_check(&m) == 0)
			dispatch(&m);
	}
	if (ret_reply->body.failed) { /* 8 MiB of what needs escapes; or no memory */
		text_buf_clear(&ret_reply->body);
		ret_reply->body.limit = MCP_REPLY_MAX;
		message_refuse(
			&m, 200, MCP_INTERNAL_ERROR, "Internal error: the answer is too long");
	}
	if (ret_reply->body.failed)
		return err_set(e, ERR_OTHER, "mcp: out of memory");
	return 0;
}

void
mcp_too_long(struct mcp_reply *ret_reply)
{
	struct message m = { .reply = ret_reply };

	*ret_reply = (struct mcp_reply){ 0 };
	message_refuse(&m, 413, MCP_INVALID_REQUEST, "Invalid Request: longer than %u bytes",
		MCP_REQUEST_MAX);
}
