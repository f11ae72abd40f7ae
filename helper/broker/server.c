/* SPDX-License-Identifier: MIT */
/* Keeps conversations within bounds: how many at once, and how many for one user. */
#include "helper/broker/server.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/wire.h"
#include "helper/broker/login.h"
#include "helper/broker/watch.h"
#include "helper/common/log.h"

#define STACK_SIZE   (512 * 1024) /* libcurl and OpenSSL want more than our own frames */
#define COMPLAINT_MS 1000
#define DRAIN_MS     1000 /* far less than a login waits for the next broker on the same socket */

enum seat_state { SEAT_FREE, SEAT_WAITING, SEAT_BUSY };

/* A thread's place. It starts with the first conversation it is given, and stays. */
struct seat {
	struct server *server;
	pthread_t thread;
	pthread_cond_t work; /* of its own, so that one conversation wakes one thread */
	bool started;
	enum seat_state state;
	int fd;
	uid_t uid;
	struct site *site;
};

struct server {
	struct metrics *metrics;
	int listen_fd;
	int wake_fd;
	pthread_mutex_t lock;
	bool stopping;
	bool full; /* server_ready said no */
	bool starved; /* no descriptor for another conversation before one ends */
	size_t busy;
	size_t count;
	struct seat *seats;
	struct site *site;
	int64_t complained_ms; /* of the accepting thread alone */
	struct shares shares;
};

int
server_new(int listen_fd, struct site *site, struct server **ret_server, struct err *e)
{
	struct server *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	s->count = (size_t)site->conf->broker.conversations;
	s->seats = calloc(s->count, sizeof(*s->seats));
	s->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (s->seats == NULL || s->wake_fd < 0) {
		(void)err_set(e, ERR_OTHER, "no room for %zu conversations", s->count);
		cleanup_fd(&s->wake_fd);
		free(s->seats);
		free(s);
		return -1;
	}
	for (size_t i = 0; i < s->count; i++) {
		s->seats[i] = (struct seat){ .server = s, .fd = -1 };
		(void)pthread_cond_init(&s->seats[i].work, NULL); /* cannot fail on Linux */
	}
	s->metrics = watch_metrics(site->watch);
	metrics_set(s->metrics, METRIC_CONVERSATIONS, NULL, 0);
	metrics_set(s->metrics, METRIC_CONVERSATIONS_MAX, NULL, (int64_t)s->count);
	s->listen_fd = listen_fd;
	s->site = site;
	(void)pthread_mutex_init(&s->lock, NULL); /* nor this */
	shares_init(&s->shares);
	*ret_server = s;
	return 0;
}

static void
seat_leave(struct server *s, struct seat *seat)
{
	uint64_t one = 1;

	(void)close(seat->fd);
	seat->fd = -1;
	seat->state = SEAT_FREE;
	s->busy--;
	metrics_add(s->metrics, METRIC_CONVERSATIONS, NULL, -1);
	s->starved = false;
	if (s->full) {
		s->full = false;
		(void)!write(s->wake_fd, &one, sizeof(one)); /* full counter wakes as well */
	}
}

static void *
seat_run(void *arg)
{
	struct seat *seat = arg;
	struct server *s = seat->server;

	(void)pthread_mutex_lock(&s->lock);
	for (;;) {
		struct site *site;

		while (seat->state != SEAT_WAITING && !s->stopping)
			(void)pthread_cond_wait(&seat->work, &s->lock);
		if (seat->state != SEAT_WAITING)
			break;
		seat->state = SEAT_BUSY;
		site = take_ptr(seat->site);
		(void)pthread_mutex_unlock(&s->lock);
		login_serve(site, &s->shares, seat->fd);
		site_release(site);
		(void)pthread_mutex_lock(&s->lock);
		seat_leave(s, seat);
	}
	(void)pthread_mutex_unlock(&s->lock);
	return NULL;
}

static bool
seat_start(struct seat *seat)
{
	pthread_attr_t attr;
	int error;

	if (seat->started)
		return true;
	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setstacksize(&attr, STACK_SIZE);
	error = pthread_create(&seat->thread, &attr, seat_run, seat);
	(void)pthread_attr_destroy(&attr);
	seat->started = error == 0;
	return seat->started;
}

/* May uid hold another conversation? Root's machinery is not limited by number, and has half of the
 * seats to itself: one person may have many uids (subuid(5)). */
static bool
seat_permitted(const struct server *s, uid_t uid)
{
	size_t own = 0, users = 0;

	for (size_t i = 0; uid != 0 && i < s->count; i++) {
		if (s->seats[i].state == SEAT_FREE || s->seats[i].uid == 0)
			continue;
		users++;
		if (s->seats[i].uid == uid)
			own++;
	}
	return uid == 0 || (own < (size_t)s->site->conf->broker.per_user &&
		users < (s->count + 1) / 2);
}

/* A free seat, started ones first. */
static struct seat *
seat_find(struct server *s)
{
	struct seat *idle = NULL;

	for (size_t i = 0; i < s->count; i++) {
		if (s->seats[i].state != SEAT_FREE)
			continue;
		if (s->seats[i].started)
			return &s->seats[i];
		if (idle == NULL)
			idle = &s->seats[i];
	}
	return idle;
}

enum giving { GIVEN, GIVEN_TOO_MANY, GIVEN_NO_THREAD, GIVEN_NO_DESCRIPTOR };

