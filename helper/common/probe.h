/* SPDX-License-Identifier: MIT */
/* One call that only wants to know whether a service answers, and how. */
#ifndef HELPER_PROBE_H
#define HELPER_PROBE_H

#include "api/api.h"

#define PROBE_CLOCK_SIZE 96

struct probe {
	int rc; /* as api_call */
	int64_t took_ms;
	bool told_time;
	int64_t ahead; /* seconds by which our clock is ahead of the service's, if that was told */
	struct err err;
};

/* Calls a row that needs no arguments, for one element where it has a limit. */
struct probe probe_call(struct api_client *client, const struct api_op *op, int64_t timeout_ms);

/* Is our clock so far off that somebody should see to it? */
bool probe_clock_off(const struct probe *p);

/* How far it is off, in words. Returns buf. */
const char *probe_clock_say(const struct probe *p, char buf[PROBE_CLOCK_SIZE]);

#endif
