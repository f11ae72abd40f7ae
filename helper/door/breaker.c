/* SPDX-License-Identifier: MIT */
/* Counts failures in a row, and says for how long nobody asks. */
#include "helper/door/breaker.h"

static bool
is_failure(enum err_code outcome)
{
	return outcome == ERR_UNREACHABLE || outcome == ERR_TIMEOUT ||
		outcome == ERR_RATE_LIMITED || outcome == ERR_OTHER;
}

bool
breaker_permits(struct breaker *b, const struct breaker_limits *l, int64_t now_ms,
	struct err *ret_why)
{
	int64_t left = b->until_ms - now_ms;

	if (!b->open)
		return true;
	if (left <= 0) {
		b->until_ms = now_ms + l->pause_ms;
		return true;
	}
	(void)err_set(ret_why, ERR_UNREACHABLE, "the directory failed %lld times in a row;"
		" it is asked again in %lld s", (long long)b->failures,
		(long long)((left + 999) / 1000));
	return false;
}

void
breaker_note(struct breaker *b, const struct breaker_limits *l, int64_t now_ms,
	enum err_code outcome)
{
	if (!is_failure(outcome)) {
		*b = (struct breaker){ 0 };
		return;
	}
	b->failures++;
	if (b->failures >= l->failures) {
		b->open = true;
		b->until_ms = now_ms + l->pause_ms;
	}
}

bool
breaker_fails_all(const struct breaker *b, int64_t now_ms)
{
	return now_ms < b->outage_until_ms;
}

void
breaker_note_nobody(struct breaker *b, const struct breaker_limits *l, int64_t now_ms, bool failed)
{
	b->outage_until_ms = failed ? now_ms + l->pause_ms : 0;
}
