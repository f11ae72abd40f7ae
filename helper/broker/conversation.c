/* SPDX-License-Identifier: MIT */
/* Talks with a module without ever waiting for it. */
#include "helper/broker/conversation.h"

#include <stdio.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#define SEND_MS	      100  /* what we say fits the socket; a module that reads nothing is gone */
#define KEEP_ALIVE_MS 1000 /* well below the module's limit of silence */

void
conversation_open(struct conversation *c, struct broker *b, int fd, uid_t peer_uid)
{
	uint32_t number = 0;

	/* an id need not be secret: zero bytes in early boot are as good as any */
	(void)!getrandom(&number, sizeof(number), GRND_NONBLOCK);
	(void)snprintf(c->id, sizeof(c->id), "%08x", number);
	c->broker = b;
	c->task.fd = fd;
	c->peer_uid = peer_uid;
	c->spoke_ms = clock_ms();
}

void
conversation_say(struct conversation *c, const char *text)
{
	struct err e;

	c->spoke_ms = clock_ms();
	(void)!wire_send(c->task.fd, deadline_in(SEND_MS), &e, "info", text, NULL);
}

int
conversation_ask(struct conversation *c, const char *text, struct err *e)
{
	return wire_send(c->task.fd, deadline_in(SEND_MS), e, "ask", text, NULL);
}

bool
conversation_said(const struct conversation *c)
{
	char byte;

	return recv(c->task.fd, &byte, sizeof(byte), MSG_PEEK | MSG_DONTWAIT) >= 0;
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
