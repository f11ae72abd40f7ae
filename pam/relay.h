/* SPDX-License-Identifier: MIT */
/* Carries messages between the broker and the conversation until there is a verdict. */
#ifndef PAM_RELAY_H
#define PAM_RELAY_H

#include "base/err.h"
#include "base/verdict.h"
#include "pam/login.h"

enum relay_end {
	RELAY_UNAVAILABLE = 0, /* no broker, no answer in time, or no sense in what it said */
	RELAY_STRANGER,	       /* somebody else than the broker serves the socket */
	RELAY_BROKEN,	       /* the broker wants what no broker of ours wants */
	RELAY_UNASKED,	       /* the application could not ask the person */
	RELAY_VERDICT,	       /* *ret_verdict is filled */
};

struct relay_verdict {
	enum verdict verdict;
	char reason[64]; /* cleaned for a log line */
	char id[64];	 /* ties the module's, the broker's and the audit line together */
};

/* One whole transaction. It waits for the broker at most args->timeout seconds for any message,
 * and in total at most args->timeout in account and args->auth_timeout in auth; time in which the
 * application asks does not count. Every end but RELAY_VERDICT comes with an error to log. */
enum relay_end relay_run(const struct login *l, struct relay_verdict *ret_verdict, struct err *e)
	__attribute__((warn_unused_result));

#endif
