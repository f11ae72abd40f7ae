/* SPDX-License-Identifier: MIT */
/* Flights written in one line, and what became of them. */
#ifndef UNIT_FLIGHT_STAGE_H
#define UNIT_FLIGHT_STAGE_H

#include "tests/unit/api_stage.h"

#include <semaphore.h>
#include <stdatomic.h>

#include "api/flight.h"

/* One flight: what it said when it landed. */
struct landing {
	sem_t down;
	atomic_int times;
	struct api_answer answer; /* taken over */
	struct err err;
	uint64_t id;
};

static inline void
landing_wait(sem_t *s)
{
	while (sem_wait(s) != 0)
		continue;
}

static inline void
landing_take(void *ctx, struct api_answer *answer, const struct err *e)
{
	struct landing *l = ctx;

	l->answer = *answer;
	*answer = (struct api_answer){ 0 };
	l->err = *e;
	atomic_fetch_add(&l->times, 1);
	(void)sem_post(&l->down);
}

/* Starts a flight; args end with a NULL name. */
static inline int
stage_fly(struct api_flights *f, const char *op, const struct api_arg *args, int64_t deadline_ms,
	struct landing *l, struct err *e)
{
	const struct api_call call = {
		.op = api_op_find(op),
		.args = args,
		.arg_count = stage_count(args),
		.deadline = deadline_in(deadline_ms),
	};

	(void)memset(l, 0, sizeof(*l));
	(void)sem_init(&l->down, 0, 0);
	*e = (struct err){ 0 };
	return api_fly(f, &call, landing_take, l, &l->id, e);
}

/* The same, and waits for it: as stage_call(), but in the air. */
static inline int
stage_flight(struct api_flights *f, const char *op, const struct api_arg *args,
	int64_t deadline_ms, struct api_answer *ret_answer, struct err *e)
{
	struct landing l;

	*ret_answer = (struct api_answer){ .next_offset = -1 };
	if (stage_fly(f, op, args, deadline_ms, &l, e) != 0)
		return -1;
	landing_wait(&l.down);
	*ret_answer = l.answer;
	*e = l.err;
	return e->code == ERR_NONE ? 0 : -1;
}

static inline struct api_flights *
stage_flights(struct api_client *c, unsigned connections)
{
	struct api_flights *f = NULL;
	struct err e;

	if (api_flights_new(c, connections, &f, &e) != 0)
		fail_msg("%s", e.msg);
	return f;
}

#endif
