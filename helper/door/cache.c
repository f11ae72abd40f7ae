/* SPDX-License-Identifier: MIT */
/* Remembers standings, has each user asked about once at a time, and spares a dead directory. */
#include "helper/door/cache.h"

#include <pthread.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <time.h>

struct person {
	TAILQ_ENTRY(person) by_use; /* most recently used first */
	unsigned directory;
	char *user;
	struct standing standing;
	bool known;
	int64_t learnt_ms;
	bool in_flight;
	TAILQ_HEAD(waiter_list, cache_waiter) waiters;
	int64_t alone_until_ms; /* so long a fault of the directory is about this person alone */
};

struct cache {
	pthread_mutex_t lock;
	int64_t (*clock)(void);
	struct cache_limits limits;
	void *by_user; /* tsearch(3) */
	TAILQ_HEAD(person_list, person) by_use;
	size_t count;
	unsigned directory; /* the one configured now */
	struct breaker breaker;
	int64_t openings; /* of the breaker */
};

static const char *const origin_words[] = {
	[ORIGIN_NONE] = "none",
	[ORIGIN_LIVE] = "live",
	[ORIGIN_FRESH] = "cache",
	[ORIGIN_STALE] = "stale",
};

const char *
cache_origin_word(enum cache_origin o)
{
	return origin_words[o <= ORIGIN_STALE ? o : ORIGIN_NONE];
}

static int
entry_compare(const void *a, const void *b)
{
	const struct person *x = a, *y = b;

	if (x->directory != y->directory)
		return x->directory < y->directory ? -1 : 1;
	return strcmp(x->user, y->user);
}

struct cache *
cache_new(int64_t (*clock)(void))
{
	struct cache *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return NULL;
	c->clock = clock;
	c->limits.entries = 1;
	TAILQ_INIT(&c->by_use);
	(void)pthread_mutex_init(&c->lock, NULL); /* cannot fail on Linux */
	return c;
}

static void
entry_drop(struct cache *c, struct person *e)
{
	(void)tdelete(e, &c->by_user, entry_compare);
	TAILQ_REMOVE(&c->by_use, e, by_use);
	c->count--;
	free(e->user);
	free(e);
}

void
cache_free(struct cache *c)
{
	struct person *e;

	if (c == NULL)
		return;
	while ((e = TAILQ_FIRST(&c->by_use)) != NULL)
		entry_drop(c, e);
	(void)pthread_mutex_destroy(&c->lock);
	free(c);
}

void
cache_set_limits(struct cache *c, const struct cache_limits *l)
{
	(void)pthread_mutex_lock(&c->lock);
	c->limits = *l;
	(void)pthread_mutex_unlock(&c->lock);
}

void
cache_switch(struct cache *c, unsigned directory)
{
	struct person *e, *next;

	(void)pthread_mutex_lock(&c->lock);
	c->directory = directory;
	for (e = TAILQ_FIRST(&c->by_use); e != NULL; e = next) {
		next = TAILQ_NEXT(e, by_use);
		if (e->directory != directory && !e->in_flight && TAILQ_EMPTY(&e->waiters))
			entry_drop(c, e); /* the others leave as the least recently used */
	}
	c->breaker = (struct breaker){ 0 };
	(void)pthread_mutex_unlock(&c->lock);
}

/* Knowledge that refuses; it outlives every limit of age. */
static bool
refuses(const struct cache *c, enum finding f)
{
	if (f == FINDING_UNKNOWN)
		return !c->limits.unknown_permits;
	return f == FINDING_DISABLED || f == FINDING_PENDING_DELETION || f == FINDING_LOCKED_OUT ||
		f == FINDING_DENIED || f == FINDING_STATUS_NOT_KNOWN;
}

/* Makes room for one entry: the least recently used that nobody works on, known refusals last. */
static void
room_make(struct cache *c)
{
	for (int sparing = 1; sparing >= 0 && (int64_t)c->count >= c->limits.entries; sparing--) {
		struct person *e, *before;

		for (e = TAILQ_LAST(&c->by_use, person_list); e != NULL; e = before) {
			before = TAILQ_PREV(e, person_list, by_use);
			if ((int64_t)c->count < c->limits.entries)
				return;
			if (e->in_flight || !TAILQ_EMPTY(&e->waiters))
				continue;
			if (sparing && e->known && refuses(c, e->standing.finding))
				continue;
			entry_drop(c, e);
		}
	}
}

