/* SPDX-License-Identifier: MIT */
/* The services beside Duo: their headers, bodies, answers, refusals and pages. */
#include "tests/unit/api_stage.h"

#include "api/json.h"

#define BIG_ID "225494730938493804" /* a double would make it …792 */

static struct api_client *
client_of(struct server *s, struct world *w, enum api_service service, const char *scheme)
{
	struct api_config config = {
		.service = service,
		.host = "localhost",
		.port = server_port(s),
		.base_path = service == API_ALLTHENTICATE ? "/org" : "",
		.ca_file = server_ca_file(s),
		.user_agent = "doorward-test/1",
		.header = service == API_ALLTHENTICATE ? "X-API-Key" : "Authorization",
		.scheme = scheme,
	};
	struct api_client *c;
	struct err e;

	assert_int_equal(secret_set(&config.key, "the-key", 7, &e), 0);
	c = stage_client(&config);
	c->world = (struct api_world){ world_now, world_jitter, world_pause, w };
	return c;
}

static void
requests_follow_their_service(void **state)
{
	static const struct {
		const char *name, *scheme, *op;
		struct api_arg args[STAGE_ARGS_MAX];
		const char *first, *header, *body;
	} rows[] = {
		{ "bare key, query", "", "allthenticate_getuser", { { "email_id", BIG_ID } },
			"GET /org/user?email_id=" BIG_ID " HTTP/1.1", "\r\nX-API-Key: the-key\r\n",
			"" },
		{ "key with a scheme", "Key", "allthenticate_multipleusers",
			{ { "user_tag", "GUEST" } },
			"GET /org/multipleusers?user_tag=GUEST HTTP/1.1",
			"\r\nX-API-Key: Key the-key\r\n", "" },
		{ "a list is one field of a form", "", "allthenticate_modifyallusernames",
			{ { "email_id", "501" },
				{ "computer_usernames",
					"[{\"computer_username\":\"jdeveloper\"}]" } },
			"POST /org/modifyallusernames HTTP/1.1",
			"\r\nContent-Type: application/x-www-form-urlencoded\r\n",
			"computer_usernames=%5B%7B%22computer_username%22%3A%22jdeveloper%22%7D%5D"
			"&email_id=501" },
		{ "the empty list is two signs", "", "allthenticate_modifyallusernames",
			{ { "email_id", "501" }, { "computer_usernames", "[]" } },
			"POST /org/modifyallusernames HTTP/1.1", "X-API-Key",
			"computer_usernames=%5B%5D&email_id=501" },
		{ "delete has a query", "", "allthenticate_deleteuser", { { "email_id", "501" } },
			"DELETE /org/user?email_id=501 HTTP/1.1", "X-API-Key", "" },
		{ "token", "ApiToken", "sentinelone_listusers",
			{ { "email", "a+b@example.com" }, { "cursor", "YWI+/w==" } },
			"GET /web/api/v2.1/users?cursor=YWI%2B%2Fw%3D%3D&email=a%2Bb%40example.com"
			" HTTP/1.1",
			"\r\nAuthorization: ApiToken the-key\r\n", "" },
		{ "JSON under data", "ApiToken", "sentinelone_updateuser",
			{ { "user_id", BIG_ID }, { "scope", "site" },
				{ "scopeRoles", "[{\"id\":\"" BIG_ID "\"}]" },
				{ "canGenerateApiToken", "false" }, { "fullName", "Q \"x\"" } },
			"PUT /web/api/v2.1/users/" BIG_ID " HTTP/1.1",
			"\r\nContent-Type: application/json\r\n",
			"{\"data\":{\"scope\":\"site\",\"scopeRoles\":[{\"id\":\"" BIG_ID
			"\"}],\"canGenerateApiToken\":false,\"fullName\":\"Q \\\"x\\\"\"}}" },
		{ "nobody's key where none is needed", "ApiToken", "sentinelone_systemstatus",
			{ { NULL, NULL } }, "GET /web/api/v2.1/system/status HTTP/1.1",
			"\r\nAccept: application/json\r\n\r\n", "" },
	};
	static const struct step fine[] = { { STEP_REPLY, HTTP("200 OK", "", "{\"data\": []}"),
		NULL } };
	struct server *s = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		bool sentinelone = strncmp(rows[i].op, "sentinelone", 11) == 0;
		struct world w = { .now = NOW };
		struct api_client *c = client_of(
			s, &w, sentinelone ? API_SENTINELONE : API_ALLTHENTICATE, rows[i].scheme);
		auto_api_answer answer = { .next_offset = -1 };
		const char *request;
		struct err e;

		server_script(s, fine, 1);
		if (stage_call(c, rows[i].op, rows[i].args, LONG_MS, &answer, &e) != 0)
			fail_msg("row \"%s\": %s", rows[i].name, e.msg);
		request = server_request(s, 0);
		ROW(rows[i].name, strncmp(request, rows[i].first, strlen(rows[i].first)) == 0);
		ROW(rows[i].name, strstr(request, rows[i].header) != NULL);
		ROW(rows[i].name, strcmp(strstr(request, "\r\n\r\n") + 4, rows[i].body) == 0);
		ROW(rows[i].name, strstr(request, "\r\nDate:") == NULL);
		api_client_free(c);
	}
}

