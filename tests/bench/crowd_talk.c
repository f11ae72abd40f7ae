/* SPDX-License-Identifier: MIT */
/* Holds many conversations in one epoll set: connects, says begin, answers, leaves, and counts. */
#include "tests/bench/crowd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/wire.h"

#define EVENTS	 256
#define SPARE	 64 /* descriptors beside those of conversations */
#define TICK_MS	 5 /* how soon a full backlog is tried again, and an answer that is due given */
#define QUIET_TICKS 10 /* of nothing: then nothing more will come */
#define NAME_MAX_SIZE 128

enum talk_state {
	TALK_NEW,     /* not connected yet */
	TALK_SILENT,  /* connected; nothing but "still working" was heard */
	TALK_WAITING, /* at the prompt */
	TALK_ANSWERED,
	TALK_LEFT,
	TALK_CLOSED,  /* by the broker, without a verdict */
	TALK_VERDICT,
};

struct talk {
	int fd;
	enum talk_state state;
	int64_t opened_us, heard_us; /* heard: the first prompt or verdict; 0: none */
	int64_t due_ms;		     /* of the answer */
};

struct crowd {
	struct crowd_order order;
	int epoll;
	struct talk *talk;
	int64_t next, open, settled; /* the next to connect; connected now; not waited for */
	int64_t began_us;
	struct crowd_tally tally; /* verdicts, reasons, words; the rest is counted at the end */
};

static bool
is_settled(const struct crowd *c, const struct talk *t)
{
	switch (t->state) {
	case TALK_NEW:
	case TALK_ANSWERED:
		return false;
	case TALK_SILENT:
		return c->order.say == CROWD_SAY_NOTHING;
	case TALK_WAITING:
		return c->order.answer == NULL;
	case TALK_LEFT:
	case TALK_CLOSED:
	case TALK_VERDICT:
		return true;
	}
	return true;
}

static void
enter(struct crowd *c, struct talk *t, enum talk_state state)
{
	bool before = is_settled(c, t);

	t->state = state;
	c->settled += is_settled(c, t) - before;
	if (state == TALK_LEFT || state == TALK_CLOSED || state == TALK_VERDICT) {
		(void)close(t->fd); /* which takes it out of the set */
		t->fd = -1;
		c->open--;
	}
}

static const char *
numbered(char *buf, size_t size, const char *text, int64_t i)
{
	const char *sign = strchr(text, '%');
	unsigned long n = (unsigned long)i + 1;
	char number[32];

	if (sign == NULL)
		return text;
	if (strchr(text, ':') != NULL)
		(void)snprintf(number, sizeof(number), "%lx", n);
	else if (text[0] >= '0' && text[0] <= '9')
		(void)snprintf(number, sizeof(number), "%lu.%lu.%lu", n >> 16 & 255, n >> 8 & 255,
			n & 255);
	else
		(void)snprintf(number, sizeof(number), "%03lu", n);
	(void)snprintf(buf, size, "%.*s%s%s", (int)(sign - text), text, number, sign + 1);
	return buf;
}

static int
say(const struct crowd *c, const struct talk *t)
{
	const struct crowd_order *o = &c->order;
	char user[NAME_MAX_SIZE], rhost[NAME_MAX_SIZE], caller[NAME_MAX_SIZE];
	static const char half[] = "begin\0001\0aut"; /* in the middle of a word */
	int64_t i = (t - c->talk) / o->same + o->from;
	const char *const fields[] = { "begin", WIRE_VERSION, o->phase, o->service,
		numbered(user, sizeof(user), o->user, i),
		numbered(rhost, sizeof(rhost), o->rhost, i), "",
		numbered(caller, sizeof(caller), o->caller, i), "proof" };
	size_t count = sizeof(fields) / sizeof(fields[0]) - (o->proof ? 0 : 1);
	struct err e;

	switch (o->say) {
	case CROWD_SAY_NOTHING:
		return 0;
	case CROWD_SAY_HALF:
		return send(t->fd, half, sizeof(half) - 1, MSG_NOSIGNAL) < 0 ? -1 : 0;
	case CROWD_SAY_BEGIN:
		return wire_send_fields(t->fd, (struct deadline){ 0 }, fields, count, &e);
	}
	return -1;
}

