/* SPDX-License-Identifier: MIT */
/* What programs of users other than root may cost in the log and in reports: the socket is open to
 * everybody. By uid. */
#ifndef BROKER_SHARES_H
#define BROKER_SHARES_H

#include <stdbool.h>
#include <sys/types.h>

#include "helper/common/rate.h"

struct shares {
	struct rate lines;   /* in the log, lest they fill it or make it drop what matters */
	struct rate reports; /* how the broker is */
};

void shares_init(struct shares *s);
void shares_clear(struct shares *s);

/* May another line tell of what this user's program did? How many were left out is logged with the
 * next one. Always for root. */
bool shares_permit_line(struct shares *s, uid_t uid);

/* May this user's program have another report? */
bool shares_permit_report(struct shares *s, uid_t uid);

#endif
