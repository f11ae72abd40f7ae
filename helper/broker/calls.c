/* SPDX-License-Identifier: MIT */
/* Sends requests to the directory when it is their turn, and tells their owners of the answers. */
#include "helper/broker/calls.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "helper/broker/site.h"

#define JOINED_MAX 100 /* people in one request */

/* By kind. */
static const struct {
	size_t at_once;
	enum origin_lane lane;
} kinds[CALL_KINDS] = {
	[CALL_LOOK_UP] = { CALLS_LOOK_UP, LANE_LOOK_UP },
	[CALL_PREAUTH] = { CALLS_PREAUTH, LANE_PREAUTH },
	[CALL_CHECK] = { CALLS_CHECK, LANE_CHECK },
	[CALL_POLL] = { CALLS_POLL, LANE_POLL },
};

struct calls {
	struct loop *loop;
	struct turns line[CALL_KINDS];
	size_t on_their_way[CALL_KINDS];
	struct call_list flying;
	size_t alive; /* calls that are not freed yet: each holds its site */
	pthread_cond_t none;
	bool stopping;
};

struct calls *
calls_new(struct loop *l)
{
	struct calls *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return NULL;
	c->loop = l;
	for (size_t i = 0; i < CALL_KINDS; i++)
		turns_init(&c->line[i]);
	TAILQ_INIT(&c->flying);
	(void)pthread_cond_init(&c->none, NULL); /* cannot fail on Linux */
	return c;
}

void
calls_free(struct calls *c)
{
	if (c != NULL)
		(void)pthread_cond_destroy(&c->none);
	free(c);
}

static void
value_clear(char **value)
{
	if (*value != NULL)
		explicit_bzero(*value, strlen(*value)); /* a code may be among them */
	free(*value);
	*value = NULL;
}

/* With the lock held. */
static void
call_free(struct call *call)
{
	struct calls *c = call->calls;
	struct call *mate;

	while ((mate = TAILQ_FIRST(&call->mates)) != NULL) {
		TAILQ_REMOVE(&call->mates, mate, next);
		call_free(mate);
	}
	for (size_t i = 0; i < CALL_ARGS; i++)
		value_clear(&call->value[i]);
	api_answer_clear(&call->answer);
	site_release(call->order.site);
	free(call);
	c->alive--;
	if (c->alive == 0)
		(void)pthread_cond_broadcast(&c->none);
}

int
call_set_value(struct call *call, size_t i, const char *value)
{
	char *copy = strdup(value);

	if (copy == NULL)
		return -1;
	value_clear(&call->value[i]);
	call->value[i] = copy;
	call->arg[i].value = copy;
	return 0;
}

static int
order_copy(struct call *call, const struct call_order *order)
{
	call->order = *order;
	(void)site_hold(order->site);
	call->order.args = call->arg;
	for (size_t i = 0; i < order->count; i++) {
		call->arg[i].name = order->args[i].name; /* of a table */
		if (call_set_value(call, i, order->args[i].value) != 0)
			return -1;
	}
	return 0;
}

/* With the lock held: it has come back, or will never leave. */
static void
land(struct call *call)
{
	call->state = CALL_LANDED;
	if (call->order.owner != NULL)
		task_wake(call->calls->loop, call->order.owner, WAKE_NEWS);
	else
		call_free(call);
}

/* As land, for one that was never sent. */
static void
land_early(struct call *call, enum err_code code, const char *why)
{
	(void)err_set(&call->err, code, "%s: %s", call->order.operation, why);
	land(call);
}

/* Takes those of the line who want the same of the same, whoever's turn it is next. */
static void
join_mates(struct calls *c, struct call *leader)
{
	struct turns *line = &c->line[leader->order.kind];
	struct turn *turn;

	if (leader->order.join == NULL)
		return;
	for (size_t i = 1; i < JOINED_MAX && (turn = turns_first(line)) != NULL; i++) {
		struct call *mate =
			(struct call *)(void *)((char *)turn - offsetof(struct call, turn));

		if (mate->order.join != leader->order.join ||
			mate->order.site != leader->order.site)
			break;
		(void)turns_take(line);
		mate->state = CALL_JOINED;
		TAILQ_INSERT_TAIL(&leader->mates, mate, next);
	}
}

/* With the lock held: takes what came. */
static void
take_answer(struct call *call, struct api_answer *answer, const struct err *e)
{
	call->answer = *answer;
	*answer = (struct api_answer){ .next_offset = -1 };
	call->err = *e;
	call->calls->on_their_way[call->order.kind]--;
	if (call->state == CALL_LAUNCHED) {
		call->back = true; /* launch() goes on with it */
		return;
	}
	TAILQ_REMOVE(&call->calls->flying, call, next);
	land(call);
}

static void landed(void *ctx, struct api_answer *answer, const struct err *e);

