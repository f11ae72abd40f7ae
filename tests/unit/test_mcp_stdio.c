/* SPDX-License-Identifier: MIT */
/* On standard input and output a message is a line, and nothing else is a message. */
#include "tests/unit/mcp_stage.h"

/* Runs the lines in a file of their own and returns what was written. */
static char *
run_lines(const char *text, size_t len)
{
	struct directory d = { .most = API_READ };
	struct mcp_server server = server_of(&d);
	FILE *in = tmpfile(), *out = tmpfile();
	struct err e;
	char *written;
	long size;

	assert_non_null(in);
	assert_non_null(out);
	assert_int_equal(fwrite(text, 1, len, in), len);
	assert_int_equal(fseek(in, 0, SEEK_SET), 0);
	assert_int_equal(mcp_stdio(&server, fileno(in), fileno(out), &e), 0);
	assert_int_equal(fseek(out, 0, SEEK_END), 0);
	size = ftell(out);
	rewind(out);
	written = calloc(1, (size_t)size + 1);
	assert_non_null(written);
	assert_int_equal(fread(written, 1, (size_t)size, out), size);
	(void)fclose(in);
	(void)fclose(out);
	return written;
}

#define PING(id) "{\"jsonrpc\":\"2.0\",\"id\":" id ",\"method\":\"ping\"}"
#define PONG(id) "{\"jsonrpc\":\"2.0\",\"id\":" id ",\"result\":{}}\n"

static void
lines_are_messages(void **state)
{
	static const struct {
		const char *name, *in, *out;
	} rows[] = {
		{ "nothing", "", "" },
		{ "empty lines", "\n\r\n  \n", "" },
		{ "two", PING("1") "\n" PING("2") "\r\n", PONG("1") PONG("2") },
		{ "the last without an end", PING("1") "\n" PING("2"), PONG("1") PONG("2") },
		{ "notifications", "{\"jsonrpc\":\"2.0\",\"method\":\"x\"}\n" PING("1") "\n",
			PONG("1") },
		{ "an answer with line breaks", CALL("listgroups", "{}") "\n" PING("2") "\n",
			RESULT
			"\"content\":[{\"type\":\"text\",\"text\":\"{\\\"stat\\\": "
			"\\\"OK\\\",\\u000a"
			"\\\"response\\\": {\\\"n\\\": 12345678901234567890, \\\"t\\\": "
			"\\\"a\\\\u0041\\\"}}\"}],\"structuredContent\":"
			"{\"stat\": \"OK\", \"response\": {\"n\": 12345678901234567890, \"t\": "
			"\"a\\u0041\"}}}}\n" PONG("2") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *out = run_lines(rows[i].in, strlen(rows[i].in));

		if (strcmp(out, rows[i].out) != 0)
			fail_msg("row \"%s\": %s", rows[i].name, out);
		free(out);
	}
}

static void
long_lines_are_told_once(void **state)
{
	static const size_t sizes[] = { MCP_REQUEST_MAX - 1, MCP_REQUEST_MAX, MCP_REQUEST_MAX + 1,
		3 * MCP_REQUEST_MAX, 3 * MCP_REQUEST_MAX + 5 };

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		char *in = make(PING("1") "\n", 'x', sizes[i], "\n" PING("2") "\n");
		char *out = run_lines(in, strlen(in));
		const char *fault = sizes[i] < MCP_REQUEST_MAX ? NO_ID("-32700") : NO_ID("-32600");

		assert_int_equal(strncmp(out, PONG("1"), strlen(PONG("1"))), 0);
		assert_non_null(strstr(out, fault));
		assert_null(strstr(strstr(out, fault) + strlen(fault), "\"error\""));
		assert_string_equal(out + strlen(out) - strlen(PONG("2")), PONG("2"));
		free(in);
		free(out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_messages),
		cmocka_unit_test(long_lines_are_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
