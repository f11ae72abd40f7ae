/* SPDX-License-Identifier: MIT */
/* Calls that nobody waits for: each lands once, they do not wait for each other, and can be called
 * off. */
#include "tests/unit/flight_stage.h"

#include "api/json.h"

#include <unistd.h>

#define SLACK_MS 4000 /* a loaded machine may be this much late */
#define MANY	200
#define FEW	12

/* All are on the wire before one of them is answered, and each gets what it asked for. */
static void
each_lands_once_with_its_own_answer(void **state)
{
	struct server *s = server_start(SERVER_TLS, false); /* one that can take so many */
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	struct api_flights *f = stage_flights(c, 16);
	int many = getenv("UNIT_SLOWLY") != NULL ? FEW : MANY; /* see valgrind.sh */
	struct landing *landings = calloc(MANY, sizeof(*landings));

	(void)state;
	assert_non_null(landings);
	server_echo(s);
	server_hold(s, many);
	for (int i = 0; i < many; i++) {
		char name[24];
		const struct api_arg args[] = { { "username", name }, { NULL, NULL } };
		struct err e;

		(void)snprintf(name, sizeof(name), "u%d", i);
		if (stage_fly(f, "listusers", args, 3 * LONG_MS, &landings[i], &e) != 0)
			fail_msg("%s", e.msg);
	}
	for (int i = 0; i < many; i++) {
		char line[80];

		landing_wait(&landings[i].down);
		if (landings[i].err.code != ERR_NONE)
			fail_msg("%d: %s", i, landings[i].err.msg);
		(void)snprintf(line, sizeof(line), "GET /admin/v1/users?username=u%d HTTP/1.1", i);
		assert_string_equal(json_string(landings[i].answer.response, "line"), line);
		for (int j = 0; j < i; j++)
			assert_true(landings[j].id != landings[i].id);
		assert_true(landings[i].id != 0);
	}
	assert_int_equal(server_requests(s), many);
	api_flights_free(f);
	for (int i = 0; i < many; i++) {
		assert_int_equal(landings[i].times, 1);
		api_answer_clear(&landings[i].answer);
	}
	free(landings);
	api_client_free(c);
	assert_true(server_wait_closed(s));
	server_stop(s);
}

static void
flights_share_a_connection(void **state)
{
	static const char *const operations[] = { "listusers", "authauth", "authping" };
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	struct api_flights *f = stage_flights(c, 4);
	int before = server_connections(s);

	server_script(s, NULL, 0);
	for (size_t i = 0; i < 20; i++) {
		const char *op = operations[i % COUNT(operations)];
		auto_api_answer answer = { 0 };
		struct err e;

		if (stage_flight(f, op, strcmp(op, "authauth") == 0 ? passcode_args : NULL, LONG_MS,
			    &answer, &e) != 0)
			fail_msg("%s", e.msg);
	}
	assert_int_equal(server_connections(s) - before, 1);
	assert_int_equal(server_requests(s), 20);
	api_flights_free(f);
	api_client_free(c);
	assert_true(server_wait_closed(s));
}

/* One that waits long must not cost the others their connection, however few are kept. */
static void
who_waits_long_keeps_no_connection_from_others(void **state)
{
	const struct step steps[] = { { .kind = STEP_SILENT }, { .kind = STEP_SILENT } };
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	struct api_flights *f = stage_flights(c, 1);
	int before = server_connections(s);
	struct landing slow[2];
	struct err e;

	server_script(s, steps, COUNT(steps));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(stage_fly(f, "listusers", NULL, LONG_MS, &slow[i], &e), 0);
		assert_true(server_wait_requests(s, i + 1));
	}
	for (int i = 0; i < 10; i++) {
		auto_api_answer answer = { 0 };

		if (stage_flight(f, "listusers", NULL, LONG_MS, &answer, &e) != 0)
			fail_msg("%s", e.msg);
	}
	assert_int_equal(server_connections(s) - before, 3);
	assert_int_equal(slow[0].times + slow[1].times, 0);
	api_flights_free(f);
	assert_int_equal(slow[0].times + slow[1].times, 2);
	api_client_free(c);
	assert_true(server_wait_closed(s));
}

