/* SPDX-License-Identifier: MIT */
/* Drives every flight of a client: sends what is due, lands what has ended, and waits for the next
 * thing to happen. Only this thread touches the multi handle. */
#include "api/flight_private.h"

#include <stdlib.h>

#include "base/cleanup.h"

#define TROUBLE_MS 100 /* a pause when the library itself fails, so that this is no busy loop */

void
flight_free(struct flight *fl)
{
	settle_clear(&fl->settle);
	api_answer_clear(&fl->answer);
	explicit_bzero(fl, sizeof(*fl));
	free(fl);
}

static void
land(struct api_flights *f, struct flight *fl, int rc, const struct err *e)
{
	static const struct err fine = { .code = ERR_NONE };

	TAILQ_REMOVE(&f->flying, fl, link);
	(void)pthread_mutex_lock(&f->lock);
	f->slots[fl->id % FLIGHTS_MAX] = NULL;
	f->count--;
	(void)pthread_mutex_unlock(&f->lock);
	settle_tell(&fl->settle, rc, e);
	fl->landed(fl->ctx, &fl->answer, rc == 0 ? &fine : e);
	flight_free(fl);
}

/* A try has ended, or was not even possible: lands the flight or has it tried again later. */
static void
settle(struct api_flights *f, struct flight *fl, int rc, struct err *e)
{
	const struct api_client *c = f->client;
	int wait;

	switch (settle_take(&fl->settle, rc, &wait, e)) {
	case SETTLE_OK:
		land(f, fl, 0, e);
		return;
	case SETTLE_FAILED:
		land(f, fl, -1, e);
		return;
	case SETTLE_AGAIN:
		if (c->flight_pause_ms != NULL)
			wait = c->flight_pause_ms(c->world.ctx, wait);
		fl->due_ms = clock_ms() + wait;
	}
}

static struct transfer *
spare_take(struct api_flights *f)
{
	if (f->spare_count > 0)
		return f->spare[--f->spare_count];
	return transfer_new(f->client->transport, true);
}

static void
spare_give(struct api_flights *f, struct transfer *x)
{
	if (f->spare_count < FLIGHTS_SPARE)
		f->spare[f->spare_count++] = x;
	else
		transfer_free(x);
}

/* Takes the flight off the wire; rc and e say how the exchange ended. */
static void
end_transfer(struct api_flights *f, struct flight *fl, int rc, struct err *e)
{
	struct transfer *x = take_ptr(fl->transfer);

	f->transfers--;
	(void)curl_multi_remove_handle(f->loop.multi, x->easy); /* closes what was not finished */
	if (transfer_end(x, rc, e))
		spare_give(f, x);
	else
		transfer_free(x);
	settle(f, fl, rc, e);
}

static void
begin_transfer(struct api_flights *f, struct flight *fl)
{
	struct transfer *x = NULL;
	struct err e;
	int rc = settle_next(&fl->settle, &e);

	if (rc == 0) {
		x = spare_take(f);
		rc = x != NULL ? transfer_begin(x, &fl->settle.wire, &fl->settle.reply, &e)
			       : err_set(&e, ERR_OTHER, "out of memory");
	}
	if (rc == 0 && (curl_easy_setopt(x->easy, CURLOPT_PRIVATE, fl) != CURLE_OK ||
			       curl_multi_add_handle(f->loop.multi, x->easy) != CURLM_OK))
		rc = err_set(&e, ERR_OTHER, "out of memory");
	if (rc == 0) {
		fl->transfer = x;
		f->transfers++;
		return;
	}
	transfer_free(x);
	settle(f, fl, rc, &e);
}

/* Ends the flight in the words of a call whose tick gave up. */
static void
give_up(struct api_flights *f, struct flight *fl)
{
	struct err e;

	if (fl->transfer != NULL)
		end_transfer(f, fl, err_set(&e, ERR_OTHER, "given up"), &e);
	else
		land(f, fl, settle_give_up(&fl->settle, &e), &e);
}

