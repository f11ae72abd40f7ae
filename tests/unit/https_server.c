/* SPDX-License-Identifier: MIT */
/* Plays a script to its clients, a thread for each connection, and counts what it sees. */
#include "tests/unit/https_server_private.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/ssl.h>

#include "base/text.h"

#define REQUEST_MAX (64 << 10)

struct peer {
	struct server *server;
	int fd;
	SSL *ssl;
};

/* Waits for bytes; false when the server ends. */
static bool
peer_wait(const struct peer *p, int timeout_ms)
{
	struct pollfd fds[] = { { .fd = p->fd, .events = POLLIN },
		{ .fd = p->server->stopping, .events = POLLIN } };

	if (p->ssl != NULL && SSL_pending(p->ssl) > 0)
		return true;
	(void)poll(fds, 2, timeout_ms);
	return fds[1].revents == 0;
}

static int
peer_read(const struct peer *p, char *buf, size_t size)
{
	if (!peer_wait(p, -1))
		return -1;
	return p->ssl != NULL ? SSL_read(p->ssl, buf, (int)size) : (int)recv(p->fd, buf, size, 0);
}

static bool
peer_write(const struct peer *p, const char *text)
{
	size_t len = strlen(text);
	int n = len == 0	 ? 0
		: p->ssl != NULL ? SSL_write(p->ssl, text, (int)len)
				 : (int)send(p->fd, text, len, MSG_NOSIGNAL);

	if (n > 0) {
		(void)pthread_mutex_lock(&p->server->lock);
		p->server->written += (size_t)n;
		(void)pthread_mutex_unlock(&p->server->lock);
	}
	return n == (int)len;
}

/* Writes a reply with its length in place of the '@', all at once: when the other side has it, a
 * test may write the next text over it. */
static bool
peer_reply(const struct peer *p, const char *text)
{
	static const char header[] = "\r\nContent-Length: @\r\n\r\n";
	const char *at = strstr(text, header);
	const char *body = at != NULL ? at + strlen(header) : text;
	auto_text_buf all = { .limit = 0 };

	if (at == NULL)
		return peer_write(p, text);
	text_buf_printf(&all, "%.*s\r\nContent-Length: %zu\r\n\r\n%s", (int)(at - text), text,
		strlen(body), body);
	return !all.failed && peer_write(p, all.data);
}

/* Repeats text until the other side has enough; returns false then. */
static bool
peer_flood(const struct peer *p, const char *text)
{
	char many[8192] = "";
	size_t used = 0;

	while (used + strlen(text) < sizeof(many))
		used += (size_t)sprintf(many + used, "%s", text);
	while (peer_wait(p, 0) && peer_write(p, many))
		continue;
	return false;
}