static void
answers_are_judged_in_the_words_of_their_service(void **state)
{
	static const struct {
		const char *name, *op, *status, *body;
		enum err_code code; /* ERR_NONE = the call succeeds */
		const char *words;
	} rows[] = {
		{ "bare list", "allthenticate_multipleusers", "200 OK", "[]", ERR_NONE, NULL },
		{ "bare object", "allthenticate_getuser", "200 OK", "{}", ERR_NONE, NULL },
		{ "empty where it may be", "allthenticate_togglesuspension", "200 OK", "", ERR_NONE,
			NULL },
		{ "empty where it may not", "allthenticate_getuser", "200 OK", "", ERR_UNREACHABLE,
			"not JSON" },
		{ "refused", "allthenticate_getuser", "400 No", "{\"error\": \"no such\"}",
			ERR_REFUSED, "no such" },
		{ "refused as a success", "allthenticate_togglesuspension", "200 OK",
			"{\"error\": \"cannot\"}", ERR_UNREACHABLE, "cannot" },
		{ "both words", "allthenticate_togglesuspension", "200 OK",
			"{\"success\": \"x\", \"error\": \"y\"}", ERR_NONE, NULL },
		{ "wrong key in unknown words", "allthenticate_getuser", "401 No", "<html>",
			ERR_CREDENTIALS, "allthenticate.header" },
		{ "not allowed", "allthenticate_modifyrank", "403 No", "{}", ERR_PERMISSION,
			"rank SUPER" },
		{ "a stranger's 404", "allthenticate_getuser", "404 No", "<html>", ERR_UNREACHABLE,
			"allthenticate.base" },
		{ "server fault", "allthenticate_deleteuser", "500 No", "{\"error\": \"e\"}",
			ERR_UNREACHABLE, "e" },

		{ "data", "sentinelone_getuser", "200 OK", "{\"data\": {}, \"errors\": null}",
			ERR_NONE, NULL },
		{ "empty errors", "sentinelone_getuser", "200 OK", "{\"data\": {}, \"errors\": []}",
			ERR_NONE, NULL },
		{ "errors beside data", "sentinelone_getuser", "200 OK",
			"{\"data\": {}, \"errors\": [{\"code\": 4000010, \"title\": \"T\"}]}",
			ERR_UNREACHABLE, "4000010 T" },
		{ "no data", "sentinelone_getuser", "200 OK", "{}", ERR_UNREACHABLE,
			"sentinelone.base" },
		{ "wrong token", "sentinelone_getuser", "401 No",
			"{\"errors\":[{\"code\":4010010,\"detail\":null,\"title\":\"Authentication "
			"Failed\"}]}\n",
			ERR_CREDENTIALS, "4010010 Authentication Failed; check the API token" },
		{ "not allowed, without a title", "sentinelone_deleteuser", "403 No",
			"{\"errors\":[{\"code\":4030010,\"detail\":\"Action is not allowed to site "
			"users\"}]}",
			ERR_PERMISSION,
			"site users; the role of the token's user needs: Users.delete" },
		{ "not allowed, unknown permission", "sentinelone_listaccounts", "403 No",
			"{\"errors\":[{\"code\":4030010,\"title\":\"x\"}]}", ERR_PERMISSION,
			"does not cover" },
		{ "not found", "sentinelone_getuser", "404 No",
			"{\"errors\":[{\"code\":4040010,\"title\":\"Not "
			"Found\",\"detail\":\"d\"}]}",
			ERR_NOT_FOUND, "Not Found: d" },
		{ "taken", "sentinelone_updateuser", "409 No", "{\"errors\":[{}]}", ERR_CONFLICT,
			"taken" },
		{ "somebody else's 401", "sentinelone_getuser", "401 No", "<html>", ERR_UNREACHABLE,
			"not in the words" },
		{ "somebody else", "sentinelone_getuser", "404 No", "{\"error\": \"x\"}",
			ERR_UNREACHABLE, "not in the words" },
	};
	static const struct api_arg email_id[] = { { "email_id", "1" }, { NULL, NULL } },
				    rank[] = { { "admin_user_id", "1" }, { "rank", "ADMIN" },
					    { NULL, NULL } },
				    user_id[] = { { "user_id", "1" }, { NULL, NULL } },
				    update[] = { { "user_id", "1" }, { "scope", "tenant" },
					    { NULL, NULL } };
	struct server *s = *state;
	struct world w = { .now = NOW };
	struct api_client *clients[] = { client_of(s, &w, API_ALLTHENTICATE, ""),
		client_of(s, &w, API_SENTINELONE, "ApiToken") };

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct api_op *op = api_op_find(rows[i].op);
		const struct api_arg *args = api_param_find(op, "rank") != NULL	      ? rank
					     : api_param_find(op, "scope") != NULL    ? update
					     : api_param_find(op, "user_id") != NULL  ? user_id
					     : api_param_find(op, "email_id") != NULL ? email_id
										      : NULL;
		auto_api_answer answer = { .next_offset = -1 };
		char text[1024];
		struct step step = { STEP_REPLY, text, NULL };
		struct err e;
		int rc;

		(void)snprintf(text, sizeof(text), "HTTP/1.1 %s\r\nContent-Length: @\r\n\r\n%s",
			rows[i].status, rows[i].body);
		server_script(s, &step, 1);
		rc = stage_call(clients[op->service == API_SENTINELONE], op->name, args, LONG_MS,
			&answer, &e);
		ROW(rows[i].name, (rc == 0) == (rows[i].code == ERR_NONE));
		if (rc != 0 && (e.code != rows[i].code || strstr(e.msg, rows[i].words) == NULL))
			fail_msg("row \"%s\": %d %s", rows[i].name, (int)e.code, e.msg);
		ROW(rows[i].name, strcmp(answer.body.data != NULL ? answer.body.data : "",
					  rows[i].body) == 0);
		ROW(rows[i].name, server_requests(s) == 1);
	}
	api_client_free(clients[0]);
	api_client_free(clients[1]);
}

