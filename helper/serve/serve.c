/* SPDX-License-Identifier: MIT */
/* Which adapter stands behind which socket, and what a socket needs before it may be served. */
#include "helper/serve/serve.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/trust.h"
#include "helper/common/log.h"
#include "helper/serve/gate.h"
#include "helper/serve/http.h"
#include "helper/serve/listen.h"
#include "helper/serve/mcp.h"
#include "helper/serve/rest.h"

#define WATCH_MS	500
#define DOORS_MAX	3
#define GRACE_MS	15000 /* for peers to take the answers that are under way at the end */
#define PEM_MAX		(256 * 1024)
/* descriptors beside those of connections */
#define OTHER_FILES	(512 + DOORS_MAX * HTTP_LEAVING)
#define ARENAS		16  /* of the allocator, which has eight for each processor */

/* Everything that lives as long as the service. */
struct service {
	const struct serve_options *options;
	struct gate *gate;
	struct metrics *metrics;
	struct numbers numbers;
	struct rest rest, rest_whole;
	struct serve_mcp mcp;
	char *certificate, *key; /* PEM; NULL = no TLS */
	struct http_server *http;
};

/* One socket and what is behind it. */
struct door {
	const char *name;
	enum serve_listener counted;
	const char *where; /* "" = off, unless a descriptor was inherited */
	int fd;		   /* -1 = to be made */
	bool local;
	struct http_endpoint endpoint;
};

static int
read_pem(const char *path, enum trust_kind kind, char **ret_text, struct err *e)
{
	auto_str text = malloc(PEM_MAX + 1);
	size_t len;

	if (path[0] == '\0')
		return 0;
	if (text == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (trust_read_file(path, kind, text, PEM_MAX + 1, &len, e) != 0)
		return -1;
	*ret_text = take_ptr(text);
	return 0;
}

/* A socket that strangers can reach is only served with TLS and with somebody to let in. */
static int
check_reach(const struct service *s, const struct door *d, int fd, struct err *e)
{
	if (listen_is_private(fd))
		return 0;
	if (s->certificate == NULL || s->key == NULL)
		return err_set(e, ERR_CONFIG, "%s reaches beyond this host, so serve.tls_cert and "
			"serve.tls_key must be set", d->name);
	if (gate_tokens(s->gate) == 0)
		return err_set(e, ERR_CONFIG, "%s reaches beyond this host, and there is no token: "
			"see doorward token add", d->name);
	return 0;
}

static int
open_door(struct service *s, const struct door *d, struct err *e)
{
	auto_fd fd = d->fd;
	struct http_listener l = { .endpoint = &d->endpoint, .name = d->counted };
	char name[LISTEN_NAME_SIZE];

	if (fd < 0 && d->where[0] == '\0')
		return 0;
	if (fd < 0)
		fd = d->local ? listen_local(d->where, e) : listen_tcp(d->where, e);
	if (fd < 0)
		return err_where(e, "serve.%s", d->name);
	if (listen_check(fd, e) != 0 || check_reach(s, d, fd, e) != 0)
		return -1;
	if (d->local && !listen_is_local(fd)) /* it would be served without TLS */
		return err_set(e, ERR_USAGE, "descriptor %d is not a local socket, as serve.%s "
			"must be", fd, d->name);
	if (!d->local) {
		l.certificate = s->certificate;
		l.key = s->key;
		if (gate_tokens(s->gate) == 0)
			log_line(LOG_LEVEL_WARNING, "serve.%s: there is no token, so nobody may "
				"ask: see doorward token add", d->name);
	}
	(void)listen_name(fd, name);
	l.fd = take_fd(&fd);
	if (http_server_listen(s->http, &l, e) != 0)
		return err_where(e, "serve.%s", d->name);
	log_line(LOG_LEVEL_INFO, "%s: serving %s%s%s", d->name,
		d->local && d->fd < 0 ? d->where : name,
		l.certificate != NULL ? " (TLS)" : "", d->fd >= 0 ? " (inherited)" : "");
	return 0;
}

/* Has as many descriptors as the connections may take, if the limit lets us. Returns how many
 * connections each listener may hold: without a descriptor left nothing is accepted or asked. */
static unsigned
fit_connections(const struct conf *c)
{
	struct rlimit limit;
	rlim_t wanted = (rlim_t)c->serve.connections * DOORS_MAX + OTHER_FILES, old;
	unsigned fit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
		return (unsigned)c->serve.connections;
	old = limit.rlim_cur;
	limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		limit.rlim_cur = old;
	if (limit.rlim_cur >= wanted)
		return (unsigned)c->serve.connections;
	fit = (unsigned)(limit.rlim_cur > 2 * OTHER_FILES ? limit.rlim_cur - OTHER_FILES
							  : limit.rlim_cur / 2) / DOORS_MAX;
	log_line(LOG_LEVEL_WARNING, "only %llu descriptors: each listener holds %u connections, "
		"fewer than serve.connections", (unsigned long long)limit.rlim_cur, fit);
	return fit;
}

static int
signals_open(void)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGHUP);
	(void)pthread_sigmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int
