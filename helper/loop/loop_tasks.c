/* SPDX-License-Identifier: MIT */
/* Knows for each task what it waits for, and which one is to go on next. */
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "helper/loop/loop_private.h"

#define FAVOURS 8 /* tasks of other ranks that may go before one of the last two */

void
loop_lock(struct loop *l)
{
	(void)pthread_mutex_lock(&l->lock);
}

void
loop_unlock(struct loop *l)
{
	(void)pthread_mutex_unlock(&l->lock);
}

void
loop_wait(struct loop *l, pthread_cond_t *cond)
{
	(void)pthread_cond_wait(cond, &l->lock);
}

void
loop_look_up(struct loop *l)
{
	uint64_t one = 1;

	if (l->watching)
		(void)!write(l->wake_fd, &one, sizeof(one)); /* a full counter wakes as well */
}

/* May one of this rank be run now, if there is a thread? */
static bool
can_run(const struct loop *l, enum task_rank rank)
{
	return l->ready[rank].waiting > 0 &&
		(rank != RANK_STRANGER || l->strangers < (l->config.workers + 1) / 2);
}

bool
loop_has_work(const struct loop *l)
{
	bool any = false;

	if (l->busy >= l->config.workers)
		return false;
	for (enum task_rank rank = RANK_NEWS; rank < TASK_RANKS; rank++)
		any = any || can_run(l, rank);
	return any;
}

void
loop_call_thread(struct loop *l)
{
	bool work = loop_has_work(l);

	if (l->gathering || (l->watching && !work))
		return;
	if (l->idle > 0)
		(void)pthread_cond_signal(&l->work);
	else
		loop_look_up(l); /* it watches no more when it is called to work */
}

/* The task can go on: it waits for its turn. */
static void
make_ready(struct loop *l, struct task *t)
{
	t->state = TASK_READY;
	timer_set(&l->timers, &t->timer, TIMER_NEVER);
	turns_add(&l->ready[t->rank], t->lane, &t->turn);
}

void
task_wake(struct loop *l, struct task *t, unsigned wakes)
{
	t->wakes |= wakes;
	if (t->state != TASK_PARKED)
		return;
	make_ready(l, t);
	loop_call_thread(l);
}

/* The best rank that can be run, unless one of the last two has stood back for long. TASK_RANKS: no
 * rank can. */
static enum task_rank
rank_choose(struct loop *l)
{
	enum task_rank rank = RANK_NEWS, other;

	for (other = RANK_LAST; other < TASK_RANKS && rank == RANK_NEWS; other++)
		if (l->favours[other] >= FAVOURS && can_run(l, other))
			rank = other;
	while (rank < TASK_RANKS && !can_run(l, rank))
		rank++;
	return rank;
}

struct task *
loop_take(struct loop *l)
{
	enum task_rank rank = l->busy < l->config.workers ? rank_choose(l) : TASK_RANKS;
	struct turn *turn;
	struct task *t;

	if (rank == TASK_RANKS)
		return NULL;
	for (enum task_rank other = RANK_LAST; other < TASK_RANKS; other++)
		l->favours[other] = other == rank ? 0 : l->favours[other] + 1;
	turn = turns_take(&l->ready[rank]);
	t = (struct task *)(void *)((char *)turn - offsetof(struct task, turn));
	t->state = TASK_RUNNING;
	return t;
}

static void
slot_leave(struct loop *l, struct task *t)
{
	struct loop_slot *s = &l->slot[t->slot];

	if (t->slot == 0)
		return;
	s->task = NULL;
	s->generation++;
	s->next_free = l->first_free;
	l->first_free = t->slot;
	t->slot = 0;
	l->tasks--;
}

static void
end(struct loop *l, struct task *t)
{
	timer_set(&l->timers, &t->timer, TIMER_NEVER);
	slot_leave(l, t);
	l->alive--;
	if (l->alive == 0)
		(void)pthread_cond_broadcast(&l->empty);
	t->ended(t);
}

/* Whoever cannot be watched cannot stay. */
static void
park(struct loop *l, struct task *t)
{
	t->state = TASK_PARKED;
	timer_set(&l->timers, &t->timer, t->until_ms);
	if (t->fd >= 0 && loop_watch_task(l, t) != 0)
		task_wake(l, t, WAKE_TURNED_AWAY);
	else if (t->until_ms < l->watch_until_ms)
		loop_look_up(l);
}

void
loop_settle(struct loop *l, struct task *t)
{
	if (t->over) {
		end(l, t);
	} else if (t->wakes != 0) {
		make_ready(l, t);
	} else {
		park(l, t);
	}
}

static int
slot_take(struct loop *l, struct task *t)
{
	uint32_t slot = l->first_free;

	if (t->fd < 0)
		return 0;
	if (slot == 0)
		return -1;
	l->first_free = l->slot[slot].next_free;
	l->slot[slot].task = t;
	t->slot = slot;
	l->tasks++;
	return 0;
}

int
task_start(struct loop *l, struct task *t, int64_t until_ms, unsigned wakes)
{
	size_t room = l->alive < l->timers.room ? l->alive : 2 * l->alive;

	if (timers_reserve(&l->timers, room) != 0 || slot_take(l, t) != 0)
		return -1;
	l->alive++;
	t->state = TASK_RUNNING;
	t->wakes = wakes;
	task_wait(t, true, until_ms);
	loop_settle(l, t);
	if (t->state == TASK_READY)
		loop_call_thread(l);
	return 0;
}

void
task_wait(struct task *t, bool input, int64_t until_ms)
{
	t->awaits_input = input;
	t->until_ms = until_ms;
}

void
task_end(struct task *t)
{
	t->over = true;
}

void
loop_each(struct loop *l, void (*each)(struct task *t, void *ctx), void *ctx)
{
	for (size_t i = 1; i <= l->config.tasks; i++)
		if (l->slot[i].task != NULL)
			each(l->slot[i].task, ctx);
}

bool
loop_crowded(const struct loop *l)
{
	bool waits = false;

	for (size_t i = 0; i < TASK_RANKS; i++)
		waits = waits || l->ready[i].waiting > 0;
	return waits;
}

size_t
loop_tasks(const struct loop *l)
{
	return l->tasks;
}
