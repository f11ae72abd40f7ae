/* SPDX-License-Identifier: MIT */
/* What is asked of the directory about a factor, and what its answers mean. */
#ifndef BROKER_FACTORS_H
#define BROKER_FACTORS_H

#include "helper/broker/login.h"

/* A call for this login. Returns 0, or -1: the outcome says why. */
int factor_call(struct login *l, const struct call_order *like, struct call **ret_call,
	struct outcome *ret_outcome) __attribute__((warn_unused_result));

/* The three requests: each is charged to the origin, and on its way when 0 is returned. */
int factor_preauth(struct login *l) __attribute__((warn_unused_result));
int factor_passcode(struct login *l, const char *code, struct outcome *ret_outcome)
	__attribute__((warn_unused_result));
int factor_push(struct login *l, struct outcome *ret_outcome) __attribute__((warn_unused_result));

/* Asks for the answer to the push of l->txid. */
int factor_poll(struct login *l, struct outcome *ret_outcome) __attribute__((warn_unused_result));

/* What an answer to that says: true, the person is waited for, and it is asked for again; false, it has
 * come to *ret_outcome. */
bool factor_push_waits(struct login *l, const struct call *call, struct outcome *ret_outcome);

/* The person has answered neither yes nor no. */
struct outcome factor_unanswered(void);

/* Reads a final answer of /auth or /auth_status. Anything unforeseen proves nothing. */
struct outcome factor_outcome(struct login *l, const struct call *call, bool push);

/* A push wakes a person's phone, so something must be proven first (facts: anybody on the network
 * can reach an ssh prompt). Somebody who raises their own rights is in a session already. */
bool factor_push_offered(const struct login *l);

/* If preauth has answered: takes what it says into l->ahead. */
void factor_take_preauth(struct login *l);

/* Does what preauth said stand in the way of any factor? */
bool factor_ahead_stands(const struct login *l);

/* An attempt has ended. Asks once more after a refusal, where that is left; else the finding is
 * final. */
enum chapter factor_settle(struct login *l, const struct outcome *o);

#endif
