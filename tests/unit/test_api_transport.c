/* SPDX-License-Identifier: MIT */
/* Every bad thing a peer can do: the error is right, the time is short, the memory bounded. */
#include "tests/rounds.h"
#include "tests/unit/api_stage.h"

#include "base/cleanup.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <semaphore.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define SLACK_MS	    4000 /* a loaded machine may be this much late */
#define SHORT_MS	    300	 /* a deadline that is meant to pass */

#define OK_HEAD		    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define FAIL(code, message) "{\"code\": " code ", \"message\": \"" message "\", \"stat\": \"FAIL\"}"

static void
faults_are_errors_in_time(void **state)
{
	static const struct {
		const char *name;
		struct step step;
		enum err_code code;
		int64_t deadline_ms;
		const char *words;
	} rows[] = {
		{ "silent", { .kind = STEP_SILENT }, ERR_TIMEOUT, SHORT_MS, "in time" },
		{ "headers trickle", { STEP_TRICKLE, "HTTP/1.1 200 OK\r\nX-A: ", NULL },
			ERR_TIMEOUT, SHORT_MS, "in time" },
		{ "body trickles", { STEP_TRICKLE, OK_HEAD "Content-Length: 9999\r\n\r\n{", NULL },
			ERR_TIMEOUT, SHORT_MS, "in time" },
		{ "closed", { .kind = STEP_CLOSE }, ERR_UNREACHABLE, LONG_MS, "localhost" },
		{ "reset", { .kind = STEP_RESET }, ERR_UNREACHABLE, LONG_MS, "localhost" },
		{ "reset at once", { .kind = STEP_DROP }, ERR_UNREACHABLE, LONG_MS, "localhost" },
		{ "cut in the headers", { STEP_REPLY_CLOSE, "HTTP/1.1 200 OK\r\nContent-Le", NULL },
			ERR_UNREACHABLE, LONG_MS, "localhost" },
		{ "cut in the body",
			{ STEP_REPLY_CLOSE, OK_HEAD "Content-Length: 500\r\n\r\n{\"stat\": \"OK\"}",
				NULL },
			ERR_UNREACHABLE, LONG_MS, "localhost" },
		{ "cut in a chunk",
			{ STEP_REPLY_CLOSE,
				OK_HEAD "Transfer-Encoding: chunked\r\n\r\n100\r\n{\"stat\"",
				NULL },
			ERR_UNREACHABLE, LONG_MS, "localhost" },
		{ "not HTTP", { STEP_REPLY_CLOSE, "220 ready\r\n", NULL }, ERR_UNREACHABLE, LONG_MS,
			"localhost" },
		{ "empty body", { STEP_REPLY, HTTP("200 OK", "", ""), NULL }, ERR_UNREACHABLE,
			LONG_MS, "not JSON" },
		{ "HTML", { STEP_REPLY, HTTP("200 OK", "", "<html></html>"), NULL },
			ERR_UNREACHABLE, LONG_MS, "not JSON" },
		{ "JSON and a tail",
			{ STEP_REPLY, HTTP("200 OK", "", "{\"stat\": \"OK\"}x"), NULL },
			ERR_UNREACHABLE, LONG_MS, "not JSON" },
		{ "no stat", { STEP_REPLY, HTTP("200 OK", "", "{\"response\": []}"), NULL },
			ERR_UNREACHABLE, LONG_MS, "not in the words" },
		{ "stat in capitals",
			{ STEP_REPLY, HTTP("200 OK", "", "{\"STAT\": \"OK\"}"), NULL },
			ERR_UNREACHABLE, LONG_MS, "not in the words" },
		{ "stat twice",
			{ STEP_REPLY, HTTP("200 OK", "", "{\"stat\": \"OK\", \"stat\": \"FAIL\"}"),
				NULL },
			ERR_UNREACHABLE, LONG_MS, "not in the words" },
		{ "200 but FAIL", { STEP_REPLY, HTTP("200 OK", "", "{\"stat\": \"FAIL\"}"), NULL },
			ERR_UNREACHABLE, LONG_MS, "HTTP 200" },
		{ "204", { STEP_REPLY, "HTTP/1.1 204 No Content\r\n\r\n", NULL }, ERR_UNREACHABLE,
			LONG_MS, "HTTP 204" },
		{ "201 with OK",
			{ STEP_REPLY, HTTP("201 Created", "", "{\"stat\": \"OK\"}"), NULL },
			ERR_UNREACHABLE, LONG_MS, "HTTP 201" },
		{ "redirect",
			{ STEP_REPLY,
				"HTTP/1.1 302 Found\r\nLocation: https://localhost:1/\r\n"
				"Content-Length: 0\r\n\r\n",
				NULL },
			ERR_UNREACHABLE, LONG_MS, "never followed" },
		{ "500 in JSON",
			{ STEP_REPLY, HTTP("500 Oops", "", FAIL("50001", "Unknown server error")),
				NULL },
			ERR_UNREACHABLE, LONG_MS, "50001 Unknown" },
		{ "502 in HTML", { STEP_REPLY, HTTP("502 Bad", "", "<html"), NULL },
			ERR_UNREACHABLE, LONG_MS, "HTTP 502" },
		{ "a stranger's 404", { STEP_REPLY, HTTP("404 Not Found", "", "<html"), NULL },
			ERR_UNREACHABLE, LONG_MS, "is duo.host right?" },
		{ "a stranger's 401",
			{ STEP_REPLY, HTTP("401 No", "WWW-Authenticate: Basic\r\n", "{}"), NULL },
			ERR_UNREACHABLE, LONG_MS, "is duo.host right?" },
		{ "401",
			{ STEP_REPLY, HTTP("401 No", "", FAIL("40103", "Invalid signature")),
				NULL },
			ERR_CREDENTIALS, LONG_MS, "secret key" },
		{ "403",
			{ STEP_REPLY, HTTP("403 No", "", FAIL("40301", "Access forbidden")), NULL },
			ERR_PERMISSION, LONG_MS, "needs: " },
		{ "404", { STEP_REPLY, HTTP("404 No", "", FAIL("40401", "Not found")), NULL },
			ERR_NOT_FOUND, LONG_MS, "40401 Not found" },
		{ "400",
			{ STEP_REPLY,
				HTTP("400 No", "",
					"{\"code\": 40002, \"message\": \"Invalid\", "
					"\"message_detail\": \"a\\u001b[\", "
					"\"stat\": \"FAIL\"}"),
				NULL },
			ERR_REFUSED, LONG_MS, "40002 Invalid: a?[" },
		{ "405", { STEP_REPLY, HTTP("405 No", "", FAIL("40501", "No")), NULL }, ERR_REFUSED,
			LONG_MS, "40501 No" },
		{ "duplicate", { STEP_REPLY, HTTP("400 No", "", FAIL("40003", "Duplicate")), NULL },
			ERR_CONFLICT, LONG_MS, "taken" },
		{ "code is an empty string",
			{ STEP_REPLY, HTTP("400 No", "", FAIL("\"\"", "No")), NULL }, ERR_REFUSED,
			LONG_MS, "HTTP 400 No" },
		{ "300 MB announced",
			{ STEP_FLOOD, OK_HEAD "Content-Length: 314572800\r\n\r\n", "[[[[[[[[" },
			ERR_UNREACHABLE, LONG_MS, "too big" },
		{ "lies about its length",
			{ STEP_REPLY, OK_HEAD "Content-Length: -1\r\n\r\n{}", NULL },
			ERR_UNREACHABLE, LONG_MS, "localhost" },
		{ "compressed unasked",
			{ STEP_REPLY,
				HTTP("200 OK", "Content-Encoding: gzip\r\n", "\x1f\x8b\x08\x01"),
				NULL },
			ERR_UNREACHABLE, LONG_MS, "not UTF-8" },
		{ "deep JSON",
			{ STEP_REPLY,
				HTTP("200 OK", "",
					"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]"
					"]]]]]]]]"),
				NULL },
			ERR_UNREACHABLE, LONG_MS, "too deeply" },
	};
	static const char *const operations[] = { "listusers", "authauth" };
	struct server *s = *state;
	struct api_config config = stage_config(s);
	const bool each = rounds(2) == 2; /* or each row with one of the two */

	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		const char *name = rows[i / 2].name, *op = operations[i % 2];
		struct api_client *c;
		auto_api_answer answer = { 0 };
		int64_t start, took;
		struct err e;
		int rc;

		if (!each && (i % 4 == 1 || i % 4 == 2))
			continue;
		config.signature = i % 4 < 2 ? 5 : 2;
		c = stage_client(&config);
		server_script(s, &rows[i / 2].step, 1);
		start = clock_ms();
		rc = stage_call(c, op, i % 2 == 1 ? passcode_args : NULL, rows[i / 2].deadline_ms,
			&answer, &e);
		took = clock_ms() - start;
		if (rc != -1 || e.code != rows[i / 2].code ||
			strstr(e.msg, rows[i / 2].words) == NULL)
			fail_msg("row \"%s\": code %d: %s", name, e.code, e.msg);
		ROW(name, strncmp(e.msg, op, strlen(op)) == 0);
		ROW(name, took < (rows[i / 2].deadline_ms == SHORT_MS ? SHORT_MS : 0) + SLACK_MS);
		ROW(name, server_requests(s) <= 1);
		ROW(name, answer.requests == 1);
		ROW(name,
			server_written(s) < (24u << 20)); /* what was read, and what is in pipes */
		api_client_free(c);
		ROW(name, server_wait_closed(s)); /* or it takes the next row's step */
	}
}

