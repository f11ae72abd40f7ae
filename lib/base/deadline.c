/* SPDX-License-Identifier: MIT */
/* Deadlines on the monotonic clock, so that setting the time neither hangs nor cuts a login. */
#include "base/deadline.h"

#include <limits.h>
#include <time.h>

int64_t
clock_ms(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_MONOTONIC, &ts) != 0)
		return INT64_MAX; /* cannot fail on Linux; if it did, every deadline has passed */
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t
clock_age_ms(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_BOOTTIME, &ts) != 0)
		return INT64_MAX; /* cannot fail on Linux; if it did, whatever is known would be too old */
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t
clock_us(void)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &ts); /* cannot fail on Linux */
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

struct deadline
deadline_in(int64_t ms)
{
	int64_t at_ms;

	if (__builtin_add_overflow(clock_ms(), ms, &at_ms))
		at_ms = INT64_MAX;
	return (struct deadline){ .at_ms = at_ms };
}

struct deadline
deadline_min(struct deadline a, struct deadline b)
{
	return a.at_ms < b.at_ms ? a : b;
}

int
deadline_left(struct deadline d)
{
	int64_t now = clock_ms();
	int64_t left;

	if (d.at_ms <= now)
		return 0;
	left = d.at_ms - now;
	return left > INT_MAX ? INT_MAX : (int)left;
}

bool
deadline_passed(struct deadline d)
{
	return deadline_left(d) == 0;
}

struct timeval
deadline_timeval(struct deadline d)
{
	int left = deadline_left(d);

	if (left == 0)
		left = 1;
	return (struct timeval){ .tv_sec = left / 1000, .tv_usec = (left % 1000) * 1000 };
}