/* Without the lock. The call stays while it is CALL_LAUNCHED, whoever drops it. */
static void
launch(struct call *call)
{
	struct call_order *o = &call->order;
	const struct api_call what = { .op = api_op_find(o->operation), .args = call->arg,
		.arg_count = o->count, .deadline = deadline_min(o->until, deadline_in(o->limit_ms)) };
	struct api_answer none = { .next_offset = -1 };
	struct loop *loop = call->calls->loop;
	struct err e = { 0 };
	uint64_t id = 0;
	bool flies;

	call->hurried = deadline_left(o->until) < o->limit_ms / 2;
	if (!TAILQ_EMPTY(&call->mates) && o->join(call) != 0)
		(void)err_set(&e, ERR_OTHER, "%s: out of memory", o->operation);
	flies = e.code == ERR_NONE &&
		api_fly(o->site->flights, &what, landed, call, &id, &e) == 0;
	loop_lock(loop);
	if (!flies)
		take_answer(call, &none, &e);
	if (call->back) {
		land(call);
	} else {
		call->state = CALL_FLIES;
		call->flight = id;
		TAILQ_INSERT_TAIL(&call->calls->flying, call, next);
		if (o->owner == NULL || call->calls->stopping)
			api_flight_cancel(o->site->flights, id);
	}
	loop_unlock(loop);
}

/* Sends those whose turn it is. Without the lock. */
static void
dispatch(struct calls *c, enum call_kind kind)
{
	for (;;) {
		struct call *call = NULL;
		struct turn *turn;

		loop_lock(c->loop);
		while (call == NULL && c->on_their_way[kind] < kinds[kind].at_once &&
			(turn = turns_take(&c->line[kind])) != NULL) {
			call = (struct call *)(void *)((char *)turn - offsetof(struct call, turn));
			if (!deadline_passed(call->order.until))
				continue;
			land_early(call, ERR_TIMEOUT, "no answer in time");
			call = NULL;
		}
		if (call != NULL) {
			call->state = CALL_LAUNCHED;
			c->on_their_way[kind]++;
			join_mates(c, call);
		}
		loop_unlock(c->loop);
		if (call == NULL)
			return;
		launch(call);
	}
}

static void
landed(void *ctx, struct api_answer *answer, const struct err *e)
{
	struct call *call = ctx;
	struct calls *c = call->calls;
	enum call_kind kind = call->order.kind;

	loop_lock(c->loop);
	take_answer(call, answer, e);
	loop_unlock(c->loop);
	dispatch(c, kind);
}

int
calls_send(struct calls *c, const struct call_order *order, struct call **ret_call, struct err *e)
{
	struct call *call = calloc(1, sizeof(*call));
	int rc;

	if (call == NULL || order->count > CALL_ARGS) {
		free(call);
		return err_set(e, ERR_OTHER, "%s: out of memory", order->operation);
	}
	TAILQ_INIT(&call->mates);
	call->calls = c;
	rc = order_copy(call, order);
	if (rc == 0)
		*ret_call = call;
	loop_lock(c->loop);
	c->alive++;
	if (rc != 0)
		call_free(call);
	else if (c->stopping)
		land_early(call, ERR_OTHER, "given up");
	else
		turns_add(&c->line[order->kind],
			&order->origin->lane[kinds[order->kind].lane], &call->turn);
	loop_unlock(c->loop);
	if (rc != 0)
		return err_set(e, ERR_OTHER, "%s: out of memory", order->operation);
	dispatch(c, order->kind);
	return 0;
}

bool
call_landed(struct call *call)
{
	bool there;

	loop_lock(call->calls->loop);
	there = call->state == CALL_LANDED;
	loop_unlock(call->calls->loop);
	return there;
}

void
call_drop(struct call **ret_call)
{
	struct call *call = *ret_call;
	struct loop *loop;

	*ret_call = NULL;
	if (call == NULL)
		return;
	loop = call->calls->loop;
	loop_lock(loop);
	call->order.owner = NULL;
	if (call->state == CALL_FLIES) {
		api_flight_cancel(call->order.site->flights, call->flight);
	} else if (call->state == CALL_WAITS || call->state == CALL_LANDED) {
		turns_remove(&call->calls->line[call->order.kind], &call->turn);
		call_free(call);
	}
	loop_unlock(loop);
}

void
call_wake_mates(struct call *leader)
{
	struct call *mate;

	loop_lock(leader->calls->loop);
	while ((mate = TAILQ_FIRST(&leader->mates)) != NULL) {
		TAILQ_REMOVE(&leader->mates, mate, next);
		land(mate);
	}
	loop_unlock(leader->calls->loop);
}

void
calls_stop(struct calls *c)
{
	struct turn *turn;
	struct call *call;

	loop_lock(c->loop);
	c->stopping = true;
	for (size_t i = 0; i < CALL_KINDS; i++)
		while ((turn = turns_take(&c->line[i])) != NULL)
			land_early((struct call *)(void *)((char *)turn -
				offsetof(struct call, turn)), ERR_OTHER, "given up");
	TAILQ_FOREACH(call, &c->flying, next)
		api_flight_cancel(call->order.site->flights, call->flight);
	loop_unlock(c->loop);
}

void
calls_wait_none(struct calls *c)
{
	loop_lock(c->loop);
	while (c->alive > 0)
		loop_wait(c->loop, &c->none);
	loop_unlock(c->loop);
}
