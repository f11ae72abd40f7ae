/* SPDX-License-Identifier: MIT */
/* One conversation with a login process, from begin to verdict. */
#ifndef BROKER_LOGIN_H
#define BROKER_LOGIN_H

#include "helper/common/rate.h"
#include "helper/door/door.h"

struct site;

/* What programs of users other than root may cost: the socket is open to everybody. By uid. */
struct shares {
	struct rate lines; /* in the log, lest they fill it or make it drop what matters */
	struct rate asks;  /* conversations, because the directory limits us all together */
};

void shares_init(struct shares *s);
void shares_clear(struct shares *s);

/* May another line tell of what this user's program did? How many were left out is logged with the
 * next one. Always for root, and for s NULL. */
bool shares_permit_line(struct shares *s, uid_t uid);

/* May this user's program have another login decided, or another report? */
bool shares_permit_ask(struct shares *s, uid_t uid);

/* What the parts of one conversation share. */
struct login {
	const struct site *site;
	const struct door *door; /* of the site */
	struct shares *shares; /* NULL = no limit */
	int fd;
	char id[9]; /* ties module, broker and audit together */
	struct door_request request;
	struct door_case c;
	enum verdict verdict;
	const char *factor; /* "none", "passcode", "push" */
	char shown[WIRE_TEXT]; /* the directory's words for the person; "" = ours */
	int64_t began_us;
	int64_t spoke_ms; /* when the module last heard of us */
};

/* Serves fd (not closed here) until the verdict is sent or the conversation ends. Everything it
 * waits for has a deadline. shares may be NULL. */
void login_serve(const struct site *site, struct shares *shares, int fd);

/* Asks for a factor until one is accepted, refused for good, or the attempts are used up. Needs
 * door_case with an active person; returns the new finding. */
enum finding factors_ask(struct login *l);

/* To be given to api_call: keeps the module patient, and gives up when it has gone. */
int login_tick(void *login);

/* The deadline of one step of the broker's own work. */
struct deadline login_step(const struct login *l);

/* Says one thing to the person; an unreachable module is found out by the next step. */
void login_say(struct login *l, const char *text);

/* One line for the verdict and why. */
void audit_verdict(const struct login *l);

#endif
