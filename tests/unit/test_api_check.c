/* SPDX-License-Identifier: MIT */
/* Arguments against rows, and the bytes that come out of good ones. */
#include "tests/unit/unit.h"

#include "api/api.h"
#include "api/request.h"

#define ARGS_MAX   6
#define LETTERS_16 "abcdefghijklmnop"

static size_t
count_args(const struct api_arg *args)
{
	size_t count = 0;

	while (count < ARGS_MAX && args[count].name != NULL)
		count++;
	return count;
}

static void
arguments_are_judged(void **state)
{
	static const struct {
		const char *name, *op;
		struct api_arg args[ARGS_MAX];
		const char *words; /* NULL = accepted; else the message holds them */
	} rows[] = {
		{ "nothing needed", "listusers", { { 0 } }, NULL },
		{ "limit in range", "listusers", { { "limit", "300" } }, NULL },
		{ "limit above", "listusers", { { "limit", "301" } }, "from 1 to 300" },
		{ "limit below", "listusers", { { "limit", "0" } }, "from 1 to 300" },
		{ "limit no number", "listusers", { { "limit", "1e2" } }, "limit takes" },
		{ "limit with a blank", "listusers", { { "limit", " 1" } }, "limit takes" },
		{ "offset", "listusers", { { "offset", "0" } }, NULL },
		{ "offset below", "listusers", { { "offset", "-1" } }, "offset takes" },
		{ "unknown, far", "listusers", { { "colour", "red" } }, "takes no colour" },
		{ "unknown, near", "listusers", { { "user_name", "a" } },
			"did you mean username?" },
		{ "case counts", "listusers", { { "Username", "a" } }, "did you mean username?" },
		{ "unknown with an escape", "listusers", { { "\033[2J", "a" } }, "takes no ?[2J" },
		{ "no hint at the unofficial", "authpreauth", { { "failmod", "open" } },
			"takes no failmod" },
		{ "twice", "listusers", { { "limit", "1" }, { "limit", "2" } }, "twice" },
		{ "empty filter", "listusers", { { "username", "" } }, "may not be empty" },
		{ "no value at all", "listusers", { { "username", NULL } }, "needs a value" },
		{ "excluded", "listusers", { { "username", "a" }, { "email", "b" } }, "together" },
		{ "excluded, other order", "listusers", { { "email", "b" }, { "username", "a" } },
			"together" },
		{ "required missing", "createuser", { { "email", "a@b" } }, "needs username" },
		{ "required empty", "createuser", { { "username", "" } }, "may not be empty" },
		{ "blank in a body removes", "updateuser",
			{ { "user_id", "DU1" }, { "email", "" } }, NULL },
		{ "choice", "createuser", { { "username", "a" }, { "status", "bypass" } }, NULL },
		{ "no choice", "createuser", { { "username", "a" }, { "status", "locked out" } },
			"active|bypass|disabled" },
		{ "half a choice", "createuser", { { "username", "a" }, { "status", "byp" } },
			"takes one of" },
		{ "two choices", "createuser",
			{ { "username", "a" }, { "status", "active|bypass" } }, "takes one of" },
		{ "empty choice", "createuser", { { "username", "a" }, { "status", "" } },
			"takes one of" },
		{ "choice with a blank", "createphone", { { "platform", "apple ios" } }, NULL },
		{ "boolean", "createuser",
			{ { "username", "a" }, { "enable_auto_prompt", "false" } }, NULL },
		{ "boolean as a digit", "createuser",
			{ { "username", "a" }, { "enable_auto_prompt", "1" } }, "true or false" },
		{ "line break in notes", "createuser", { { "username", "a" }, { "notes", "b\nc" } },
			NULL },
		{ "control byte", "createuser", { { "username", "a\033" } }, "plain text" },
		{ "DEL", "createuser", { { "username", "a\177" } }, "plain text" },
		{ "not UTF-8", "createuser", { { "username", "a\xff" } }, "plain text" },
		{ "aliases alone", "createuser", { { "username", "a" }, { "aliases", "alias1=b" } },
			NULL },
		{ "aliases and alias2", "createuser",
			{ { "username", "a" }, { "aliases", "alias1=b" }, { "alias2", "c" } },
			"together" },
		{ "custom attribute", "createuser",
			{ { "username", "a" }, { "custom_attributes.badge", "7" } }, NULL },
		{ "custom attribute with an escape", "createuser",
			{ { "username", "a" }, { "custom_attributes.\033", "7" } }, "takes no" },
		{ "id", "getuser", { { "user_id", "DU0123456789ABCDEF_-" } }, NULL },
		{ "id missing", "getuser", { { 0 } }, "needs user_id" },
		{ "id empty", "getuser", { { "user_id", "" } }, "takes an id" },
		{ "id with a slash", "getuser", { { "user_id", "DU1/phones" } }, "takes an id" },
		{ "id is the folder above", "getuser", { { "user_id", ".." } }, "takes an id" },
		{ "id with a percent", "getuser", { { "user_id", "a%2fb" } }, "takes an id" },
		{ "id with a query", "getuser", { { "user_id", "a?b" } }, "takes an id" },
		{ "id of 65", "getuser",
			{ { "user_id", LETTERS_16 LETTERS_16 LETTERS_16 LETTERS_16 "x" } },
			"takes an id" },
		{ "list", "bulkrestoreusers", { { "user_id_list", "[\"DU1\", \"DU2\"]" } }, NULL },
		{ "list empty", "bulkrestoreusers", { { "user_id_list", "[]" } }, "1 to 100" },
		{ "list is an object", "bulkrestoreusers", { { "user_id_list", "{}" } },
			"JSON list" },
		{ "list not JSON", "bulkrestoreusers", { { "user_id_list", "[DU1]" } },
			"not JSON" },
		{ "list with a tail", "bulkrestoreusers", { { "user_id_list", "[1] x" } },
			"not JSON" },
		{ "list of lists counts once", "bulkoperations",
			{ { "operations", "[{\"a\":[1,2,3,\",\",\"]\\\"\"]}]" } }, NULL },
		{ "codes", "createuserbypasscodes",
			{ { "user_id", "DU1" }, { "codes", "111222333,444555666" } }, NULL },
		{ "codes with a gap", "createuserbypasscodes",
			{ { "user_id", "DU1" }, { "codes", "1,,2" } }, "none empty" },
		{ "eleven codes", "createuserbypasscodes",
			{ { "user_id", "DU1" }, { "codes", "1,2,3,4,5,6,7,8,9,10,11" } },
			"1 to 10" },
		{ "count and codes", "createuserbypasscodes",
			{ { "user_id", "DU1" }, { "count", "2" }, { "codes", "1" } }, "together" },
		{ "one of two", "authpreauth", { { "username", "a" } }, NULL },
		{ "the other of two", "authpreauth", { { "user_id", "DU1" } }, NULL },
		{ "none of two", "authpreauth", { { 0 } }, "user_id|username" },
		{ "both of two", "authpreauth", { { "user_id", "DU1" }, { "username", "a" } },
			"together" },
		{ "unofficial but taken", "authpreauth",
			{ { "username", "a" }, { "failmode", "open" } }, NULL },
		{ "factor missing", "authauth", { { "username", "a" } }, "needs factor" },
		{ "factor unknown", "authauth", { { "username", "a" }, { "factor", "bypass" } },
			"takes one of" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err e = { 0 };
		int rc = api_check(
			api_op_find(rows[i].op), rows[i].args, count_args(rows[i].args), &e);

		if (rows[i].words == NULL) {
			if (rc != 0)
				fail_msg("row \"%s\": %s", rows[i].name, e.msg);
			continue;
		}
		ROW(rows[i].name, rc == -1);
		ROW(rows[i].name, e.code == ERR_USAGE);
		if (strstr(e.msg, rows[i].words) == NULL)
			fail_msg("row \"%s\" says: %s", rows[i].name, e.msg);
	}
}

static void
values_never_get_into_messages(void **state)
{
	const struct api_arg args[] = { { "user_id", "DU1" }, { "codes", "314159265,,1" } };
	const struct api_arg factor[] = { { "username", "a" }, { "factor", "314159265" } };
	struct err e;

	(void)state;
	assert_int_equal(api_check(api_op_find("createuserbypasscodes"), args, 2, &e), -1);
	assert_null(strstr(e.msg, "314159265"));
	assert_int_equal(api_check(api_op_find("authauth"), factor, 2, &e), -1);
	assert_null(strstr(e.msg, "314159265"));
}

static void
sizes_are_bounded(void **state)
{
	struct api_arg many[REQUEST_ARGS_MAX + 1];
	struct api_arg args[] = { { "username", NULL } };
	char *big = malloc((2u << 20) + 1);
	struct err e;

	(void)state;
	assert_non_null(big);
	memset(big, 'a', 2u << 20);
	big[2u << 20] = '\0';
	args[0].value = big;
	assert_int_equal(api_check(api_op_find("createuser"), args, 1, &e), -1);
	assert_non_null(strstr(e.msg, "1 MiB"));
	free(big);
	for (size_t i = 0; i < COUNT(many); i++)
		many[i] = (struct api_arg){ "limit", "1" };
	assert_int_equal(api_check(api_op_find("listusers"), many, COUNT(many), &e), -1);
	assert_non_null(strstr(e.msg, "arguments"));
}

static void
requests_are_built_as_documented(void **state)
{
	static const struct preview {
		const char *name, *op;
		int signature;
		struct api_arg args[ARGS_MAX];
		const char *text; /* of the preview, without method and host */
	} rows[] = {
		{ "query", "listusers", 5, { { "username", "a b+c&d=e/\xc3\xa9" } },
			"/admin/v1/users?username=a%20b%2Bc%26d%3De%2F%C3%A9\n" },
		{ "query in order", "listusers", 2, { { "offset", "5" }, { "limit", "7" } },
			"/admin/v1/users?limit=7&offset=5\n" },
		{ "path", "disassociateusergroup", 5,
			{ { "group_id", "DG2" }, { "user_id", "DU1" } },
			"/admin/v1/users/DU1/groups/DG2\n" },
		{ "form", "createuser", 2,
			{ { "username", "a&b" }, { "enable_auto_prompt", "true" },
				{ "email", "" } },
			"/admin/v1/users\nContent-Type: application/x-www-form-urlencoded\n\n"
			"email=&enable_auto_prompt=true&username=a%26b\n" },
		{ "empty form", "createuserbypasscodes", 2, { { "user_id", "DU1" } },
			"/admin/v1/users/DU1/bypass_codes\n"
			"Content-Type: application/x-www-form-urlencoded\n\n\n" },
		{ "JSON with native types", "createuserbypasscodes", 5,
			{ { "user_id", "DU1" }, { "count", "2" }, { "preserve_existing", "true" } },
			"/admin/v1/users/DU1/bypass_codes\nContent-Type: application/json\n\n"
			"{\"count\":2,\"preserve_existing\":true}\n" },
		{ "empty JSON", "createuserbypasscodes", 5, { { "user_id", "DU1" } },
			"/admin/v1/users/DU1/bypass_codes\nContent-Type: "
			"application/json\n\n{}\n" },
		{ "aliases stay one string", "updateuser", 5,
			{ { "user_id", "DU1" }, { "aliases", "alias1=j%40x&alias2=" } },
			"/admin/v1/users/DU1\nContent-Type: application/json\n\n"
			"{\"aliases\":\"alias1=j%40x&alias2=\"}\n" },
		{ "list in a string", "bulkrestoreusers", 5, { { "user_id_list", "[\"DU1\"]" } },
			"/admin/v1/users/bulk_restore\nContent-Type: application/json\n\n"
			"{\"user_id_list\":\"[\\\"DU1\\\"]\"}\n" },
		{ "real array", "bulkoperations", 5,
			{ { "operations", "[{\"method\":\"POST\"}]" } },
			"/admin/v1/bulk\nContent-Type: application/json\n\n"
			"{\"operations\":[{\"method\":\"POST\"}]}\n" },
		{ "real array in a form", "bulkoperations", 2, { { "operations", "[1]" } },
			"/admin/v1/bulk\nContent-Type: application/x-www-form-urlencoded\n\n"
			"operations=%5B1%5D\n" },
		{ "strings are escaped", "creategroup", 5, { { "name", "a\"b\\c\nd" } },
			"/admin/v1/groups\nContent-Type: application/json\n\n"
			"{\"name\":\"a\\\"b\\\\c\\u000ad\"}\n" },
		{ "secret in JSON", "authauth", 5,
			{ { "username", "a" }, { "factor", "passcode" },
				{ "passcode", "314159265" } },
			"/auth/v2/auth\nContent-Type: application/json\n\n"
			"{\"username\":\"a\",\"factor\":\"passcode\",\"passcode\":\"HIDDEN\"}\n" },
		{ "secret in a form", "authauth", 2,
			{ { "username", "a" }, { "factor", "passcode" },
				{ "passcode", "314159265" } },
			"/auth/v2/auth\nContent-Type: application/x-www-form-urlencoded\n\n"
			"factor=passcode&passcode=HIDDEN&username=a\n" },
		{ "a number with zeros", "createuserbypasscodes", 5,
			{ { "user_id", "DU1" }, { "count", "007" } },
			"/admin/v1/users/DU1/bypass_codes\nContent-Type: application/json\n\n"
			"{\"count\":7}\n" },
	};

	(void)state;
	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		const bool relayed = i >= COUNT(rows); /* shown is what the service gets */
		const struct preview *row = &rows[i % COUNT(rows)];
		struct api_config config = { .host = "API-1.Example.com",
			.port = 443,
			.signature = row->signature,
			.socket = relayed ? "/run/s" : NULL };
		struct api_call call = { .op = api_op_find(row->op),
			.args = row->args,
			.arg_count = count_args(row->args) };
		struct text_buf text = { 0 };
		struct api_client *c = NULL;
		char expected[512];
		struct err e;

		ROW(row->name, api_client_new(&config, &c, &e) == 0);
		(void)snprintf(expected, sizeof(expected), "%s https://api-1.example.com%s",
			call.op->method, row->text);
		if (api_preview(c, &call, &text, &e) != 0)
			fail_msg("row \"%s\": %s", row->name, e.msg);
		assert_string_equal(text.data, expected);
		text_buf_clear(&text);
		api_client_free(c);
	}
}

