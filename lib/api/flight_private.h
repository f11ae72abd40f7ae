/* SPDX-License-Identifier: MIT */
/* What those who start flights and the thread that drives them share. */
#ifndef API_FLIGHT_PRIVATE_H
#define API_FLIGHT_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>
#include <sys/queue.h>

#include "api/transfer.h"
#include "api/flight.h"
#include "api/multi_loop.h"
#include "api/settle.h"

#define FLIGHTS_SPARE 16 /* handles kept for the next flights */

struct flight {
	uint64_t id; /* modulo FLIGHTS_MAX: its slot */
	struct api_call call;
	struct api_answer answer;
	struct settle settle;
	void (*landed)(void *ctx, struct api_answer *answer, const struct err *e);
	void *ctx;
	atomic_bool cancelled;
	/* from here on the thread's own */
	struct transfer *transfer; /* under way; NULL = at rest until due_ms */
	int64_t due_ms;		   /* on the clock of clock_ms() */
	TAILQ_ENTRY(flight) link;
};

TAILQ_HEAD(flight_list, flight);

struct api_flights {
	struct api_client *client;
	unsigned connections; /* kept open unused */
	struct multi_loop loop; /* the thread's own, but for multi_loop_wake() */
	pthread_t thread;
	pthread_mutex_t lock; /* guards the next five; never held across I/O or landed() */
	struct flight *slots[FLIGHTS_MAX]; /* those that have not landed; NULL = free */
	size_t count;
	uint64_t started; /* since the beginning */
	struct flight_list inbox; /* started, and not seen by the thread yet */
	bool stopping;
	/* from here on the thread's own */
	struct flight_list flying;
	size_t transfers; /* under way */
	struct transfer *spare[FLIGHTS_SPARE];
	size_t spare_count;
};

/* Wipes and frees a flight that is on no list. */
void flight_free(struct flight *fl);

/* The thread: drives what is in the inbox until f->stopping, then lands the rest, closes the
 * connections and ends. */
void *flights_run(void *flights);

#endif
