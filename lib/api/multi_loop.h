/* SPDX-License-Identifier: MIT */
/* A multi handle of the HTTP library whose sockets stand in an epoll set: a turn costs what is
 * ready, not what is waiting. One thread uses it; multi_loop_wake() alone is for any. */
#ifndef API_MULTI_LOOP_H
#define API_MULTI_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include <curl/curl.h>

#include "base/err.h"

struct multi_loop {
	CURLM *multi;
	int epoll;
	int alarm;	  /* eventfd */
	int64_t timer_ms; /* when the library wants to be called, on the clock of clock_ms() */
	bool failed;	  /* a socket could not be put into the set */
};

/* Opens it where it is; it must not be moved then. Returns 0 or -1. */
int multi_loop_open(struct multi_loop *l, struct err *e) __attribute__((warn_unused_result));

/* Waits for timeout_ms at most, and lets the library do one thing: what one socket is ready for,
 * and what is due. Returns 0, or -1 when the library cannot go on with what it has. */
int multi_loop_turn(struct multi_loop *l, int timeout_ms) __attribute__((warn_unused_result));

/* Ends the waiting of this turn, or of the next one. */
void multi_loop_wake(struct multi_loop *l);

/* Closes the connections; no transfer may be left. */
void multi_loop_close(struct multi_loop *l);

#endif