/* Gives fd to a thread. Unless it is GIVEN it must be closed. */
static enum giving
seat_give(struct server *s, int fd, uid_t uid)
{
	struct seat *seat = seat_find(s);

	if (!seat_permitted(s, uid))
		return GIVEN_TOO_MANY;
	if (seat == NULL || !seat_start(seat))
		return GIVEN_NO_THREAD;
	seat->fd = fd;
	seat->uid = uid;
	seat->site = site_hold(s->site);
	seat->state = SEAT_WAITING;
	s->busy++;
	metrics_add(s->metrics, METRIC_CONVERSATIONS, NULL, 1);
	(void)pthread_cond_signal(&seat->work);
	return GIVEN;
}

static const enum refused_reason refused_reasons[] = {
	[GIVEN_TOO_MANY] = REFUSED_TOO_MANY,
	[GIVEN_NO_THREAD] = REFUSED_NO_THREAD,
	[GIVEN_NO_DESCRIPTOR] = REFUSED_NO_DESCRIPTOR,
};

/* At most one line a second: whoever floods the socket shall not flood the log as well. */
static void
refusal_log(struct server *s, enum giving why, uid_t uid)
{
	int64_t now = clock_ms();

	if (why == GIVEN)
		return;
	metrics_add(s->metrics, METRIC_CONVERSATIONS_REFUSED, (size_t[]){ refused_reasons[why] }, 1);
	if (now - s->complained_ms < COMPLAINT_MS || !shares_permit_line(&s->shares, uid))
		return;
	s->complained_ms = now;
	if (why == GIVEN_TOO_MANY)
		log_line(LOG_LEVEL_WARNING, "uid %u holds %lld conversations already"
			" (broker.per_user), or users other than root hold half of all; further ones"
			" are closed", (unsigned)uid, (long long)s->site->conf->broker.per_user);
	else if (why == GIVEN_NO_DESCRIPTOR)
		log_line(LOG_LEVEL_ERR, "no descriptor for a conversation; it waits until another"
			" one ends (too few open files are permitted for broker.conversations)");
	else
		log_line(LOG_LEVEL_ERR, "no thread for a conversation; it was closed");
}

/* What waits is still there: trying again at once would only keep the processor busy. */
static void
accept_failed(struct server *s, int error)
{
	if (error != EMFILE && error != ENFILE && error != ENOBUFS && error != ENOMEM) {
		if (error != EAGAIN && error != EINTR && error != ECONNABORTED)
			log_line(LOG_LEVEL_ERR, "accept: errno %d", error);
		return;
	}
	(void)pthread_mutex_lock(&s->lock);
	s->starved = s->busy > 0;
	(void)pthread_mutex_unlock(&s->lock);
	refusal_log(s, GIVEN_NO_DESCRIPTOR, 0);
}

void
server_accept(struct server *s)
{
	auto_fd fd = accept4(s->listen_fd, NULL, NULL, SOCK_CLOEXEC);
	struct err e = { 0 };
	enum giving given;
	uid_t uid = 0;
	pid_t pid;

	if (fd < 0) {
		accept_failed(s, errno);
		return;
	}
	if (wire_peer(fd, &uid, &pid, &e) != 0) {
		log_line(LOG_LEVEL_ERR, "a connection was closed: %s", e.msg);
		return;
	}
	(void)pthread_mutex_lock(&s->lock);
	given = seat_give(s, fd, uid);
	(void)pthread_mutex_unlock(&s->lock);
	if (given == GIVEN)
		(void)take_fd(&fd);
	refusal_log(s, given, uid);
}

bool
server_ready(struct server *s)
{
	bool ready;

	(void)pthread_mutex_lock(&s->lock);
	ready = s->busy < s->count && !s->starved;
	s->full = !ready;
	(void)pthread_mutex_unlock(&s->lock);
	return ready;
}

int
server_wake_fd(const struct server *s)
{
	return s->wake_fd;
}

void
server_replace_site(struct server *s, struct site *site)
{
	struct site *old;

	(void)pthread_mutex_lock(&s->lock);
	old = s->site;
	s->site = site;
	(void)pthread_mutex_unlock(&s->lock);
	site_release(old);
}

const struct site *
server_site(const struct server *s)
{
	return s->site;
}

/* Conversations that are under way end by themselves, unless they wait for a person or for a slow
 * directory: whoever restarts the broker must not turn away who has just come. */
static void
server_drain(struct server *s)
{
	struct pollfd woken = { .fd = s->wake_fd, .events = POLLIN };
	struct deadline until = deadline_in(DRAIN_MS);
	uint64_t count;
	bool busy = true;

	while (busy && !deadline_passed(until)) {
		(void)pthread_mutex_lock(&s->lock);
		busy = s->full = s->busy > 0;
		(void)pthread_mutex_unlock(&s->lock);
		if (busy && poll(&woken, 1, deadline_left(until)) > 0)
			(void)!read(s->wake_fd, &count, sizeof(count));
	}
}

void
server_free(struct server *s)
{
	server_drain(s);
	(void)pthread_mutex_lock(&s->lock);
	s->stopping = true;
	for (size_t i = 0; i < s->count; i++) {
		if (s->seats[i].fd >= 0)
			(void)shutdown(s->seats[i].fd, SHUT_RD); /* its verdict may still go out */
		(void)pthread_cond_signal(&s->seats[i].work);
	}
	(void)pthread_mutex_unlock(&s->lock);
	for (size_t i = 0; i < s->count; i++)
		if (s->seats[i].started)
			(void)pthread_join(s->seats[i].thread, NULL);
	site_release(s->site);
	(void)close(s->listen_fd);
	(void)close(s->wake_fd);
	for (size_t i = 0; i < s->count; i++)
		(void)pthread_cond_destroy(&s->seats[i].work);
	(void)pthread_mutex_destroy(&s->lock);
	shares_clear(&s->shares);
	free(s->seats);
	free(s);
}
