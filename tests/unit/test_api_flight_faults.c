/* SPDX-License-Identifier: MIT */
/* Whatever goes wrong in the air is said in the words of a call on the ground, and nothing that
 * changes something is ever sent twice. */
#include "tests/unit/flight_stage.h"

#include "base/cleanup.h"

#include <ctype.h>
#include <netdb.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#define SLACK_MS 4000 /* a loaded machine may be this much late */
#define SHORT_MS 300  /* a deadline that is meant to pass */
#define SOON_MS	 1000 /* how long freeing may take */

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

/* Makes the call and then the flight, each with a client of its own, and compares. */
static void
compare(const char *name, struct server *s, const struct api_config *config, const struct step *step,
	const char *op, int64_t deadline_ms)
{
	const struct api_arg *args = strcmp(op, "authauth") == 0 ? passcode_args : NULL;
	auto_api_answer a = { 0 }, b = { 0 };
	struct api_client *c = stage_client(config);
	struct err e, flight_e;
	struct api_flights *f;
	int rc, flight_rc, requests;
	int64_t start;

	server_script(s, step, step != NULL ? 1 : 0);
	rc = stage_call(c, op, args, deadline_ms, &a, &e);
	requests = server_requests(s);
	api_client_free(c);
	c = stage_client(config);
	f = stage_flights(c, 4);
	server_script(s, step, step != NULL ? 1 : 0);
	start = clock_ms();
	flight_rc = stage_flight(f, op, args, deadline_ms, &b, &flight_e);
	ROW(name, clock_ms() - start < (deadline_ms == SHORT_MS ? SHORT_MS : 0) + SLACK_MS);
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
			i % 2 == 0 ? "listusers" : "authauth", rows[i / 2].deadline_ms);
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
		compare(rows[i].name, s, &config, NULL, "listusers", rows[i].deadline_ms);
		compare(rows[i].name, s, &config, NULL, "authauth", rows[i].deadline_ms);
		config.socket = "/nonexistent/doorward/api.sock";
		compare("no doorward serve", s, &config, NULL, "listusers", LONG_MS);
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

struct air {
	struct world world; /* first: it is the client's, too */
	int paused_ms;
};

static int
no_pause(void *ctx, int ms)
{
	((struct air *)ctx)->paused_ms += ms;
	return 0;
}

#define SLOW_DOWN "{\"code\": 42901, \"message\": \"Too Many Requests\", \"stat\": \"FAIL\"}"
#define TOO_MANY(headers)                                                                          \
	{                                                                                          \
		STEP_REPLY, HTTP("429 Too Many", headers, SLOW_DOWN), NULL                         \
	}
#define BAD_TIME "{\"code\": 40105, \"message\": \"Bad request timestamp\", \"stat\": \"FAIL\"}"
#define BAD_CLOCK(date)                                                                            \
	{                                                                                          \
		STEP_REPLY, HTTP("401 No", "Date: " date "\r\n", BAD_TIME), NULL                   \
	}

