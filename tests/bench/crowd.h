/* SPDX-License-Identifier: MIT */
/* Many conversations with the broker out of one process, for benchmarks and tests. */
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/verdict.h"

#define CROWD_MAX	  100000
#define CROWD_REASONS	  16
#define CROWD_REASON_SIZE 32
#define CROWD_SAID_SIZE	  512

enum crowd_say { CROWD_SAY_BEGIN, CROWD_SAY_HALF, CROWD_SAY_NOTHING };

/* When a conversation is left by us: once connected, once begin is said, once asked, or never. */
enum crowd_leave { CROWD_LEAVE_OPEN, CROWD_LEAVE_BEGIN, CROWD_LEAVE_ASK, CROWD_LEAVE_END };

/* What is to be done; strings are borrowed. A '%' in user, rhost and caller becomes a number, from
 * 1 + from on and each for `same` conversations: three octets in an IPv4 address, hexadecimal in an
 * IPv6 address, else at least three digits. */
struct crowd_order {
	const char *socket, *phase, *service, *user, *rhost, *caller, *answer;
	int64_t count, window; /* in all, and open at the same time */
	int64_t from, same;
	int64_t uid, each;	 /* peers are uid, uid + 1, …, each for so many; 0: we are */
	int64_t after_ms;	 /* the answer comes so long after the prompt */
	int64_t patience_ms;	 /* what has not settled then, has not settled */
	bool proof, stay;	 /* stay: until all have ended or SIGTERM comes */
	enum crowd_say say;
	enum crowd_leave leave;
};

/* What came of it. */
struct crowd_tally {
	int64_t ms; /* from the first connection until all had settled */
	int64_t unconnected, silent, waiting, left, closed; /* silent: open and never answered;
		waiting: at a prompt; closed: by the broker, without a verdict */
	int64_t verdict[VERDICT_COUNT];
	struct {
		char word[CROWD_REASON_SIZE];
		int64_t count;
	} reason[CROWD_REASONS];
	size_t reason_count;
	int64_t p50_us, p99_us, max_us; /* from the connection to the first prompt or verdict */
	char said[CROWD_SAID_SIZE];	 /* the last words that were for a person */
};

struct crowd;

/* Begins, and returns once each conversation is at its prompt or has ended, or patience has. The
 * process's limit of descriptors is raised as far as it goes. Returns 0, or -1. */
int crowd_open(const struct crowd_order *order, struct crowd **ret_crowd, struct err *e)
	__attribute__((warn_unused_result));

/* Goes on until all have ended or *stop is set. */
void crowd_stay(struct crowd *c, const volatile bool *stop);

void crowd_count(const struct crowd *c, struct crowd_tally *ret_tally);

/* Closes what is open. */
void crowd_free(struct crowd *c);

#endif