/* Endless answers of every shape end at the limits. */
static void
floods_are_cut_off(void **state)
{
	static const struct step rows[] = {
		{ STEP_FLOOD, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n",
			"20\r\n0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,\r\n" },
		{ STEP_FLOOD, OK_HEAD "\r\n[", "0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0," },
		{ STEP_FLOOD, OK_HEAD, "X-More: and more and more and more and more and more\r\n" },
		{ STEP_FLOOD, OK_HEAD "X-Long: ", "and more and more and more and more and more" },
		{ STEP_FLOOD, "", "HTTP/1.1 100 Continue\r\n\r\n" },
		{ STEP_FLOOD, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n0\r\n",
			"X-Trailer: and more and more and more and more\r\n" },
	};
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct rusage before, after;

	assert_int_equal(getrusage(RUSAGE_SELF, &before), 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct api_client *c = stage_client(&config);
		auto_api_answer answer = { 0 };
		struct err e;

		server_script(s, &rows[i], 1);
		assert_int_equal(stage_call(c, "listusers", NULL, LONG_MS, &answer, &e), -1);
		if (e.code != ERR_UNREACHABLE)
			fail_msg("flood %zu: %s", i, e.msg);
		assert_true(answer.body.len <= API_BODY_MAX);
		api_client_free(c);
	}
	assert_int_equal(getrusage(RUSAGE_SELF, &after), 0);
#ifndef __SANITIZE_ADDRESS__					     /* keeps what was freed */
	assert_true(after.ru_maxrss - before.ru_maxrss < 100 << 10); /* KiB */
#endif
}

