/* SPDX-License-Identifier: MIT */
/* Sets the HTTP library up so that every bound is ours, and ends it without cutting answers. */
#include "helper/serve/http.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/deadline.h"
#include "helper/common/log.h"
#include "helper/serve/http_private.h"

#define MEMORY_MAX	(16 * 1024)	/* of one connection, its headers above all */
#define MEMORY_STEP	4096

int
http_server_new(const struct http_config *config, struct http_server **ret_server, struct err *e)
{
	struct http_server *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	s->config = *config;
	(void)pthread_mutex_init(&s->lock, NULL); /* cannot fail on Linux */
	turns_init(s);
	*ret_server = s;
	return 0;
}

static void __attribute__((format(printf, 2, 0)))
tell(void *closure, const char *fmt, va_list ap)
{
	char line[512];

	(void)closure;
	if (!log_wants(LOG_LEVEL_DEBUG))
		return;
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	line[strcspn(line, "\n")] = '\0';
	log_line(LOG_LEVEL_DEBUG, "http: %s", line);
}

/* No time-out of the library's: in its last second a thread would poll without a pause.
 * http_server_watch ends the slow and the idle. */
static int
start_daemon(struct listener *l, const struct http_listener *how, struct err *e)
{
	struct http_server *s = l->server;
	unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_THREAD_PER_CONNECTION |
		MHD_USE_ITC | MHD_USE_ERROR_LOG | (l->tls ? MHD_USE_TLS : 0U);
	struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)how->certificate },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)how->key },
		{ MHD_OPTION_END, 0, NULL },
	};
	struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, NULL } };

	l->daemon = MHD_start_daemon(flags, 0, NULL, NULL, exchange_step, l,
		MHD_OPTION_EXTERNAL_LOGGER, tell, NULL, /* first, so that it hears of the rest */
		MHD_OPTION_LISTEN_SOCKET, l->fd,
		MHD_OPTION_URI_LOG_CALLBACK, exchange_new, l,
		MHD_OPTION_NOTIFY_COMPLETED, exchange_end, l,
		MHD_OPTION_NOTIFY_CONNECTION, connection_notify, l,
		MHD_OPTION_CONNECTION_LIMIT, s->config.connections + HTTP_LEAVING,
		MHD_OPTION_THREAD_STACK_SIZE, (size_t)HTTP_STACK,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_MAX,
		MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)MEMORY_STEP,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_ARRAY, l->tls ? tls : none, MHD_OPTION_END);
	if (l->daemon != NULL)
		return 0;
	return err_set(e, ERR_CONFIG, "the HTTP library does not serve the socket%s",
		l->tls ? "; are serve.tls_cert and serve.tls_key a pair?" : "");
}

int
http_server_listen(struct http_server *s, const struct http_listener *how, struct err *e)
{
	struct listener *l = &s->listener[s->listener_count];
	auto_fd fd = how->fd;
	int domain = 0;
	socklen_t len = sizeof(int);

	if (s->listener_count == HTTP_LISTENERS)
		return err_set(e, ERR_OTHER, "more than %d listeners", HTTP_LISTENERS);
	if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) != 0 ||
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) != 0 ||
		fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
		return err_sys(e, ERR_OTHER, errno, "descriptor %d", fd);
	*l = (struct listener){ .server = s, .endpoint = how->endpoint, .fd = fd,
		.name = how->name, .local = domain == AF_UNIX, .tls = how->certificate != NULL };
	if (start_daemon(l, how, e) != 0)
		return -1;
	(void)take_fd(&fd);
	s->listener_count++;
	return 0;
}

void
http_server_watch(struct http_server *s)
{
	places_cut_slow(s);
}

size_t
http_server_open(struct http_server *s)
{
	size_t open;

	(void)pthread_mutex_lock(&s->lock);
	open = s->open;
	(void)pthread_mutex_unlock(&s->lock);
	return open;
}

void
http_server_free(struct http_server *s, int64_t grace_ms)
{
	struct deadline d = deadline_in(grace_ms);
	const struct timespec step = { .tv_nsec = 10000000 };

	for (size_t i = 0; i < s->listener_count; i++)
		(void)MHD_quiesce_daemon(s->listener[i].daemon); /* the socket stays ours */
	for (size_t i = 0; i < s->listener_count; i++)
		(void)close(s->listener[i].fd);
	(void)pthread_mutex_lock(&s->lock);
	s->stopping = true; /* what has begun, or waits for its turn, is answered all the same */
	(void)pthread_mutex_unlock(&s->lock);
	while (http_server_open(s) > 0 && !deadline_passed(d)) {
		http_server_watch(s);
		(void)nanosleep(&step, NULL);
		if (turns_are_taken(s)) /* the directory's time is none of the peers' */
			d = deadline_in(grace_ms);
	}
	for (size_t i = 0; i < s->listener_count; i++)
		MHD_stop_daemon(s->listener[i].daemon);
	(void)pthread_cond_destroy(&s->turn);
	(void)pthread_mutex_destroy(&s->lock);
	free(s);
}