static void
what_is_sent_again_and_what_is_not(void **state)
{
	static const struct {
		const char *name, *op;
		struct step steps[2];
		size_t step_count;
		int64_t deadline_ms;
		enum err_code code;
		int requests, paused_ms;
		const char *second_date;
	} rows[] = {
		{ "429 twice", "listusers", { TOO_MANY(""), TOO_MANY("Retry-After: 5\r\n") }, 2,
			99000, ERR_NONE, 3, 1007 + 5007, NULL },
		{ "429, no time for it", "listusers", { TOO_MANY("") }, 1, 900, ERR_RATE_LIMITED, 1,
			0, NULL },
		{ "429 for what consumes", "authauth", { TOO_MANY("") }, 1, 99000, ERR_RATE_LIMITED,
			1, 0, NULL },
		{ "clock", "listusers", { BAD_CLOCK("Tue, 21 Aug 2012 18:29:18 GMT") }, 1, LONG_MS,
			ERR_NONE, 2, 0, "Date: Tue, 21 Aug 2012 18:29:18 -0000\r\n" },
		{ "clock, and consuming", "authauth", { BAD_CLOCK("Mon, 20 Aug 2012 17:30:00 GMT") },
			1, LONG_MS, ERR_NONE, 2, 0, "Date: Mon, 20 Aug 2012 17:30:00 -0000\r\n" },
		{ "clock twice", "listusers",
			{ BAD_CLOCK("Tue, 21 Aug 2012 18:29:18 GMT"),
				BAD_CLOCK("Tue, 21 Aug 2012 19:29:18 GMT") },
			2, LONG_MS, ERR_CREDENTIALS, 2, 0, NULL },
	};
	struct server *s = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct air air = { .world.now = NOW };
		struct api_client *c = world_client(s, &air.world, 5);
		struct api_flights *f = stage_flights(c, 4);
		auto_api_answer answer = { 0 };
		struct err e;

		c->flight_pause_ms = no_pause;
		server_script(s, rows[i].steps, rows[i].step_count);
		(void)stage_flight(f, rows[i].op,
			strcmp(rows[i].op, "authauth") == 0 ? passcode_args : NULL,
			rows[i].deadline_ms, &answer, &e);
		ROW(rows[i].name, e.code == rows[i].code);
		ROW(rows[i].name, server_requests(s) == rows[i].requests);
		ROW(rows[i].name, answer.requests == rows[i].requests);
		ROW(rows[i].name, air.paused_ms == rows[i].paused_ms);
		ROW(rows[i].name, rows[i].second_date == NULL ||
					  strstr(server_request(s, 1), rows[i].second_date) != NULL);
		api_flights_free(f);
		ROW(rows[i].name, air.world.paused_ms == 0); /* the thread itself never sleeps */
		api_client_free(c);
	}
}

/* How a kept connection can turn out to be dead. */
static const struct {
	const char *name;
	enum step_kind kind;
} deaths[] = {
	{ "closed after the request", STEP_CLOSE },
	{ "reset after the request", STEP_RESET },
	{ "reset at its first byte", STEP_DROP },
};

static void
what_changes_something_is_sent_once(void **state)
{
	static const struct api_arg codes[] = { { "user_id", "DU1" }, { "codes", CONSUMED },
		{ NULL, NULL } };
	static const struct api_arg user[] = { { "user_id", "DU1" }, { NULL, NULL } };
	static const struct {
		const char *op, *mark;
		const struct api_arg *args;
		bool body; /* of which the server may have seen nothing: then it is no second time */
	} rows[] = { { "authauth", CONSUMED, passcode_args, true },
		{ "createuserbypasscodes", CONSUMED, codes, true },
		{ "deleteuser", "DELETE /admin/v1/users/DU1", user, false } };
	struct server *s = *state;

	for (size_t i = 0; i < COUNT(deaths) * COUNT(rows); i++) {
		const char *name = deaths[i % COUNT(deaths)].name;
		const struct step steps[] = { { STEP_REPLY, SERVER_OK, NULL },
			{ .kind = deaths[i % COUNT(deaths)].kind } };
		size_t row = i / COUNT(deaths);
		bool dropped = deaths[i % COUNT(deaths)].kind == STEP_DROP;
		struct api_config config = stage_config(s);
		struct api_client *c = stage_client(&config);
		struct api_flights *f = stage_flights(c, 4);
		auto_api_answer first = { 0 }, second = { 0 };
		struct err e;
		int rc;

		server_script(s, steps, COUNT(steps));
		assert_int_equal(stage_flight(f, "authping", NULL, LONG_MS, &first, &e), 0);
		rc = stage_flight(f, rows[row].op, rows[row].args, LONG_MS, &second, &e);
		ROW(name, rc == -1 || (dropped && rows[row].body));
		ROW(name, rc == 0 || e.code == ERR_UNREACHABLE);
		ROW(name, server_requests_with(s, rows[row].mark) <= 1);
		ROW(name, dropped || server_requests_with(s, rows[row].mark) == 1);
		ROW(name, dropped || strstr(e.msg, "may have had an effect") != NULL);
		api_flights_free(f);
		api_client_free(c);
		assert_true(server_wait_closed(s));
	}
}

