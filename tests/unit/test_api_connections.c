/* SPDX-License-Identifier: MIT */
/* Connections are kept and shared, and nothing that changes something is ever sent twice. */
#include "tests/unit/api_stage.h"

#include <pthread.h>
#include <unistd.h>

#define THREADS 8
#define ROUNDS	25

static const struct api_arg preauth_args[] = { { "username", "alice" }, { NULL, NULL } };

static void
calls_share_a_connection(void **state)
{
	static const char *const operations[] = { "listusers", "authping", "authauth", "listgroups",
		"authpreauth" };
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	int before = server_connections(s);

	server_script(s, NULL, 0);
	for (size_t i = 0; i < 20; i++) {
		const char *op = operations[i % COUNT(operations)];
		auto_api_answer answer = { 0 };
		struct err e;

		if (stage_call(c, op,
			    strcmp(op, "authauth") == 0	     ? passcode_args
			    : strcmp(op, "authpreauth") == 0 ? preauth_args
							     : NULL,
			    LONG_MS, &answer, &e) != 0)
			fail_msg("%s", e.msg);
	}
	assert_int_equal(server_connections(s) - before, 1);
	assert_int_equal(server_requests(s), 20);
	api_client_free(c);
	assert_true(server_wait_closed(s));
}

struct worker {
	struct api_client *c;
	int good;
};

static void *
work(void *arg)
{
	struct worker *w = arg;

	for (int i = 0; i < ROUNDS; i++) {
		auto_api_answer answer = { 0 };
		struct err e;

		if (stage_call(w->c, i % 2 == 0 ? "listusers" : "authauth",
			    i % 2 == 0 ? NULL : passcode_args, LONG_MS, &answer, &e) == 0)
			w->good++;
	}
	return NULL;
}

