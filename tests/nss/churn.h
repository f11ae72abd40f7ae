/* SPDX-License-Identifier: MIT */
/* Replaces the file as fast as it goes while other processes look up: by number in the tests, by
 * time in the benchmark. */
#ifndef NSS_CHURN_H
#define NSS_CHURN_H

#define CHURN_READERS 3

struct churn {
	unsigned replacements;
	double seconds;
	unsigned long lookups;
	unsigned long wrong;   /* not what any one generation says, or older than the one before */
	unsigned long missing; /* somebody who is in every generation was not found */
	unsigned deaths;       /* readers that did not live to the end */
};

/* Needs stage_open. Goes on until both replacements and seconds are reached. */
void churn_run(unsigned replacements, double seconds, struct churn *ret_churn);

#endif
