/* SPDX-License-Identifier: MIT */
/* Token buckets, one per application and kind of call, see rate.h. */
#include "tests/sim/rate.h"

static const int per_minute[RATES] = {
	[RATE_NONE] = 0,
	[RATE_MODIFY] = 300,
	[RATE_GET] = 300,
	[RATE_PAGE] = 200,
	[RATE_UNPAGED] = 40,
	[RATE_LOG] = 2,
	[RATE_BULK] = 50,
};

bool
rate_take(const struct sim *sim, struct application *application, enum rate rate)
{
	int64_t now = sim_monotonic_ms() + sim->behaviour.clock_offset * 1000;
	double most = per_minute[rate];
	double tokens;

	if (!sim->behaviour.rate_limits || rate == RATE_NONE)
		return true;
	tokens = most;
	if (application->bucket[rate].filled_ms != 0) {
		double passed = (double)(now - application->bucket[rate].filled_ms);

		tokens = application->bucket[rate].tokens + passed * most / 60000;
		if (tokens > most)
			tokens = most;
	}
	application->bucket[rate].filled_ms = now;
	application->bucket[rate].tokens = tokens;
	if (tokens < 1)
		return false;
	application->bucket[rate].tokens -= 1;
	return true;
}
