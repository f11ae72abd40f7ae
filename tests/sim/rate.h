/* SPDX-License-Identifier: MIT */
/* Duo's limits on calls per minute. */
#ifndef SIM_RATE_H
#define SIM_RATE_H

#include "tests/sim/sim.h"

/* Takes one token of the kind from the application's bucket; false: none is left. */
bool rate_take(const struct sim *sim, struct application *application, enum rate rate);

#endif
