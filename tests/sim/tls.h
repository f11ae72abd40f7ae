/* SPDX-License-Identifier: MIT */
/* A certificate authority and a server certificate for localhost, made afresh at each start. */
#ifndef SIM_TLS_H
#define SIM_TLS_H

#include "tests/sim/sim.h"

/* Keys stay in memory. -1: a text was written to stderr. */
int tls_make_identity(struct tls_identity *identity);
void tls_free_identity(struct tls_identity *identity);

#endif
