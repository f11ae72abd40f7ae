/* SPDX-License-Identifier: MIT */
/* Talks with a module without ever waiting for it. */
#include "helper/broker/conversation.h"

#include <stdatomic.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

#define SEND_MS	      100  /* what we say fits the socket; a module that reads nothing is gone */
#define ID_STEP	      0x9e3779b1u /* odd: every number comes before one comes again */
#define KEEP_ALIVE_MS 1000 /* well below the module's limit of silence */

/* Ids need not be secret, only differ from those of others and from the last start's: a random number
 * for the first, and steps of a number that comes to all others before it comes back. */
static uint32_t
id_next(void)
{
	static _Atomic uint32_t next;
	uint32_t first = 0;

	if (next == 0) {
		/* zero bytes in early boot are as good as any */
		(void)!getrandom(&first, sizeof(first), GRND_NONBLOCK);
		(void)atomic_fetch_add(&next, first);
	}
	return atomic_fetch_add(&next, ID_STEP) + ID_STEP;
}

void
conversation_open(struct conversation *c, struct broker *b, int fd, uid_t peer_uid)
{
	(void)snprintf(c->id, sizeof(c->id), "%08x", id_next());
	c->broker = b;
	c->task.fd = fd;
	c->peer_uid = peer_uid;
	c->spoke_ms = clock_ms();
}

static void
say(struct conversation *c, const char *verb, const char *text)
{
	struct err e;

	c->spoke_ms = clock_ms();
	(void)!wire_send(c->task.fd, deadline_in(SEND_MS), &e, verb, text, NULL);
}

void
conversation_say(struct conversation *c, const char *text)
{
	say(c, "info", text);
}

void
conversation_say_error(struct conversation *c, const char *text)
{
	say(c, "error", text);
}

int
conversation_ask(struct conversation *c, const char *text, struct err *e)
{
	return wire_send(c->task.fd, deadline_in(SEND_MS), e, "ask", text, NULL);
}

int
conversation_confirm(struct conversation *c, const char *text, struct err *e)
{
	return wire_send(c->task.fd, deadline_in(SEND_MS), e, "confirm", text, NULL);
}

int
conversation_receive(struct conversation *c, struct wire_msg *ret_msg, struct err *e)
{
	if (wire_receive(c->task.fd, deadline_in(0), ret_msg, e) != 0)
		return -1;
	c->spoke_ms = clock_ms(); /* from now on it waits for us */
	return 0;
}

int
conversation_verdict(struct conversation *c, enum verdict v, const char *reason, struct err *e)
{
	return wire_send(c->task.fd, deadline_in(SEND_MS), e, "verdict", verdict_word(v), reason,
		c->id, NULL);
}

static void
wait_on(struct conversation *c)
{
	int64_t at_ms = c->until.at_ms, speak_ms = c->spoke_ms + KEEP_ALIVE_MS;

	if (c->patient && speak_ms < at_ms)
		at_ms = speak_ms;
	task_wait(&c->task, !c->patient, at_ms);
}

void
conversation_wait_input(struct conversation *c, struct deadline until)
{
	c->until = until;
	c->patient = false;
	wait_on(c);
}

void
conversation_wait_news(struct conversation *c, struct deadline until)
{
	c->until = until;
	c->patient = true;
	wait_on(c);
}

void
conversation_yield(struct conversation *c)
{
	conversation_wait_news(c, deadline_in(0));
	loop_lock(c->broker->loop);
	conversation_news(c);
	loop_unlock(c->broker->loop);
}

unsigned
conversation_woken(struct conversation *c, unsigned wakes)
{
	if ((wakes & WAKE_TIME) != 0 && !deadline_passed(c->until)) {
		wakes &= ~WAKE_TIME;
		conversation_say(c, "");
	}
	if (wakes == 0)
		wait_on(c);
	return wakes;
}

void
conversation_news(struct conversation *c)
{
	task_wake(c->broker->loop, &c->task, WAKE_NEWS);
}

void
conversation_close(struct conversation *c)
{
	if (c->task.fd >= 0)
		(void)close(c->task.fd);
	c->task.fd = -1;
}
