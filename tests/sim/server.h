/* SPDX-License-Identifier: MIT */
/* HTTPS on the loopback address, one thread per connection. */
#ifndef SIM_SERVER_H
#define SIM_SERVER_H

#include "tests/sim/sim.h"

/* port 0 takes a free one; sim->port holds it afterwards. -1: a text was written to stderr. */
int server_start(struct sim *sim, uint16_t port);

/* Ends every request, also those that wait, and returns when the last thread is gone. */
void server_stop(struct sim *sim);

#endif
