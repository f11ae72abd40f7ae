/* SPDX-License-Identifier: MIT */
/* Clock, waiting and reloading of the running simulator, see sim.h. */
#include "tests/sim/sim.h"

#include <poll.h>
#include <time.h>

#define SLICE_MS 100 /* after which a client that has gone is noticed */

const char *const new_user_policy_words[3] = { "enroll", "deny", "allow" };
const char *const unknown_ids_words[3] = { "drop", "refuse", "ignore" };

int64_t
sim_now(const struct sim *sim)
{
	return (int64_t)time(NULL) + sim->behaviour.clock_offset;
}

bool
sim_pause(struct sim *sim, int client, int64_t ms)
{
	struct pollfd peer = { .fd = client, .events = POLLRDHUP };
	struct timespec end;

	if (sim->stopping)
		return false;
	(void)clock_gettime(CLOCK_MONOTONIC, &end); /* cannot fail for this clock */
	end.tv_nsec += 1000000L * (ms < SLICE_MS ? ms : SLICE_MS);
	if (end.tv_nsec >= 1000000000L) {
		end.tv_nsec -= 1000000000L;
		end.tv_sec++;
	}
	(void)pthread_cond_timedwait(&sim->changed, &sim->lock, &end);
	return !sim->stopping &&
	       (poll(&peer, 1, 0) <= 0 || (peer.revents & (POLLRDHUP | POLLHUP | POLLERR)) == 0);
}

int
sim_load(struct sim *sim, char **ret_error)
{
	store_free(&sim->store);
	if (fixture_read(&sim->store, sim->fixture, sim_now(sim), ret_error) != 0)
		return -1;
	return services_load(sim, ret_error);
}
