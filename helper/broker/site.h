/* SPDX-License-Identifier: MIT */
/* One loaded configuration with everything built from it; replaced as a whole or not at all. */
#ifndef BROKER_SITE_H
#define BROKER_SITE_H

#include "api/flight.h"
#include "helper/door/door.h"

struct watch;

struct site {
	struct conf *conf;
	struct api_client *api; /* NULL when broken */
	struct api_flights *flights; /* its calls that nobody waits for; likewise */
	struct source_duo duo;
	struct door door;
	struct watch *watch; /* borrowed */
	bool broken; /* the configuration could not be loaded: every verdict is "broken" */
	struct sites *former;
	struct site *next; /* among those without a user */
	_Atomic unsigned users;
};

/* Sites that nobody uses any more. They end threads of their own, so that whoever lets the last one
 * go, perhaps in such a thread, leaves them here. */
struct sites {
	_Atomic(struct site *) first;
	int fd; /* an eventfd: readable when there are some */
};

/* Returns 0 or -1. */
int sites_open(struct sites *s, struct err *e) __attribute__((warn_unused_result));

/* Frees those that are there. For the main thread. */
void sites_free(struct sites *s);
void sites_close(struct sites *s);

/* Loads the file and the secrets it names and gives the cache its limits. Every fault is logged
 * with file and line. Returns NULL when there is one. */
struct site *site_load(const char *path, struct cache *cache, struct watch *watch,
	struct sites *former);

/* The site of a host whose configuration is broken: it answers, and always with "broken". NULL
 * without memory. */
struct site *site_broken(struct cache *cache, struct watch *watch, struct sites *former);

/* Would both look at the same directory as the same application? */
bool site_same_directory(const struct site *a, const struct site *b);

struct site *site_hold(struct site *s);

/* With the last holder it goes to the former sites, to be freed. NULL is allowed. */
void site_release(struct site *s);

#endif
