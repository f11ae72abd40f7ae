/* SPDX-License-Identifier: MIT */
/* The broker's own sync: one thread that brings the accounts of this host up to date. */
#ifndef BROKER_SYNCER_H
#define BROKER_SYNCER_H

#include "helper/broker/site.h"

struct syncer;

/* Starts the thread; it sleeps while sync.interval is 0. Holds the site. Returns 0, or -1. */
int syncer_new(struct site *site, struct syncer **ret_syncer, struct err *e)
	__attribute__((warn_unused_result));

/* From the next sync on the new site counts; its interval does at once. */
void syncer_replace_site(struct syncer *s, struct site *site);

/* Gives up a sync that is under way (nothing has changed then), waits for the thread, frees.
 * NULL is allowed. */
void syncer_free(struct syncer *s);

#endif
