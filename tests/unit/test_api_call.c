/* SPDX-License-Identifier: MIT */
/* What the executor sends, and when it tries again. */
#include "tests/unit/api_stage.h"

#include "api/json.h"
#include "api/sign.h"

static void
requests_hold_what_they_must_and_no_more(void **state)
{
	static const struct {
		const char *op;
		int signature;
		const char *ikey, *skey;
		const char *canonical_rest; /* behind date, method and host */
		const char *head, *tail;    /* "@" = the port, "#" = the signature */
	} rows[] = {
		{ "listusers", 5, "DIADMINADMINADMINADM", "admin-secret", NULL,
			"GET /admin/v1/users?username=a%20b HTTP/1.1\r\n", "\r\n\r\n" },
		{ "authpreauth", 2, "DIAUTHAUTHAUTHAUTHAU", "auth-secret",
			"/auth/v2/preauth\nusername=a%20b", "POST /auth/v2/preauth HTTP/1.1\r\n",
			"\r\n\r\nusername=a%20b" },
		{ "authpreauth", 5, "DIAUTHAUTHAUTHAUTHAU", "auth-secret", NULL,
			"POST /auth/v2/preauth HTTP/1.1\r\n", "\r\n\r\n{\"username\":\"a b\"}" },
	};
	static const struct api_arg args[] = { { "username", "a b" }, { NULL, NULL } };
	struct server *s = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct world w = { .now = NOW };
		struct api_client *c = world_client(s, &w, rows[i].signature);
		bool post = strncmp(rows[i].head, "POST", 4) == 0;
		struct text_buf canonical = { 0 }, authorization = { 0 }, expected = { 0 };
		const char *body = post ? rows[i].tail + 4 : "";
		auto_api_answer answer = { 0 };
		char hex[SIGN_HEX_SIZE];
		struct secret key;
		struct err e;

		server_script(s, NULL, 0);
		if (stage_call(c, rows[i].op, args, LONG_MS, &answer, &e) != 0)
			fail_msg("%s", e.msg);
		assert_int_equal(answer.requests, 1);
		/* the text is put together here once more, by hand */
		text_buf_printf(&canonical, "Tue, 21 Aug 2012 17:29:18 -0000\n%s\nlocalhost\n",
			post ? "POST" : "GET");
		if (rows[i].canonical_rest != NULL) {
			text_buf_puts(&canonical, rows[i].canonical_rest);
		} else {
			text_buf_puts(&canonical, post ? "/auth/v2/preauth\n\n"
						       : "/admin/v1/users\nusername=a%20b\n");
			assert_int_equal(sign_hash(body, strlen(body), hex, &e), 0);
			text_buf_printf(&canonical, "%s\n", hex);
			assert_int_equal(sign_hash("", 0, hex, &e), 0);
			text_buf_puts(&canonical, hex);
		}
		assert_int_equal(secret_set(&key, rows[i].skey, strlen(rows[i].skey), &e), 0);
		assert_int_equal(
			sign_hmac(SIGN_SHA512, &key, canonical.data, canonical.len, hex, &e), 0);
		assert_int_equal(sign_authorization(rows[i].ikey, hex, &authorization, &e), 0);
		text_buf_printf(&expected,
			"%sHost: localhost:%d\r\nUser-Agent: doorward-test/1\r\n"
			"Date: Tue, 21 Aug 2012 17:29:18 -0000\r\n",
			rows[i].head, server_port(s));
		if (post)
			text_buf_printf(&expected, "Content-Type: %s\r\n",
				rows[i].signature == 5 ? "application/json"
						       : "application/x-www-form-urlencoded");
		text_buf_printf(&expected, "Accept: application/json\r\nAuthorization: %s",
			authorization.data);
		if (post)
			text_buf_printf(&expected, "\r\nContent-Length: %zu", strlen(body));
		text_buf_puts(&expected, rows[i].tail);
		assert_string_equal(server_request(s, 0), expected.data);
		text_buf_clear(&canonical);
		text_buf_clear(&authorization);
		text_buf_clear(&expected);
		api_client_free(c);
	}
}

