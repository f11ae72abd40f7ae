/* SPDX-License-Identifier: MIT */
/* Accepts conversations within bounds, and ends them in good order. */
#include "helper/broker/server.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/wire.h"
#include "helper/broker/login.h"
#include "helper/broker/watch.h"
#include "helper/common/log.h"

#define PASSING	   1024 /* conversations that wait for no person, beside those that may */
#define OWN_FILES  64	/* descriptors of our own: logs, the directory file, a sync */
#define HOLD_S	   2	/* longer than a configuration takes to be read */
#define DRAIN_MS   1000 /* far less than a login waits for the next broker on the same socket */
#define CUT_MS	   5000 /* nothing but this host's name service takes longer */

struct server {
	struct broker broker;
	int listen_fd;
	pthread_mutex_t lock; /* of what follows; never held with the loop's */
	pthread_cond_t gone_on;
	bool held;
};

/* Half a thousand of the descriptors are for connections to the directory at the most; a host that
 * gives fewer in all has fewer of everything. */
static size_t
places_find(const struct site *site)
{
	size_t wanted = (size_t)site->conf->broker.conversations, places;
	size_t others = OWN_FILES + CALLS_LOOK_UP + CALLS_PREAUTH + CALLS_CHECK + CALLS_POLL +
		PASSING;
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return wanted;
	if (files.rlim_cur < files.rlim_max) {
		files.rlim_cur = files.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &files); /* what it became is asked below */
		(void)getrlimit(RLIMIT_NOFILE, &files);
	}
	if (files.rlim_cur >= wanted + others)
		return wanted;
	places = files.rlim_cur > 2 * others ? files.rlim_cur - others : files.rlim_cur / 2;
	places = places > 0 ? places : 1;
	if (places >= wanted)
		return wanted;
	log_line(LOG_LEVEL_WARNING, "broker.conversations: %zu and not %zu, because this process may"
		" open %llu files: raise LimitNOFILE of the unit, or ulimit -n", places, wanted, (unsigned long long)files.rlim_cur);
	return places;
}

static void
limits_set(struct broker *b, const struct conf *conf)
{
	origins_set_limits(b->origins, &(struct origin_limits){
		.places = b->places,
		.per_origin = (size_t)conf->broker.per_origin,
		.asks = (size_t)conf->broker.asks,
	});
}

static void
refusal_tell(struct broker *b, uid_t uid)
{
	uint64_t untold;

	metrics_add(b->metrics, METRIC_CONVERSATIONS_REFUSED, (size_t[]){ REFUSED_TOO_MANY }, 1);
	if (broker_may_complain(b, &untold))
		log_line(LOG_LEVEL_WARNING, "uid %u holds as many conversations as one may"
			" (broker.per_origin), or users other than root hold half of all"
			" (broker.conversations); further ones are turned away", (unsigned)uid);
}

static void
complain(struct broker *b, enum refused_reason why, const char *words)
{
	uint64_t untold;

	metrics_add(b->metrics, METRIC_CONVERSATIONS_REFUSED, (size_t[]){ why }, 1);
	if (broker_may_complain(b, &untold))
		log_line(LOG_LEVEL_ERR, "%s", words);
}

/* What waits is still there: trying again at once would only keep the processor busy. */
static void
accept_failed(struct server *s, int error)
{
	struct broker *b = &s->broker;
	uint64_t untold;

	if (error == EAGAIN || error == EINTR || error == ECONNABORTED)
		return;
	if (error != EMFILE && error != ENFILE && error != ENOBUFS && error != ENOMEM) {
		if (broker_may_complain(b, &untold))
			log_line(LOG_LEVEL_ERR, "accept: errno %d", error);
		return;
	}
	loop_lock(b->loop);
	loop_listen(b->loop, loop_tasks(b->loop) == 0);
	loop_unlock(b->loop);
	complain(b, REFUSED_NO_DESCRIPTOR, "no descriptor for a conversation; it waits until another"
		" one ends (too few open files are permitted for broker.conversations)");
}

/* May another one come? If not, it waits at the socket until one has ended. */
static bool
room_left(struct broker *b)
{
	bool left;

	loop_lock(b->loop);
	left = loop_tasks(b->loop) < b->places + PASSING;
	if (!left)
		loop_listen(b->loop, false);
	loop_unlock(b->loop);
	return left;
}

static bool
signal_pending(void)
{
	sigset_t set;

	return sigpending(&set) == 0 && (sigismember(&set, SIGHUP) == 1 ||
		sigismember(&set, SIGTERM) == 1 || sigismember(&set, SIGINT) == 1);
}

/* Whoever has connected after a signal was sent finds it acted upon. */
static void
wait_for_signals(void *ctx)
{
	struct server *s = ctx;
	struct timespec until;
	int rc = 0;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += HOLD_S;
	(void)pthread_mutex_lock(&s->lock);
	while (rc == 0 && (s->held || signal_pending()))
		rc = pthread_cond_timedwait(&s->gone_on, &s->lock, &until);
	(void)pthread_mutex_unlock(&s->lock);
}

void
server_hold(struct server *s)
{
	(void)pthread_mutex_lock(&s->lock);
	s->held = true;
	(void)pthread_mutex_unlock(&s->lock);
}

void
server_go_on(struct server *s)
{
	(void)pthread_mutex_lock(&s->lock);
	s->held = false;
	(void)pthread_cond_broadcast(&s->gone_on);
	(void)pthread_mutex_unlock(&s->lock);
}