/* A connection as the uid whose turn it is, or -1 with errno. */
static int
connect_as(const struct crowd *c, int64_t i)
{
	const struct crowd_order *o = &c->order;
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), rc, saved;

	if (fd < 0)
		return -1;
	(void)snprintf(sa.sun_path, sizeof(sa.sun_path), "%s", o->socket);
	if (o->uid > 0 && seteuid((uid_t)(o->uid + i / o->each)) != 0)
		abort(); /* the kernel notes who connects: anybody else would be a lie */
	rc = connect(fd, (const struct sockaddr *)&sa, sizeof(sa));
	saved = errno;
	if (o->uid > 0 && seteuid(0) != 0)
		abort();
	if (rc == 0)
		return fd;
	(void)close(fd);
	errno = saved;
	return -1;
}

/* Connects the next one. Returns 0, 1 when there is no room now, or -1 with the error. */
static int
open_next(struct crowd *c, struct err *e)
{
	struct talk *t = &c->talk[c->next];
	struct epoll_event event = { .events = EPOLLIN | EPOLLRDHUP,
		.data.u64 = (uint64_t)c->next };

	t->fd = connect_as(c, c->next);
	if (t->fd < 0 && (errno == EAGAIN || errno == ECONNREFUSED || errno == ENOENT))
		return 1; /* the backlog is full, or the broker is being restarted */
	if (t->fd < 0)
		return err_sys(e, ERR_OTHER, errno, "%s", c->order.socket);
	c->next++;
	c->open++;
	t->opened_us = clock_us();
	enter(c, t, TALK_SILENT);
	if (c->order.leave == CROWD_LEAVE_OPEN) {
		enter(c, t, TALK_LEFT);
		return 0;
	}
	/* a broker that has no room may have left its verdict and closed: listening tells */
	(void)!say(c, t);
	if (c->order.leave == CROWD_LEAVE_BEGIN)
		enter(c, t, TALK_LEFT);
	else if (epoll_ctl(c->epoll, EPOLL_CTL_ADD, t->fd, &event) != 0)
		return err_sys(e, ERR_OTHER, errno, "epoll");
	return 0;
}

static void
verdict_note(struct crowd_tally *tally, const struct wire_msg *m)
{
	enum verdict v;
	size_t i = 0;

	if (m->count < 3 || verdict_parse(m->field[1], &v) != 0)
		return;
	tally->verdict[v]++;
	while (i < tally->reason_count && strcmp(tally->reason[i].word, m->field[2]) != 0)
		i++;
	if (i == CROWD_REASONS)
		return;
	if (i == tally->reason_count) {
		(void)snprintf(tally->reason[i].word, CROWD_REASON_SIZE, "%s", m->field[2]);
		tally->reason_count++;
	}
	tally->reason[i].count++;
}

static void
answer(struct crowd *c, struct talk *t)
{
	struct err e;

	if (wire_send(t->fd, (struct deadline){ 0 }, &e, "answer", c->order.answer, NULL) == 0)
		enter(c, t, TALK_ANSWERED);
	else
		enter(c, t, TALK_CLOSED);
}

/* One message. */
static void
hear(struct crowd *c, struct talk *t, const struct wire_msg *m)
{
	if (strcmp(m->field[0], "info") == 0) {
		if (m->count > 1 && m->field[1][0] != '\0')
			(void)snprintf(c->tally.said, sizeof(c->tally.said), "%s", m->field[1]);
		return;
	}
	if (t->heard_us == 0)
		t->heard_us = clock_us();
	if (strcmp(m->field[0], "verdict") == 0) {
		verdict_note(&c->tally, m);
		enter(c, t, TALK_VERDICT);
	} else if (strcmp(m->field[0], "ask") == 0 && c->order.leave == CROWD_LEAVE_ASK) {
		enter(c, t, TALK_LEFT);
	} else if (strcmp(m->field[0], "ask") == 0) {
		enter(c, t, TALK_WAITING);
		t->due_ms = clock_ms() + c->order.after_ms;
		if (c->order.answer != NULL && c->order.after_ms == 0)
			answer(c, t);
	}
}

static void
listen_to(struct crowd *c, struct talk *t)
{
	struct wire_msg m;
	struct err e = { 0 };

	while (t->fd >= 0) {
		if (wire_receive(t->fd, (struct deadline){ 0 }, &m, &e) == 0)
			hear(c, t, &m);
		else if (e.code == ERR_TIMEOUT)
			return;
		else
			enter(c, t, TALK_CLOSED);
	}
}

