/* SPDX-License-Identifier: MIT */
/* Preloaded into the broker: a name service that takes its time, SLOW_NAMES_MS for each user. */
#include <dlfcn.h>
#include <pwd.h>
#include <stdlib.h>
#include <time.h>

__attribute__((visibility("default"))) int
getpwnam_r(const char *name, struct passwd *entry, char *buf, size_t size, struct passwd **found)
{
	int (*real)(const char *, struct passwd *, char *, size_t, struct passwd **);
	const char *words = getenv("SLOW_NAMES_MS");
	long ms = words != NULL ? atol(words) : 0;
	struct timespec left = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

	while (nanosleep(&left, &left) != 0)
		continue;
	*(void **)&real = dlsym(RTLD_NEXT, "getpwnam_r");
	return real(name, entry, buf, size, found);
}
