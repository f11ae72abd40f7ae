/* SPDX-License-Identifier: MIT */
/* One monotonic point in time that a whole piece of work must not pass. */
#ifndef BASE_DEADLINE_H
#define BASE_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/time.h>

/* Milliseconds of CLOCK_MONOTONIC. */
int64_t clock_ms(void);

/* Milliseconds of CLOCK_BOOTTIME, which goes on while the host is suspended: for how old something is
 * that is known. A deadline does not count that time. */
int64_t clock_age_ms(void);

/* Microseconds of the same clock as clock_ms: to measure with. */
int64_t clock_us(void);

struct deadline {
	int64_t at_ms; /* on the clock of clock_ms() */
};

struct deadline deadline_in(int64_t ms);

/* The earlier of the two. */
struct deadline deadline_min(struct deadline a, struct deadline b);

/* Milliseconds left, 0 when it has passed; at most INT_MAX, so that it fits poll(2). */
int deadline_left(struct deadline d);

bool deadline_passed(struct deadline d);

/* For SO_SNDTIMEO and SO_RCVTIMEO: never zero, because zero there means "for ever". */
struct timeval deadline_timeval(struct deadline d);

#endif