/* After a failure its connection is not used again, and what only reads survives a dead one. */
static void
no_failed_connection_is_kept(void **state)
{
	static const struct step steps[] = { { .kind = STEP_SILENT }, { STEP_REPLY, SERVER_OK, NULL },
		{ .kind = STEP_RESET } };
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	struct api_flights *f = stage_flights(c, 4);
	int before = server_connections(s);
	auto_api_answer answer = { 0 };
	struct err e;

	server_script(s, steps, COUNT(steps));
	assert_int_equal(stage_flight(f, "listusers", NULL, SHORT_MS, &answer, &e), -1);
	assert_int_equal(e.code, ERR_TIMEOUT);
	assert_true(server_wait_closed(s));
	assert_int_equal(stage_flight(f, "listusers", NULL, LONG_MS, &answer, &e), 0);
	api_answer_clear(&answer);
	assert_int_equal(server_connections(s) - before, 2);
	assert_int_equal(stage_flight(f, "listusers", NULL, LONG_MS, &answer, &e), 0);
	assert_int_equal(server_connections(s) - before, 3);
	api_flights_free(f);
	api_client_free(c);
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
	assert_non_null(strstr(e.msg, "(ca_file)"));
	api_flights_free(f);
	api_client_free(c);
}

struct watched {
	pthread_t thread;
	int calls, fine;
	char op[32];
};

static void
watch(void *ctx, const struct api_op *op, const struct err *e, int64_t took_us)
{
	struct watched *w = ctx;

	w->thread = pthread_self();
	w->calls++;
	w->fine += e->code == ERR_NONE ? 1 : 0;
	(void)snprintf(w->op, sizeof(w->op), "%s", op->name);
	w->fine += took_us < 0 ? 1000 : 0;
}

static void
the_watch_is_told_before_landing(void **state)
{
	static const struct api_arg unknown[] = { { "colour", "red" }, { NULL, NULL } };
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	struct api_flights *f = stage_flights(c, 4);
	auto_api_answer answer = { 0 };
	struct watched w = { 0 };
	struct err e;

	api_client_watch(c, watch, &w);
	server_script(s, NULL, 0);
	assert_int_equal(stage_flight(f, "listusers", NULL, LONG_MS, &answer, &e), 0);
	api_answer_clear(&answer);
	assert_int_equal(w.calls, 1);
	assert_int_equal(w.fine, 1);
	assert_string_equal(w.op, "listusers");
	assert_false(pthread_equal(w.thread, pthread_self()));
	assert_int_equal(stage_flight(f, "authping", NULL, 0, &answer, &e), -1);
	assert_int_equal(w.calls, 2);
	assert_int_equal(w.fine, 1);
	assert_int_equal(stage_flight(f, "listusers", unknown, LONG_MS, &answer, &e), -1);
	assert_int_equal(w.calls, 3);
	assert_true(pthread_equal(w.thread, pthread_self()));
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
	assert_true(clock_ms() - start < SOON_MS);
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
		cmocka_unit_test(what_is_sent_again_and_what_is_not),
		cmocka_unit_test(what_changes_something_is_sent_once),
		cmocka_unit_test(no_failed_connection_is_kept),
		cmocka_unit_test(authorities_that_go_bad_are_noticed),
		cmocka_unit_test(the_watch_is_told_before_landing),
		cmocka_unit_test(a_dead_resolver_is_bounded),
	};

	(void)alarm(300); /* a flight that never lands must fail, not hang the suite */
	return cmocka_run_group_tests(tests, start_server, stop_server);
}
