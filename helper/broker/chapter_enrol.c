/* SPDX-License-Identifier: MIT */
/* The person has no device, and the verdict stands. Only preauth knows where to enroll: it is asked,
 * and that it fails only costs the address. Goes on with telling the verdict. */
#include <string.h>

#include "helper/broker/factors.h"

enum chapter
chapter_enrol(struct login *l, unsigned wakes)
{
	struct standing s = { .finding = FINDING_ACTIVE };

	if (wakes == 0) {
		struct deadline until = deadline_min(l->step,
			deadline_in(l->door->conf->deadline.api_ms));

		if (factor_preauth(l) != 0)
			return CHAPTER_VERDICT;
		conversation_wait_news(&l->talk, until);
		return CHAPTER_STAY;
	}
	if (!call_landed(l->preauth) && (wakes & WAKE_TIME) == 0) {
		conversation_wait_news(&l->talk, l->talk.until);
		return CHAPTER_STAY;
	}
	if (call_landed(l->preauth) && l->preauth->err.code == ERR_NONE)
		duo_preauth_read(&l->preauth->answer, &s);
	if (s.finding == FINDING_NOT_ENROLLED)
		memcpy(l->shown, s.text, sizeof(l->shown));
	call_drop(&l->preauth);
	return CHAPTER_VERDICT;
}