/* 8 MiB of small values would become hundreds of MiB of tree. */
static void
many_values_do_not_become_a_tree(void **state)
{
	struct server *s = *state;
	struct api_config config = stage_config(s);
	struct api_client *c = stage_client(&config);
	auto_api_answer answer = { 0 };
	char *text = malloc(1 << 20);
	struct step step = { .kind = STEP_REPLY, .text = text };
	size_t head = (size_t)sprintf(text, OK_HEAD "Content-Length: 1000001\r\n\r\n[");
	struct err e;

	for (size_t i = 0; i < 500000; i++)
		memcpy(text + head + 2 * i, i < 499999 ? "0," : "0]", 2);
	text[head + 1000000] = '\0';
	server_script(s, &step, 1);
	assert_int_equal(stage_call(c, "listusers", NULL, LONG_MS, &answer, &e), -1);
	assert_non_null(strstr(e.msg, "too many values"));
	api_client_free(c);
	free(text);
}

static void
bad_beginnings_are_errors_in_time(void **state)
{
	static const struct {
		const char *name;
		enum server_mode mode;
		bool wrong_name, wrong_ca;
		enum err_code code;
		int64_t deadline_ms;
		const char *words;
	} rows[] = {
		{ "garbage instead of TLS", SERVER_GARBAGE, false, false, ERR_UNREACHABLE, LONG_MS,
			"" },
		{ "no TLS answer at all", SERVER_MUTE, false, false, ERR_TIMEOUT, SHORT_MS,
			"in time" },
		{ "no TLS", SERVER_PLAIN, false, false, ERR_TIMEOUT, SHORT_MS, "" },
		{ "certificate of another host", SERVER_TLS, true, false, ERR_UNREACHABLE, LONG_MS,
			"see duo.host" },
		{ "certificate of another CA", SERVER_TLS, false, true, ERR_UNREACHABLE, LONG_MS,
			"duo.ca_file lacks" },
	};
	struct server *other = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct server *s = server_start(rows[i].mode, rows[i].wrong_name);
		struct api_config config = stage_config(s);
		auto_api_answer answer = { 0 };
		int64_t start = clock_ms(), took;
		struct api_client *c;
		struct err e;

		if (rows[i].wrong_ca)
			config.ca_file = server_ca_file(other);
		c = stage_client(&config);
		if (stage_call(c, "listusers", NULL, rows[i].deadline_ms, &answer, &e) != -1 ||
			e.code != rows[i].code || strstr(e.msg, rows[i].words) == NULL)
			fail_msg("row \"%s\": code %d: %s", rows[i].name, e.code, e.msg);
		took = clock_ms() - start;
		ROW(rows[i].name, took < SLACK_MS);
		ROW(rows[i].name, server_requests(s) == 0);
		api_client_free(c);
		server_stop(s);
	}
}