static void
ping_is_not_signed(void **state)
{
	struct world w = { .now = NOW };
	struct server *s = *state;
	struct api_client *c = world_client(s, &w, 5);
	auto_api_answer answer = { 0 };
	struct err e;

	server_script(s, NULL, 0);
	assert_int_equal(stage_call(c, "authping", NULL, LONG_MS, &answer, &e), 0);
	assert_int_equal(server_requests_with(s, "Authorization"), 0);
	assert_int_equal(server_requests_with(s, "GET /auth/v2/ping HTTP/1.1\r\n"), 1);
	api_client_free(c);
}

static void
missing_credentials_are_said_before_sending(void **state)
{
	struct server *s = *state;
	struct api_config config = stage_config(s);
	auto_api_answer answer = { 0 };
	struct api_client *c;
	struct err e;

	config.admin.ikey[0] = '\0';
	c = stage_client(&config);
	server_script(s, NULL, 0);
	assert_int_equal(stage_call(c, "listusers", NULL, LONG_MS, &answer, &e), -1);
	assert_int_equal(e.code, ERR_CONFIG);
	assert_non_null(strstr(e.msg, "duo.admin.ikey"));
	assert_int_equal(server_requests(s), 0);
	api_client_free(c);
}

#define SLOW_DOWN "{\"code\": 42901, \"message\": \"Too Many Requests\", \"stat\": \"FAIL\"}"
#define TOO_MANY(headers)                                                                          \
	{                                                                                          \
		STEP_REPLY, HTTP("429 Too Many", headers, SLOW_DOWN), NULL                         \
	}

static const struct api_arg username_args[] = { { "username", "a" }, { NULL, NULL } };

static void
rate_limits_are_waited_out_where_it_is_safe(void **state)
{
	static const struct {
		const char *name, *op;
		const struct api_arg *args;
		struct step steps[8];
		size_t step_count;
		int64_t deadline_ms;
		int rc, requests;
		int64_t paused_ms;
	} rows[] = {
		{ "once", "listusers", NULL, { TOO_MANY("") }, 1, 99000, 0, 2, 1007 },
		{ "three times", "listusers", NULL, { TOO_MANY(""), TOO_MANY(""), TOO_MANY("") }, 3,
			99000, 0, 4, 7021 },
		{ "for ever", "listusers", NULL,
			{ TOO_MANY(""), TOO_MANY(""), TOO_MANY(""), TOO_MANY(""), TOO_MANY(""),
				TOO_MANY(""), TOO_MANY(""), TOO_MANY("") },
			8, 99000, -1, 7, 63042 },
		{ "preauth is a question too", "authpreauth", username_args, { TOO_MANY("") }, 1,
			99000, 0, 2, 1007 },
		{ "the server's wish", "listusers", NULL, { TOO_MANY("Retry-After: 5\r\n") }, 1,
			99000, 0, 2, 5007 },
		{ "a wish of 32", "listusers", NULL, { TOO_MANY("retry-after:32\r\n") }, 1, 99000,
			0, 2, 32007 },
		{ "a wish of 33", "listusers", NULL, { TOO_MANY("Retry-After: 33\r\n") }, 1, 99000,
			0, 2, 1007 },
		{ "a wish of 0", "listusers", NULL, { TOO_MANY("Retry-After: 0\r\n") }, 1, 99000, 0,
			2, 1007 },
		{ "a wish of -5", "listusers", NULL, { TOO_MANY("Retry-After: -5\r\n") }, 1, 99000,
			0, 2, 1007 },
		{ "a wish without end", "listusers", NULL,
			{ TOO_MANY("Retry-After: 99999999999999999999999\r\n") }, 1, 99000, 0, 2,
			1007 },
		{ "a date", "listusers", NULL,
			{ TOO_MANY("Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n") }, 1, 99000, 0,
			2, 1007 },
		{ "no time for it", "listusers", NULL, { TOO_MANY("") }, 1, 900, -1, 1, 0 },
		{ "no time for the wish", "listusers", NULL, { TOO_MANY("Retry-After: 30\r\n") }, 1,
			20000, -1, 1, 0 },
		{ "not in JSON", "listusers", NULL,
			{ { STEP_REPLY, HTTP("429 No", "", "slow"), NULL } }, 1, 99000, 0, 2,
			1007 },
		{ "a write", "createuser", username_args, { TOO_MANY("") }, 1, 99000, -1, 1, 0 },
		{ "what consumes", "authauth", passcode_args, { TOO_MANY("") }, 1, 99000, -1, 1,
			0 },
		{ "500 is not 429", "listusers", NULL,
			{ { STEP_REPLY, HTTP("500 No", "Retry-After: 1\r\n", SLOW_DOWN), NULL } },
			1, 99000, -1, 1, 0 },
	};
	struct server *s = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct world w = { .now = NOW };
		struct api_client *c = world_client(s, &w, 5);
		auto_api_answer answer = { 0 };
		struct err e;

		server_script(s, rows[i].steps, rows[i].step_count);
		ROW(rows[i].name, stage_call(c, rows[i].op, rows[i].args, rows[i].deadline_ms,
					  &answer, &e) == rows[i].rc);
		ROW(rows[i].name,
			rows[i].rc == 0 || i == COUNT(rows) - 1 || e.code == ERR_RATE_LIMITED);
		ROW(rows[i].name, server_requests(s) == rows[i].requests);
		ROW(rows[i].name, answer.requests == rows[i].requests);
		ROW(rows[i].name, w.paused_ms == rows[i].paused_ms);
		api_client_free(c);
	}
}

