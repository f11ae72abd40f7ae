/* SPDX-License-Identifier: MIT */
/* A look-up is a task without a conversation: others may wait for it when its own login has gone.
 *
 * Where many wait for the directory one request asks about a hundred. What such a list does not tell
 * for certain of somebody is asked about that person alone.
 *
 * A fault of the directory may be about one person. Before it counts as an outage, which lets people
 * step past where that is configured and opens the breaker for everybody, a question about nobody
 * has to fail as well. */
#include "helper/broker/lookups.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "helper/broker/calls.h"
#include "helper/broker/site.h"

enum told {
	TOLD_NOTHING, /* the answer has not been looked at */
	TOLD_CACHE,   /* the cache knows, and it is over */
	TOLD_UNSURE,  /* a list did not tell: the person is asked about alone */
	TOLD_DOUBTED, /* the directory had a fault: is it about the person? nobody is asked about */
};

struct lookup {
	struct task task;
	struct broker *broker;
	struct site *site;
	struct origin *origin;
	char *user;
	struct call *call;
	enum told told;
	bool about_nobody; /* the call is */
	struct err doubted; /* the fault behind it */
};

static struct whom
whom_of(const struct lookup *k)
{
	return (struct whom){ .directory = k->site->door.directory, .user = k->user };
}

static void
tell(struct lookup *k, const struct standing *s, const struct err *e)
{
	cache_tell(k->site->door.cache, whom_of(k), s, e, NULL);
	k->told = TOLD_CACHE;
}

static void
give_up(struct lookup *k, const struct err *e)
{
	cache_give_up(k->site->door.cache, whom_of(k), e);
	k->told = TOLD_CACHE;
}

/* One request that failed is one failure of the directory, however many it asked about; and one that
 * our own line kept until there was no time left is none. */
static void
failed(struct lookup *k, const struct call *call)
{
	if (call == k->call && call->answer.requests > 0 &&
		(!call->hurried || call->err.code != ERR_TIMEOUT))
		tell(k, NULL, &call->err);
	else
		give_up(k, &call->err);
}

/* With the loop's lock held. */
static void
ended(struct task *t)
{
	struct lookup *k = (struct lookup *)t;

	origin_release(k->broker->origins, k->origin);
	free(k->user);
	free(k);
}

static int
join_names(struct call *leader)
{
	const struct lookup *k = leader->order.ctx;
	const struct call *mate;
	cJSON *names = cJSON_CreateArray();
	char *text = NULL;
	int rc = -1;
	bool fine = names != NULL && cJSON_AddItemToArray(names, cJSON_CreateString(k->user));

	TAILQ_FOREACH(mate, &leader->mates, next) {
		const struct lookup *other = mate->order.ctx;

		fine = fine && cJSON_AddItemToArray(names, cJSON_CreateString(other->user));
	}
	if (fine)
		text = cJSON_PrintUnformatted(names);
	if (text != NULL) {
		const struct duo_question q = duo_statuses_question(text);

		leader->arg[0].name = q.arg[0].name;
		rc = call_set_value(leader, 0, text);
	}
	cJSON_free(text);
	cJSON_Delete(names);
	return rc;
}

/* Returns 0, or -1: then the cache has been told. */
static int
send(struct lookup *k, bool alone)
{
	const struct site *site = k->site;
	const struct duo_question q = k->about_nobody
		? duo_nobody_question(site->duo.has_admin)
		: duo_status_question(site->duo.has_admin, k->user);
	const struct call_order order = {
		.kind = CALL_LOOK_UP,
		.site = k->site,
		.origin = k->origin,
		.operation = q.operation,
		.args = q.arg,
		.count = q.count,
		.limit_ms = site->duo.limit_ms,
		.until = deadline_in(site->conf->deadline.broker_ms),
		.owner = &k->task,
		.join = site->duo.has_admin && !alone ? join_names : NULL,
		.ctx = k,
	};
	struct err e = { 0 };

	k->told = TOLD_NOTHING;
	if (calls_send(k->broker->calls, &order, &k->call, &e) == 0)
		return 0;
	give_up(k, &e);
	return -1;
}

/* An answer that arrived, and says nothing of anybody: the request itself, or one of the people in
 * it, is what the directory or we cannot cope with. */
static bool
is_about_the_list(const struct lookup *k, const struct call *call)
{
	if (call->err.code == ERR_CREDENTIALS || call->err.code == ERR_PERMISSION ||
		call->answer.status == 429)
		return false;
	return call->answer.too_big || (call->answer.status != 0 &&
		cache_doubt(k->site->door.cache, whom_of(k)) != CACHE_DOUBT_OUTAGE);
}

