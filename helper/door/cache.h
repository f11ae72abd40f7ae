/* SPDX-License-Identifier: MIT */
/* What is known about people, how old it is, and when to ask again.
 *
 * One look-up is in flight for a user at a time; others are told its answer. A known deny stays
 * a deny until the directory contradicts it. Failures in a row open a circuit breaker, so that a
 * dead directory costs one deadline and not one for each login. No thread waits in here, and no lock
 * is held across I/O. */
#ifndef DOOR_CACHE_H
#define DOOR_CACHE_H

#include <sys/queue.h>

#include "helper/door/breaker.h"
#include "helper/door/source.h"

struct cache_limits {
	int64_t negative_ms; /* how long "unknown to the directory" is believed */
	int64_t stale_ms;    /* how old an allow may be during an outage */
	int64_t entries;     /* the least recently used are dropped */
	struct breaker_limits breaker;
	bool unknown_permits; /* login.unknown is "ignore": "unknown" opens doors, so it ages */
};

struct cache;

/* clock returns milliseconds of a clock that never goes back; tests bring their own. NULL
 * without memory. */
struct cache *cache_new(int64_t (*clock)(void));
void cache_free(struct cache *c);

/* Takes effect for later calls; keeps what is known. */
void cache_set_limits(struct cache *c, const struct cache_limits *l);

/* From now on this directory is the configured one: forgets the people of every other, and closes
 * the breaker. Whoever still asks another gets its answers, and teaches nobody else. */
void cache_switch(struct cache *c, unsigned directory);

/* Whom something is known about. The same name in another directory is somebody else. */
struct whom {
	unsigned directory; /* counts those configured since the start, from 0 */
	const char *user;   /* borrowed */
};

enum cache_origin { ORIGIN_NONE, ORIGIN_LIVE, ORIGIN_FRESH, ORIGIN_STALE };

/* "none", "live", "cache", "stale". */
const char *cache_origin_word(enum cache_origin o);

struct known {
	struct standing standing; /* FINDING_UNREACHABLE when nothing usable is known */
	enum cache_origin origin;
	int64_t age_ms; /* with ORIGIN_NONE, of what is known but too old to count; -1 = nothing is */
	struct err err; /* why the directory gave no answer; code ERR_NONE if it was not asked */
};

/* Somebody who waits for a look-up that is under way. The owner keeps it in place until it is told or
 * has withdrawn, and sets told and ret_known before. */
struct cache_waiter {
	void (*told)(struct cache_waiter *w); /* *ret_known is filled; the cache is locked meanwhile */
	struct known *ret_known;
	TAILQ_ENTRY(cache_waiter) others;
	struct person *person; /* the cache's own; NULL = does not wait */
	bool asks;	       /* the look-up was started for this one */
};

enum cache_turn {
	CACHE_TOLD, /* *ret_known is filled: nobody needs to ask */
	CACHE_WAIT, /* somebody asks already, and w will be told */
	CACHE_ASK,  /* as CACHE_WAIT; and the caller must see to the look-up, and to cache_tell */
};

/* What is known about a user, and whose turn it is to ask. An entry at most fresh_ms old answers at
 * once. w NULL: the caller does not wait for anybody, and *ret_known is filled with CACHE_ASK only
 * by cache_tell. */
enum cache_turn cache_ask(struct cache *c, struct whom whom, int64_t fresh_ms,
	struct cache_waiter *w, struct known *ret_known) __attribute__((warn_unused_result));

/* Would cache_ask say CACHE_ASK now? Changes nothing. */
bool cache_would_ask(struct cache *c, struct whom whom, int64_t fresh_ms);

/* Ends the look-up that a CACHE_ASK began, exactly once, and tells whoever waits: s NULL = it failed
 * with *failure. ret_known, for who does not wait, may be NULL. */
void cache_tell(struct cache *c, struct whom whom, const struct standing *s,
	const struct err *failure, struct known *ret_known);

/* As cache_tell with a failure that is none of the directory's, or that has been told of already:
 * it was never asked, or asked about others in the same breath. The breaker does not hear of it. */
void cache_give_up(struct cache *c, struct whom whom, const struct err *why);

/* The directory answered with a fault of its own when it was asked about this person. Is that an
 * outage? It is for as long as a question about nobody has failed, too; it is not for this person
 * while such a question went well. Both count for the breaker's pause. */
enum cache_doubt {
	CACHE_DOUBT_ASK, /* not known: a question about nobody is to be asked, and told of below */
	CACHE_DOUBT_PERSON,
	CACHE_DOUBT_OUTAGE,
};
enum cache_doubt cache_doubt(struct cache *c, struct whom whom);
void cache_doubt_end(struct cache *c, struct whom whom, bool outage);

/* Stops waiting: what is known without the answer, as if it had failed with *why, is filled in.
 * Harmless for who has been told already, or never waited. The look-up goes on for the others. */
void cache_withdraw(struct cache *c, struct cache_waiter *w, const struct err *why);

/* What the cache alone knows, whatever its age. */
void cache_recall(struct cache *c, struct whom whom, int64_t fresh_ms, struct known *ret_known);

/* cache_ask and the whole look-up in one, for a program that may wait and has no other logins. The
 * source judges by itself what a fault of the directory means. */
void cache_look_up(struct cache *c, const struct source *source, struct whom whom,
	int64_t fresh_ms, struct deadline d, struct known *ret_known);

/* Notes what was learnt in passing (a lock-out seen while a code was checked). */
void cache_learn(struct cache *c, struct whom whom, const struct standing *s);

struct cache_state {
	size_t entries;
	bool breaker_open;
	int64_t breaker_openings; /* how often it has opened */
	int64_t failures; /* in a row */
};

void cache_state(struct cache *c, struct cache_state *ret_state);

#endif
