/* SPDX-License-Identifier: MIT */
/* Who is behind a conversation, and what of the broker's places and requests is theirs.
 *
 * su and sudo are root at the socket, so the peer's uid says little. An origin is the caller where
 * somebody raises rights, else the remote address, else the person whom it is about; a peer that is
 * not root is its own. No limit goes by the person where an origin is known: whoever knows a name
 * could use up that person's share from afar.
 *
 * An address counts ORIGIN_OFFICE times as much as one person, because an office may stand behind
 * it; a network of 64 bits of IPv6 is one address, because one machine has all of it.
 *
 * Nothing here locks: the owner does. */
#ifndef BROKER_ORIGIN_H
#define BROKER_ORIGIN_H

#include <stdbool.h>
#include <stdint.h>

#include "helper/loop/turns.h"

#define ORIGIN_OFFICE	 8

/* One for each queue that goes by turns; a lane is never part of two. */
enum origin_lane {
	LANE_NEWS,    /* work that answers of the directory bring */
	LANE_ACCOUNT, /* work of the account phase */
	LANE_AUTH,    /* work of the auth phase, and what else may take its time */
	LANE_LOOK_UP, /* requests to the directory: for a status */
	LANE_PREAUTH, /* for what is wanted of a person */
	LANE_CHECK,   /* for a code, a push */
	LANE_POLL,    /* for the answer to a push */
	LANES
};

struct origin_place {
	TAILQ_ENTRY(origin_place) next;
	struct origin *origin; /* NULL = holds none */
	bool steady; /* it waits for the person and may be turned away */
};

struct origin {
	char *name; /* for logs: "caller alice", "address 192.0.2.7", "uid 1501", "user bob" */
	unsigned weight;
	size_t holders;
	struct lane lane[LANES];
	TAILQ_HEAD(origin_place_list, origin_place) places; /* oldest first */
	size_t held;
	TAILQ_ENTRY(origin) by_share, idle;
	int share; /* the list of by_share that it stands in; -1 = none */
	double left; /* of its requests */
	int64_t at_ms; /* when that was true */
};

struct origins;

struct origin_limits {
	size_t places; /* of all together */
	size_t per_origin; /* times the weight */
	size_t asks; /* requests at once, times the weight; in a minute they are all back */
};

/* NULL without memory. */
struct origins *origins_new(void);
void origins_free(struct origins *o);
void origins_set_limits(struct origins *o, const struct origin_limits *l);

/* Finds or makes it and holds it until origin_release. NULL without memory. */
struct origin *origin_hold(struct origins *o, const char *name);
struct origin *origin_hold_again(struct origin *g);
void origin_release(struct origins *o, struct origin *g);

/* May another request to the directory be made for it? Then it has been counted. */
bool origin_may_ask(struct origins *o, struct origin *g, int64_t now_ms);

enum origin_room { ROOM_GIVEN, ROOM_ORIGIN_FULL, ROOM_ALL_FULL };

/* Takes a place that may last as long as a person takes. Where all are taken, *ret_instead is the
 * oldest that waits for its person among those of the origin with the largest share: whoever holds
 * it shall be turned away. It is NULL when nobody need go. */
enum origin_room origin_take_place(struct origins *o, struct origin *g, struct origin_place *p,
	struct origin_place **ret_instead);

/* Gives it back; harmless for who holds none. */
void origin_leave_place(struct origins *o, struct origin_place *p);

/* How many places are taken. */
size_t origins_held(const struct origins *o);

#endif
