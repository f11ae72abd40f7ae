/* SPDX-License-Identifier: MIT */
/* What one can do with a person at the other end: say, ask, receive, wait, end. Knows nothing of
 * what it is about. */
#ifndef BROKER_CONVERSATION_H
#define BROKER_CONVERSATION_H

#include "base/wire.h"
#include "helper/broker/broker.h"

struct conversation {
	struct task task; /* first */
	struct broker *broker;
	uid_t peer_uid;
	char id[9];	     /* ties module, broker and audit together */
	int64_t spoke_ms;    /* when the module last heard of us */
	struct deadline until; /* of the wait */
	bool patient; /* the module waits for us, not for the person: it must hear of us */
};

/* Takes over fd; the id is made. */
void conversation_open(struct conversation *c, struct broker *b, int fd, uid_t peer_uid);

/* Says one thing to the person; an unreachable module is found out by the next step. */
void conversation_say(struct conversation *c, const char *text);

/* Says why the login is refused, before the verdict: an error also where others would be text. */
void conversation_say_error(struct conversation *c, const char *text);

/* Asks; the answer comes as WAKE_INPUT. Returns 0, or -1 when the module has gone. */
int conversation_ask(struct conversation *c, const char *text, struct err *e)
	__attribute__((warn_unused_result));

/* Asks what may stay without an answer: who cannot be asked has given an empty one. */
int conversation_confirm(struct conversation *c, const char *text, struct err *e)
	__attribute__((warn_unused_result));

/* Reads what has come. Returns 0, or -1: ERR_TIMEOUT when nothing has. */
int conversation_receive(struct conversation *c, struct wire_msg *ret_msg, struct err *e)
	__attribute__((warn_unused_result));

int conversation_verdict(struct conversation *c, enum verdict v, const char *reason, struct err *e)
	__attribute__((warn_unused_result));

/* Both end a run: what happens next comes as wakes. For the person's answer, or for news of our own
 * while the module is kept patient. */
void conversation_wait_input(struct conversation *c, struct deadline until);
void conversation_wait_news(struct conversation *c, struct deadline until);

/* As these, but only until others who wait for their turn have had it. */
void conversation_yield(struct conversation *c);

/* Which of the wakes are for whoever waits: a moment that was only there to keep the module patient
 * is none. 0: waits on. */
unsigned conversation_woken(struct conversation *c, unsigned wakes);

/* Has news of its own, from another thread. With the loop's lock held. */
void conversation_news(struct conversation *c);

/* Closes the connection. */
void conversation_close(struct conversation *c);

#endif
