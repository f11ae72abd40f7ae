/* SPDX-License-Identifier: MIT */
/* Whatever goes wrong in the air is said in the words of a call on the ground, and in time. */
#include "tests/unit/flight_stage.h"

#include "base/cleanup.h"

#include <ctype.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#define SLACK_MS 4000 /* a loaded machine may be this much late */
#define SHORT_MS 500  /* a deadline that is meant to pass, once the request is out */

#define OK_HEAD	 "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define FAIL(code, message) "{\"code\": " code ", \"message\": \"" message "\", \"stat\": \"FAIL\"}"

/* Numbers that are measured ("after 3 ms") do not count. */
static void
drop_digits(char *text)
{
	char *to = text;

	for (const char *from = text; *from != '\0'; from++)
		if (!isdigit((unsigned char)*from))
			*to++ = *from;
	*to = '\0';
}

static void
assert_same(const char *name, int rc, const struct api_answer *a, struct err *e, int flight_rc,
	const struct api_answer *b, struct err *flight_e)
{
	drop_digits(e->msg);
	drop_digits(flight_e->msg);
	if (rc != flight_rc || (rc != 0 && (e->code != flight_e->code ||
						   strcmp(e->msg, flight_e->msg) != 0)))
		fail_msg("row \"%s\": code %d, \"%s\" became code %d, \"%s\"", name, e->code,
			e->msg, flight_e->code, flight_e->msg);
	ROW(name, a->status == b->status && a->code == b->code && a->requests == b->requests);
	ROW(name, a->own_words == b->own_words && a->body.len == b->body.len);
	ROW(name, a->body.len == 0 || memcmp(a->body.data, b->body.data, a->body.len) == 0);
	ROW(name, strcmp(a->message, b->message) == 0 && strcmp(a->detail, b->detail) == 0);
	ROW(name, strcmp(a->retry_after, b->retry_after) == 0);
	ROW(name, (a->root == NULL) == (b->root == NULL));
}

/* Makes the call and then the flight, each with a client of its own, and compares. With warm a
 * connection is open before, so that a short deadline passes when the request is out. */
static void
compare(const char *name, struct server *s, const struct api_config *config, const struct step *step,
	const char *op, int64_t deadline_ms, bool warm)
{
	const struct step steps[] = { { STEP_REPLY, SERVER_OK, NULL },
		step != NULL ? *step : (struct step){ STEP_REPLY, SERVER_OK, NULL } };
	const struct api_arg *args = strcmp(op, "authauth") == 0 ? passcode_args : NULL;
	auto_api_answer first = { 0 }, a = { 0 }, b = { 0 };
	struct api_client *c = stage_client(config);
	struct err e, flight_e;
	struct api_flights *f;
	int rc, flight_rc, requests;
	int64_t start;

	server_script(s, warm ? steps : steps + 1, warm ? 2 : 1);
	ROW(name, !warm || stage_call(c, "authping", NULL, LONG_MS, &first, &e) == 0);
	rc = stage_call(c, op, args, deadline_ms, &a, &e);
	requests = server_requests(s);
	api_client_free(c);
	api_answer_clear(&first);
	c = stage_client(config);
	f = stage_flights(c, 4);
	server_script(s, warm ? steps : steps + 1, warm ? 2 : 1);
	ROW(name, !warm || stage_flight(f, "authping", NULL, LONG_MS, &first, &flight_e) == 0);
	start = clock_ms();
	flight_rc = stage_flight(f, op, args, deadline_ms, &b, &flight_e);
	ROW(name, deadline_ms != SHORT_MS || clock_ms() - start < SHORT_MS + SLACK_MS);
	assert_same(name, rc, &a, &e, flight_rc, &b, &flight_e);
	ROW(name, server_requests(s) == requests);
	api_flights_free(f);
	api_client_free(c);
}

