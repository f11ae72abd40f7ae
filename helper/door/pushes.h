/* SPDX-License-Identifier: MIT */
/* May a push go to this person now? Whoever knows a password must not be able to tire somebody out.
 *
 * Pushes that were not approved make the next one wait: for who asks 1, 6 and then 30 times
 * login.push_interval (10 s, 1 min, 5 min), and for all together no more than PUSHES_MOST in 60 times
 * that (10 min). An approval ends it. After a report of fraud none is sent for login.fraud_hold, or
 * until an administrator lifts that; see held.h. Nothing of it concerns codes. Thread-safe. */
#ifndef DOOR_PUSHES_H
#define DOOR_PUSHES_H

#include <stdint.h>

#include "base/err.h"

#define PUSHES_MOST   5
#define PUSHES_PEOPLE 4096 /* remembered; who is held is not forgotten for others */

struct pushes;

/* clock: milliseconds of a clock that goes on in suspend and never back. NULL without memory. */
struct pushes *pushes_new(int64_t (*clock)(void));
void pushes_free(struct pushes *p);

enum push_leave {
	PUSH_YES,  /* and it is noted as one that nobody has answered yet */
	PUSH_SOON, /* a moment after another one */
	PUSH_MANY, /* too many were not approved */
	PUSH_HELD, /* one was reported as fraud */
};

/* origin is a name for who asks, as in origin.h; interval_ms 0 = no waits; held_file as in held.h.
 * *ret_wait_ms: how long it will be so. */
enum push_leave pushes_permit(struct pushes *p, const char *held_file, const char *user,
	const char *origin, int64_t interval_ms, int64_t *ret_wait_ms);

enum push_end {
	PUSH_APPROVED,
	PUSH_NOT_SENT, /* nobody's phone was rung */
	PUSH_FRAUD,    /* held for hold_ms from now on; 0 = not at all */
};

/* How one that was permitted ended, unless it was only not approved. Returns 0; or -1 when a hold
 * could not be written, so that it ends with this process. */
int pushes_end(struct pushes *p, const char *held_file, const char *user, const char *origin,
	enum push_end how, int64_t hold_ms, struct err *e) __attribute__((warn_unused_result));

#endif