static struct person *
entry_find(const struct cache *c, struct whom whom)
{
	struct person key = { .directory = whom.directory };
	struct person *const *found;

	memcpy(&key.user, &whom.user, sizeof(whom.user)); /* the key only lends the name */
	found = tfind(&key, &c->by_user, entry_compare);
	return found != NULL ? *found : NULL;
}

/* Finds or makes the entry and marks it as used. NULL without memory. */
static struct person *
entry_get(struct cache *c, struct whom whom)
{
	struct person *e = entry_find(c, whom);

	if (e != NULL) {
		TAILQ_REMOVE(&c->by_use, e, by_use);
		TAILQ_INSERT_HEAD(&c->by_use, e, by_use);
		return e;
	}
	room_make(c);
	e = calloc(1, sizeof(*e));
	if (e == NULL)
		return NULL;
	e->directory = whom.directory;
	e->user = strdup(whom.user);
	if (e->user == NULL || tsearch(e, &c->by_user, entry_compare) == NULL) {
		free(e->user);
		free(e);
		return NULL;
	}
	TAILQ_INIT(&e->waiters);
	TAILQ_INSERT_HEAD(&c->by_use, e, by_use);
	c->count++;
	return e;
}

static void
known_from(const struct cache *c, const struct person *e, enum cache_origin origin,
	struct known *ret_known)
{
	ret_known->standing = e->standing;
	ret_known->origin = origin;
	ret_known->age_ms = c->clock() - e->learnt_ms;
}

/* What a failed look-up says by itself. */
static enum finding
finding_of_failure(const struct err *why)
{
	switch (why->code) {
	case ERR_CREDENTIALS: /* wrong keys are a broken configuration, not an outage */
	case ERR_PERMISSION:
	case ERR_CONFIG:
	case ERR_USAGE:
		return FINDING_CONFIG_BROKEN;
	case ERR_REFUSED: /* the directory understood the question and said no */
	case ERR_NOT_FOUND:
	case ERR_CONFLICT:
		return FINDING_DENIED;
	case ERR_UNREADABLE: /* it answers, and of this person nothing that can be understood */
		return FINDING_STATUS_NOT_KNOWN;
	case ERR_NONE:
	case ERR_OTHER:
	case ERR_UNREACHABLE:
	case ERR_RATE_LIMITED:
	case ERR_TIMEOUT:
	case ERR_PARTLY:
		break;
	}
	return FINDING_UNREACHABLE;
}

/* The directory gave no answer. A known refusal stands whatever the reason; a known permission
 * serves an outage only, because an answer that refuses us is not one. */
static void
known_after_failure(const struct cache *c, const struct person *e, const struct err *why,
	struct known *ret_known)
{
	enum finding f = finding_of_failure(why);

	ret_known->err = *why;
	if (e != NULL && e->known &&
		(refuses(c, e->standing.finding) || (f == FINDING_UNREACHABLE &&
			c->clock() - e->learnt_ms <= c->limits.stale_ms))) {
		known_from(c, e, ORIGIN_STALE, ret_known);
		return;
	}
	ret_known->origin = ORIGIN_NONE;
	ret_known->age_ms = e != NULL && e->known ? c->clock() - e->learnt_ms : -1;
	ret_known->standing.text[0] = '\0';
	ret_known->standing.finding = f;
}

static bool
is_fresh(const struct cache *c, const struct person *e, int64_t fresh_ms)
{
	int64_t limit = fresh_ms;

	if (!e->known || fresh_ms <= 0) /* not even within the same millisecond */
		return false;
	if (e->standing.finding == FINDING_UNKNOWN && c->limits.negative_ms < limit)
		limit = c->limits.negative_ms;
	return c->clock() - e->learnt_ms <= limit;
}

/* What can be said at once: true, with *ret_known. False: the directory must be asked, or is being
 * asked. The lock is held. */