static void
no_more_connections_are_kept_than_asked_for(void **state)
{
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	struct api_flights *f = stage_flights(c, 2);
	struct landing landings[FEW];
	int before = server_connections(s);
	struct err e;

	server_script(s, NULL, 0);
	server_hold(s, FEW);
	for (int i = 0; i < FEW; i++)
		assert_int_equal(stage_fly(f, "listusers", NULL, LONG_MS, &landings[i], &e), 0);
	for (int i = 0; i < FEW; i++) {
		landing_wait(&landings[i].down);
		api_answer_clear(&landings[i].answer);
		assert_int_equal(landings[i].err.code, ERR_NONE);
	}
	assert_int_equal(server_connections(s) - before, FEW);
	/* those that ended within one turn may have left some more until the next flights */
	for (int i = 0; i < FEW; i++) {
		auto_api_answer answer = { 0 };

		assert_int_equal(stage_flight(f, "listusers", NULL, LONG_MS, &answer, &e), 0);
	}
	assert_true(server_wait_open(s, 2));
	assert_int_equal(server_connections(s) - before, FEW);
	api_flights_free(f);
	api_client_free(c);
	assert_true(server_wait_closed(s));
}

/* Keeps the thread of the flights busy until it is let go. */
struct block {
	sem_t reached, go;
};

static void
block_thread(void *ctx, struct api_answer *answer, const struct err *e)
{
	struct block *b = ctx;

	(void)answer;
	(void)e;
	(void)sem_post(&b->reached);
	landing_wait(&b->go);
}

static void
block_begin(struct block *b, struct api_flights *f)
{
	const struct api_call call = { .op = api_op_find("authping"),
		.deadline = deadline_in(0) }; /* lands at once, and sends nothing */
	uint64_t id;
	struct err e;

	(void)sem_init(&b->reached, 0, 0);
	(void)sem_init(&b->go, 0, 0);
	assert_int_equal(api_fly(f, &call, block_thread, b, &id, &e), 0);
	landing_wait(&b->reached);
}

static void
a_flight_can_be_called_off_before_it_is_sent(void **state)
{
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	struct api_flights *f = stage_flights(c, 4);
	struct landing l;
	struct block b;
	struct err e;

	server_script(s, NULL, 0);
	block_begin(&b, f);
	assert_int_equal(stage_fly(f, "listusers", NULL, LONG_MS, &l, &e), 0);
	api_flight_cancel(f, l.id);
	api_flight_cancel(f, l.id);
	(void)sem_post(&b.go);
	landing_wait(&l.down);
	assert_int_equal(l.err.code, ERR_OTHER);
	assert_string_equal(l.err.msg, "listusers: given up");
	assert_int_equal(server_requests(s), 0);
	api_flights_free(f);
	assert_int_equal(l.times, 1);
	api_client_free(c);
}

static int
pause_for_ever(void *ctx, int ms)
{
	(void)sem_post(ctx);
	return ms * 1000;
}

/* While it waits for an answer, or to be sent again. */
static void
a_flight_can_be_called_off_while_it_waits(void **state)
{
	static const struct step silent[] = { { .kind = STEP_SILENT } };
	static const struct step limited[] = { { STEP_REPLY, HTTP("429 Too Many", "", "{}"), NULL } };
	struct server *s = *state;

	for (int i = 0; i < 2; i++) {
		struct api_config config = stage_config(s);
		struct api_client *c = stage_client(&config);
		struct api_flights *f = stage_flights(c, 4);
		int64_t start = clock_ms();
		struct landing l;
		sem_t paused;
		struct err e;

		(void)sem_init(&paused, 0, 0);
		c->flight_pause_ms = pause_for_ever;
		c->world.ctx = &paused;
		server_script(s, i == 0 ? silent : limited, 1);
		assert_int_equal(stage_fly(f, "listusers", NULL, 3 * LONG_MS, &l, &e), 0);
		if (i == 0)
			assert_true(server_wait_requests(s, 1));
		else
			landing_wait(&paused);
		api_flight_cancel(f, l.id);
		landing_wait(&l.down);
		assert_int_equal(l.err.code, ERR_OTHER);
		assert_string_equal(l.err.msg, i == 0 ? "listusers: localhost: given up"
						      : "listusers: given up");
		assert_int_equal(server_requests(s), 1);
		if (i == 0) /* what nobody reads any more is not kept open */
			assert_true(server_wait_closed(s));
		assert_true(clock_ms() - start < SLACK_MS);
		api_answer_clear(&l.answer);
		api_flights_free(f);
		api_client_free(c);
	}
}