struct seen {
	char ids[256];
};

static int
take_id(void *ctx, const struct cJSON *element, struct err *e)
{
	struct seen *seen = ctx;
	size_t used = strlen(seen->ids);
	char buf[JSON_ID_SIZE];
	const char *id = json_id(element, "id", buf);

	(void)e;
	(void)snprintf(seen->ids + used, sizeof(seen->ids) - used, "%s ", id != NULL ? id : "?");
	return 0;
}

#define CURSOR_PAGE(data, next)                                                                    \
	{                                                                                          \
		STEP_REPLY,                                                                        \
			HTTP("200 OK", "",                                                         \
				"{\"data\": " data ", \"pagination\": {\"nextCursor\": " next      \
				"}}"),                                                             \
			NULL                                                                       \
	}

static void
cursors_are_followed_and_encoded(void **state)
{
	static const struct {
		const char *name, *op;
		struct step steps[6];
		size_t step_count;
		int rc;
		const char *ids;
		int requests;
		const char *last;
	} rows[] = {
		{ "two pages", "sentinelone_listusers",
			{ CURSOR_PAGE("[{\"id\": \"" BIG_ID "\"}]", "\"Pj4+Pz8/MQ==\""),
				CURSOR_PAGE("[{\"id\": " BIG_ID "}, {\"id\": 7}]", "null") },
			2, 0, BIG_ID " " BIG_ID " 7 ", 2,
			"?cursor=Pj4%2BPz8%2FMQ%3D%3D&limit=1000 " },
		{ "rows in a member", "sentinelone_listsites",
			{ CURSOR_PAGE("{\"sites\": [{\"id\": \"1\"}], \"allSites\": {}}", "null") },
			1, 0, "1 ", 1, "?limit=1000 " },
		{ "no member", "sentinelone_listsites", { CURSOR_PAGE("[]", "null") }, 1, -1, "", 1,
			"?limit=1000 " },
		{ "an empty cursor ends", "sentinelone_listroles",
			{ CURSOR_PAGE("[{\"id\": \"1\"}]", "\"\"") }, 1, 0, "1 ", 1, "" },
		{ "stands still", "sentinelone_listroles",
			{ CURSOR_PAGE("[{\"id\": \"1\"}]", "\"a\""),
				CURSOR_PAGE("[{\"id\": \"2\"}]", "\"a\"") },
			2, -1, "1 2 ", 2, "cursor=a" },
		{ "goes in a circle of two", "sentinelone_listroles",
			{ CURSOR_PAGE("[]", "\"a\""), CURSOR_PAGE("[]", "\"b\""),
				CURSOR_PAGE("[]", "\"a\""), CURSOR_PAGE("[]", "\"b\""),
				CURSOR_PAGE("[]", "\"a\""), CURSOR_PAGE("[]", "\"b\"") },
			6, -1, "", 4, "cursor=a" },
	};
	struct server *s = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct world w = { .now = NOW };
		struct api_client *c = client_of(s, &w, API_SENTINELONE, "ApiToken");
		struct api_call call = { .op = api_op_find(rows[i].op),
			.deadline = deadline_in(LONG_MS) };
		struct seen seen = { .ids = "" };
		struct err e = { 0 };

		server_script(s, rows[i].steps, rows[i].step_count);
		ROW(rows[i].name, api_list(c, &call, take_id, &seen, NULL, &e) == rows[i].rc);
		assert_string_equal(seen.ids, rows[i].ids);
		ROW(rows[i].name, server_requests(s) == rows[i].requests);
		ROW(rows[i].name,
			strstr(server_request(s, rows[i].requests - 1), rows[i].last) != NULL);
		api_client_free(c);
	}
}