static bool
told_at_once(struct cache *c, const struct person *e, int64_t fresh_ms, struct known *ret_known)
{
	struct err why = { 0 };

	if (is_fresh(c, e, fresh_ms)) {
		known_from(c, e, ORIGIN_FRESH, ret_known);
		return true;
	}
	if (e->in_flight || breaker_permits(&c->breaker, &c->limits.breaker, c->clock(), &why))
		return false;
	known_after_failure(c, e, &why, ret_known);
	return true;
}

static void
waiter_add(struct person *e, struct cache_waiter *w)
{
	if (w == NULL)
		return;
	w->person = e;
	w->asks = !e->in_flight;
	TAILQ_INSERT_TAIL(&e->waiters, w, others);
}

enum cache_turn
cache_ask(struct cache *c, struct whom whom, int64_t fresh_ms, struct cache_waiter *w,
	struct known *ret_known)
{
	enum cache_turn turn = CACHE_TOLD;
	struct err why = { 0 };
	struct person *e;

	*ret_known = (struct known){ .standing.finding = FINDING_UNREACHABLE, .age_ms = -1 };
	(void)pthread_mutex_lock(&c->lock);
	e = entry_get(c, whom);
	if (e == NULL) {
		(void)err_set(&why, ERR_OTHER, "out of memory");
		known_after_failure(c, NULL, &why, ret_known);
	} else if (!told_at_once(c, e, fresh_ms, ret_known)) {
		turn = e->in_flight ? CACHE_WAIT : CACHE_ASK;
		waiter_add(e, w);
		e->in_flight = true;
	}
	(void)pthread_mutex_unlock(&c->lock);
	return turn;
}

bool
cache_would_ask(struct cache *c, struct whom whom, int64_t fresh_ms)
{
	const struct person *e;
	bool would;

	(void)pthread_mutex_lock(&c->lock);
	e = entry_find(c, whom);
	would = e == NULL || (!e->in_flight && !is_fresh(c, e, fresh_ms));
	(void)pthread_mutex_unlock(&c->lock);
	return would;
}

/* Notes how a look-up ended, and whether that is news of the directory. The lock is held. */
static void
entry_settle(struct cache *c, struct person *e, const struct standing *s, bool news,
	struct err *failure)
{
	bool was_open = c->breaker.open;

	e->in_flight = false;
	if (s != NULL)
		failure->code = ERR_NONE;
	else if (failure->code == ERR_NONE)
		failure->code = ERR_OTHER;
	if (news && c->directory == e->directory)
		breaker_note(&c->breaker, &c->limits.breaker, c->clock(), failure->code);
	c->openings += c->breaker.open && !was_open;
	if (s == NULL)
		return;
	e->standing = *s;
	e->known = true;
	e->learnt_ms = c->clock();
}

/* To whom the look-up belongs its answer is live; however short a status counts, for the others it
 * arrived just now. */
static void
known_now(const struct cache *c, const struct person *e, const struct err *failure, bool asks,
	struct known *ret_known)
{
	*ret_known = (struct known){ .standing.finding = FINDING_UNREACHABLE, .age_ms = -1 };
	if (failure->code != ERR_NONE)
		known_after_failure(c, e, failure, ret_known);
	else
		known_from(c, e, asks ? ORIGIN_LIVE : ORIGIN_FRESH, ret_known);
}

static void
tell(struct cache *c, struct whom whom, const struct standing *s, bool news,
	const struct err *failure, struct known *ret_known)
{
	struct err how = { 0 };
	struct cache_waiter *w;
	struct person *e;

	if (failure != NULL)
		how = *failure;
	(void)pthread_mutex_lock(&c->lock);
	e = entry_get(c, whom); /* it is there: who is in flight is not dropped */
	if (e != NULL) {
		entry_settle(c, e, s, news, &how);
		while ((w = TAILQ_FIRST(&e->waiters)) != NULL) {
			TAILQ_REMOVE(&e->waiters, w, others);
			w->person = NULL;
			known_now(c, e, &how, w->asks, w->ret_known);
			w->told(w);
		}
		if (ret_known != NULL)
			known_now(c, e, &how, true, ret_known);
	}
	(void)pthread_mutex_unlock(&c->lock);
}

