/* SPDX-License-Identifier: MIT */
/* How often each of many may do something: a bucket for each name that fills with time. */
#ifndef HELPER_RATE_H
#define HELPER_RATE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#define RATE_NAMES     512 /* remembered at the same time */
#define RATE_NAME_SIZE 128

struct rate_bucket {
	char name[RATE_NAME_SIZE]; /* "" = free; a longer one is cut */
	double left;		   /* how often it may happen at once */
	int64_t at_ms;
};

struct rate {
	pthread_mutex_t lock;
	double per_second, most;
	uint64_t refused;
	struct rate_bucket bucket[RATE_NAMES];
};

/* most: how often at once, after a time of rest. */
void rate_init(struct rate *r, double per_second, double most);

/* Counts one more at now_ms, of a clock that only goes forward. Returns whether it is admitted; one
 * that is not costs nothing. When there are more names than room, a new one gets the fullest bucket
 * at hand as it is: nobody is admitted more often for having many names. */
bool rate_admit(struct rate *r, const char *name, int64_t now_ms);

/* How many were not admitted, of any name, since this was asked last. */
uint64_t rate_refused(struct rate *r);

void rate_clear(struct rate *r);

#endif
