/* SPDX-License-Identifier: MIT */
/* Misbehaviour on request. */
#ifndef SIM_FAULT_H
#define SIM_FAULT_H

#include "tests/sim/sim.h"

enum fault_kind {
	FAULT_NONE,
	FAULT_STATUS,	   /* HTTP status value with Duo's envelope, not processed */
	FAULT_DELAY,	   /* processed value milliseconds later */
	FAULT_STALL,	   /* never answered, not processed */
	FAULT_TRICKLE,	   /* processed; one byte of the body per second */
	FAULT_TRUNCATE,	   /* processed; full Content-Length, half the body, closed */
	FAULT_GARBAGE,	   /* 200 with bytes that are not JSON, not processed */
	FAULT_RESET,	   /* processed, then a TCP reset */
	FAULT_RESET_EARLY, /* TCP reset, not processed */
	FAULT_HUGE,	   /* 200 with value MiB of JSON, not processed */
	FAULT_RATELIMIT,   /* 429 42901, not processed; value > 0: X-Retry-After */
	FAULT_SKEW,	   /* processed; the wall clock is off by value seconds */
	FAULT_HTML,	   /* HTTP status value (502) with an HTML body, not processed */
	FAULT_ANSWER,	   /* HTTP status value with the given body and headers, not processed */
	FAULT_DELETE, /* processed; then the user, or the group, called as the body says is gone */
	FAULT_INSERT, /* processed; then a user of that name stands at place value of the list */
};

struct fault {
	char *match; /* "METHOD /path/{template}" or "*" */
	char *about; /* only requests in which this word stands, such as a user's name; NULL = all */
	enum fault_kind kind;
	int64_t value;
	int64_t left;	/* -1: until reset */
	char *body;	/* of FAULT_ANSWER; a name of FAULT_DELETE and FAULT_INSERT */
	cJSON *headers; /* of FAULT_ANSWER: {"Name": "value"}, or NULL */
};

/* FAULT_NONE: unknown word. */
enum fault_kind fault_parse_kind(const char *word);
const char *fault_kind_word(enum fault_kind kind);

/* The new fault, owned by sim; body and headers may be filled in. */
struct fault *fault_add(
	struct sim *sim, const char *match, enum fault_kind kind, int64_t value, int64_t count);

struct request;

/* Uses up one occurrence of the oldest fault that matches; NULL: there is none. Borrowed until
 * the simulator's lock is given away. */
const struct fault *fault_take(struct sim *sim, const char *label, const struct request *request);

void fault_clear(struct sim *sim);

#endif