static void
answers_are_judged_alike(void **state)
{
	static const struct {
		const char *name;
		struct step step;
		int64_t deadline_ms;
	} rows[] = {
		{ "fine", { STEP_REPLY, SERVER_OK, NULL }, LONG_MS },
		{ "silent", { .kind = STEP_SILENT }, SHORT_MS },
		{ "body trickles", { STEP_TRICKLE, OK_HEAD "Content-Length: 9999\r\n\r\n{", NULL },
			SHORT_MS },
		{ "closed", { .kind = STEP_CLOSE }, LONG_MS },
		{ "cut in the headers", { STEP_REPLY_CLOSE, "HTTP/1.1 200 OK\r\nContent-Le", NULL },
			LONG_MS },
		{ "cut in the body",
			{ STEP_REPLY_CLOSE, OK_HEAD "Content-Length: 500\r\n\r\n{\"stat\": \"OK\"}",
				NULL },
			LONG_MS },
		{ "not HTTP", { STEP_REPLY_CLOSE, "220 ready\r\n", NULL }, LONG_MS },
		{ "HTML", { STEP_REPLY, HTTP("200 OK", "", "<html></html>"), NULL }, LONG_MS },
		{ "no stat", { STEP_REPLY, HTTP("200 OK", "", "{\"response\": []}"), NULL },
			LONG_MS },
		{ "redirect",
			{ STEP_REPLY,
				"HTTP/1.1 302 Found\r\nLocation: https://localhost:1/\r\n"
				"Content-Length: 0\r\n\r\n",
				NULL },
			LONG_MS },
		{ "500", { STEP_REPLY, HTTP("500 Oops", "", FAIL("50001", "Oops")), NULL },
			LONG_MS },
		{ "401", { STEP_REPLY, HTTP("401 No", "", FAIL("40103", "Invalid")), NULL },
			LONG_MS },
		{ "403", { STEP_REPLY, HTTP("403 No", "", FAIL("40301", "Forbidden")), NULL },
			LONG_MS },
		{ "404", { STEP_REPLY, HTTP("404 No", "", FAIL("40401", "Not found")), NULL },
			LONG_MS },
		{ "300 MB announced",
			{ STEP_FLOOD, OK_HEAD "Content-Length: 314572800\r\n\r\n", "[[[[[[[[" },
			LONG_MS },
		{ "a body without end", { STEP_FLOOD, OK_HEAD "\r\n[", "0,0,0,0,0,0,0,0,0,0," },
			LONG_MS },
		{ "headers without end", { STEP_FLOOD, OK_HEAD, "X-More: and more and more\r\n" },
			LONG_MS },
		{ "no time at all", { STEP_REPLY, SERVER_OK, NULL }, 0 },
	};
	struct server *s = *state;
	struct api_config config = stage_config(s);

	for (size_t i = 0; i < 2 * COUNT(rows); i++)
		compare(rows[i / 2].name, s, &config, &rows[i / 2].step,
			i % 2 == 0 ? "listusers" : "authauth", rows[i / 2].deadline_ms,
			rows[i / 2].deadline_ms == SHORT_MS);
}

static void
beginnings_are_judged_alike(void **state)
{
	static const struct {
		const char *name;
		enum server_mode mode;
		bool wrong_name, wrong_ca, nobody;
		int64_t deadline_ms;
	} rows[] = {
		{ "garbage instead of TLS", SERVER_GARBAGE, false, false, false, LONG_MS },
		{ "no TLS answer", SERVER_MUTE, false, false, false, SHORT_MS },
		{ "certificate of another host", SERVER_TLS, true, false, false, LONG_MS },
		{ "certificate of another CA", SERVER_TLS, false, true, false, LONG_MS },
		{ "nobody listens", SERVER_TLS, false, false, true, LONG_MS },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct server *s = server_start(rows[i].mode, rows[i].wrong_name);
		struct api_config config = stage_config(s);

		if (rows[i].wrong_ca)
			config.ca_file = server_ca_file(*state);
		if (rows[i].nobody)
			config.port = 1;
		compare(rows[i].name, s, &config, NULL, "listusers", rows[i].deadline_ms,
			false);
		compare(rows[i].name, s, &config, NULL, "authauth", rows[i].deadline_ms,
			false);
		config.socket = "/nonexistent/doorward/api.sock";
		compare("no doorward serve", s, &config, NULL, "listusers", LONG_MS, false);
		server_stop(s);
	}
}

/* Faults that are known before anything is sent are no flights. */
static void
faults_before_sending_start_nothing(void **state)
{
	static const struct api_arg unknown[] = { { "colour", "red" }, { NULL, NULL } };
	struct server *s = *state;

	server_script(s, NULL, 0);
	for (int i = 0; i < 2; i++) {
		const char *op = "listusers";
		const struct api_arg *args = i == 0 ? unknown : NULL;
		struct api_config config = stage_config(s);
		auto_api_answer answer = { 0 };
		struct api_flights *f;
		struct api_client *c;
		struct err e, flight_e;
		struct landing l;

		if (i == 1)
			config.admin.ikey[0] = '\0';
		c = stage_client(&config);
		f = stage_flights(c, 4);
		assert_int_equal(stage_call(c, op, args, LONG_MS, &answer, &e), -1);
		assert_int_equal(stage_fly(f, op, args, LONG_MS, &l, &flight_e), -1);
		assert_int_equal(flight_e.code, e.code);
		assert_string_equal(flight_e.msg, e.msg);
		api_flights_free(f);
		assert_int_equal(l.times, 0);
		api_client_free(c);
	}
	assert_int_equal(server_requests(s), 0);
}

