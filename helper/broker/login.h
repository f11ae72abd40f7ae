/* SPDX-License-Identifier: MIT */
/* One conversation with a login process, from begin to verdict. */
#ifndef BROKER_LOGIN_H
#define BROKER_LOGIN_H

#include "helper/common/rate.h"
#include "helper/door/door.h"

struct site;

/* What the parts of one conversation share. */
struct login {
	const struct site *site;
	const struct door *door; /* of the site */
	struct rate *lines; /* see log_permits; NULL = no limit */
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
 * waits for has a deadline. lines may be NULL. */
void login_serve(const struct site *site, struct rate *lines, int fd);

/* Asks for a factor until one is accepted, refused for good, or the attempts are used up. Needs
 * door_case with an active person; returns the new finding. */
enum finding factors_ask(struct login *l);

/* To be given to api_call: keeps the module patient, and gives up when it has gone. */
int login_tick(void *login);

/* The deadline of one step of the broker's own work. */
struct deadline login_step(const struct login *l);

/* Says one thing to the person; an unreachable module is found out by the next step. */
void login_say(struct login *l, const char *text);

/* May another line tell of what this user's program did? The socket is open to everybody, so users
 * other than root leave so many lines at once and then one in ten seconds each, lest they fill the
 * log or make it drop what matters. How many were left out is logged with the next one. */
bool log_permits(struct rate *lines, uid_t uid);

#define LOG_LINES_AT_ONCE    100
#define LOG_LINES_PER_SECOND 0.1

/* One line for the verdict and why. */
void audit_verdict(const struct login *l);

#endif
