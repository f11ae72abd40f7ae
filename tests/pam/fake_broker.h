/* SPDX-License-Identifier: MIT */
/* A broker that follows a script, in a process of its own, so that the module can be shown any
 * behaviour a socket allows and nothing it receives stays in the process under test. */
#ifndef TESTS_PAM_FAKE_BROKER_H
#define TESTS_PAM_FAKE_BROKER_H

#include <stddef.h>
#include <sys/types.h>

enum broker_action {
	BROKER_END = 0, /* close the connection; also what follows the last step */
	BROKER_SEND,	/* one datagram */
	BROKER_READ,	/* receive one message and keep it */
	BROKER_FLOOD,	/* send the datagram until the module hangs up */
	BROKER_CHAT,	/* send the datagram and receive one, until the module hangs up */
	BROKER_BEAT,	/* send the datagram count times, ms apart, unless the module hangs up */
	BROKER_STALL,	/* do nothing until the module hangs up */
};

struct broker_step {
	enum broker_action action;
	const char *bytes;
	size_t len;
	int count, ms;
};

/* Fields are written with "\0" between them: SAY("verdict\0allow\0active\0id"). */
#define READ	    { .action = BROKER_READ }
#define STALL	    { .action = BROKER_STALL }
#define SAY(text)   { .action = BROKER_SEND, .bytes = "" text, .len = sizeof(text) }
#define RAW(text)   { .action = BROKER_SEND, .bytes = "" text, .len = sizeof(text) - 1 }
#define FLOOD(text) { .action = BROKER_FLOOD, .bytes = "" text, .len = sizeof(text) }
#define CHAT(text)  { .action = BROKER_CHAT, .bytes = "" text, .len = sizeof(text) }
#define BEAT(n, pause)                                                                             \
	{ .action = BROKER_BEAT, .bytes = "info\0", .len = 6, .count = (n), .ms = (pause) }

struct broker_log;

struct broker {
	pid_t pid;
	int done; /* one byte arrives for each connection that was served to its end */
	struct broker_log *log;
	char shown[8192];
};

/* Starts a broker at path that plays steps (up to BROKER_END) on every connection. uid is the
 * user it runs as, (uid_t)-1 for our own. It listens when this returns. */
void broker_start(struct broker *b, const char *path, const struct broker_step *steps, uid_t uid);

/* Waits until the next connection was served to its end. */
void broker_wait(struct broker *b);

/* Connections accepted so far. */
unsigned broker_connections(const struct broker *b);

/* The number-th message received by READ and CHAT since the start, fields separated by '|'; NULL
 * when there were not so many. Valid until the next call. */
const char *broker_saw(struct broker *b, unsigned number);

void broker_stop(struct broker *b);

#endif
