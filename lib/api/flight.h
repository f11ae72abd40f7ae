/* SPDX-License-Identifier: MIT */
/* Calls that nobody waits for in a thread: they are sent off, and each reports when it has landed.
 *
 * Thread-safe: any thread may start and cancel flights, also from within landed(). All flights of
 * one client are driven by one thread, over connections that stay open between them and are none
 * of those that api_call() keeps. Nothing here logs. */
#ifndef API_FLIGHT_H
#define API_FLIGHT_H

#include <stdint.h>

#include "api/api.h"

#define FLIGHTS_MAX 1024 /* on their way at once; how many are wise is the caller's business */

struct api_flights; /* the calls of one client that are on their way */

/* Borrows the client, which must outlive it, and starts its thread. About `connections` (1 or more)
 * are kept open while nothing uses them; one that was unused for TRANSPORT_IDLE_S is not used again.
 * Takes two descriptors. Returns 0 with flights to be freed, or -1. */
int api_flights_new(struct api_client *c, unsigned connections, struct api_flights **ret_flights,
	struct err *e) __attribute__((warn_unused_result));

/* Lands what is still on its way with ERR_OTHER ("given up"), joins the thread and frees; takes a
 * second at most, whatever the service and the resolver do. By then every landed() has returned.
 * Not to be called from landed(), nor while another thread is in one of these functions. NULL is
 * allowed. */
void api_flights_free(struct api_flights *f);

/* Starts a call. It is made as by api_call(), with the same words for every failure: the deadline
 * bounds everything (names, connection, retries, body), HTTP 429 is waited out on rows that read, a
 * refusal of our clock is answered once with a new date, and what changes something is sent at most
 * once. What differs: call->tick must be NULL (cancel instead), and the client's watch is told in
 * the flights' thread, before landed(). The call and its arguments are copied; call->op must live
 * as long as the flight.
 *
 * landed() is called exactly once, in the flights' thread, soon after the call has ended, at the
 * latest soon after its deadline. Every other flight waits meanwhile: it must be quick and must not
 * block. It may start and cancel flights. e->code is ERR_NONE when the service answered OK; else e
 * is what api_call() would have said. *answer is filled as far as it goes; it can be taken over by
 * copying the struct and setting the original to zero, and what is left is cleared afterwards.
 *
 * Returns 0 with an id that is never 0 and never used again; landed() may have been called by then.
 * Or -1: ERR_USAGE or ERR_CONFIG as api_call(), ERR_OTHER when memory is short or FLIGHTS_MAX are
 * on their way; then landed() is never called (the watch is told here, as api_call() does). */
int api_fly(struct api_flights *f, const struct api_call *call,
	void (*landed)(void *ctx, struct api_answer *answer, const struct err *e), void *ctx,
	uint64_t *ret_id, struct err *e) __attribute__((warn_unused_result));

/* Nobody wants the answer any more: the flight lands soon, with ERR_OTHER ("given up") unless it
 * was just landing. What was sent may have had its effect. Nothing happens when the id has landed
 * already or is 0. */
void api_flight_cancel(struct api_flights *f, uint64_t id);

#endif
