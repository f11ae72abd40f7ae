/* SPDX-License-Identifier: MIT */
/* Starts and cancels flights, from any thread; flight_thread.c does the rest. */
#include "api/flight_private.h"

#include <signal.h>
#include <stdlib.h>

/* The thread takes no signal: those are for the program's own, and a peer that is gone must not
 * end it with SIGPIPE. */
static int
start_thread(struct api_flights *f)
{
	sigset_t all, before;
	int rc;

	(void)sigfillset(&all);
	rc = pthread_sigmask(SIG_SETMASK, &all, &before);
	if (rc != 0)
		return rc;
	rc = pthread_create(&f->thread, NULL, flights_run, f);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL); /* it was the mask a moment ago */
	return rc;
}

int
api_flights_new(struct api_client *c, unsigned connections, struct api_flights **ret_flights,
	struct err *e)
{
	struct api_flights *f = calloc(1, sizeof(*f));
	int rc;

	if (f == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	f->client = c;
	f->connections = connections;
	TAILQ_INIT(&f->inbox);
	TAILQ_INIT(&f->flying);
	if (multi_loop_open(&f->loop, e) != 0) {
		free(f);
		return -1;
	}
	(void)pthread_mutex_init(&f->lock, NULL); /* cannot fail with default attributes */
	rc = start_thread(f);
	if (rc != 0) {
		multi_loop_close(&f->loop);
		(void)pthread_mutex_destroy(&f->lock);
		free(f);
		return err_sys(e, ERR_OTHER, rc, "cannot start a thread");
	}
	*ret_flights = f;
	return 0;
}

void
api_flights_free(struct api_flights *f)
{
	if (f == NULL)
		return;
	(void)pthread_mutex_lock(&f->lock); /* a plain mutex, held briefly: cannot fail */
	f->stopping = true;
	(void)pthread_mutex_unlock(&f->lock);
	multi_loop_wake(&f->loop);
	(void)pthread_join(f->thread, NULL);
	multi_loop_close(&f->loop); /* empty: the thread has landed everything */
	(void)pthread_mutex_destroy(&f->lock);
	free(f);
}

/* Gives the flight an id and hands it to the thread. Returns 0, or -1 when there is no room. */
static int
take_off(struct api_flights *f, struct flight *fl, uint64_t *ret_id, struct err *e)
{
	const char *name = fl->call.op->name;
	int rc = 0;

	(void)pthread_mutex_lock(&f->lock);
	if (f->stopping) {
		rc = settle_give_up(&fl->settle, e);
	} else if (f->count == FLIGHTS_MAX) {
		rc = err_set(e, ERR_OTHER, "%s: %d calls are on their way already", name,
			FLIGHTS_MAX);
	} else {
		do
			fl->id = FLIGHTS_MAX + f->started++;
		while (f->slots[fl->id % FLIGHTS_MAX] != NULL);
		*ret_id = fl->id; /* the thread may free the flight as soon as the lock is open */
		f->slots[fl->id % FLIGHTS_MAX] = fl;
		f->count++;
		TAILQ_INSERT_TAIL(&f->inbox, fl, link);
	}
	(void)pthread_mutex_unlock(&f->lock);
	return rc;
}

int
api_fly(struct api_flights *f, const struct api_call *call,
	void (*landed)(void *ctx, struct api_answer *answer, const struct err *e), void *ctx,
	uint64_t *ret_id, struct err *e)
{
	struct flight *fl;

	if (call->tick != NULL)
		return err_set(e, ERR_OTHER, "%s: a flight is cancelled, it does not ask",
			call->op->name);
	fl = calloc(1, sizeof(*fl));
	if (fl == NULL)
		return err_set(e, ERR_OTHER, "%s: out of memory", call->op->name);
	fl->call = *call;
	fl->landed = landed;
	fl->ctx = ctx;
	if (settle_begin(&fl->settle, f->client, &fl->call, &fl->answer, NULL, e) != 0 ||
		take_off(f, fl, ret_id, e) != 0) {
		settle_tell(&fl->settle, -1, e);
		flight_free(fl);
		return -1;
	}
	multi_loop_wake(&f->loop);
	return 0;
}

void
api_flight_cancel(struct api_flights *f, uint64_t id)
{
	struct flight *fl;
	bool found;

	(void)pthread_mutex_lock(&f->lock);
	fl = f->slots[id % FLIGHTS_MAX];
	found = fl != NULL && fl->id == id;
	if (found)
		atomic_store(&fl->cancelled, true);
	(void)pthread_mutex_unlock(&f->lock);
	if (found)
		multi_loop_wake(&f->loop);
}
