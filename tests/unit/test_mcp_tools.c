/* SPDX-License-Identifier: MIT */
/* Tools ask the directory only for what a row takes and the asker may, and hand back its bytes. */
#include "tests/unit/mcp_stage.h"

static const struct {
	const char *name, *request;
	const char *asked; /* NULL = the call was not made */
	const char *words; /* in the answer to one that was not */
} call_rows[] = {
	{ "no arguments", CALL("listgroups", "{}"), "listgroups", NULL },
	{ "no arguments at all",
		REQUEST("\"method\":\"tools/call\",\"params\":{\"name\":\"listgroups\"}"),
		"listgroups", NULL },
	{ "a string and an integer",
		CALL("listusers", "{\"username\":\"\\u0061lice\",\"limit\":7}"),
		"listusers username=alice limit=7", NULL },
	{ "integers with a fraction of nothing",
		CALL("listusers", "{\"limit\":7.0,\"offset\":1e2}"), "listusers limit=7 offset=100",
		NULL },
	{ "an integer with a fraction", CALL("listusers", "{\"limit\":7.5}"), NULL, "limit takes" },
	{ "an integer out of range", CALL("listusers", "{\"limit\":301}"), NULL, "from 1 to 300" },
	{ "an integer out of all range", CALL("listusers", "{\"offset\":99999999999999999999}"),
		NULL, "offset takes" },
	{ "an integer as text", CALL("listusers", "{\"limit\":\"7\"}"), NULL,
		"limit must be of type integer" },
	{ "text as an integer", CALL("listusers", "{\"username\":7}"), NULL,
		"username must be of type string" },
	{ "text as a long integer", CALL("listusers", "{\"username\":12345678901234567890}"), NULL,
		"username must be of type string" },
	{ "null", CALL("listusers", "{\"username\":null}"), NULL,
		"username must be of type string" },
	{ "a list keeps its bytes",
		CALL("bulkcreateusers", "{\"users\": [ {\"username\":\"a\\u0062\", "
					"\"x\":12345678901234567890} ] }"),
		"bulkcreateusers users=[ {\"username\":\"a\\u0062\", \"x\":12345678901234567890} ]",
		NULL },
	{ "a list as text", CALL("bulkcreateusers", "{\"users\":\"[]\"}"), NULL,
		"users must be of type array" },
	{ "a list of the wrong things", CALL("bulkcreateusers", "{\"users\":[{},\"alice\"]}"), NULL,
		"with elements of type object" },
	{ "a list of numbers", CALL("listusers", "{\"username_list\":[\"a\",5]}"), NULL,
		"with elements of type string" },
	{ "too short a list", CALL("bulkcreateusers", "{\"users\":[]}"), NULL, "users takes" },
	{ "a boolean", CALL("createuser", "{\"username\":\"x\",\"enable_auto_prompt\":true}"),
		"createuser username=x enable_auto_prompt=true", NULL },
	{ "a boolean as text",
		CALL("createuser", "{\"username\":\"x\",\"enable_auto_prompt\":\"true\"}"), NULL,
		"enable_auto_prompt must be of type boolean" },
	{ "a choice", CALL("updateuser", "{\"status\":\"active\",\"user_id\":\"DU1\"}"),
		"updateuser status=active user_id=DU1", NULL },
	{ "no choice", CALL("updateuser", "{\"status\":\"gone\",\"user_id\":\"DU1\"}"), NULL,
		"status takes one of" },
	{ "a missing id", CALL("getuser", "{}"), NULL, "getuser needs user_id" },
	{ "an id that is a path", CALL("getuser", "{\"user_id\":\"../admins\"}"), NULL,
		"user_id takes an id" },
	{ "an unknown argument", CALL("getuser", "{\"user_id\":\"DU1\",\"USER_ID\":\"DU2\"}"), NULL,
		"getuser takes no USER_ID" },
	{ "an argument twice", CALL("getuser", "{\"user_id\":\"DU1\",\"user_id\":\"DU2\"}"), NULL,
		"user_id is given twice" },
	{ "arguments that exclude each other",
		CALL("listusers", "{\"username\":\"a\",\"email\":\"b\"}"), NULL,
		"cannot be given together" },
	{ "an argument that is not offered",
		CALL("updateuser", "{\"user_id\":\"DU1\",\"custom_attributes.x\":\"y\"}"), NULL,
		"custom_attributes.x is not offered" },
	{ "a status that shuts out", CALL("updateuser", "{\"user_id\":\"DU1\",\"status\":\"disabled\"}"),
		NULL, "counts as destructive" },
	{ "one that lets in", CALL("updategroup", "{\"group_id\":\"DG1\",\"status\":\"bypass\"}"), NULL,
		"counts as destructive" },
	{ "one that is the usual", CALL("updateuser", "{\"user_id\":\"DU1\",\"status\":\"active\"}"),
		"updateuser user_id=DU1 status=active", NULL },
};