/* The directory answered with a fault of its own. */
static void
doubt(struct lookup *k, const struct call *call)
{
	k->doubted = call->err;
	switch (cache_doubt(k->site->door.cache, whom_of(k))) {
	case CACHE_DOUBT_ASK:
		k->told = TOLD_DOUBTED;
		return;
	case CACHE_DOUBT_PERSON:
		duo_blame(&k->doubted);
		break;
	case CACHE_DOUBT_OUTAGE:
		break;
	}
	tell(k, NULL, &k->doubted);
}

/* A question about nobody has ended. That there was no time for it says nothing of anybody. */
static void
look_at_nobody(struct lookup *k, const struct call *call)
{
	bool sent = call->answer.requests > 0, outage = call->err.code != ERR_NONE;

	if (sent || !outage)
		cache_doubt_end(k->site->door.cache, whom_of(k), outage);
	if (!outage)
		duo_blame(&k->doubted);
	tell(k, NULL, &k->doubted);
}

static void
look_at_one(struct lookup *k, const struct call *call)
{
	struct standing s = { 0 };

	if (k->about_nobody) {
		look_at_nobody(k, call);
		return;
	}
	if (call->err.code == ERR_NONE) {
		duo_status_read(k->site->duo.has_admin, &call->answer, &s);
		tell(k, &s, NULL);
		return;
	}
	switch (duo_failure_read(&call->answer, &call->err, &s)) {
	case DUO_ODD:
		tell(k, &s, NULL);
		break;
	case DUO_DOUBTED:
		doubt(k, call);
		break;
	case DUO_FAILED:
		failed(k, call);
		break;
	}
}

static void
look_at_list(struct lookup *k, const struct call *call)
{
	struct standing s = { 0 };

	if (call->err.code == ERR_NONE && duo_statuses_find(&call->answer, k->user, &s))
		tell(k, &s, NULL);
	else if (call->err.code == ERR_NONE || is_about_the_list(k, call))
		k->told = TOLD_UNSURE;
	else
		failed(k, call);
}

static void
look_at(struct lookup *k)
{
	struct call *call = k->call, *mate;

	if (TAILQ_EMPTY(&call->mates)) {
		look_at_one(k, call);
		return;
	}
	look_at_list(k, call);
	TAILQ_FOREACH(mate, &call->mates, next)
		look_at_list(mate->order.ctx, call);
	call_wake_mates(call);
}

static void
run(struct task *t, unsigned wakes)
{
	struct lookup *k = (struct lookup *)t;

	(void)wakes; /* whatever it is, the call tells */
	if (k->call != NULL && call_landed(k->call)) {
		if (k->told == TOLD_NOTHING)
			look_at(k);
		call_drop(&k->call);
	}
	if (k->told == TOLD_UNSURE || k->told == TOLD_DOUBTED) {
		k->about_nobody = k->told == TOLD_DOUBTED;
		(void)!send(k, true); /* whom it told is seen below */
	}
	if (k->told != TOLD_CACHE) {
		task_wait(t, false, TIMER_NEVER);
		return;
	}
	site_release(k->site);
	task_end(t);
}

void
lookup_begin(struct broker *b, struct site *site, struct origin *origin, const char *user)
{
	const struct whom whom = { .directory = site->door.directory, .user = user };
	struct lookup *k = calloc(1, sizeof(*k));
	struct err e = { 0 };
	int rc = -1;

	if (k != NULL)
		k->user = strdup(user);
	if (k != NULL && k->user != NULL) {
		k->task = (struct task){ .run = run, .ended = ended, .fd = -1,
			.rank = RANK_NEWS };
		k->broker = b;
		loop_lock(b->loop);
		k->origin = origin_hold_again(origin);
		k->site = site_hold(site);
		k->task.lane = &origin->lane[LANE_NEWS];
		rc = task_start(b->loop, &k->task, TIMER_NEVER, 0);
		if (rc != 0) {
			site_release(k->site);
			origin_release(b->origins, k->origin);
		}
		loop_unlock(b->loop);
	}
	if (rc == 0) {
		if (send(k, false) == 0)
			return; /* k may have ended by now */
		loop_lock(b->loop);
		task_wake(b->loop, &k->task, WAKE_NEWS);
		loop_unlock(b->loop);
		return;
	}
	(void)err_set(&e, ERR_OTHER, "out of memory");
	cache_give_up(site->door.cache, whom, &e);
	if (k != NULL)
		free(k->user);
	free(k);
}
