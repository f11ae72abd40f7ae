/* SPDX-License-Identifier: MIT */
/* Leads conversations through their chapters, and clears up behind them. */
#include "helper/broker/login.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/broker/origin_name.h"
#include "helper/metrics/metrics.h"

#define BEGIN_MS 2000 /* a module says begin right after connecting */

static enum chapter (*const chapters[])(struct login *, unsigned) = {
	[CHAPTER_BEGIN] = chapter_begin,
	[CHAPTER_IDENTIFY] = chapter_identify,
	[CHAPTER_LOOK_UP] = chapter_look_up,
	[CHAPTER_DECIDE] = chapter_decide,
	[CHAPTER_ASK] = chapter_ask,
	[CHAPTER_VERIFY] = chapter_verify,
	[CHAPTER_PUSH] = chapter_push,
	[CHAPTER_CONFIRM] = chapter_confirm,
	[CHAPTER_ENROL] = chapter_enrol,
	[CHAPTER_VERDICT] = chapter_verdict,
};

/* With the loop's lock held. */
static void
ended(struct task *t)
{
	struct login *l = (struct login *)t;
	struct broker *b = l->talk.broker;

	origin_release(b->origins, l->origin);
	b->strangers -= l->stranger;
	metrics_add(b->metrics, METRIC_CONVERSATIONS, NULL, -1);
	if (!b->stopping)
		loop_listen(b->loop, true); /* there is room, and a descriptor, again */
	explicit_bzero(l, sizeof(*l));
	free(l);
}

/* Whatever the cache hears from now on, it tells others. */
static void
withdraw(struct login *l)
{
	static const struct err gone = { .code = ERR_OTHER };

	if (l->door != NULL)
		cache_withdraw(l->door->cache, &l->waiter, &gone);
}

static void
end(struct login *l)
{
	struct broker *b = l->talk.broker;

	withdraw(l);
	call_drop(&l->preauth);
	call_drop(&l->check);
	loop_lock(b->loop);
	origin_leave_place(b->origins, &l->place);
	loop_unlock(b->loop);
	conversation_close(&l->talk);
	if (l->begin != NULL)
		explicit_bzero(l->begin, l->begin_len);
	free(l->begin);
	free(l->txid);
	site_release(l->site);
	task_end(&l->talk.task);
}

/* The wakes that end any wait: what becomes of the person then. CHAPTER_STAY: the chapter itself
 * knows. */
static enum chapter
cut_short(struct login *l, unsigned wakes)
{
	bool ends = l->talk.broker->stopping; /* set before anybody was woken for it */

	if (l->chapter == CHAPTER_LOOK_UP && (wakes & WAKE_TURNED_AWAY) != 0)
		return CHAPTER_STAY; /* it counts what is known */
	if (l->chapter == CHAPTER_BEGIN)
		return (wakes & WAKE_TURNED_AWAY) != 0 ? CHAPTER_END : CHAPTER_STAY;
	if (((wakes & WAKE_STOP) != 0 && l->chapter == CHAPTER_ASK) ||
		((wakes & WAKE_TURNED_AWAY) != 0 && ends))
		return login_turn_away(l, LOGIN_RESTARTS, "the broker ends");
	if ((wakes & WAKE_TURNED_AWAY) != 0)
		return login_turn_away(l, "Too many people are logging in to this host at the "
			"moment. Please try again.",
			"all places were taken (broker.conversations), and %s held most: its oldest"
			" gave way", l->origin->name);
	if ((wakes & WAKE_HANGUP) != 0 && (wakes & WAKE_INPUT) == 0)
		return login_found(l, FINDING_NO_ANSWER, "the login process has left");
	return CHAPTER_STAY;
}

static void
run(struct task *t, unsigned wakes)
{
	struct login *l = (struct login *)t;
	enum chapter next;

	wakes = conversation_woken(&l->talk, wakes);
	if (wakes == 0)
		return;
	next = cut_short(l, wakes);
	if (next == CHAPTER_STAY)
		next = chapters[l->chapter](l, wakes);
	else
		withdraw(l);
	while (next != CHAPTER_STAY && next != CHAPTER_END) {
		l->chapter = next;
		next = chapters[next](l, 0);
	}
	if (next == CHAPTER_END)
		end(l);
}

/* How many conversations programs of users other than root may hold together: half, because one
 * person may have many uids (subuid(5)). */
static bool
strangers_fill(const struct broker *b)
{
	return b->strangers >= (b->places + 1) / 2;
}

/* With the loop's lock held. A peer that is not root is its own origin, whatever it will ask, and
 * holds a place from the start. Returns whether there was one. */
static bool
stranger_enters(struct broker *b, struct login *l)
{
	struct origin_place *instead;
	char name[ORIGIN_NAME_SIZE];

	origin_name(&l->request, CLASS_INTERACTIVE, name);
	l->origin = origin_hold(b->origins, name);
	if (l->origin == NULL)
		return false;
	l->talk.task.lane = &l->origin->lane[LANE_ACCOUNT];
	if (!strangers_fill(b) &&
		origin_take_place(b->origins, l->origin, &l->place, &instead) == ROOM_GIVEN) {
		login_give_up(instead);
		return true;
	}
	return false;
}

static bool
enter(struct broker *b, struct login *l)
{
	bool entered;

	loop_lock(b->loop);
	l->site = site_hold(b->site);
	entered = (!l->stranger || stranger_enters(b, l)) &&
		/* most modules have said begin by now: only those that have not are waited for */
		task_start(b->loop, &l->talk.task, l->talk.until.at_ms, WAKE_INPUT) == 0;
	if (entered) {
		b->strangers += l->stranger;
		metrics_add(b->metrics, METRIC_CONVERSATIONS, NULL, 1);
	} else {
		origin_leave_place(b->origins, &l->place);
		origin_release(b->origins, l->origin);
	}
	loop_unlock(b->loop);
	return entered;
}

int
login_open(struct broker *b, int fd, uid_t peer_uid)
{
	struct login *l = calloc(1, sizeof(*l));
	struct err ignored;

	if (l == NULL) {
		(void)close(fd);
		return -1;
	}
	conversation_open(&l->talk, b, fd, peer_uid);
	l->talk.task.run = run;
	l->talk.task.ended = ended;
	l->talk.task.lane = &b->arrivals;
	l->talk.task.rank = peer_uid != 0 ? RANK_STRANGER : RANK_FIRST;
	l->talk.until = deadline_in(BEGIN_MS);
	l->request.peer_uid = peer_uid;
	l->stranger = peer_uid != 0;
	l->factor = "none";
	l->began_us = clock_us();
	l->ahead = FINDING_UNREACHABLE;
	if (enter(b, l))
		return 0;
	/* the module reads it after its begin; whoever closed already has its answer, too */
	(void)!conversation_verdict(&l->talk, VERDICT_UNAVAILABLE,
		finding_word(FINDING_TURNED_AWAY), &ignored);
	conversation_close(&l->talk);
	site_release(l->site);
	free(l);
	return -1;
}
