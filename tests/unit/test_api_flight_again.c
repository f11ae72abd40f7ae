/* SPDX-License-Identifier: MIT */
/* What is sent again in the air, and what never is: the rules of a call on the ground. */
#include "tests/unit/flight_stage.h"

#include <pthread.h>
#include <unistd.h>

#define SHORT_MS 500 /* a deadline that is meant to pass, once the request is out */

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
	static const struct step steps[] = { { STEP_REPLY, SERVER_OK, NULL }, { .kind = STEP_SILENT },
		{ STEP_REPLY, SERVER_OK, NULL }, { .kind = STEP_RESET } };
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	struct api_flights *f = stage_flights(c, 4);
	int before = server_connections(s);
	auto_api_answer answer = { 0 };
	struct err e;

	server_script(s, steps, COUNT(steps));
	assert_int_equal(stage_flight(f, "listusers", NULL, LONG_MS, &answer, &e), 0);
	api_answer_clear(&answer);
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
		cmocka_unit_test(what_is_sent_again_and_what_is_not),
		cmocka_unit_test(what_changes_something_is_sent_once),
		cmocka_unit_test(no_failed_connection_is_kept),
		cmocka_unit_test(the_watch_is_told_before_landing),
	};

	(void)alarm(300); /* a flight that never lands must fail, not hang the suite */
	return cmocka_run_group_tests(tests, start_server, stop_server);
}
