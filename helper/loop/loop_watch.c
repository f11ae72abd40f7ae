/* SPDX-License-Identifier: MIT */
/* Waits for every parked task at once: one epoll set, and the earliest moment of all. */
#include <limits.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "helper/loop/loop_private.h"

#define EVENTS 64

/* Whom the event is about; NULL when the task has ended since. */
static struct task *
task_of(const struct loop *l, const struct epoll_event *event)
{
	uint32_t slot = (uint32_t)(event->data.u64 >> 32);

	if (slot == 0 || slot > l->config.tasks ||
		l->slot[slot].generation != (uint32_t)event->data.u64)
		return NULL;
	return l->slot[slot].task;
}

static void
take_event(struct loop *l, const struct epoll_event *event)
{
	struct task *t = task_of(l, event);
	unsigned wakes = 0;
	uint64_t count;

	if (event->data.u64 == LOOP_OF_WAKE) {
		(void)!read(l->wake_fd, &count, sizeof(count)); /* only to be quiet again */
		return;
	}
	if (t == NULL)
		return;
	if ((event->events & EPOLLIN) != 0)
		wakes |= WAKE_INPUT;
	if ((event->events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0)
		wakes |= WAKE_HANGUP;
	task_wake(l, t, wakes);
}

static void
take_moments(struct loop *l)
{
	int64_t now = clock_ms();
	struct timer *timer;

	while ((timer = timers_first(&l->timers)) != NULL && timer->at_ms <= now)
		task_wake(l, (struct task *)(void *)((char *)timer - offsetof(struct task, timer)),
			WAKE_TIME);
}

static int
patience(const struct loop *l)
{
	const struct timer *first = timers_first(&l->timers);
	int64_t left;

	if (first == NULL)
		return -1;
	left = first->at_ms - clock_ms();
	if (left < 0)
		return 0;
	return left < INT_MAX ? (int)left : INT_MAX;
}

/* Gives the lock up meanwhile. */
static void
call_if_told(struct loop *l, const struct epoll_event *event, int count, uint64_t what,
	void (*call)(void *ctx))
{
	for (int i = 0; i < count; i++) {
		if (event[i].data.u64 != what)
			continue;
		loop_unlock(l);
		call(l->config.ctx);
		loop_lock(l);
	}
}

void
loop_watch(struct loop *l)
{
	struct epoll_event event[EVENTS];
	const struct timer *first = timers_first(&l->timers);
	int wait = patience(l), count;

	l->watching = true;
	l->watches++;
	l->watch_until_ms = first != NULL ? first->at_ms : TIMER_NEVER;
	loop_unlock(l);
	count = epoll_wait(l->epoll_fd, event, EVENTS, wait);
	loop_lock(l);
	l->watch_until_ms = INT64_MIN; /* it has looked up */
	/* what is urgent was there before whoever comes next, or it would not be told beside that; it
	 * may take its time, so that threads without work are called meanwhile */
	call_if_told(l, event, count, LOOP_OF_URGENT, l->config.urgent);
	l->gathering = true;
	call_if_told(l, event, count, LOOP_OF_LISTEN, l->config.come);
	for (int i = 0; i < count; i++)
		take_event(l, &event[i]);
	take_moments(l);
	l->gathering = l->watching = false;
}
