/* SPDX-License-Identifier: MIT */
/* Buckets in a small table that finds a name in a few steps, whoever else there is. */
#include "helper/common/rate.h"

#include <stdio.h>
#include <string.h>

#define PROBES 16 /* buckets that one name may stand in */

void
rate_init(struct rate *r, double per_second, double most)
{
	memset(r, 0, sizeof(*r));
	(void)pthread_mutex_init(&r->lock, NULL); /* cannot fail on Linux */
	r->per_second = per_second;
	r->most = most;
}

void
rate_clear(struct rate *r)
{
	(void)pthread_mutex_destroy(&r->lock);
}

static size_t
hash(const char *name)
{
	uint32_t h = 2166136261u; /* FNV-1a; whoever finds collisions only shares with himself */

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	return h % RATE_NAMES;
}

static double
left_now(const struct rate *r, const struct rate_bucket *b, int64_t now_ms)
{
	double left = b->left + (double)(now_ms - b->at_ms) / 1000 * r->per_second;

	return b->name[0] == '\0' || left > r->most ? r->most : left;
}

/* The name's bucket, or the one to take for it. */
static struct rate_bucket *
find(struct rate *r, const char *name, int64_t now_ms)
{
	size_t first = hash(name);
	struct rate_bucket *fullest = &r->bucket[first];

	for (size_t i = 0; i < PROBES; i++) {
		struct rate_bucket *b = &r->bucket[(first + i) % RATE_NAMES];

		if (strncmp(b->name, name, sizeof(b->name) - 1) == 0)
			return b;
		if (left_now(r, b, now_ms) > left_now(r, fullest, now_ms))
			fullest = b;
	}
	return fullest;
}

bool
rate_admit(struct rate *r, const char *name, int64_t now_ms)
{
	struct rate_bucket *b;
	bool admitted;

	(void)pthread_mutex_lock(&r->lock);
	b = find(r, name, now_ms);
	b->left = left_now(r, b, now_ms);
	b->at_ms = now_ms;
	(void)snprintf(b->name, sizeof(b->name), "%s", name);
	admitted = b->left >= 1;
	if (admitted)
		b->left -= 1;
	else
		r->refused++;
	(void)pthread_mutex_unlock(&r->lock);
	return admitted;
}

uint64_t
rate_refused(struct rate *r)
{
	uint64_t refused;

	(void)pthread_mutex_lock(&r->lock);
	refused = r->refused;
	r->refused = 0;
	(void)pthread_mutex_unlock(&r->lock);
	return refused;
}
