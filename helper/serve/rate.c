/* SPDX-License-Identifier: MIT */
/* Buckets in a small table that finds a caller in a few steps, whoever else there is. */
#include "helper/serve/rate.h"

#include <stdio.h>
#include <string.h>

#define PROBES 16 /* buckets that one name may stand in */

void
rate_init(struct rate *r, int64_t per_second)
{
	memset(r, 0, sizeof(*r));
	(void)pthread_mutex_init(&r->lock, NULL); /* cannot fail on Linux */
	r->per_second = (double)per_second;
}

void
rate_clear(struct rate *r)
{
	(void)pthread_mutex_destroy(&r->lock);
}

static size_t
hash(const char *name)
{
	uint32_t h = 2166136261u; /* FNV-1a; names are the administrator's, nobody attacks it */

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	return h % RATE_CALLERS;
}

/* The caller's bucket, or the one to take for it. */
static struct rate_bucket *
find(struct rate *r, const char *name)
{
	size_t first = hash(name);
	struct rate_bucket *oldest = NULL;

	for (size_t i = 0; i < PROBES; i++) {
		struct rate_bucket *b = &r->bucket[(first + i) % RATE_CALLERS];

		if (strcmp(b->name, name) == 0)
			return b;
		if (oldest == NULL || (oldest->name[0] != '\0' &&
					      (b->name[0] == '\0' || b->at_ms < oldest->at_ms)))
			oldest = b;
	}
	return oldest;
}

bool
rate_admit(struct rate *r, const char *name, int64_t now_ms)
{
	double most = 2 * r->per_second;
	struct rate_bucket *b;
	bool admitted;

	(void)pthread_mutex_lock(&r->lock);
	b = find(r, name);
	if (strcmp(b->name, name) != 0) {
		(void)snprintf(b->name, sizeof(b->name), "%s", name);
		b->left = most;
	} else {
		b->left += (double)(now_ms - b->at_ms) / 1000 * r->per_second;
		if (b->left > most)
			b->left = most;
	}
	b->at_ms = now_ms;
	admitted = b->left >= 1;
	if (admitted)
		b->left -= 1;
	(void)pthread_mutex_unlock(&r->lock);
	return admitted;
}
