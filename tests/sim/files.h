/* SPDX-License-Identifier: MIT */
/* What the simulator leaves in its directory for the programs that use it. */
#ifndef SIM_FILES_H
#define SIM_FILES_H

#include "tests/sim/sim.h"

/*
 * Writes ca.pem, the secrets, doorward.conf and, last, sim.json; each by a temporary file and a
 * rename. Needs sim->port. -1: a text was written to stderr.
 */
int files_write(const struct sim *sim, const char *directory);

#endif