/* Takes one: whether a signal came before the next one is looked at first (see loop_watch.c). */
static void
come(void *ctx)
{
	struct server *s = ctx;
	struct broker *b = &s->broker;
	auto_fd fd = -1;
	struct err e = { 0 };
	uid_t uid = 0;
	pid_t pid;

	if (!room_left(b)) {
		complain(b, REFUSED_TOO_MANY, "no room for a conversation; it waits until another one"
			" ends");
		return;
	}
	fd = accept4(s->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (fd < 0) {
		accept_failed(s, errno);
		return;
	}
	if (wire_peer(fd, &uid, &pid, &e) != 0) {
		log_line(LOG_LEVEL_ERR, "a connection was closed: %s", e.msg);
		return;
	}
	if (login_open(b, take_fd(&fd), uid) != 0)
		refusal_tell(b, uid);
}

static void
parts_free(struct server *s)
{
	loop_free(s->broker.loop);
	calls_free(s->broker.calls);
	origins_free(s->broker.origins);
	pushes_free(s->broker.pushes);
	shares_clear(&s->broker.shares);
	(void)pthread_cond_destroy(&s->gone_on);
	(void)pthread_mutex_destroy(&s->broker.map.lock);
	(void)pthread_mutex_destroy(&s->lock);
	free(s);
}

int
server_new(int listen_fd, int signal_fd, struct site *site, struct server **ret_server,
	struct err *e)
{
	struct server *s = calloc(1, sizeof(*s));
	struct loop_config config = { .workers = (size_t)site->conf->broker.workers,
		.listen_fd = listen_fd, .come = come,
		.urgent_fd = signal_fd, .urgent = wait_for_signals, .ctx = s };
	pthread_condattr_t attr;
	struct broker *b;

	if (s == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	b = &s->broker;
	s->listen_fd = listen_fd;
	(void)pthread_mutex_init(&s->lock, NULL); /* these cannot fail on Linux */
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&s->gone_on, &attr);
	(void)pthread_condattr_destroy(&attr);
	(void)pthread_mutex_init(&b->map.lock, NULL);
	shares_init(&b->shares);
	lane_init(&b->arrivals);
	b->places = places_find(site);
	b->metrics = watch_metrics(site->watch);
	metrics_set(b->metrics, METRIC_CONVERSATIONS, NULL, 0);
	metrics_set(b->metrics, METRIC_CONVERSATIONS_MAX, NULL, (int64_t)b->places);
	b->site = site;
	b->origins = origins_new();
	b->pushes = pushes_new(clock_age_ms);
	config.tasks = b->places + PASSING;
	if (b->origins == NULL || b->pushes == NULL || loop_new(&config, &b->loop, e) != 0) {
		if (e->code == ERR_NONE)
			(void)err_set(e, ERR_OTHER, "out of memory");
		parts_free(s);
		return -1;
	}
	limits_set(b, site->conf);
	b->calls = calls_new(b->loop);
	if (b->calls == NULL) {
		parts_free(s);
		return err_set(e, ERR_OTHER, "out of memory");
	}
	if (!site->broken)
		map_watch_look(&b->map, site->conf);
	loop_lock(b->loop);
	loop_listen(b->loop, true);
	loop_unlock(b->loop);
	*ret_server = s;
	return 0;
}

void
server_serve_one(struct server *s, int fd)
{
	struct err e = { 0 };
	uid_t uid = 0;
	pid_t pid;

	if (wire_peer(fd, &uid, &pid, &e) != 0) {
		log_line(LOG_LEVEL_WARNING, "a conversation was refused: %s", e.msg);
		(void)close(fd);
		return;
	}
	if (login_open(&s->broker, fd, uid) == 0)
		while (!loop_wait_empty(s->broker.loop, deadline_in(CUT_MS)))
			continue;
}

void
server_replace_site(struct server *s, struct site *site)
{
	struct broker *b = &s->broker;
	struct site *old;

	if (!site->broken)
		map_watch_look(&b->map, site->conf);
	loop_lock(b->loop);
	old = b->site;
	b->site = site;
	limits_set(b, site->conf);
	loop_unlock(b->loop);
	site_release(old);
}

const struct site *
server_site(const struct server *s)
{
	return s->broker.site;
}

static void
wake_each(struct task *t, void *ctx)
{
	struct login *l = (struct login *)t;

	task_wake(l->talk.broker->loop, t, *(const unsigned *)ctx);
}

static void
wake_all(struct server *s, unsigned wakes)
{
	loop_lock(s->broker.loop);
	loop_each(s->broker.loop, wake_each, &wakes);
	loop_unlock(s->broker.loop);
}

/* Conversations that are under way end by themselves, and whoever waits for a person is told.
 * Whoever restarts the broker must not turn away who has just come. */
void
server_free(struct server *s)
{
	struct broker *b = &s->broker;
	struct sites *former = b->site->former;

	loop_lock(b->loop);
	b->stopping = true;
	loop_listen(b->loop, false);
	loop_unlock(b->loop);
	wake_all(s, WAKE_STOP);
	if (!loop_wait_empty(b->loop, deadline_in(DRAIN_MS)))
		wake_all(s, WAKE_TURNED_AWAY);
	calls_stop(b->calls);
	while (!loop_wait_empty(b->loop, deadline_in(CUT_MS)))
		log_line(LOG_LEVEL_WARNING, "still waiting for this host's name service");
	calls_wait_none(b->calls);
	site_release(b->site);
	sites_free(former); /* their threads may be about to look whether something waits in the line */
	if (s->listen_fd >= 0)
		(void)close(s->listen_fd);
	parts_free(s);
}
