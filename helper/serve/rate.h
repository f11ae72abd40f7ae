/* SPDX-License-Identifier: MIT */
/* How often each caller may ask: a bucket that fills with time and holds two seconds' worth. */
#ifndef SERVE_RATE_H
#define SERVE_RATE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "helper/serve/caller.h"

#define RATE_CALLERS 512 /* remembered at the same time; then the one that was idle longest goes */

struct rate_bucket {
	char name[CALLER_NAME_SIZE]; /* "" = free */
	double left;		     /* requests that may come at once */
	int64_t at_ms;
};

struct rate {
	pthread_mutex_t lock;
	double per_second;
	struct rate_bucket bucket[RATE_CALLERS];
};

void rate_init(struct rate *r, int64_t per_second);

/* Counts one request at now_ms, of a clock that only goes forward. Returns whether it is admitted;
 * one that is not costs nothing. */
bool rate_admit(struct rate *r, const char *name, int64_t now_ms);

void rate_clear(struct rate *r);

#endif