/* The system's store must not help out when a file is configured. */
/* Closes fd. */
static void
copy_file(const char *path, int fd)
{
	char buf[8192];
	auto_file f = fopen(path, "re");
	size_t len;

	assert_non_null(f);
	len = fread(buf, 1, sizeof(buf), f);
	assert_int_equal(write(fd, buf, len), len);
	assert_int_equal(close(fd), 0);
}

/* A file of authorities that is missing or holds none is a broken configuration and no outage,
 * when the client is made and also when it goes bad later. */
static void
authorities_that_cannot_be_read_are_an_error(void **state)
{
	struct server *s = *state;
	struct api_config config = stage_config(s);
	char moving[] = "/tmp/test-authorities.XXXXXX";
	auto_api_answer answer = { 0 };
	struct api_client *c;
	struct err e;
	int fd = mkstemp(moving);

	assert_true(fd >= 0);
	config.ca_file = moving; /* empty so far */
	assert_int_equal(api_client_new(&config, &c, &e), -1);
	assert_int_equal(e.code, ERR_CONFIG);
	assert_non_null(strstr(e.msg, moving));
	config.ca_file = "/nonexistent/ca.pem";
	assert_int_equal(api_client_new(&config, &c, &e), -1);
	assert_int_equal(e.code, ERR_CONFIG);
	assert_non_null(strstr(e.msg, "/nonexistent/ca.pem"));
	copy_file(server_ca_file(s), fd);
	config.ca_file = moving;
	c = stage_client(&config);
	assert_int_equal(unlink(moving), 0);
	assert_int_equal(stage_call(c, "listusers", NULL, LONG_MS, &answer, &e), -1);
	assert_int_equal(e.code, ERR_CONFIG);
	assert_non_null(strstr(e.msg, "duo.ca_file"));
	api_client_free(c);
}