/* Takes over what was started meanwhile. Returns false when the flights are to end. */
static bool
look_into_inbox(struct api_flights *f)
{
	bool stopping;

	(void)pthread_mutex_lock(&f->lock);
	TAILQ_CONCAT(&f->flying, &f->inbox, link);
	stopping = f->stopping;
	(void)pthread_mutex_unlock(&f->lock);
	return !stopping;
}

/* Looks after every flight: nobody wants it, its time is over, it is due. */
static void
look_after_all(struct api_flights *f)
{
	int64_t now = clock_ms();
	struct flight *next;

	for (struct flight *fl = TAILQ_FIRST(&f->flying); fl != NULL; fl = next) {
		struct err e;

		next = TAILQ_NEXT(fl, link); /* landed() adds to the inbox, not to this list */
		if (atomic_load(&fl->cancelled))
			give_up(f, fl);
		else if (fl->transfer != NULL && fl->call.deadline.at_ms <= now)
			end_transfer(f, fl, err_set(&e, ERR_TIMEOUT, "no answer in time"), &e);
		else if (fl->transfer == NULL && fl->due_ms <= now)
			begin_transfer(f, fl);
	}
}

/* Has the library close what is too much. Its limit counts connections in use too, and it looks
 * when one comes out of use: without those in use it would close the one that just did. Few end
 * within one turn, so hardly more than f->connections are left. */
static void
limit_connections(struct api_flights *f)
{
	size_t limit = f->connections + f->transfers - (f->transfers > 0 ? 1 : 0);

	(void)curl_multi_setopt(f->loop.multi, CURLMOPT_MAXCONNECTS,
		limit > 0 ? (long)limit : 1L); /* a number: cannot fail */
}

static void
take_results(struct api_flights *f)
{
	struct CURLMsg *msg;
	int queued;

	while ((msg = curl_multi_info_read(f->loop.multi, &queued)) != NULL) {
		CURLcode result = msg->data.result;
		char *private = NULL;
		struct flight *fl;
		struct err e;

		if (msg->msg != CURLMSG_DONE ||
			curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &private) != CURLE_OK)
			continue; /* there is no other message, and it cannot fail */
		fl = (struct flight *)(void *)private;
		end_transfer(f, fl, transfer_judge(fl->transfer, result, &e), &e);
	}
}

/* Milliseconds until something is to be done that nobody will tell of. */
static int
time_to_next(const struct api_flights *f)
{
	struct deadline next = { .at_ms = INT64_MAX };
	struct flight *fl;

	TAILQ_FOREACH (fl, &f->flying, link) {
		struct deadline rest = { .at_ms = fl->due_ms };

		next = deadline_min(next, fl->transfer != NULL ? fl->call.deadline : rest);
	}
	return deadline_left(next);
}

/* The library cannot go on: whatever is on the wire is lost. */
static void
lose_all(struct api_flights *f)
{
	struct flight *next;

	for (struct flight *fl = TAILQ_FIRST(&f->flying); fl != NULL; fl = next) {
		struct err e;

		next = TAILQ_NEXT(fl, link);
		if (fl->transfer != NULL)
			end_transfer(f, fl, err_set(&e, ERR_OTHER, "out of memory"), &e);
	}
	f->client->world.pause_ms(f->client->world.ctx, TROUBLE_MS);
}

void *
flights_run(void *flights)
{
	struct api_flights *f = flights;

	while (look_into_inbox(f)) {
		int rc;

		look_after_all(f);
		limit_connections(f);
		rc = multi_loop_turn(&f->loop, time_to_next(f));
		take_results(f);
		if (rc != 0)
			lose_all(f);
	}
	while (!TAILQ_EMPTY(&f->flying))
		give_up(f, TAILQ_FIRST(&f->flying));
	while (f->spare_count > 0)
		transfer_free(f->spare[--f->spare_count]);
	return NULL;
}
