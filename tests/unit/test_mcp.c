/* SPDX-License-Identifier: MIT */
/* The MCP adapter answers each message as both eras of the protocol ask, within bounds. */
#include "tests/unit/mcp_stage.h"

/* One message without headers, where only the beginning of the answer matters. */
static const struct {
	const char *name, *request;
	int status;
	const char *beginning; /* NULL = no answer */
} plain_rows[] = {
	{ "not JSON", "{nope", 400, NO_ID("-32700") },
	{ "nothing", "", 400, NO_ID("-32700") },
	{ "bytes behind", REQUEST("\"method\":\"ping\"") "x", 400, NO_ID("-32700") },
	{ "not UTF-8", "\"\xff\"", 400, NO_ID("-32700") },
	{ "a NUL in a string", REQUEST("\"method\":\"pi\\u0000ng\""), 400, NO_ID("-32700") },
	{ "a batch", "[" REQUEST("\"method\":\"ping\"") "]", 400, NO_ID("-32600") },
	{ "an empty batch", "[]", 400, NO_ID("-32600") },
	{ "a string", "\"ping\"", 400, NO_ID("-32600") },
	{ "null", "null", 400, NO_ID("-32600") },
	{ "no version", "{\"id\":1,\"method\":\"ping\"}", 400, NO_ID("-32600") },
	{ "version 1", "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", 400, NO_ID("-32600") },
	{ "version as a number", "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"ping\"}", 400,
		NO_ID("-32600") },
	{ "two ids", "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}", 400,
		NO_ID("-32600") },
	{ "two methods", REQUEST("\"method\":\"ping\",\"method\":\"tools/list\""), 400,
		NO_ID("-32600") },
	{ "two methods, one in disguise", REQUEST("\"method\":\"ping\",\"m\\u0065thod\":\"x\""),
		400, NO_ID("-32600") },
	{ "no method", "{\"jsonrpc\":\"2.0\",\"id\":1}", 400, NO_ID("-32600") },
	{ "a method that is a number", REQUEST("\"method\":5"), 400, NO_ID("-32600") },
	{ "a notification", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", 202,
		NULL },
	{ "a notification nobody knows", "{\"jsonrpc\":\"2.0\",\"method\":\"xyzzy\"}", 202, NULL },
	{ "a call without id does nothing",
		"{\"jsonrpc\":\"2.0\",\"method\":\"tools/"
		"call\",\"params\":{\"name\":\"listgroups\"}}",
		202, NULL },
	{ "a response", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", 202, NULL },
	{ "an error", "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{}}", 202, NULL },
	{ "id null", "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", 400,
		NO_ID("-32600") },
	{ "id true", "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}", 400,
		NO_ID("-32600") },
	{ "id a list", "{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"ping\"}", 400,
		NO_ID("-32600") },
	{ "id 1.5", "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", 400, NO_ID("-32600") },
	{ "id 1e3", "{\"jsonrpc\":\"2.0\",\"id\":1e3,\"method\":\"ping\"}", 400, NO_ID("-32600") },
	{ "id 2^53", "{\"jsonrpc\":\"2.0\",\"id\":9007199254740992,\"method\":\"ping\"}", 400,
		NO_ID("-32600") },
	{ "id 2^53-1", "{\"jsonrpc\":\"2.0\",\"id\":9007199254740991,\"method\":\"ping\"}", 200,
		"{\"jsonrpc\":\"2.0\",\"id\":9007199254740991,\"result\":{}}" },
	{ "id -(2^53-1)", "{\"jsonrpc\":\"2.0\",\"id\":-9007199254740991,\"method\":\"ping\"}", 200,
		"{\"jsonrpc\":\"2.0\",\"id\":-9007199254740991,\"result\":{}}" },
	{ "id keeps its bytes",
		"{ \"params\" : {\"id\":\"x\"} , \"id\" : \"\\u0041\\\"}\" , "
		"\"jsonrpc\":\"2.0\",\"method\":\"ping\"}",
		200, "{\"jsonrpc\":\"2.0\",\"id\":\"\\u0041\\\"}\",\"result\":{}}" },
	{ "an empty id", "{\"jsonrpc\":\"2.0\",\"id\":\"\",\"method\":\"ping\"}", 200,
		"{\"jsonrpc\":\"2.0\",\"id\":\"\",\"result\":{}}" },
	{ "params a list", REQUEST("\"method\":\"ping\",\"params\":[]"), 400, ERROR("-32600") },
	{ "params with twins", REQUEST("\"method\":\"ping\",\"params\":{\"a\":1,\"a\":2}"), 400,
		ERROR("-32600") },
	{ "no such method", REQUEST("\"method\":\"resources/list\""), 200, ERROR("-32601") },
	{ "discover belongs to the modern era", REQUEST("\"method\":\"server/discover\""), 200,
		ERROR("-32601") },
	{ "control characters do not come back", REQUEST("\"method\":\"a\\u001b[31m\""), 200,
		ERROR("-32601") "\"message\":\"Method not found: a?[31m\"}}" },

	{ "initialize",
		REQUEST("\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-03-26\","
			"\"capabilities\":{},\"clientInfo\":{}}"),
		200,
		RESULT
		"\"protocolVersion\":\"2025-03-26\",\"capabilities\":{\"tools\":{}},"
		"\"serverInfo\":{\"name\":\"duo-security-mcp\",\"title\":\"Duo Admin API\"," },
	{ "initialize with an unknown version",
		REQUEST("\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2099-01-01\","
			"\"capabilities\":{},\"clientInfo\":{}}"),
		200, RESULT "\"protocolVersion\":\"2025-11-25\"," },
	{ "initialize with the modern version",
		REQUEST("\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2026-07-28\","
			"\"capabilities\":{},\"clientInfo\":{}}"),
		200, RESULT "\"protocolVersion\":\"2025-11-25\"," },
	{ "initialize without capabilities",
		REQUEST("\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-03-"
			"26\"}"),
		200, ERROR("-32602") },

	{ "modern: discover", REQUEST("\"method\":\"server/discover\",\"params\":{" META "}"), 200,
		RESULT
		"\"resultType\":\"complete\",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{" },
	{ "modern: no initialize", REQUEST("\"method\":\"initialize\",\"params\":{" META "}"), 404,
		ERROR("-32601") },
	{ "modern: no ping", REQUEST("\"method\":\"ping\",\"params\":{" META "}"), 404,
		ERROR("-32601") },
	{ "modern: a version nobody knows",
		REQUEST("\"method\":\"tools/list\",\"params\":{" META_OF("\"2099-01-01\"") "}"),
		400,
		ERROR("-32022") "\"message\":\"Unsupported protocol version: "
				"2099-01-01\",\"data\":{"
				"\"supported\":[\"2026-07-28\",\"2025-11-25\",\"2025-06-18\","
				"\"2025-03-26\","
				"\"2024-11-05\"],\"requested\":\"2099-01-01\"}}}" },
	{ "modern: a version that is a number",
		REQUEST("\"method\":\"tools/list\",\"params\":{" META_OF("5") "}"), 400,
		ERROR("-32602") },
	{ "modern: no capabilities",
		REQUEST("\"method\":\"tools/list\",\"params\":{\"_meta\":{"
			"\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}"),
		400, ERROR("-32602") },

	{ "a cursor", REQUEST("\"method\":\"tools/list\",\"params\":{\"cursor\":\"x\"}"), 200,
		ERROR("-32602") },
	{ "a cursor that is a number",
		REQUEST("\"method\":\"tools/list\",\"params\":{\"cursor\":0}"), 200,
		ERROR("-32602") },
	{ "an empty cursor", REQUEST("\"method\":\"tools/list\",\"params\":{\"cursor\":\"\"}"), 200,
		RESULT "\"tools\":[{\"name\":\"listusers\"," },
	{ "no name", REQUEST("\"method\":\"tools/call\",\"params\":{}"), 200, ERROR("-32602") },
	{ "no params", REQUEST("\"method\":\"tools/call\""), 200, ERROR("-32602") },
	{ "a name that is a number", REQUEST("\"method\":\"tools/call\",\"params\":{\"name\":1}"),
		200, ERROR("-32602") },
	{ "arguments a list", CALL("listusers", "[]"), 200, ERROR("-32602") },
	{ "an unknown tool", CALL("x\\u0007y", "{}"), 200,
		ERROR("-32602") "\"message\":\"Unknown tool: x?y\"}}" },
	{ "a row that is not published", CALL("authping", "{}"), 200, ERROR("-32602") },
	{ "a tool that is not offered", CALL("deleteuser", "{\"user_id\":\"DU1\"}"), 200,
		ERROR("-32602") "\"message\":\"Tool deleteuser is not offered here;" },
};

static void
each_message_gets_its_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(plain_rows); i++) {
		struct directory d = { .most = API_WRITE };
		const char *name = plain_rows[i].name, *beginning = plain_rows[i].beginning;
		struct mcp_reply reply =
			handle(&d, plain_rows[i].request, strlen(plain_rows[i].request), NULL);

		ROW(name, reply.status == plain_rows[i].status);
		ROW(name, (reply.body.len == 0) == (beginning == NULL));
		if (beginning != NULL &&
			strncmp(reply.body.data, beginning, strlen(beginning)) != 0)
			fail_msg("row \"%s\": %s", name, reply.body.data);
		ROW(name, d.calls == 0);
		text_buf_clear(&reply.body);
	}
}