/* Nobody accepts: the kernel's queue is full, and connecting hangs. */
static void
connecting_is_bounded(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), fill[4];
	struct api_config config = stage_config(*state);
	struct sockaddr *a = (struct sockaddr *)&address;
	auto_api_answer answer = { 0 };
	struct api_client *c;
	int64_t start;
	struct err e;

	assert_int_equal(bind(listener, a, sizeof(address)), 0);
	assert_int_equal(getsockname(listener, a, &size), 0);
	config.port = ntohs(address.sin_port);
	c = stage_client(&config);
	/* bound, but not listening */
	assert_int_equal(stage_call(c, "listusers", NULL, LONG_MS, &answer, &e), -1);
	assert_int_equal(e.code, ERR_UNREACHABLE);
	assert_int_equal(listen(listener, 0), 0);
	for (size_t i = 0; i < COUNT(fill); i++) {
		fill[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		(void)connect(fill[i], a, sizeof(address));
	}
	start = clock_ms();
	assert_int_equal(stage_call(c, "listusers", NULL, SHORT_MS, &answer, &e), -1);
	assert_int_equal(e.code, ERR_TIMEOUT);
	assert_true(clock_ms() - start < SHORT_MS + SLACK_MS);
	assert_int_equal(stage_call(c, "listusers", NULL, 0, &answer, &e), -1);
	assert_int_equal(e.code, ERR_TIMEOUT);
	for (size_t i = 0; i < COUNT(fill); i++)
		(void)close(fill[i]);
	(void)close(listener);
	api_client_free(c);
}

static sem_t resolver_may_go, resolver_gone;

/* Stands in front of the C library's: names that end with .dead hang the resolver. */
__attribute__((visibility("default"))) int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
	struct addrinfo **ret_list)
{
	(void)service;
	(void)hints;
	(void)ret_list;
	if (node != NULL && strstr(node, ".dead") != NULL) {
		while (sem_wait(&resolver_may_go) != 0)
			continue;
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
	int64_t start;
	struct err e;

	(void)sem_init(&resolver_may_go, 0, 0);
	(void)sem_init(&resolver_gone, 0, 0);
	config.host = "api.dead";
	c = stage_client(&config);
	start = clock_ms();
	assert_int_equal(stage_call(c, "listusers", NULL, SHORT_MS, &answer, &e), -1);
	assert_int_equal(e.code, ERR_TIMEOUT);
	assert_true(clock_ms() - start < SHORT_MS + SLACK_MS);
	start = clock_ms();
	api_client_free(c);
	assert_true(clock_ms() - start < SLACK_MS);
	/* the test really hung it: let it go */
	(void)sem_post(&resolver_may_go);
	while (sem_wait(&resolver_gone) != 0)
		continue;
}

static int
start_server(void **state)
{
	/* none of these may count */
	(void)setenv("https_proxy", "http://127.0.0.1:1", 1);
	(void)setenv("HTTPS_PROXY", "http://127.0.0.1:1", 1);
	(void)setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
	(void)setenv("SSL_CERT_FILE", "/nonexistent", 1);
	(void)setenv("CURL_CA_BUNDLE", "/nonexistent", 1);
	(void)setenv("OPENSSL_CONF", "/nonexistent", 1);
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
		cmocka_unit_test(faults_are_errors_in_time),
		cmocka_unit_test(floods_are_cut_off),
		cmocka_unit_test(many_values_do_not_become_a_tree),
		cmocka_unit_test(bad_beginnings_are_errors_in_time),
		cmocka_unit_test(authorities_that_cannot_be_read_are_an_error),
		cmocka_unit_test(connecting_is_bounded),
		cmocka_unit_test(a_dead_resolver_is_bounded),
	};

	(void)alarm(300); /* a client that hangs must fail, not hang the suite */
	return cmocka_run_group_tests(tests, start_server, stop_server);
}
