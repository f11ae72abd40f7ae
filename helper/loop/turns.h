/* SPDX-License-Identifier: MIT */
/* A queue in which origins are served in turn, however many wait for one of them.
 *
 * Each origin has a lane of its own; lanes in which somebody waits stand in a ring. Pure: no lock,
 * no memory; the owner locks and keeps the parts in place while they wait. */
#ifndef LOOP_TURNS_H
#define LOOP_TURNS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

struct lane;

/* One who waits. All zero does not wait. */
struct turn {
	TAILQ_ENTRY(turn) next;
	struct lane *lane; /* NULL = does not wait */
};

/* Those of one origin in one queue, first come first served. It belongs to one struct turns. */
struct lane {
	TAILQ_HEAD(turn_list, turn) waiting;
	TAILQ_ENTRY(lane) ring; /* while somebody waits in it */
};

struct turns {
	TAILQ_HEAD(lane_list, lane) ring;
	size_t waiting;
};

void turns_init(struct turns *t);
void lane_init(struct lane *l);

/* Begins to wait in the lane; must not wait already. */
void turns_add(struct turns *t, struct lane *lane, struct turn *turn);

/* Whose turn it is; NULL when nobody waits. turns_take ends that wait and passes the turn on to the
 * next lane. */
struct turn *turns_first(const struct turns *t);
struct turn *turns_take(struct turns *t);

/* Stops waiting out of turn; harmless for who does not wait. */
void turns_remove(struct turns *t, struct turn *turn);

#endif
