/* SPDX-License-Identifier: MIT */
/* There is a finding. Policy makes a verdict of it; where that is to ask, goes on with the question,
 * else with telling it. */
#include "helper/broker/login.h"

enum chapter
chapter_decide(struct login *l, unsigned wakes)
{
	(void)wakes; /* it never waits */
	l->verdict = door_decide(l->door, &l->request, &l->c);
	if (l->verdict == VERDICT_ASK && !l->asked)
		return CHAPTER_ASK;
	if (l->verdict == VERDICT_ASK) /* no factor was settled, so nothing is proven */
		l->verdict = VERDICT_DENY;
	if (!l->asked && l->c.finding == FINDING_NOT_ENROLLED && l->request.phase == PHASE_AUTH &&
		l->shown[0] == '\0' && l->door->conf->duo.auth.ikey[0] != '\0' &&
		login_service(l)->ask != ASK_DENY) /* where nobody reads it */
		return CHAPTER_ENROL;
	return CHAPTER_VERDICT;
}
