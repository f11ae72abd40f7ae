/* SPDX-License-Identifier: MIT */
/* A circuit breaker: after failures in a row a dead directory is left alone for a while. Pure; the
 * owner locks and brings the time. */
#ifndef DOOR_BREAKER_H
#define DOOR_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct breaker_limits {
	int64_t failures; /* in a row, until it opens */
	int64_t pause_ms; /* until one probe is let through */
};

/* All zero is a closed breaker. */
struct breaker {
	int64_t failures; /* in a row */
	bool open;
	int64_t until_ms; /* while open: when the next probe may go */
	int64_t outage_until_ms; /* so long a question about nobody that failed speaks for all */
};

/* May the directory be asked now? A yes of an open breaker is its probe, and the pause begins anew.
 * A no comes with the reason. now_ms is of a clock that never goes back. */
bool breaker_permits(struct breaker *b, const struct breaker_limits *l, int64_t now_ms,
	struct err *ret_why);

/* Notes how a question ended. Any answer closes the breaker, a refusal as well: only what is about
 * reaching the directory counts as a failure. */
void breaker_note(struct breaker *b, const struct breaker_limits *l, int64_t now_ms,
	enum err_code outcome);

/* Is it known that the directory fails whoever it is asked about? */
bool breaker_fails_all(const struct breaker *b, int64_t now_ms);

/* Notes how a question about nobody ended, which was asked because one about a person had failed. */
void breaker_note_nobody(struct breaker *b, const struct breaker_limits *l, int64_t now_ms,
	bool failed);

#endif
