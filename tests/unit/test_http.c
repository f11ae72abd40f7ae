/* SPDX-License-Identifier: MIT */
/* The end of the HTTP layer: what was begun is answered, however long the directory takes. */
#include "tests/unit/unit.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <netinet/in.h>

#include "base/cleanup.h"
#include "helper/serve/http.h"
#include "helper/serve/listen.h"

#define GRACE_MS  50
#define ANSWER_MS (10 * GRACE_MS)

/* Both ends of one request. */
struct stage {
	int client;
	int begun[2]; /* a byte goes through once the endpoint has the request */
};

static bool
find(void *ctx, const char *path, struct http_route *ret_route)
{
	(void)ctx;
	*ret_route = (struct http_route){ .open = true, .waits = true, .methods = "GET" };
	return strcmp(path, "/") == 0;
}

/* Takes much longer than the grace, unless the client is cut off before. */
static void
answer(void *ctx, const struct http_request *request, struct http_reply *reply)
{
	const struct stage *stage = ctx;
	struct pollfd cut = { .fd = stage->client, .events = POLLRDHUP };

	(void)request;
	assert_int_equal(write(stage->begun[1], "", 1), 1);
	(void)poll(&cut, 1, ANSWER_MS);
	text_buf_puts(&reply->body, "{}");
}

static int
connect_to(int listening)
{
	struct sockaddr_in address;
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(getsockname(listening, (struct sockaddr *)&address, &len), 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, len), 0);
	return fd;
}

static void
an_answer_outlives_the_grace(void **state)
{
	static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
	struct stage stage;
	const struct http_endpoint endpoint = { .find = find, .answer = answer, .ctx = &stage };
	struct metrics *metrics = metrics_new(METRIC_SERVE);
	const struct http_config config = { .metrics = metrics, .connections = 4, .workers = 1 };
	struct http_listener listener = { .endpoint = &endpoint, .name = LISTENER_REST };
	struct http_server *server;
	char text[1024] = "", byte;
	size_t len = 0;
	struct err e;

	(void)state;
	assert_int_equal(pipe(stage.begun), 0);
	assert_int_equal(http_server_new(&config, &server, &e), 0);
	listener.fd = listen_tcp("127.0.0.1:0", &e);
	assert_true(listener.fd >= 0);
	stage.client = connect_to(listener.fd);
	assert_int_equal(http_server_listen(server, &listener, &e), 0);
	assert_int_equal(write(stage.client, request, strlen(request)), strlen(request));
	assert_int_equal(read(stage.begun[0], &byte, 1), 1);
	http_server_free(server, GRACE_MS);
	for (ssize_t got = 1; got > 0 && len < sizeof(text) - 1; len += (size_t)got)
		got = read(stage.client, text + len, sizeof(text) - 1 - len);
	assert_int_equal(strncmp(text, "HTTP/1.1 200 ", 13), 0);
	assert_string_equal(text + len - 2, "{}");
	metrics_free(metrics);
	(void)close(stage.client);
	(void)close(stage.begun[0]);
	(void)close(stage.begun[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(an_answer_outlives_the_grace) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