static void
answers_due(struct crowd *c)
{
	int64_t now = clock_ms();

	if (c->order.answer == NULL || c->order.after_ms == 0)
		return;
	for (int64_t i = 0; i < c->next; i++)
		if (c->talk[i].state == TALK_WAITING && c->talk[i].due_ms <= now)
			answer(c, &c->talk[i]);
}

/* Opens what may be opened, and looks at what has come. Returns how much that was, or -1 with the
 * error. */
static int
turn(struct crowd *c, struct err *e)
{
	struct epoll_event event[EVENTS];
	int rc = 0, count;

	for (int i = 0; i < EVENTS && rc == 0 && c->next < c->order.count &&
		c->open < c->order.window; i++)
		rc = open_next(c, e);
	if (rc < 0)
		return -1;
	/* without waiting while more can be opened */
	count = epoll_wait(c->epoll, event, EVENTS,
		rc == 0 && c->next < c->order.count && c->open < c->order.window ? 0 : TICK_MS);
	for (int i = 0; i < count; i++)
		listen_to(c, &c->talk[event[i].data.u64]);
	answers_due(c);
	return count;
}

static void
descriptors_raise(rlim_t wanted)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur >= wanted)
		return;
	r.rlim_cur = wanted;
	if (r.rlim_max < wanted)
		r.rlim_max = wanted;
	(void)setrlimit(RLIMIT_NOFILE, &r); /* without it, connecting will say what is missing */
}

int
crowd_open(const struct crowd_order *order, struct crowd **ret_crowd, struct err *e)
{
	struct deadline patience = deadline_in(order->patience_ms);
	struct crowd *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	descriptors_raise((rlim_t)order->window + SPARE);
	c->epoll = -1;
	c->order = *order;
	c->talk = calloc((size_t)order->count, sizeof(*c->talk));
	c->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (c->talk == NULL || c->epoll < 0) {
		crowd_free(c);
		return err_set(e, ERR_OTHER, "no room for %lld conversations",
			(long long)order->count);
	}
	for (int64_t i = 0; i < order->count; i++)
		c->talk[i].fd = -1;
	c->began_us = clock_us();
	while (c->settled < order->count && !deadline_passed(patience))
		if (turn(c, e) < 0) {
			crowd_free(c);
			return -1;
		}
	c->tally.ms = (clock_us() - c->began_us) / 1000;
	/* who was asked may have to make room for who came later: that is told a moment after */
	for (int quiet = 0; order->count > 1 && quiet < QUIET_TICKS && !deadline_passed(patience);)
		quiet = turn(c, e) > 0 ? 0 : quiet + 1;
	*ret_crowd = c;
	return 0;
}

void
crowd_stay(struct crowd *c, const volatile bool *stop)
{
	struct err e;

	c->order.count = c->next; /* nobody new */
	while (c->open > 0 && !*stop && turn(c, &e) >= 0)
		continue;
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

void
crowd_count(const struct crowd *c, struct crowd_tally *ret_tally)
{
	int64_t *times = calloc((size_t)c->order.count, sizeof(*times));
	size_t heard = 0;

	*ret_tally = c->tally;
	for (int64_t i = 0; i < c->order.count; i++) {
		const struct talk *t = &c->talk[i];

		ret_tally->unconnected += t->state == TALK_NEW;
		ret_tally->silent += t->state == TALK_SILENT;
		ret_tally->waiting += t->state == TALK_WAITING;
		ret_tally->left += t->state == TALK_LEFT;
		ret_tally->closed += t->state == TALK_CLOSED;
		if (times != NULL && t->heard_us != 0)
			times[heard++] = t->heard_us - t->opened_us;
	}
	if (heard > 0) {
		qsort(times, heard, sizeof(*times), compare);
		ret_tally->p50_us = times[(heard - 1) / 2];
		ret_tally->p99_us = times[(heard - 1) * 99 / 100];
		ret_tally->max_us = times[heard - 1];
	}
	free(times);
}

void
crowd_free(struct crowd *c)
{
	for (int64_t i = 0; c->talk != NULL && i < c->next; i++)
		if (c->talk[i].fd >= 0)
			(void)close(c->talk[i].fd);
	if (c->epoll >= 0)
		(void)close(c->epoll);
	free(c->talk);
	free(c);
}
