/* SPDX-License-Identifier: MIT */
/* A code was typed and is with the directory. What preauth says counts as long as there is no
 * verdict. Goes on with the decision, or with another question. */
#include "helper/broker/factors.h"

#define SLACK_MS 500 /* the call ends by itself, and a little later at the most */

enum chapter
chapter_verify(struct login *l, unsigned wakes)
{
	struct outcome o = { .finding = FINDING_UNVERIFIED };
	struct deadline until = l->talk.until;

	if (wakes == 0)
		until = deadline_in(l->door->conf->deadline.api_ms + SLACK_MS);
	if (!call_landed(l->check) && (wakes & WAKE_TIME) == 0) {
		conversation_wait_news(&l->talk, until);
		return CHAPTER_STAY;
	}
	if (call_landed(l->check))
		o = factor_outcome(l, l->check, false);
	call_drop(&l->check);
	return factor_settle(l, &o);
}