static void
arguments_are_what_the_row_takes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(call_rows); i++) {
		struct directory d = { .most = API_WRITE };
		const char *name = call_rows[i].name;
		struct mcp_reply reply =
			handle(&d, call_rows[i].request, strlen(call_rows[i].request), NULL);

		ROW(name, reply.status == 200);
		if (call_rows[i].asked != NULL && strcmp(d.asked, call_rows[i].asked) != 0)
			fail_msg("row \"%s\": %s; %s", name, d.asked, reply.body.data);
		ROW(name, d.calls == (call_rows[i].asked != NULL ? 1 : 0));
		ROW(name, (strstr(reply.body.data, "\"isError\":true") != NULL) ==
				  (call_rows[i].asked == NULL));
		if (call_rows[i].words != NULL &&
			strstr(reply.body.data, call_rows[i].words) == NULL)
			fail_msg("row \"%s\": %s", name, reply.body.data);
		text_buf_clear(&reply.body);
	}
}

static void
answers_keep_their_bytes(void **state)
{
	struct directory d = { .most = API_READ };
	struct mcp_reply reply;

	(void)state;
#define GET_GROUPS CALL("listgroups", "{}")
	reply = handle(&d, GET_GROUPS, strlen(GET_GROUPS), NULL);
	assert_string_equal(reply.body.data, RESULT
		"\"content\":[{\"type\":\"text\",\"text\":\"{\\\"stat\\\": \\\"OK\\\",\\u000a"
		"\\\"response\\\": {\\\"n\\\": 12345678901234567890, \\\"t\\\": "
		"\\\"a\\\\u0041\\\"}}\"}],"
		"\"structuredContent\":" OK_BODY "}}");
	text_buf_clear(&reply.body);

	d.body = FAIL_BODY;
	d.refuses = true;
	reply = handle(&d, GET_GROUPS, strlen(GET_GROUPS), NULL);
	assert_string_equal(reply.body.data,
		RESULT "\"content\":[{\"type\":\"text\",\"text\":\"{\\\"stat\\\": \\\"FAIL\\\", "
		       "\\\"code\\\": 40401, \\\"message\\\": \\\"Resource not found\\\"}\"},"
		       "{\"type\":\"text\",\"text\":\"the directory said no\"}],"
		       "\"structuredContent\":" FAIL_BODY ",\"isError\":true}}");
	text_buf_clear(&reply.body);

	d.body = "<html>\x1b[2J";
	reply = handle(&d, GET_GROUPS, strlen(GET_GROUPS), NULL);
	assert_string_equal(reply.body.data,
		RESULT "\"content\":[{\"type\":\"text\",\"text\":\"the directory said no\"}],"
		       "\"isError\":true}}");
	text_buf_clear(&reply.body);
}

#define LIST_TOOLS REQUEST("\"method\":\"tools/list\"")

static size_t
tools_of(enum api_risk most)
{
	struct directory d = { .most = most };
	struct mcp_reply reply = handle(&d, LIST_TOOLS, strlen(LIST_TOOLS), NULL);
	size_t count = 0;

	for (const char *p = reply.body.data; (p = strstr(p, "\"inputSchema\":")) != NULL; p++)
		count++;
	text_buf_clear(&reply.body);
	return count;
}

static void
tools_are_what_one_may_call(void **state)
{
	(void)state;
	assert_int_equal(tools_of(API_READ), 13);
	assert_int_equal(tools_of(API_WRITE), 25);
	assert_int_equal(tools_of(API_DESTRUCTIVE), 32);
}

static bool
allows(const struct conf *c, const struct api_op *op)
{
	return mcp_allows(c, op, op->risk);
}

static void
an_option_says_what_agents_may(void **state)
{
	static char read_word[] = "read", destructive_word[] = "destructive",
		    secrets_word[] = SERVE_MCP_SECRETS;
	char *words[] = { read_word, destructive_word, secrets_word };
	struct conf c = { .serve.mcp_allow = { .count = 1, .name = words } };

	(void)state;
	assert_true(allows(&c, api_op_find("listusers")));
	assert_false(allows(&c, api_op_find("createuser")));
	assert_false(allows(&c, api_op_find("deleteuser")));
	c.serve.mcp_allow.count = 2;
	assert_true(allows(&c, api_op_find("deleteuser")));
	assert_false(allows(&c, api_op_find("createuser")));
	assert_false(allows(&c, api_op_find("createuserbypasscodes")));
	c.serve.mcp_allow.count = 3;
	assert_true(allows(&c, api_op_find("createuserbypasscodes")));
	assert_false(allows(&c, api_op_find("enrolluser"))); /* that would be a write, too */
	c.serve.mcp_allow.count = 0;
	assert_false(allows(&c, api_op_find("listusers")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments_are_what_the_row_takes),
		cmocka_unit_test(answers_keep_their_bytes),
		cmocka_unit_test(tools_are_what_one_may_call),
		cmocka_unit_test(an_option_says_what_agents_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
