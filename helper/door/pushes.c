/* SPDX-License-Identifier: MIT */
/* A small table of people to whom pushes went that nobody approved, see pushes.h. */
#include "helper/door/pushes.h"

#include <pthread.h>
#include <search.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/queue.h>
#include <sys/stat.h>
#include <time.h>

#include "helper/door/held.h"

#define ORIGINS	      4 /* of one person that are told apart */
#define ORIGIN_SIZE   96
#define WINDOW_FACTOR 60

/* Times the interval, after so many in a row that were not approved. */
static const int64_t waits[] = { 0, 1, 6, 30 };
#define STEPS_MOST (sizeof(waits) / sizeof(waits[0]) - 1)

struct asker {
	char name[ORIGIN_SIZE]; /* "" = none */
	size_t steps;
	int64_t at_ms;
};

struct target {
	TAILQ_ENTRY(target) by_use; /* most recently used first */
	char *user;
	struct asker asker[ORIGINS];
	int64_t failed_ms[PUSHES_MOST]; /* the latest ones, oldest first */
	size_t failed;
	int64_t held_until_ms; /* 0 = not held */
	bool unsaved;	       /* the file does not know of it */
};

struct pushes {
	pthread_mutex_t lock;
	int64_t (*clock)(void);
	void *by_user; /* tsearch(3) */
	TAILQ_HEAD(target_list, target) by_use;
	size_t count;
	struct stat seen; /* of the file; all zero = there was none */
};

static int
compare(const void *a, const void *b)
{
	const struct target *x = a, *y = b;

	return strcasecmp(x->user, y->user);
}

struct pushes *
pushes_new(int64_t (*clock)(void))
{
	struct pushes *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->clock = clock;
	TAILQ_INIT(&p->by_use);
	(void)pthread_mutex_init(&p->lock, NULL); /* cannot fail on Linux */
	return p;
}

static void
drop(struct pushes *p, struct target *t)
{
	(void)tdelete(t, &p->by_user, compare);
	TAILQ_REMOVE(&p->by_use, t, by_use);
	p->count--;
	free(t->user);
	free(t);
}

void
pushes_free(struct pushes *p)
{
	struct target *t;

	if (p == NULL)
		return;
	while ((t = TAILQ_FIRST(&p->by_use)) != NULL)
		drop(p, t);
	(void)pthread_mutex_destroy(&p->lock);
	free(p);
}

/* Room for one: the least recently used that is not held goes. Returns whether there is any. */
static bool
make_room(struct pushes *p)
{
	struct target *t;

	if (p->count < PUSHES_PEOPLE)
		return true;
	TAILQ_FOREACH_REVERSE(t, &p->by_use, target_list, by_use)
		if (t->held_until_ms <= p->clock()) {
			drop(p, t);
			return true;
		}
	return false;
}

/* NULL without room or memory. */
static struct target *
get(struct pushes *p, const char *user)
{
	struct target key = { 0 }, *t;
	struct target *const *found;

	memcpy(&key.user, &user, sizeof(user)); /* the key only lends the name */
	found = tfind(&key, &p->by_user, compare);
	if (found != NULL) {
		t = *found;
		TAILQ_REMOVE(&p->by_use, t, by_use);
		TAILQ_INSERT_HEAD(&p->by_use, t, by_use);
		return t;
	}
	t = make_room(p) ? calloc(1, sizeof(*t)) : NULL;
	if (t == NULL)
		return NULL;
	t->user = strdup(user);
	if (t->user == NULL || tsearch(t, &p->by_user, compare) == NULL) {
		free(t->user);
		free(t);
		return NULL;
	}
	TAILQ_INSERT_HEAD(&p->by_use, t, by_use);
	p->count++;
	return t;
}

/* The one of that name, else the one that was quiet for longest, which is forgotten. */
static struct asker *
asker_of(struct target *t, const char *name)
{
	struct asker *oldest = &t->asker[0];

	for (size_t i = 0; i < ORIGINS; i++) {
		if (strncmp(t->asker[i].name, name, ORIGIN_SIZE - 1) == 0)
			return &t->asker[i];
		if (t->asker[i].name[0] == '\0' || t->asker[i].at_ms < oldest->at_ms)
			oldest = &t->asker[i];
	}
	*oldest = (struct asker){ .steps = 0 };
	strncpy(oldest->name, name, ORIGIN_SIZE - 1); /* zeroed before, so terminated */
	return oldest;
}

