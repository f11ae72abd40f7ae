/* SPDX-License-Identifier: MIT */
/* One loaded configuration with everything built from it; replaced as a whole or not at all. */
#ifndef BROKER_SITE_H
#define BROKER_SITE_H

#include "helper/door/door.h"

struct watch;

struct site {
	struct conf *conf;
	struct api_client *api; /* NULL when broken */
	struct source_duo duo;
	struct door door;
	struct watch *watch; /* borrowed */
	bool broken; /* the configuration could not be loaded: every verdict is "broken" */
	_Atomic unsigned users;
};

/* Loads the file and the secrets it names and gives the cache its limits. Every fault is logged
 * with file and line. Returns NULL when there is one. */
struct site *site_load(const char *path, struct cache *cache, struct watch *watch);

/* The site of a host whose configuration is broken: it answers, and always with "broken". NULL
 * without memory. */
struct site *site_broken(struct cache *cache, struct watch *watch);

/* Would both look at the same directory as the same application? */
bool site_same_directory(const struct site *a, const struct site *b);

struct site *site_hold(struct site *s);

/* Frees it with the last holder. NULL is allowed. */
void site_release(struct site *s);

#endif