prepare(struct service *s, struct err *e)
{
	const struct conf *c = s->options->conf;
	struct http_config config = { .hosts = &c->serve.hosts,
		.connections = fit_connections(c),
		.workers = (unsigned)c->serve.workers,
		.turn_ms = c->serve.timeout_ms };

	s->metrics = metrics_new(METRIC_SERVE);
	metrics_set(s->metrics, METRIC_BUILD, (size_t[]){ 0 }, 1);
	metrics_set(s->metrics, METRIC_START, NULL, (int64_t)time(NULL));
	s->options->relay->metrics = s->metrics;
	for (size_t i = 0; i < API_SERVICES; i++)
		if (s->options->relay->service[i].client != NULL)
			api_client_watch(s->options->relay->service[i].client, metrics_watch_api,
				s->metrics);
	s->mcp = (struct serve_mcp){ .relay = s->options->relay, .conf = c };
	if (s->metrics == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (gate_new(c, &s->gate, e) != 0 ||
		read_pem(c->serve.tls_cert, TRUST_POLICY, &s->certificate, e) != 0 ||
		read_pem(c->serve.tls_key, TRUST_SECRET, &s->key, e) != 0 ||
		rest_init(&s->rest, s->options->relay, &s->numbers, false, e) != 0 ||
		rest_init(&s->rest_whole, s->options->relay, &s->numbers, true, e) != 0)
		return -1;
	config.gate = s->gate;
	config.metrics = s->metrics;
	if (http_server_new(&config, &s->http, e) != 0)
		return -1;
	s->numbers = (struct numbers){ .conf = c, .metrics = s->metrics, .gate = s->gate,
		.http = s->http };
	return 0;
}

/* Who means a new configuration with his SIGHUP shall not end the service. */
static void
wait_for_end(struct service *s, int signal_fd)
{
	struct pollfd p = { .fd = signal_fd, .events = POLLIN };
	struct signalfd_siginfo signal;

	for (;;) {
		int ready = poll(&p, 1, WATCH_MS);

		if (ready < 0 && errno != EINTR)
			return;
		http_server_watch(s->http);
		if (read(signal_fd, &signal, sizeof(signal)) != (ssize_t)sizeof(signal))
			continue; /* none came */
		if (signal.ssi_signo != SIGHUP)
			return;
		log_line(LOG_LEVEL_WARNING, "nothing is read anew but tokens, which are at every "
			"change: the configuration counts from the next start on");
	}
}

static void
release(struct service *s)
{
	if (s->http != NULL)
		http_server_free(s->http, GRACE_MS);
	s->options->relay->metrics = NULL;
	metrics_free(s->metrics);
	gate_free(s->gate);
	rest_clear(&s->rest);
	rest_clear(&s->rest_whole);
	free(s->certificate);
	cleanup_wipe(&s->key);
}

int
serve(const struct serve_options *o, struct err *e)
{
	struct service s = { .options = o };
	struct door doors[DOORS_MAX] = {
		{ .name = "rest", .counted = LISTENER_REST, .where = o->conf->serve.rest,
			.fd = o->rest_fd, .endpoint = rest_endpoint(&s.rest) },
		{ .name = "mcp", .counted = LISTENER_MCP, .where = o->conf->serve.mcp,
			.fd = o->mcp_fd, .endpoint = serve_mcp_endpoint(&s.mcp) },
		{ .name = "socket", .counted = LISTENER_SOCKET, .where = o->conf->serve.socket,
			.fd = o->socket_fd, .local = true,
			.endpoint = rest_endpoint(&s.rest_whole) },
	};
	auto_fd signal_fd = signals_open();
	int rc = signal_fd >= 0 ? 0 : err_sys(e, ERR_OTHER, errno, "signalfd");

	/* each keeps some of what was freed, and connections would spread over all of them */
	(void)mallopt(M_ARENA_MAX, ARENAS);
	if (rc == 0)
		rc = prepare(&s, e);
	for (size_t i = 0; i < DOORS_MAX && rc == 0; i++)
		rc = open_door(&s, &doors[i], e);
	if (rc == 0) {
		log_line(LOG_LEVEL_INFO, "ready");
		wait_for_end(&s, signal_fd);
		if (o->socket_fd < 0 && o->conf->serve.socket[0] != '\0')
			(void)unlink(o->conf->serve.socket);
	}
	release(&s);
	if (rc == 0)
		log_line(LOG_LEVEL_INFO, "ended");
	return rc;
}