#define LIST "\"method\":\"tools/list\",\"params\":{" META "}"
#define GETUSER                                                                                    \
	"\"method\":\"tools/call\",\"params\":{" META                                              \
	",\"name\":\"getuser\",\"arguments\":{\"user_id\":\"DU1\"}}"
#define LEGACY_LIST "\"method\":\"tools/list\""

static const struct {
	const char *name, *request, *version, *method, *tool;
	int status;
	const char *beginning;
} header_rows[] = {
	{ "modern", REQUEST(LIST), "2026-07-28", "tools/list", NULL, 200, RESULT },
	{ "modern without version", REQUEST(LIST), NULL, "tools/list", NULL, 400, ERROR("-32020") },
	{ "modern with another version", REQUEST(LIST), "2025-11-25", "tools/list", NULL, 400,
		ERROR("-32020") },
	{ "modern without method", REQUEST(LIST), "2026-07-28", NULL, NULL, 400, ERROR("-32020") },
	{ "modern with another method", REQUEST(LIST), "2026-07-28", "tools/call", NULL, 400,
		ERROR("-32020") },
	{ "the case of a method counts", REQUEST(LIST), "2026-07-28", "Tools/List", NULL, 400,
		ERROR("-32020") },
	{ "modern call", REQUEST(GETUSER), "2026-07-28", "tools/call", "getuser", 200, RESULT },
	{ "modern call without name", REQUEST(GETUSER), "2026-07-28", "tools/call", NULL, 400,
		ERROR("-32020") },
	{ "modern call with another name", REQUEST(GETUSER), "2026-07-28", "tools/call",
		"deleteuser", 400, ERROR("-32020") },
	{ "a name in base64", REQUEST(GETUSER), "2026-07-28", "tools/call",
		"=?base64?Z2V0dXNlcg==?=", 200, RESULT },
	{ "a name in base64 without padding", REQUEST(GETUSER), "2026-07-28", "tools/call",
		"=?base64?Z2V0dXNlcg?=", 200, RESULT },
	{ "another name in base64", REQUEST(GETUSER), "2026-07-28", "tools/call",
		"=?base64?Z2V0dXNlcgo=?=", 400, ERROR("-32020") },
	{ "half a name in base64", REQUEST(GETUSER), "2026-07-28", "tools/call", "=?base64?Z2V0",
		400, ERROR("-32020") },
	{ "a modern header without the claim", REQUEST(LEGACY_LIST), "2026-07-28", "tools/list",
		NULL, 400, ERROR("-32602") },
	{ "initialize with a modern header", REQUEST("\"method\":\"initialize\""), "2026-07-28",
		"initialize", NULL, 400, ERROR("-32020") },
	{ "legacy", REQUEST(LEGACY_LIST), "2025-06-18", NULL, NULL, 200, RESULT "\"tools\":[" },
	{ "legacy without version", REQUEST(LEGACY_LIST), NULL, NULL, NULL, 200,
		RESULT "\"tools\":[" },
	{ "legacy with an unknown version", REQUEST(LEGACY_LIST), "2025-06-19", NULL, NULL, 400,
		ERROR("-32600") },
	{ "a notification with an unknown version",
		"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", "1999-01-01",
		NULL, NULL, 400, NULL },
	{ "a notification", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
		"2025-11-25", NULL, NULL, 202, NULL },
	{ "a response in the modern era", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
		"2026-07-28", NULL, NULL, 400, NO_ID("-32600") },
};

