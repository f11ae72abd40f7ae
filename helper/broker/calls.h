/* SPDX-License-Identifier: MIT */
/* The line in front of the directory: requests that nobody waits for in a thread.
 *
 * At most CALLS_* of a kind are on their way; further ones wait, and go in turns of their origins.
 * Look-ups that wait for the same site are joined: one request asks about many people. The lock of
 * the loop guards all of it; sending and receiving is done without. */
#ifndef BROKER_CALLS_H
#define BROKER_CALLS_H

#include "api/flight.h"
#include "helper/loop/loop.h"
#include "helper/broker/origin.h"

#define CALLS_LOOK_UP 6 /* these three together are the connections to the directory */
#define CALLS_PREAUTH 4 /* only advice: no code waits for one */
#define CALLS_CHECK   6
#define CALLS_POLL    256 /* each holds a connection until its push is answered */

enum call_kind { CALL_LOOK_UP, CALL_PREAUTH, CALL_CHECK, CALL_POLL, CALL_KINDS };

enum call_state { CALL_WAITS, CALL_LAUNCHED, CALL_FLIES, CALL_JOINED, CALL_LANDED };

struct call;
struct calls;
struct site;

#define CALL_ARGS 6

/* What is to be sent. Texts are borrowed until calls_send returns. */
struct call_order {
	enum call_kind kind;
	struct site *site;	     /* the call holds it, too */
	struct origin *origin;	     /* held by the owner */
	const char *operation;
	const struct api_arg *args;
	size_t count;
	int64_t limit_ms;      /* from when it is sent to the end of the answer */
	struct deadline until; /* in all, its place in the line included */
	struct task *owner;    /* woken with WAKE_NEWS when it has landed */
	/* Look-ups alone: called without the lock before it is sent if others have joined it (they
	 * are in its list); replaces the arguments. NULL = goes alone. Returns 0, or -1 without
	 * memory. */
	int (*join)(struct call *leader);
	void *ctx;
};

struct call {
	struct call_order order; /* its args are copies */
	struct api_arg arg[CALL_ARGS];
	char *value[CALL_ARGS];
	struct calls *calls;
	struct turn turn;
	enum call_state state;
	bool back; /* it came back while it was launched */
	bool hurried; /* the line left it less than half of its time: that it was late says nothing */
	uint64_t flight;
	TAILQ_HEAD(call_list, call) mates; /* that joined this one */
	TAILQ_ENTRY(call) next; /* among mates, or those that fly */
	/* when it has landed */
	struct api_answer answer;
	struct err err; /* ERR_NONE = the directory answered OK */
};

/* NULL without memory. */
struct calls *calls_new(struct loop *l);

/* From now on nothing is sent, and what is on its way lands soon. */
void calls_stop(struct calls *c);

/* After calls_stop, and when no task is left: waits for those that were dropped on their way. */
void calls_wait_none(struct calls *c);

/* Nothing may be in it. NULL is allowed. */
void calls_free(struct calls *c);

/* Puts it into the line, or on its way. Returns 0 with a call that the owner drops, or -1 without
 * memory. */
int calls_send(struct calls *c, const struct call_order *order, struct call **ret_call,
	struct err *e) __attribute__((warn_unused_result));

/* Is it there? Then answer and err may be read until it is dropped. */
bool call_landed(struct call *call);

/* Nobody wants it any more: ends and frees it, its mates too when it has landed. Sets the owner's
 * pointer to NULL; harmless for NULL. */
void call_drop(struct call **call);

/* Has the owners of the mates of one that has landed woken, as if theirs had landed, too. */
void call_wake_mates(struct call *leader);

/* Replaces the value of an argument. Returns 0 or -1. For join(). */
int call_set_value(struct call *call, size_t i, const char *value)
	__attribute__((warn_unused_result));

#endif