static void
what_is_skipped_is_skipped_once(void **state)
{
	static const struct step steps[] = { CURSOR_PAGE("[]", "\"a\""),
		CURSOR_PAGE("[]", "null") };
	static const struct api_arg args[] = { { "skip", "5" }, { "limit", "2" } };
	struct server *s = *state;
	struct world w = { .now = NOW };
	struct api_client *c = client_of(s, &w, API_SENTINELONE, "ApiToken");
	struct api_call call = { .op = api_op_find("sentinelone_listusers"),
		.args = args,
		.arg_count = 2,
		.deadline = deadline_in(LONG_MS) };
	struct seen seen = { .ids = "" };
	struct err e;

	server_script(s, steps, 2);
	assert_int_equal(api_list(c, &call, take_id, &seen, NULL, &e), 0);
	assert_non_null(strstr(server_request(s, 0), "?limit=2&skip=5 "));
	assert_non_null(strstr(server_request(s, 1), "?cursor=a&limit=2 "));
	api_client_free(c);
}

/* Reading waits as long as it is told; changing is sent once, whatever comes. */
static void
patience_is_for_reading_only(void **state)
{
	static const struct step too_many[] = {
		{ STEP_REPLY, HTTP("429 Slow", "Retry-After: 5\r\n", "{}"), NULL },
		{ STEP_REPLY, HTTP("200 OK", "", "{\"data\": {}}"), NULL },
	};
	static const struct step too_many_bare[] = {
		{ STEP_REPLY, HTTP("429 Slow", "", "{}"), NULL },
		{ STEP_REPLY, HTTP("200 OK", "", "[]"), NULL },
	};
	static const struct step gone[] = { { STEP_CLOSE, NULL, NULL } };
	static const struct api_arg get[] = { { "user_id", BIG_ID }, { NULL, NULL } },
				    put[] = { { "user_id", BIG_ID }, { "scope", "tenant" },
					    { NULL, NULL } },
				    toggle[] = { { "email_id", "1" }, { NULL, NULL } };
	struct server *s = *state;
	struct world w = { .now = NOW };
	struct api_client *one = client_of(s, &w, API_SENTINELONE, "ApiToken");
	struct api_client *all = client_of(s, &w, API_ALLTHENTICATE, "");
	const struct {
		const char *name, *op;
		struct api_client *client;
		const struct api_arg *args;
		const struct step *steps;
		size_t step_count;
		int rc, requests;
		int64_t paused_ms;
	} rows[] = {
		{ "a read waits as told", "sentinelone_getuser", one, get, too_many, 2, 0, 2,
			5007 },
		{ "a read waits by itself", "allthenticate_multipleusers", all, NULL, too_many_bare,
			2, 0, 2, 1007 },
		{ "an update does not", "sentinelone_updateuser", one, put, too_many, 2, -1, 1, 0 },
		{ "a toggle does not", "allthenticate_togglesuspension", all, toggle, too_many, 2,
			-1, 1, 0 },
		{ "nor when the line breaks", "allthenticate_togglesuspension", all, toggle, gone,
			1, -1, 1, 0 },
		{ "nor does an update", "sentinelone_updateuser", one, put, gone, 1, -1, 1, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_api_answer answer = { .next_offset = -1 };
		struct err e;

		w.paused_ms = 0;
		server_script(s, rows[i].steps, rows[i].step_count);
		ROW(rows[i].name, stage_call(rows[i].client, rows[i].op, rows[i].args, LONG_MS,
					  &answer, &e) == rows[i].rc);
		ROW(rows[i].name, server_requests(s) == rows[i].requests);
		ROW(rows[i].name, w.paused_ms == rows[i].paused_ms);
	}
	api_client_free(one);
	api_client_free(all);
}

static void
keys_go_to_their_own_service_only(void **state)
{
	struct server *s = *state;
	struct world w = { .now = NOW };
	struct api_client *c = client_of(s, &w, API_SENTINELONE, "ApiToken");
	struct api_client *duo = world_client(s, &w, 5);
	auto_api_answer answer = { .next_offset = -1 };
	struct err e;

	server_script(s, NULL, 0);
	assert_int_equal(stage_call(c, "listusers", NULL, LONG_MS, &answer, &e), -1);
	assert_non_null(strstr(e.msg, "no call to sentinelone"));
	assert_int_equal(
		stage_call(c, "allthenticate_multipleusers", NULL, LONG_MS, &answer, &e), -1);
	assert_int_equal(stage_call(duo, "sentinelone_listusers", NULL, LONG_MS, &answer, &e), -1);
	secret_clear(&c->key);
	assert_int_equal(stage_call(c, "sentinelone_getme", NULL, LONG_MS, &answer, &e), -1);
	assert_int_equal(e.code, ERR_CONFIG);
	assert_non_null(strstr(e.msg, "sentinelone.token_file"));
	assert_int_equal(server_requests(s), 0);
	api_client_free(c);
	api_client_free(duo);
}

static void
secrets_are_hidden_in_previews(void **state)
{
	static const struct api_arg args[] = { { "email_id", "501" },
		{ "smartcards", "[{\"number\":\"123456\"}]" } };
	struct server *s = *state;
	struct world w = { .now = NOW };
	struct api_client *c = client_of(s, &w, API_ALLTHENTICATE, "");
	struct api_call call = {
		.op = api_op_find("allthenticate_modifysmartcard"), .args = args, .arg_count = 2
	};
	auto_text_buf text = { .limit = 0 };
	struct err e;

	assert_int_equal(api_preview(c, &call, &text, &e), 0);
	assert_non_null(strstr(text.data, "POST https://localhost"));
	assert_non_null(strstr(text.data, "/org/modifysmartcard\n"));
	assert_non_null(strstr(text.data, "email_id=501&smartcards=HIDDEN"));
	assert_null(strstr(text.data, "123456"));
	assert_null(strstr(text.data, "the-key"));
	api_client_free(c);
}

static void
ids_are_digits(void **state)
{
	static const struct {
		const char *op, *value;
		bool fine;
	} rows[] = {
		{ "allthenticate_getuser", "501", true },
		{ "allthenticate_getuser", "99999999999999999999999999", true },
		{ "allthenticate_getuser", "", false },
		{ "allthenticate_getuser", "-1", false },
		{ "allthenticate_getuser", "5e1", false },
		{ "allthenticate_getuser", "joe", false },
		{ "sentinelone_getuser", BIG_ID, true },
		{ "sentinelone_getuser", "../1", false },
		{ "sentinelone_getuser", "DU1", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct api_op *op = api_op_find(rows[i].op);
		struct api_arg arg = { op->service == API_SENTINELONE ? "user_id" : "email_id",
			rows[i].value };
		struct err e;

		ROW(rows[i].value, (api_check(op, &arg, 1, &e) == 0) == rows[i].fine);
	}
}

static int
start(void **state)
{
	*state = server_start(SERVER_TLS, false);
	return *state != NULL ? 0 : -1;
}

static int
end(void **state)
{
	server_stop(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_follow_their_service),
		cmocka_unit_test(answers_are_judged_in_the_words_of_their_service),
		cmocka_unit_test(cursors_are_followed_and_encoded),
		cmocka_unit_test(what_is_skipped_is_skipped_once),
		cmocka_unit_test(patience_is_for_reading_only),
		cmocka_unit_test(keys_go_to_their_own_service_only),
		cmocka_unit_test(secrets_are_hidden_in_previews),
		cmocka_unit_test(ids_are_digits),
	};

	return cmocka_run_group_tests(tests, start, end);
}
