/* SPDX-License-Identifier: MIT */
/* Keeps what origins hold and have spent; one that holds nothing and has spent nothing is forgotten. */
#include "helper/broker/origin.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/broker/origin_name.h"

#define IDLE_MAX  16384 /* remembered for what they have spent; the longest idle go first */
#define SHARES	  24	/* lists by the logarithm of the share */
#define MINUTE_MS 60000
#define LOOKED_AT 64 /* of those with about the largest share */

struct origins {
	struct origin_limits limits;
	void *by_name; /* tsearch(3) */
	TAILQ_HEAD(origin_list, origin) by_share[SHARES], idle;
	size_t idle_count;
	size_t held;
};

struct origins *
origins_new(void)
{
	struct origins *o = calloc(1, sizeof(*o));

	if (o == NULL)
		return NULL;
	o->limits = (struct origin_limits){ .places = 1, .per_origin = 1, .asks = 1 };
	for (size_t i = 0; i < SHARES; i++)
		TAILQ_INIT(&o->by_share[i]);
	TAILQ_INIT(&o->idle);
	return o;
}

static int
compare(const void *a, const void *b)
{
	const struct origin *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* It is idle. */
static void
forget(struct origins *o, struct origin *g)
{
	TAILQ_REMOVE(&o->idle, g, idle);
	o->idle_count--;
	(void)tdelete(g, &o->by_name, compare);
	explicit_bzero(g->name, strlen(g->name)); /* that of a user may be a password typed too early */
	free(g->name);
	free(g);
}

void
origins_free(struct origins *o)
{
	struct origin *g;

	if (o == NULL)
		return;
	while ((g = TAILQ_FIRST(&o->idle)) != NULL)
		forget(o, g);
	free(o);
}

void
origins_set_limits(struct origins *o, const struct origin_limits *l)
{
	o->limits = *l;
}

static struct origin *
make(struct origins *o, const char *name)
{
	struct origin *g = calloc(1, sizeof(*g));

	if (g == NULL)
		return NULL;
	g->name = strdup(name);
	g->weight = origin_name_weight(name);
	g->share = -1;
	g->left = -1; /* all that it may have */
	TAILQ_INIT(&g->places);
	for (size_t i = 0; i < LANES; i++)
		lane_init(&g->lane[i]);
	if (g->name == NULL || tsearch(g, &o->by_name, compare) == NULL) {
		free(g->name);
		free(g);
		return NULL;
	}
	return g;
}

struct origin *
origin_hold(struct origins *o, const char *name)
{
	struct origin key = { .weight = 0 };
	struct origin *const *found;
	struct origin *g;

	memcpy(&key.name, &name, sizeof(name)); /* the key only lends the name */
	found = tfind(&key, &o->by_name, compare);
	g = found != NULL ? *found : make(o, name);
	if (g != NULL && found != NULL && g->holders == 0) {
		TAILQ_REMOVE(&o->idle, g, idle);
		o->idle_count--;
	}
	if (g != NULL)
		g->holders++;
	return g;
}

struct origin *
origin_hold_again(struct origin *g)
{
	g->holders++;
	return g;
}

void
origin_release(struct origins *o, struct origin *g)
{
	if (g == NULL || --g->holders > 0)
		return;
	TAILQ_INSERT_TAIL(&o->idle, g, idle);
	o->idle_count++;
	if (g->left < 0)
		forget(o, g); /* it has asked for nothing: there is nothing to remember */
	else if (o->idle_count > IDLE_MAX)
		forget(o, TAILQ_FIRST(&o->idle));
}

bool
origin_may_ask(struct origins *o, struct origin *g, int64_t now_ms)
{
	double most = (double)(o->limits.asks * g->weight);

	if (g->left >= 0)
		g->left += (double)(now_ms - g->at_ms) / MINUTE_MS * most;
	if (g->left < 0 || g->left > most)
		g->left = most;
	g->at_ms = now_ms;
	if (g->left < 1)
		return false;
	g->left -= 1;
	return true;
}

/* What it holds, as if its weight were one. Whoever holds but one place holds no less than anybody:
 * one of many addresses must not count for less than one person. */
static size_t
share_of(const struct origin *g)
{
	return (g->held + g->weight - 1) / g->weight;
}

/* Puts it into the list of its share. */
static void
share_note(struct origins *o, struct origin *g)
{
	int share = -1;

	for (size_t left = share_of(g); left > 0 && share < SHARES - 1; left /= 2)
		share++;
	if (share == g->share)
		return;
	if (g->share >= 0)
		TAILQ_REMOVE(&o->by_share[g->share], g, by_share);
	if (share >= 0)
		TAILQ_INSERT_TAIL(&o->by_share[share], g, by_share);
	g->share = share;
}

static struct origin_place *
oldest_steady(const struct origin *g)
{
	struct origin_place *p;

	TAILQ_FOREACH(p, &g->places, next)
		if (p->steady)
			return p;
	return NULL;
}

/* The place to be given up, of an origin that holds more than the newcomer's. */
static struct origin_place *
place_of_largest(const struct origins *o, const struct origin *newcomer)
{
	struct origin_place *best = NULL;
	unsigned seen = 0;

	for (int i = SHARES - 1; i >= 0 && best == NULL && seen < LOOKED_AT; i--) {
		const struct origin *g;

		TAILQ_FOREACH(g, &o->by_share[i], by_share) {
			struct origin_place *p = NULL;

			if (++seen > LOOKED_AT)
				break;
			if (share_of(g) > share_of(newcomer) &&
				(best == NULL || share_of(g) > share_of(best->origin)))
				p = oldest_steady(g);
			if (p != NULL)
				best = p;
		}
	}
	return best;
}

enum origin_room
origin_take_place(struct origins *o, struct origin *g, struct origin_place *p,
	struct origin_place **ret_instead)
{
	*ret_instead = NULL;
	if (g->held >= o->limits.per_origin * g->weight)
		return ROOM_ORIGIN_FULL;
	if (o->held >= o->limits.places) {
		*ret_instead = place_of_largest(o, g);
		if (*ret_instead == NULL)
			return ROOM_ALL_FULL;
	}
	p->origin = g;
	p->steady = false;
	TAILQ_INSERT_TAIL(&g->places, p, next);
	g->held++;
	o->held++;
	share_note(o, g);
	return ROOM_GIVEN;
}

void
origin_leave_place(struct origins *o, struct origin_place *p)
{
	struct origin *g = p->origin;

	if (g == NULL)
		return;
	TAILQ_REMOVE(&g->places, p, next);
	p->origin = NULL;
	g->held--;
	o->held--;
	share_note(o, g);
}

size_t
origins_held(const struct origins *o)
{
	return o->held;
}
