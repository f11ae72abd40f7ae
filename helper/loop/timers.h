/* SPDX-License-Identifier: MIT */
/* The moments at which those who wait have waited long enough: the earliest is at hand at once.
 *
 * Pure: no clock, no lock. Room is made before it is needed, so that setting a moment cannot fail. */
#ifndef LOOP_TIMERS_H
#define LOOP_TIMERS_H

#include <stddef.h>
#include <stdint.h>

#define TIMER_NEVER INT64_MAX

/* All zero is not set. */
struct timer {
	int64_t at_ms;
	size_t place; /* in the heap, from 1; 0 = not set */
};

struct timers {
	struct timer **heap; /* the children of i are 2i and 2i + 1 */
	size_t count, room;
};

/* Makes room for that many at once. Returns 0, or -1 without memory. */
int timers_reserve(struct timers *t, size_t most) __attribute__((warn_unused_result));
void timers_clear(struct timers *t);

/* Sets, moves or, with TIMER_NEVER, unsets. */
void timer_set(struct timers *t, struct timer *timer, int64_t at_ms);

/* The earliest; NULL when none is set. */
struct timer *timers_first(const struct timers *t);

#endif
