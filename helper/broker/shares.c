/* SPDX-License-Identifier: MIT */
/* Keeps one user's programs from filling the log. */
#include "helper/broker/shares.h"

#include <stdio.h>

#include "base/deadline.h"
#include "helper/common/log.h"

#define LINES_AT_ONCE	   100
#define LINES_PER_SECOND   0.1
#define REPORTS_AT_ONCE	   60
#define REPORTS_PER_SECOND 1

void
shares_init(struct shares *s)
{
	rate_init(&s->lines, LINES_PER_SECOND, LINES_AT_ONCE);
	rate_init(&s->reports, REPORTS_PER_SECOND, REPORTS_AT_ONCE);
}

void
shares_clear(struct shares *s)
{
	rate_clear(&s->lines);
	rate_clear(&s->reports);
}

static bool
admit(struct rate *r, uid_t uid)
{
	char name[RATE_NAME_SIZE];

	(void)snprintf(name, sizeof(name), "%u", (unsigned)uid);
	return rate_admit(r, name, clock_ms());
}

bool
shares_permit_line(struct shares *s, uid_t uid)
{
	uint64_t left_out;

	if (uid == 0)
		return true;
	if (!admit(&s->lines, uid))
		return false;
	left_out = rate_refused(&s->lines);
	if (left_out > 0)
		log_line(LOG_LEVEL_WARNING, "%llu lines about programs of users other than root were"
			" left out, for there were too many", (unsigned long long)left_out);
	return true;
}

bool
shares_permit_report(struct shares *s, uid_t uid)
{
	return uid == 0 || admit(&s->reports, uid);
}