#define BAD_TIME "{\"code\": 40105, \"message\": \"Bad request timestamp\", \"stat\": \"FAIL\"}"
#define BAD_CLOCK(date)                                                                            \
	{                                                                                          \
		STEP_REPLY, HTTP("401 No", "Date: " date "\r\n", BAD_TIME), NULL                   \
	}

static void
a_wrong_clock_is_learnt_from(void **state)
{
	static const struct {
		const char *name, *op;
		const struct api_arg *args;
		struct step steps[2];
		size_t step_count;
		int rc, requests;
		const char *second_date; /* of the second request, or of the next call */
	} rows[] = {
		{ "ahead", "listusers", NULL, { BAD_CLOCK("Tue, 21 Aug 2012 18:29:18 GMT") }, 1, 0,
			2, "Date: Tue, 21 Aug 2012 18:29:18 -0000\r\n" },
		{ "behind, and consuming", "authauth", passcode_args,
			{ BAD_CLOCK("Mon, 20 Aug 2012 17:30:00 GMT") }, 1, 0, 2,
			"Date: Mon, 20 Aug 2012 17:30:00 -0000\r\n" },
		{ "a second time in a row", "listusers", NULL,
			{ BAD_CLOCK("Tue, 21 Aug 2012 18:29:18 GMT"),
				BAD_CLOCK("Tue, 21 Aug 2012 19:29:18 GMT") },
			2, -1, 2, "Date: Tue, 21 Aug 2012 18:29:18 -0000\r\n" },
		{ "more than a day off", "listusers", NULL,
			{ BAD_CLOCK("Thu, 23 Aug 2012 17:29:18 GMT") }, 1, -1, 1, NULL },
		{ "no date", "listusers", NULL,
			{ { STEP_REPLY, HTTP("401 No", "", BAD_TIME), NULL } }, 1, -1, 1, NULL },
		{ "not a date", "listusers", NULL, { BAD_CLOCK("yesterday") }, 1, -1, 1, NULL },
		{ "another 401", "listusers", NULL,
			{ { STEP_REPLY,
				HTTP("401 No", "Date: Tue, 21 Aug 2012 18:29:18 GMT\r\n",
					"{\"code\": 40103, \"message\": \"Invalid\", \"stat\": "
					"\"FAIL\"}"),
				NULL } },
			1, -1, 1, NULL },
	};
	struct server *s = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct world w = { .now = NOW };
		struct api_client *c = world_client(s, &w, 5);
		auto_api_answer answer = { 0 }, next = { 0 };
		struct err e;

		server_script(s, rows[i].steps, rows[i].step_count);
		ROW(rows[i].name, stage_call(c, rows[i].op, rows[i].args, LONG_MS, &answer, &e) ==
					  rows[i].rc);
		ROW(rows[i].name, rows[i].rc == 0 || e.code == ERR_CREDENTIALS);
		ROW(rows[i].name, server_requests(s) == rows[i].requests);
		ROW(rows[i].name,
			strstr(server_request(s, 0), "Tue, 21 Aug 2012 17:29:18") != NULL);
		if (rows[i].second_date != NULL)
			ROW(rows[i].name,
				strstr(server_request(s, 1), rows[i].second_date) != NULL);
		/* what was learnt stays learnt */
		if (rows[i].rc == 0) {
			assert_int_equal(stage_call(c, "authcheck", NULL, LONG_MS, &next, &e), 0);
			ROW(rows[i].name,
				strstr(server_request(s, 2), rows[i].second_date) != NULL);
		}
		ROW(rows[i].name, w.paused_ms == 0);
		api_client_free(c);
	}
}

