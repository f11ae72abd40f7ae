/* SPDX-License-Identifier: MIT */
/* What the broker notes of its own work, and how it tells whoever asks `status` (base/wire.h).
 *
 * Numbers are kept for as long as the program runs; verdicts of the last minutes and the few texts
 * are kept for people. No name of a person is among them: anybody on this host may ask. */
#ifndef BROKER_WATCH_H
#define BROKER_WATCH_H

#include "helper/metrics/metrics.h"
#include "helper/sync/sync.h"

struct watch;
struct login;
struct site;
struct cache;

#define WATCH_MINUTES 15 /* of verdicts for people */

/* Borrows the path of the configuration and the cache. NULL without memory. */
struct watch *watch_new(const char *path, struct cache *cache);

/* NULL is allowed. */
void watch_free(struct watch *w);

/* For counting what has no function here. NULL for NULL. */
struct metrics *watch_metrics(struct watch *w);

/* A verdict that is about to be sent. */
void watch_verdict(struct watch *w, const struct login *l);

/* Calls to the directory: for api_client_watch. */
void watch_api(void *watch, const struct api_op *op, const struct err *e, int64_t took_us);

/* A configuration was read: the one in force now, NULL when it was faulty. */
void watch_configuration(struct watch *w, const struct site *site);

/* A sync has ended; o NULL = with the error. */
void watch_sync(struct watch *w, const struct sync_outcome *o, const struct err *e);

/* Sends the report; whoever is slow to take it gets a part. Only root hears why a sync failed. */
void watch_report(struct watch *w, const struct site *site, bool to_root, int fd);

#endif
