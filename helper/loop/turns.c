/* SPDX-License-Identifier: MIT */
/* Takes one from each lane, round and round, so that no origin's crowd stands before another's one. */
#include "helper/loop/turns.h"

void
turns_init(struct turns *t)
{
	TAILQ_INIT(&t->ring);
	t->waiting = 0;
}

void
lane_init(struct lane *l)
{
	TAILQ_INIT(&l->waiting);
}

void
turns_add(struct turns *t, struct lane *lane, struct turn *turn)
{
	if (TAILQ_EMPTY(&lane->waiting))
		TAILQ_INSERT_TAIL(&t->ring, lane, ring);
	TAILQ_INSERT_TAIL(&lane->waiting, turn, next);
	turn->lane = lane;
	t->waiting++;
}

void
turns_remove(struct turns *t, struct turn *turn)
{
	struct lane *lane = turn->lane;

	if (lane == NULL)
		return;
	turn->lane = NULL;
	TAILQ_REMOVE(&lane->waiting, turn, next);
	if (TAILQ_EMPTY(&lane->waiting))
		TAILQ_REMOVE(&t->ring, lane, ring);
	t->waiting--;
}

struct turn *
turns_first(const struct turns *t)
{
	struct lane *lane = TAILQ_FIRST(&t->ring);

	return lane != NULL ? TAILQ_FIRST(&lane->waiting) : NULL;
}

struct turn *
turns_take(struct turns *t)
{
	struct turn *turn = turns_first(t);
	struct lane *lane;

	if (turn == NULL)
		return NULL;
	lane = turn->lane;
	turns_remove(t, turn);
	if (TAILQ_EMPTY(&lane->waiting))
		return turn;
	TAILQ_REMOVE(&t->ring, lane, ring);
	TAILQ_INSERT_TAIL(&t->ring, lane, ring);
	return turn;
}