/* An id that is over means nobody, also when another flight has its place. */
static void
who_has_landed_cannot_be_called_off(void **state)
{
	static const struct step silent[] = { { .kind = STEP_SILENT } };
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	struct api_flights *f = stage_flights(c, 4);
	auto_api_answer answer = { 0 };
	struct landing first, last;
	struct err e;

	server_script(s, NULL, 0);
	assert_int_equal(stage_fly(f, "listusers", NULL, LONG_MS, &first, &e), 0);
	landing_wait(&first.down);
	assert_int_equal(first.err.code, ERR_NONE);
	api_answer_clear(&first.answer);
	api_flight_cancel(f, first.id);
	api_flight_cancel(f, 0);
	for (int i = 1; i < FLIGHTS_MAX; i++)
		assert_int_equal(stage_flight(f, "authping", NULL, 0, &answer, &e), -1);
	server_script(s, silent, 1);
	assert_int_equal(stage_fly(f, "listusers", NULL, LONG_MS, &last, &e), 0);
	assert_int_equal(last.id - first.id, FLIGHTS_MAX);
	assert_true(server_wait_requests(s, 1));
	api_flight_cancel(f, first.id);
	assert_int_equal(stage_flight(f, "listusers", NULL, LONG_MS, &answer, &e), 0);
	assert_int_equal(first.times, 1);
	assert_int_equal(last.times, 0);
	api_flights_free(f);
	assert_int_equal(last.times, 1);
	api_client_free(c);
}

/* Also what has not been sent yet, and what waits to be sent again. */
static void
freeing_lands_all(void **state)
{
	static const struct step steps[] = { { STEP_REPLY, HTTP("429 Too Many", "", "{}"), NULL },
		{ .kind = STEP_SILENT }, { .kind = STEP_SILENT } };
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	struct api_flights *f = stage_flights(c, 4);
	struct landing l[3];
	int64_t start;
	sem_t paused;
	struct err e;

	(void)sem_init(&paused, 0, 0);
	c->flight_pause_ms = pause_for_ever;
	c->world.ctx = &paused;
	server_script(s, steps, COUNT(steps));
	assert_int_equal(stage_fly(f, "listusers", NULL, LONG_MS, &l[0], &e), 0);
	landing_wait(&paused);
	assert_int_equal(stage_fly(f, "listusers", NULL, LONG_MS, &l[1], &e), 0);
	assert_true(server_wait_requests(s, 2));
	assert_int_equal(stage_fly(f, "authauth", passcode_args, LONG_MS, &l[2], &e), 0);
	start = clock_ms();
	api_flights_free(f);
	assert_true(clock_ms() - start < SLACK_MS);
	for (size_t i = 0; i < COUNT(l); i++) {
		assert_int_equal(l[i].times, 1);
		assert_int_equal(l[i].err.code, ERR_OTHER);
		assert_non_null(strstr(l[i].err.msg, "given up"));
		api_answer_clear(&l[i].answer);
	}
	api_client_free(c);
	assert_true(server_wait_closed(s));
	api_flights_free(NULL);
}

