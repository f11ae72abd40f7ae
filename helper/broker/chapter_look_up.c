/* SPDX-License-Identifier: MIT */
/* It is known whom it is about. The cache says what the directory thinks of the person, at once or
 * when the directory has been asked. Goes on with the decision. */
#include <string.h>

#include "helper/broker/login.h"
#include "helper/broker/lookups.h"

/* With the cache locked. */
static void
told(struct cache_waiter *w)
{
	struct login *l = (struct login *)(void *)((char *)w - offsetof(struct login, waiter));

	loop_lock(l->talk.broker->loop);
	conversation_news(&l->talk);
	loop_unlock(l->talk.broker->loop);
}

static enum chapter
finish(struct login *l)
{
	door_told(l->door, &l->c);
	if (l->c.finding == FINDING_DENIED || l->c.finding == FINDING_NOT_ENROLLED)
		memcpy(l->shown, l->c.known.standing.text, sizeof(l->shown));
	return CHAPTER_DECIDE;
}

static enum chapter
start(struct login *l)
{
	enum cache_turn turn;

	if (door_would_ask(l->door, &l->request, &l->c) && !login_may_ask(l))
		return CHAPTER_DECIDE;
	/* one limit for all that follows, because the module hears nothing new meanwhile; what this
	 * host's name service took is not charged to the directory */
	l->step = deadline_in(l->door->conf->deadline.broker_ms);
	l->waiter.told = told;
	turn = door_ask(l->door, &l->request, &l->waiter, &l->c);
	if (turn == CACHE_TOLD)
		return finish(l);
	if (turn == CACHE_ASK)
		lookup_begin(l->talk.broker, l->site, l->origin, l->c.directory_user);
	conversation_wait_news(&l->talk, l->step);
	return CHAPTER_STAY;
}

/* Nobody waits any longer. What is known without the answer counts where it refuses: it must not be
 * lost to a line that steps over a broker that is away. */
static enum chapter
cut(struct login *l)
{
	struct err why = { 0 };

	(void)err_set(&why, ERR_OTHER, "the look-up was given up");
	cache_withdraw(l->door->cache, &l->waiter, &why);
	(void)finish(l);
	if (l->c.finding == FINDING_UNREACHABLE)
		return login_turn_away(l, LOGIN_RESTARTS, "the broker ends");
	return CHAPTER_DECIDE;
}

enum chapter
chapter_look_up(struct login *l, unsigned wakes)
{
	struct err late = { 0 };

	if (wakes == 0)
		return start(l);
	if ((wakes & WAKE_TURNED_AWAY) != 0)
		return cut(l);
	if ((wakes & (WAKE_NEWS | WAKE_TIME)) == 0) {
		conversation_wait_news(&l->talk, l->step);
		return CHAPTER_STAY;
	}
	if ((wakes & WAKE_NEWS) == 0) {
		(void)err_set(&late, ERR_TIMEOUT, "another login's look-up did not end in time");
		cache_withdraw(l->door->cache, &l->waiter, &late);
	}
	return finish(l);
}