void
cache_tell(struct cache *c, struct whom whom, const struct standing *s, const struct err *failure,
	struct known *ret_known)
{
	tell(c, whom, s, true, failure, ret_known);
}

void
cache_give_up(struct cache *c, struct whom whom, const struct err *why)
{
	tell(c, whom, NULL, false, why, NULL);
}

enum cache_doubt
cache_doubt(struct cache *c, struct whom whom)
{
	enum cache_doubt doubt = CACHE_DOUBT_ASK;
	const struct person *e;

	(void)pthread_mutex_lock(&c->lock);
	e = entry_find(c, whom);
	if (breaker_fails_all(&c->breaker, c->clock()))
		doubt = CACHE_DOUBT_OUTAGE;
	else if (e != NULL && c->clock() < e->alone_until_ms)
		doubt = CACHE_DOUBT_PERSON;
	(void)pthread_mutex_unlock(&c->lock);
	return doubt;
}

void
cache_doubt_end(struct cache *c, struct whom whom, bool outage)
{
	struct person *e;

	(void)pthread_mutex_lock(&c->lock);
	e = entry_find(c, whom);
	if (c->directory == whom.directory)
		breaker_note_nobody(&c->breaker, &c->limits.breaker, c->clock(), outage);
	if (e != NULL)
		e->alone_until_ms = outage ? 0 : c->clock() + c->limits.breaker.pause_ms;
	(void)pthread_mutex_unlock(&c->lock);
}

void
cache_withdraw(struct cache *c, struct cache_waiter *w, const struct err *why)
{
	(void)pthread_mutex_lock(&c->lock);
	if (w->person != NULL) {
		TAILQ_REMOVE(&w->person->waiters, w, others);
		known_after_failure(c, w->person, why, w->ret_known);
		w->person = NULL;
	}
	(void)pthread_mutex_unlock(&c->lock);
}

void
cache_recall(struct cache *c, struct whom whom, int64_t fresh_ms, struct known *ret_known)
{
	struct err why = { 0 };
	struct person *e;

	*ret_known = (struct known){ .standing.finding = FINDING_UNREACHABLE, .age_ms = -1 };
	(void)pthread_mutex_lock(&c->lock);
	e = entry_get(c, whom);
	if (e == NULL) {
		(void)err_set(&why, ERR_OTHER, "out of memory");
		known_after_failure(c, NULL, &why, ret_known);
	} else if (e->known) {
		known_from(c, e, is_fresh(c, e, fresh_ms) ? ORIGIN_FRESH : ORIGIN_STALE,
			ret_known);
	}
	(void)pthread_mutex_unlock(&c->lock);
}

void
cache_look_up(struct cache *c, const struct source *source, struct whom whom, int64_t fresh_ms,
	struct deadline d, struct known *ret_known)
{
	struct standing s = { 0 };
	struct err failure = { 0 };

	if (cache_ask(c, whom, fresh_ms, NULL, ret_known) == CACHE_TOLD)
		return;
	if (source->look_up(source->ctx, whom.user, d, &s, &failure) == 0)
		cache_tell(c, whom, &s, NULL, ret_known);
	else
		cache_tell(c, whom, NULL, &failure, ret_known);
}

void
cache_learn(struct cache *c, struct whom whom, const struct standing *s)
{
	struct person *e;

	(void)pthread_mutex_lock(&c->lock);
	e = entry_get(c, whom);
	if (e != NULL) {
		e->standing = *s;
		e->known = true;
		e->learnt_ms = c->clock();
	}
	(void)pthread_mutex_unlock(&c->lock);
}

void
cache_state(struct cache *c, struct cache_state *ret_state)
{
	(void)pthread_mutex_lock(&c->lock);
	*ret_state = (struct cache_state){
		.entries = c->count,
		.breaker_open = c->breaker.open,
		.breaker_openings = c->openings,
		.failures = c->breaker.failures,
	};
	(void)pthread_mutex_unlock(&c->lock);
}
