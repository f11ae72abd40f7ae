/* SPDX-License-Identifier: MIT */
/* Keeps the last good map.file, and tells the log once when one is not good. */
#ifndef BROKER_MAP_WATCH_H
#define BROKER_MAP_WATCH_H

#include <pthread.h>
#include <sys/stat.h>

#include "conf/conf.h"

/* All zero but for the lock: nothing was looked at yet. */
struct map_watch {
	pthread_mutex_t lock;
	bool looked, bad;
	struct stat seen; /* all zero = there is no file */
};

/* Looks at the file again if it is another than the last time: a stat(2) else. */
void map_watch_look(struct map_watch *w, const struct conf *c);

#endif