static void
too_many_are_refused(void **state)
{
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	struct api_flights *f = stage_flights(c, 4);
	struct landing *l = calloc(FLIGHTS_MAX + 1, sizeof(*l));
	struct block b;
	struct err e;

	assert_non_null(l);
	server_script(s, NULL, 0);
	block_begin(&b, f); /* it has landed, so it does not count */
	for (int i = 0; i < FLIGHTS_MAX; i++)
		assert_int_equal(stage_fly(f, "listusers", NULL, LONG_MS, &l[i], &e), 0);
	assert_int_equal(stage_fly(f, "listusers", NULL, LONG_MS, &l[FLIGHTS_MAX], &e), -1);
	assert_int_equal(e.code, ERR_OTHER);
	assert_string_equal(e.msg, "listusers: 1024 calls are on their way already");
	for (int i = 0; i < FLIGHTS_MAX; i++)
		api_flight_cancel(f, l[i].id);
	(void)sem_post(&b.go);
	for (int i = 0; i < FLIGHTS_MAX; i++)
		landing_wait(&l[i].down);
	assert_int_equal(l[FLIGHTS_MAX].times, 0);
	assert_int_equal(stage_fly(f, "authping", NULL, LONG_MS, &l[0], &e), 0);
	landing_wait(&l[0].down);
	assert_int_equal(l[0].err.code, ERR_NONE);
	api_answer_clear(&l[0].answer);
	api_flights_free(f);
	for (int i = 0; i < FLIGHTS_MAX; i++)
		assert_int_equal(l[i].times, 1);
	free(l);
	api_client_free(c);
}

/* A chain: each landing starts the next flight, until the flights are freed. */
struct chain {
	struct api_flights *f;
	sem_t down;
	int landed, refused;
};

static void
chain_next(void *ctx, struct api_answer *answer, const struct err *e)
{
	struct chain *chain = ctx;
	const struct api_call call = { .op = api_op_find("authping"),
		.deadline = deadline_in(LONG_MS) };
	uint64_t id;
	struct err why;

	(void)answer; /* not taken over: cleared for us */
	(void)e;
	chain->landed++;
	if (api_fly(chain->f, &call, chain_next, chain, &id, &why) != 0)
		chain->refused++;
	(void)sem_post(&chain->down);
}

static void
landing_may_start_the_next(void **state)
{
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	struct chain chain = { .f = stage_flights(c, 4) };
	struct err e = { 0 };

	server_script(s, NULL, 0);
	(void)sem_init(&chain.down, 0, 0);
	chain_next(&chain, NULL, &e);
	for (int i = 0; i < 20; i++)
		landing_wait(&chain.down);
	api_flights_free(chain.f);
	assert_int_equal(chain.refused, 1); /* the last link, when all is freed */
	assert_true(chain.landed >= 20);
	api_client_free(c);
}

static void
arguments_are_copied(void **state)
{
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	struct api_flights *f = stage_flights(c, 4);
	char name[] = "username", value[] = "alice";
	struct api_arg args[] = { { name, value }, { NULL, NULL } };
	struct landing l;
	struct block b;
	struct err e;

	server_script(s, NULL, 0);
	block_begin(&b, f);
	assert_int_equal(stage_fly(f, "listusers", args, LONG_MS, &l, &e), 0);
	(void)memset(name, 'x', strlen(name));
	(void)memset(value, 'x', strlen(value));
	args[0] = (struct api_arg){ NULL, NULL };
	(void)sem_post(&b.go);
	landing_wait(&l.down);
	assert_int_equal(l.err.code, ERR_NONE);
	assert_int_equal(server_requests_with(s, "users?username=alice "), 1);
	api_answer_clear(&l.answer);
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
		cmocka_unit_test(each_lands_once_with_its_own_answer),
		cmocka_unit_test(flights_share_a_connection),
		cmocka_unit_test(who_waits_long_keeps_no_connection_from_others),
		cmocka_unit_test(no_more_connections_are_kept_than_asked_for),
		cmocka_unit_test(a_flight_can_be_called_off_before_it_is_sent),
		cmocka_unit_test(a_flight_can_be_called_off_while_it_waits),
		cmocka_unit_test(who_has_landed_cannot_be_called_off),
		cmocka_unit_test(freeing_lands_all),
		cmocka_unit_test(too_many_are_refused),
		cmocka_unit_test(landing_may_start_the_next),
		cmocka_unit_test(arguments_are_copied),
	};

	(void)alarm(300); /* a flight that never lands must fail, not hang the suite */
	return cmocka_run_group_tests(tests, start_server, stop_server);
}