static void
threads_share_a_client(void **state)
{
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct worker workers[THREADS] = { 0 };
	int before = server_connections(s);
	struct api_client *c = stage_client(&config);
	pthread_t threads[THREADS];

	server_script(s, NULL, 0);
	for (int i = 0; i < THREADS; i++) {
		workers[i].c = c;
		assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(workers[i].good, ROUNDS);
	}
	assert_int_equal(server_requests(s), THREADS * ROUNDS);
	assert_between(server_connections(s) - before, 1, THREADS);
	api_client_free(c);
	assert_true(server_wait_closed(s));
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
what_consumes_is_sent_once(void **state)
{
	static const struct api_arg codes[] = { { "user_id", "DU1" }, { "codes", CONSUMED },
		{ NULL, NULL } };
	static const struct {
		const char *op;
		const struct api_arg *args;
	} rows[] = { { "authauth", passcode_args }, { "createuserbypasscodes", codes } };
	struct server *s = *state;

	for (size_t i = 0; i < COUNT(deaths) * COUNT(rows) * 2; i++) {
		const struct step steps[] = { { STEP_REPLY, SERVER_OK, NULL },
			{ .kind = deaths[i % COUNT(deaths)].kind } };
		size_t row = i / COUNT(deaths) % COUNT(rows);
		struct api_config config = stage_config(s);
		auto_api_answer first = { 0 }, second = { 0 };
		struct api_client *c;
		struct err e;
		int rc;

		config.signature = i % 2 == 0 ? 5 : 2;
		c = stage_client(&config);
		server_script(s, steps, COUNT(steps));
		assert_int_equal(stage_call(c, "authping", NULL, LONG_MS, &first, &e), 0);
		rc = stage_call(c, rows[row].op, rows[row].args, LONG_MS, &second, &e);
		/* where the server saw nothing of the body, a new connection is no second time */
		ROW(deaths[i % COUNT(deaths)].name,
			rc == -1 || deaths[i % COUNT(deaths)].kind == STEP_DROP);
		ROW(deaths[i % COUNT(deaths)].name, rc == 0 || e.code == ERR_UNREACHABLE);
		ROW(deaths[i % COUNT(deaths)].name, server_requests_with(s, CONSUMED) <= 1);
		ROW(deaths[i % COUNT(deaths)].name, deaths[i % COUNT(deaths)].kind == STEP_DROP ||
							    server_requests_with(s, CONSUMED) == 1);
		api_client_free(c);
		assert_true(server_wait_closed(s));
	}
}

/* A request that changes something but has no body cannot be held back half way: it gets a
 * connection of its own. */
static void
a_change_without_a_body_is_sent_once(void **state)
{
	static const struct api_arg args[] = { { "user_id", "DU1" }, { NULL, NULL } };
	const struct step steps[] = { { STEP_REPLY, SERVER_OK, NULL }, { .kind = STEP_CLOSE } };
	static const char *const operations[] = { "createuserbypasscodes", "deleteuser" };
	struct server *s = *state;

	for (size_t i = 0; i < COUNT(operations); i++) {
		struct api_config config = stage_config(s);
		auto_api_answer first = { 0 }, second = { 0 };
		struct api_client *c;
		struct err e;

		config.signature = 2;
		c = stage_client(&config);
		server_script(s, steps, COUNT(steps));
		assert_int_equal(stage_call(c, "authping", NULL, LONG_MS, &first, &e), 0);
		assert_int_equal(stage_call(c, operations[i], args, LONG_MS, &second, &e), -1);
		assert_int_equal(e.code, ERR_UNREACHABLE);
		assert_int_equal(server_requests_with(s, "/admin/v1/users/DU1"), 1);
		api_client_free(c);
		assert_true(server_wait_closed(s));
	}
}

/* Reading may be repeated: a stale connection is nothing a person should notice. */
static void
what_reads_survives_a_stale_connection(void **state)
{
	struct server *s = *state;

	for (size_t i = 0; i < COUNT(deaths); i++) {
		const struct step steps[] = { { STEP_REPLY, SERVER_OK, NULL },
			{ .kind = deaths[i].kind } };
		struct api_config config = stage_config(s);
		struct api_client *c = stage_client(&config);
		auto_api_answer first = { 0 }, second = { 0 };
		int before = server_connections(s);
		struct err e;

		server_script(s, steps, COUNT(steps));
		assert_int_equal(stage_call(c, "authping", NULL, LONG_MS, &first, &e), 0);
		if (stage_call(c, "listusers", NULL, LONG_MS, &second, &e) != 0)
			fail_msg("%s: %s", deaths[i].name, e.msg);
		assert_int_equal(server_connections(s) - before, 2);
		api_client_free(c);
		assert_true(server_wait_closed(s));
	}
}

/* A connection that the server closed while nothing was under way costs nobody anything. */
static void
an_idle_close_is_noticed_before_sending(void **state)
{
	const struct step steps[] = { { STEP_REPLY_CLOSE, SERVER_OK, NULL } };
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	auto_api_answer first = { 0 }, second = { 0 };
	struct err e;

	server_script(s, steps, COUNT(steps));
	assert_int_equal(stage_call(c, "authping", NULL, LONG_MS, &first, &e), 0);
	assert_true(server_wait_closed(s));
	if (stage_call(c, "authauth", passcode_args, LONG_MS, &second, &e) != 0)
		fail_msg("%s", e.msg);
	assert_int_equal(server_requests_with(s, CONSUMED), 1);
	api_client_free(c);
}

/* The tunnel is asked for by name, and the tunnel alone: no credentials, no path. */
static void
a_configured_proxy_is_used(void **state)
{
	const struct step steps[] = { { STEP_REPLY_CLOSE,
		"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", NULL } };
	struct server *proxy = server_start(SERVER_PLAIN, false);
	struct server *s = *state;
	struct api_config config = stage_config(s);
	auto_api_answer answer = { 0 };
	char address[64], connect_line[64];
	struct api_client *c;
	struct err e;

	(void)snprintf(address, sizeof(address), "http://127.0.0.1:%d", server_port(proxy));
	(void)snprintf(connect_line, sizeof(connect_line), "CONNECT localhost:%d HTTP/1.1\r\n",
		server_port(s));
	config.proxy = address;
	c = stage_client(&config);
	server_script(proxy, steps, COUNT(steps));
	server_script(s, NULL, 0);
	assert_int_equal(stage_call(c, "authauth", passcode_args, LONG_MS, &answer, &e), -1);
	assert_int_equal(e.code, ERR_UNREACHABLE);
	assert_int_equal(server_requests_with(proxy, connect_line), 1);
	assert_int_equal(server_requests_with(proxy, "uthorization"), 0);
	assert_int_equal(server_requests_with(proxy, "Date"), 0);
	assert_int_equal(server_requests(s), 0);
	api_client_free(c);
	server_stop(proxy);
}

/* A name that no resolver asks anybody about, because it is too long. */
#define LABEL "a123456789b123456789c123456789d123456789e123456789f123456789g1234"

/* Whoever reads the fault learns which option mends it. */
static void
a_fault_of_the_way_names_its_option(void **state)
{
	static const struct {
		const char *name, *host, *proxy, *answer, *words;
	} rows[] = {
		{ "a proxy that wants a password", "localhost", NULL,
			"HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n", "duo.proxy lacks the user" },
		{ "a proxy that refuses", "localhost", NULL,
			"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", "(duo.proxy) does not connect" },
		{ "no proxy there", "localhost", "http://127.0.0.1:1", NULL, "see duo.proxy" },
		{ "a proxy without address", "localhost", "http://" LABEL ".invalid:1", NULL,
			"see duo.proxy" },
		{ "a name that only a proxy finds", LABEL ".invalid", "", NULL,
			"if only a proxy leads out, duo.proxy" },
	};
	struct server *s = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct step step = { STEP_REPLY_CLOSE, rows[i].answer, NULL };
		struct server *proxy = server_start(SERVER_PLAIN, false);
		struct api_config config = stage_config(s);
		auto_api_answer answer = { 0 };
		struct api_client *c;
		char address[64];
		struct err e;

		(void)snprintf(address, sizeof(address), "http://127.0.0.1:%d", server_port(proxy));
		config.host = rows[i].host;
		config.proxy = rows[i].answer != NULL ? address : rows[i].proxy;
		c = stage_client(&config);
		server_script(proxy, &step, rows[i].answer != NULL ? 1 : 0);
		if (stage_call(c, "listusers", NULL, LONG_MS, &answer, &e) != -1 ||
			e.code != ERR_UNREACHABLE || strstr(e.msg, rows[i].words) == NULL)
			fail_msg("row \"%s\": code %d: %s", rows[i].name, e.code, e.msg);
		api_client_free(c);
		server_stop(proxy);
	}
}

static char key_log[64];

static void
keys_are_not_logged(void **state)
{
	(void)state;
	assert_int_not_equal(access(key_log, F_OK), 0);
}

static int
start_server(void **state)
{
	(void)snprintf(key_log, sizeof(key_log), "/tmp/doorward-test-keys.%ld", (long)getpid());
	(void)setenv("SSLKEYLOGFILE", key_log, 1);
	(void)setenv("no_proxy", "*", 1);
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
		cmocka_unit_test(calls_share_a_connection),
		cmocka_unit_test(threads_share_a_client),
		cmocka_unit_test(what_consumes_is_sent_once),
		cmocka_unit_test(a_change_without_a_body_is_sent_once),
		cmocka_unit_test(what_reads_survives_a_stale_connection),
		cmocka_unit_test(an_idle_close_is_noticed_before_sending),
		cmocka_unit_test(a_configured_proxy_is_used),
		cmocka_unit_test(a_fault_of_the_way_names_its_option),
		cmocka_unit_test(keys_are_not_logged),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