/* The file of authorities is read for each connection, as on the ground. */
static void
authorities_that_go_bad_are_noticed(void **state)
{
	struct server *s = *state;
	struct api_config config = stage_config(s);
	char moving[] = "/tmp/test-authorities.XXXXXX", buf[8192];
	auto_api_answer answer = { 0 };
	auto_file from = fopen(server_ca_file(s), "re");
	auto_fd to = mkstemp(moving);
	struct api_flights *f;
	struct api_client *c;
	struct err e;
	size_t len;

	assert_non_null(from);
	len = fread(buf, 1, sizeof(buf), from);
	assert_int_equal(write(to, buf, len), len);
	config.ca_file = moving;
	c = stage_client(&config);
	f = stage_flights(c, 4);
	server_script(s, &(struct step){ STEP_REPLY_CLOSE, SERVER_OK, NULL }, 1);
	assert_int_equal(stage_flight(f, "listusers", NULL, LONG_MS, &answer, &e), 0);
	api_answer_clear(&answer);
	assert_true(server_wait_closed(s));
	assert_int_equal(unlink(moving), 0);
	assert_int_equal(stage_flight(f, "listusers", NULL, LONG_MS, &answer, &e), -1);
	assert_int_equal(e.code, ERR_CONFIG);
	assert_non_null(strstr(e.msg, "duo.ca_file"));
	api_flights_free(f);
	api_client_free(c);
}

static sem_t resolver_entered, resolver_may_go, resolver_gone;

/* Stands in front of the C library's: names that end with .dead hang the resolver. */
__attribute__((visibility("default"))) int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
	struct addrinfo **ret_list)
{
	(void)service;
	(void)hints;
	(void)ret_list;
	if (node != NULL && strstr(node, ".dead") != NULL) {
		(void)sem_post(&resolver_entered);
		landing_wait(&resolver_may_go);
		(void)sem_post(&resolver_gone);
	}
	return EAI_NONAME;
}

static void
a_dead_resolver_is_bounded(void **state)
{
	struct api_config config = stage_config(*state);
	auto_api_answer answer = { 0 };
	struct api_client *c;
	struct api_flights *f;
	struct landing l;
	int64_t start;
	struct err e;

	(void)sem_init(&resolver_entered, 0, 0);
	(void)sem_init(&resolver_may_go, 0, 0);
	(void)sem_init(&resolver_gone, 0, 0);
	config.host = "api.dead";
	c = stage_client(&config);
	f = stage_flights(c, 4);
	start = clock_ms();
	assert_int_equal(stage_flight(f, "listusers", NULL, SHORT_MS, &answer, &e), -1);
	assert_int_equal(e.code, ERR_TIMEOUT);
	assert_string_equal(e.msg, "listusers: api.dead: no answer in time");
	assert_true(clock_ms() - start < SHORT_MS + SLACK_MS);
	assert_int_equal(stage_fly(f, "listusers", NULL, LONG_MS, &l, &e), 0);
	landing_wait(&resolver_entered);
	landing_wait(&resolver_entered);
	start = clock_ms();
	api_flights_free(f);
	assert_true(clock_ms() - start < SLACK_MS);
	assert_int_equal(l.times, 1);
	assert_string_equal(l.err.msg, "listusers: api.dead: given up");
	api_client_free(c);
	/* the test really hung it: let it go */
	for (int i = 0; i < 2; i++) {
		(void)sem_post(&resolver_may_go);
		landing_wait(&resolver_gone);
	}
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
		cmocka_unit_test(answers_are_judged_alike),
		cmocka_unit_test(beginnings_are_judged_alike),
		cmocka_unit_test(faults_before_sending_start_nothing),
		cmocka_unit_test(authorities_that_go_bad_are_noticed),
		cmocka_unit_test(a_dead_resolver_is_bounded),
	};

	(void)alarm(300); /* a flight that never lands must fail, not hang the suite */
	return cmocka_run_group_tests(tests, start_server, stop_server);
}