static int
count_ticks(void *ctx)
{
	int *left = ctx;

	return --*left <= 0 ? 1 : 0;
}

static void
a_caller_can_give_up(void **state)
{
	static const struct step silent[] = { { .kind = STEP_SILENT } };
	static const struct step limited[] = { TOO_MANY("") };
	struct server *s = *state;

	for (int i = 0; i < 2; i++) {
		struct world w = { .now = NOW };
		struct api_client *c = world_client(s, &w, 5);
		int left = 2;
		const struct api_call call = { .op = api_op_find("listusers"),
			.deadline = deadline_in(60000),
			.tick = count_ticks,
			.tick_ctx = &left };
		auto_api_answer answer = { 0 };
		int64_t start = clock_ms();
		struct err e;

		server_script(s, i == 0 ? silent : limited, 1);
		assert_int_equal(api_call(c, &call, &answer, &e), -1);
		assert_int_equal(e.code, ERR_OTHER);
		assert_int_equal(left, 0);
		assert_int_equal(server_requests(s), 1);
		assert_true(clock_ms() - start < 10000);
		api_client_free(c);
	}
}

static void
answers_keep_their_bytes(void **state)
{
	static const char body[] =
		"{\"metadata\": {\"next_offset\": 3}, \"response\": "
		"{\"big\": 12345678901234567890, \"name\": \"\\u00e9\"}, \"stat\": \"OK\"}";
	static const struct step steps[] = { { STEP_REPLY,
		HTTP("200 OK", "",
			"{\"metadata\": {\"next_offset\": 3}, \"response\": "
			"{\"big\": 12345678901234567890, \"name\": \"\\u00e9\"}, \"stat\": "
			"\"OK\"}"),
		NULL } };
	struct world w = { .now = NOW };
	struct server *s = *state;
	struct api_client *c = world_client(s, &w, 5);
	auto_api_answer answer = { 0 };
	struct err e;

	server_script(s, steps, 1);
	assert_int_equal(stage_call(c, "listusers", NULL, LONG_MS, &answer, &e), 0);
	assert_int_equal(answer.status, 200);
	assert_string_equal(answer.body.data, body);
	assert_string_equal(json_string(answer.response, "name"), "\xc3\xa9");
	assert_int_equal(answer.next_offset, 3);
	api_answer_clear(&answer);
	api_answer_clear(&answer);
	assert_int_equal(answer.next_offset, -1);
	api_client_free(c);
}

static int
start_server(void **state)
{
	*state = server_start(SERVER_TLS, false);
	return 0;
}

static int
stop_server(void **state)
{
	server_stop(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_hold_what_they_must_and_no_more),
		cmocka_unit_test(ping_is_not_signed),
		cmocka_unit_test(missing_credentials_are_said_before_sending),
		cmocka_unit_test(rate_limits_are_waited_out_where_it_is_safe),
		cmocka_unit_test(a_wrong_clock_is_learnt_from),
		cmocka_unit_test(a_caller_can_give_up),
		cmocka_unit_test(answers_keep_their_bytes),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
