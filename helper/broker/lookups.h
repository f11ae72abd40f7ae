/* SPDX-License-Identifier: MIT */
/* Has the directory asked for a person's status, and the cache told of the answer. */
#ifndef BROKER_LOOKUPS_H
#define BROKER_LOOKUPS_H

#include "helper/broker/broker.h"

/* Begins the look-up that a CACHE_ASK (cache.h) asked for: whatever happens, the cache is told of an
 * end. It goes on when the login that wanted it has ended. */
void lookup_begin(struct broker *b, struct site *site, struct origin *origin, const char *user);

#endif