static void
clients_need_a_sane_configuration(void **state)
{
	static const struct {
		const char *name, *host;
		int port, signature;
		const char *words;
	} rows[] = {
		{ "no host", "", 443, 5, "duo.host" },
		{ "host with a port", "a:443", 443, 5, "duo.host" },
		{ "host is an address of a page", "https://a", 443, 5, "duo.host" },
		{ "host with a user", "u@a", 443, 5, "duo.host" },
		{ "port 0", "a", 0, 5, "duo.port" },
		{ "port beyond", "a", 65536, 5, "duo.port" },
		{ "signature 3", "a", 443, 3, "duo.signature" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct api_config config = {
			.host = rows[i].host, .port = rows[i].port, .signature = rows[i].signature
		};
		struct api_client *c = NULL;
		struct err e = { 0 };

		ROW(rows[i].name, api_client_new(&config, &c, &e) == -1);
		ROW(rows[i].name, c == NULL && e.code == ERR_CONFIG);
		ROW(rows[i].name, strstr(e.msg, rows[i].words) != NULL);
	}
	api_client_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments_are_judged),
		cmocka_unit_test(values_never_get_into_messages),
		cmocka_unit_test(sizes_are_bounded),
		cmocka_unit_test(requests_are_built_as_documented),
		cmocka_unit_test(clients_need_a_sane_configuration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
