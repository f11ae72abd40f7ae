/* SPDX-License-Identifier: MIT */
/* A binary heap whose members know where they stand, so that any of them can be moved. */
#include "helper/loop/timers.h"

#include <stdlib.h>

int
timers_reserve(struct timers *t, size_t most)
{
	struct timer **heap;

	if (most <= t->room)
		return 0;
	heap = reallocarray(t->heap, most + 1, sizeof(*heap));
	if (heap == NULL)
		return -1;
	t->heap = heap;
	t->room = most;
	return 0;
}

void
timers_clear(struct timers *t)
{
	free(t->heap);
	*t = (struct timers){ .heap = NULL };
}

static void
put(struct timers *t, struct timer *timer, size_t place)
{
	t->heap[place] = timer;
	timer->place = place;
}

static void
rise(struct timers *t, struct timer *timer, size_t place)
{
	while (place > 1 && t->heap[place / 2]->at_ms > timer->at_ms) {
		put(t, t->heap[place / 2], place);
		place /= 2;
	}
	put(t, timer, place);
}

static void
sink(struct timers *t, struct timer *timer, size_t place)
{
	for (size_t child; (child = 2 * place) <= t->count; place = child) {
		if (child < t->count && t->heap[child + 1]->at_ms < t->heap[child]->at_ms)
			child++;
		if (t->heap[child]->at_ms >= timer->at_ms)
			break;
		put(t, t->heap[child], place);
	}
	put(t, timer, place);
}

static void
unset(struct timers *t, struct timer *timer)
{
	size_t place = timer->place;
	struct timer *last = t->heap[t->count--];

	timer->place = 0;
	if (last == timer)
		return;
	if (place > 1 && t->heap[place / 2]->at_ms > last->at_ms)
		rise(t, last, place);
	else
		sink(t, last, place);
}

void
timer_set(struct timers *t, struct timer *timer, int64_t at_ms)
{
	int64_t before = timer->at_ms;

	if (at_ms == TIMER_NEVER) {
		if (timer->place != 0)
			unset(t, timer);
		return;
	}
	timer->at_ms = at_ms;
	if (timer->place == 0)
		rise(t, timer, ++t->count);
	else if (at_ms < before)
		rise(t, timer, timer->place);
	else
		sink(t, timer, timer->place);
}

struct timer *
timers_first(const struct timers *t)
{
	return t->count > 0 ? t->heap[1] : NULL;
}