static void
headers_repeat_the_body(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(header_rows); i++) {
		struct directory d = { .most = API_READ };
		struct mcp_headers headers = { header_rows[i].version, header_rows[i].method,
			header_rows[i].tool };
		const char *name = header_rows[i].name, *beginning = header_rows[i].beginning;
		struct mcp_reply reply = handle(
			&d, header_rows[i].request, strlen(header_rows[i].request), &headers);

		if (reply.status != header_rows[i].status)
			fail_msg("row \"%s\": %d %s", name, reply.status, reply.body.data);
		ROW(name, (reply.body.len == 0) == (beginning == NULL));
		if (beginning != NULL &&
			strncmp(reply.body.data, beginning, strlen(beginning)) != 0)
			fail_msg("row \"%s\": %s", name, reply.body.data);
		ROW(name, d.calls == (header_rows[i].tool != NULL && reply.status == 200 ? 1 : 0));
		text_buf_clear(&reply.body);
	}
}

static void
everything_is_bounded(void **state)
{
	static const struct {
		const char *name, *begin;
		char filling;
		size_t count;
		const char *end;
		int status;
		const char *beginning;
	} rows[] = {
		{ "31 deep", REQUEST("\"method\":\"ping\",\"params\":{\"x\":[["), ' ', 0, "", 400,
			NO_ID("-32700") },
		{ "far too deep", "", '[', 100000, "", 400, NO_ID("-32700") },
		{ "an id of 256", "{\"jsonrpc\":\"2.0\",\"id\":\"", 'a', 256,
			"\",\"method\":\"ping\"}", 200, "{\"jsonrpc\":\"2.0\",\"id\":\"aaa" },
		{ "an id of 257", "{\"jsonrpc\":\"2.0\",\"id\":\"", 'a', 257,
			"\",\"method\":\"ping\"}", 400, NO_ID("-32600") },
		{ "a long method", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"", 'm', 100000,
			"\"}", 200, ERROR("-32601") "\"message\":\"Method not found: mmmmmmmm" },
		{ "a long tool",
			"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/"
			"call\",\"params\":{\"name\":\"",
			't', 100000, "\"}}", 200,
			ERROR("-32602") "\"message\":\"Unknown tool: ttt" },
		{ "a MiB of nothing", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", ' ',
			MCP_REQUEST_MAX - 40, "", 200, RESULT "}}" },
		{ "more than a MiB", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", ' ',
			MCP_REQUEST_MAX, "", 400, NO_ID("-32700") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct directory d = { .most = API_READ };
		char *text = make(rows[i].begin, rows[i].filling, rows[i].count, rows[i].end);
		struct mcp_reply reply = handle(&d, text, strlen(text), NULL);

		ROW(rows[i].name, reply.status == rows[i].status);
		ROW(rows[i].name, strncmp(reply.body.data, rows[i].beginning,
					  strlen(rows[i].beginning)) == 0);
		ROW(rows[i].name, reply.body.len < 1000);
		text_buf_clear(&reply.body);
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_message_gets_its_answer),
		cmocka_unit_test(headers_repeat_the_body),
		cmocka_unit_test(everything_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