static int
take_held(void *ctx, const char *user, int64_t until_s)
{
	struct pushes *p = ctx;
	int64_t left_ms = (until_s - (int64_t)time(NULL)) * 1000;
	struct target *t = left_ms > 0 ? get(p, user) : NULL;

	if (t != NULL) {
		t->held_until_ms = p->clock() + left_ms;
		t->unsaved = false;
	}
	return 0;
}

/* Reads the file again if it is another one: an administrator may have let somebody go. */
static void
follow(struct pushes *p, const char *held_file)
{
	struct stat now = { 0 };
	struct target *t;

	if (stat(held_file, &now) != 0)
		now = (struct stat){ 0 };
	if (now.st_ino == p->seen.st_ino && now.st_size == p->seen.st_size &&
		now.st_mtim.tv_sec == p->seen.st_mtim.tv_sec &&
		now.st_mtim.tv_nsec == p->seen.st_mtim.tv_nsec)
		return;
	p->seen = now;
	TAILQ_FOREACH(t, &p->by_use, by_use)
		if (!t->unsaved)
			t->held_until_ms = 0;
	(void)!held_walk(held_file, take_held, p, NULL); /* what cannot be read holds nobody */
}

/* For how long yet; 0 = not at all. */
static int64_t
left(int64_t since_ms, int64_t wait_ms, int64_t now)
{
	return since_ms + wait_ms > now ? since_ms + wait_ms - now : 0;
}

static enum push_leave
judge(struct target *t, const struct asker *a, int64_t interval_ms, int64_t now, int64_t *ret_wait)
{
	int64_t window = interval_ms * WINDOW_FACTOR;

	*ret_wait = left(t->held_until_ms, 0, now);
	if (t->held_until_ms > 0 && *ret_wait > 0)
		return PUSH_HELD;
	if (interval_ms == 0)
		return PUSH_YES;
	while (t->failed > 0 && left(t->failed_ms[0], window, now) == 0) {
		t->failed--;
		memmove(t->failed_ms, t->failed_ms + 1, t->failed * sizeof(t->failed_ms[0]));
	}
	*ret_wait = t->failed == PUSHES_MOST ? left(t->failed_ms[0], window, now) : 0;
	if (*ret_wait > 0)
		return PUSH_MANY;
	if (a->steps > 0)
		*ret_wait = left(a->at_ms, interval_ms * waits[a->steps], now);
	if (*ret_wait == 0 && t->failed > 0) /* another one was sent, whoever asked */
		*ret_wait = left(t->failed_ms[t->failed - 1], interval_ms, now);
	return *ret_wait > 0 ? PUSH_SOON : PUSH_YES;
}

static void
note(struct target *t, struct asker *a, int64_t now)
{
	a->at_ms = now;
	a->steps += a->steps < STEPS_MOST ? 1 : 0;
	if (t->failed == PUSHES_MOST) /* nobody counted so far, for there is no interval */
		memmove(t->failed_ms, t->failed_ms + 1, --t->failed * sizeof(t->failed_ms[0]));
	t->failed_ms[t->failed++] = now;
}

enum push_leave
pushes_permit(struct pushes *p, const char *held_file, const char *user, const char *origin,
	int64_t interval_ms, int64_t *ret_wait_ms)
{
	enum push_leave leave = PUSH_MANY;
	struct target *t;
	struct asker *a;

	*ret_wait_ms = interval_ms;
	(void)pthread_mutex_lock(&p->lock);
	follow(p, held_file);
	t = get(p, user);
	if (t != NULL) {
		a = asker_of(t, origin);
		leave = judge(t, a, interval_ms, p->clock(), ret_wait_ms);
		if (leave == PUSH_YES)
			note(t, a, p->clock());
	}
	(void)pthread_mutex_unlock(&p->lock);
	return leave;
}

int
pushes_end(struct pushes *p, const char *held_file, const char *user, const char *origin,
	enum push_end how, int64_t hold_ms, struct err *e)
{
	struct target *t;
	struct asker *a;
	int rc = 0;

	(void)pthread_mutex_lock(&p->lock);
	t = get(p, user);
	if (t == NULL) {
		rc = err_set(e, ERR_OTHER, "out of memory");
	} else if (how == PUSH_FRAUD && hold_ms > 0) {
		t->held_until_ms = p->clock() + hold_ms;
		rc = held_set(held_file, user, (int64_t)time(NULL) + hold_ms / 1000, e);
		t->unsaved = rc != 0;
	} else if (how != PUSH_FRAUD) {
		a = asker_of(t, origin);
		t->failed -= t->failed > 0 ? 1 : 0;
		a->steps = how == PUSH_APPROVED || a->steps == 0 ? 0 : a->steps - 1;
	}
	(void)pthread_mutex_unlock(&p->lock);
	return rc;
}