static void
peer_reset(const struct peer *p)
{
	struct linger now = { .l_onoff = 1 };

	(void)setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

/* The step for this request; echo is room for an answer made of it. */
static struct step
next_step(struct server *s, const char *request, char echo[512])
{
	struct step step = { .kind = STEP_REPLY, .text = SERVER_OK };

	(void)pthread_mutex_lock(&s->lock);
	while (s->request_count < s->hold && server_wait_change(s))
		continue;
	if (s->echo) {
		(void)snprintf(echo, 512,
			"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
			"Content-Length: @\r\n\r\n{\"response\": {\"line\": \"%.*s\"}, "
			"\"stat\": \"OK\"}",
			(int)strcspn(request, "\r"), request);
		step.text = echo;
	}
	if (s->step_next < s->step_count)
		step = s->steps[s->step_next++];
	(void)pthread_mutex_unlock(&s->lock);
	return step;
}

/* Is the next step one that does not even read the request? */
static bool
drops_next(struct server *s)
{
	bool drops;

	(void)pthread_mutex_lock(&s->lock);
	drops = s->step_next < s->step_count && s->steps[s->step_next].kind == STEP_DROP;
	if (drops)
		s->step_next++;
	(void)pthread_mutex_unlock(&s->lock);
	return drops;
}

static bool
is_complete(const char *text, size_t len)
{
	const char *end = strstr(text, "\r\n\r\n");
	const char *length = strcasestr(text, "\r\nContent-Length:");

	if (end == NULL)
		return false;
	if (length == NULL || length > end)
		return true;
	return len >= (size_t)(end + 4 - text) + strtoul(length + 17, NULL, 10);
}

static bool
read_request(const struct peer *p, char *buf)
{
	struct server *s = p->server;
	size_t len = 0;

	buf[0] = '\0';
	while (!is_complete(buf, len)) {
		int n;

		if (len == 0 && (!peer_wait(p, -1) || drops_next(s))) {
			peer_reset(p);
			return false;
		}
		n = peer_read(p, buf + len, REQUEST_MAX - 1 - len);
		if (n <= 0)
			return false;
		len += (size_t)n;
		buf[len] = '\0';
	}
	(void)pthread_mutex_lock(&s->lock);
	if (s->request_count < REQUESTS_MAX)
		s->requests[s->request_count] = strdup(buf);
	s->request_count++;
	(void)pthread_cond_broadcast(&s->changed);
	(void)pthread_mutex_unlock(&s->lock);
	return true;
}

/* Returns whether the connection stays. */
static bool
play(const struct peer *p, const struct step *step)
{
	struct pollfd gone = { .fd = p->fd, .events = POLLRDHUP };
	char byte;

	switch (step->kind) {
	case STEP_REPLY:
		return peer_reply(p, step->text);
	case STEP_REPLY_CLOSE:
		(void)peer_reply(p, step->text);
		return false;
	case STEP_SILENT:
		return peer_read(p, &byte, 1) > 0;
	case STEP_CLOSE:
	case STEP_DROP:
		return false;
	case STEP_RESET:
		peer_reset(p);
		return false;
	case STEP_TRICKLE:
		if (!peer_write(p, step->text))
			return false;
		while (peer_wait(p, 50) && poll(&gone, 1, 0) == 0)
			if (!peer_write(p, " "))
				return false;
		return false;
	case STEP_FLOOD:
		return peer_write(p, step->text) && peer_flood(p, step->again);
	}
	return false;
}

static void *
serve(void *arg)
{
	struct peer *p = arg;
	struct server *s = p->server;
	char *buf = malloc(REQUEST_MAX);
	bool up = buf != NULL;

	if (s->mode == SERVER_GARBAGE) {
		if (peer_read(p, buf, REQUEST_MAX) > 0)
			(void)peer_write(p, "220 mail.example ESMTP\r\n");
		up = false;
	} else if (s->mode == SERVER_MUTE) {
		while (peer_read(p, buf, REQUEST_MAX) > 0)
			continue;
		up = false;
	} else if (s->mode == SERVER_TLS) {
		p->ssl = SSL_new(s->ctx);
		(void)SSL_set_fd(p->ssl, p->fd);
		up = up && SSL_accept(p->ssl) == 1;
	}
	while (up && read_request(p, buf)) {
		char echo[512];
		struct step step = next_step(s, buf, echo);

		up = play(p, &step);
	}
	SSL_free(p->ssl);
	(void)close(p->fd);
	free(buf);
	free(p);
	(void)pthread_mutex_lock(&s->lock);
	s->open--;
	(void)pthread_cond_broadcast(&s->changed);
	(void)pthread_mutex_unlock(&s->lock);
	return NULL;
}

static void *
accept_all(void *arg)
{
	struct server *s = arg;
	sigset_t pipe_signal;

	/* in the server's threads alone: the client must do without */
	(void)sigemptyset(&pipe_signal);
	(void)sigaddset(&pipe_signal, SIGPIPE);
	(void)pthread_sigmask(SIG_BLOCK, &pipe_signal, NULL);
	for (;;) {
		struct pollfd fds[] = { { .fd = s->listener, .events = POLLIN },
			{ .fd = s->stopping, .events = POLLIN } };
		struct timeval limit = { .tv_sec = 20 }; /* so that a failing test ends */
		struct peer *p;

		(void)poll(fds, 2, -1);
		if (fds[1].revents != 0)
			return NULL;
		p = calloc(1, sizeof(*p));
		assert(p != NULL && s->thread_count < THREADS_MAX);
		p->server = s;
		p->fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC);
		(void)setsockopt(p->fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
		(void)setsockopt(p->fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
		(void)setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
		(void)pthread_mutex_lock(&s->lock);
		s->connections++;
		s->open++;
		(void)pthread_mutex_unlock(&s->lock);
		assert(pthread_create(&s->threads[s->thread_count++], NULL, serve, p) == 0);
	}
}

struct server *
server_start(enum server_mode mode, bool wrong_name)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	struct server *s = calloc(1, sizeof(*s));

	assert(s != NULL);
	s->mode = mode;
	(void)snprintf(s->ca_file, sizeof(s->ca_file), "/tmp/doorward-test-ca.XXXXXX");
	s->stopping = mkstemp(s->ca_file);
	(void)close(s->stopping);
	s->ctx = server_certificate(wrong_name ? "other.example" : "localhost", s->ca_file);
	s->stopping = eventfd(0, EFD_CLOEXEC);
	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert(bind(s->listener, (struct sockaddr *)&address, sizeof(address)) == 0);
	assert(listen(s->listener, 128) == 0);
	assert(getsockname(s->listener, (struct sockaddr *)&address, &size) == 0);
	s->port = ntohs(address.sin_port);
	(void)pthread_mutex_init(&s->lock, NULL);
	(void)pthread_cond_init(&s->changed, NULL);
	assert(pthread_create(&s->acceptor, NULL, accept_all, s) == 0);
	return s;
}

void
server_stop(struct server *s)
{
	assert(eventfd_write(s->stopping, 1) == 0);
	(void)pthread_join(s->acceptor, NULL);
	for (size_t i = 0; i < s->thread_count; i++)
		(void)pthread_join(s->threads[i], NULL);
	server_script(s, NULL, 0);
	(void)close(s->listener);
	(void)close(s->stopping);
	(void)unlink(s->ca_file);
	SSL_CTX_free(s->ctx);
	(void)pthread_mutex_destroy(&s->lock);
	(void)pthread_cond_destroy(&s->changed);
	free(s);
}
