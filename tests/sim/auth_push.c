/* SPDX-License-Identifier: MIT */
/* Auth API: pushes and phone calls, and asking how they went. */
#include "tests/sim/auth.h"
#include "tests/sim/outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PUSH_SECONDS	 60
#define TRANSACTIONS_MAX 10000 /* older ones are forgotten */

static struct transaction *
add_transaction(struct call *call, const struct user *user, bool by_call)
{
	struct store *store = &call->sim->store;
	struct transaction *transaction = sim_alloc(sizeof(*transaction));
	const char *pushinfo = call_param(call, "pushinfo");
	const char *ipaddr = call_param(call, "ipaddr");

	if (store->transactions.count >= TRANSACTIONS_MAX) {
		struct transaction *oldest = store->transactions.item[0];

		(void)list_remove(&store->transactions, oldest);
		free(oldest->txid);
		free(oldest->pushinfo);
		free(oldest);
	}
	transaction->txid = sim_random_uuid();
	transaction->pushinfo = sim_strdup(pushinfo != NULL ? pushinfo : "");
	(void)snprintf(transaction->ipaddr, sizeof(transaction->ipaddr), "%s",
		ipaddr != NULL ? ipaddr : "");
	transaction->by_call = by_call;
	transaction->created = call->now;
	memcpy(transaction->user_id, user->id, sizeof(user->id));
	list_add(&store->transactions, transaction);
	return transaction;
}

static struct transaction *
find_transaction(const struct store *store, const char *txid)
{
	for (size_t i = store->transactions.count; i > 0; i--) {
		struct transaction *transaction = store->transactions.item[i - 1];

		if (strcmp(transaction->txid, txid) == 0)
			return transaction;
	}
	return NULL;
}

static const struct ending *
ending_of(enum outcome outcome, bool by_call)
{
	static const struct ending denied = { "deny", "deny", "Login request denied." };
	static const struct ending no_key = { "deny", "deny",
		"No keypress detected. Please try again." };
	static const struct ending fraud = { "deny", "fraud",
		"Login request reported as fraudulent." };
	static const struct ending timeout = { "deny", "timeout", "Login timed out." };

	switch (outcome) {
	case OUTCOME_APPROVE:
		return &auth_allowed;
	case OUTCOME_DENY:
		return by_call ? &no_key : &denied;
	case OUTCOME_FRAUD:
		return &fraud;
	case OUTCOME_TIMEOUT:
		return &timeout;
	case OUTCOME_WAIT:
		return NULL;
	}
	return NULL;
}

static void
decide(struct transaction *transaction, const struct ending *ending)
{
	transaction->decided = true;
	transaction->result = ending->result;
	transaction->status = ending->status;
	transaction->message = ending->message;
}

/* Lets the person with the phone answer, if there is an answer by now. */
static void
advance(struct call *call, struct transaction *transaction)
{
	struct user *user = store_find_user(&call->sim->store, transaction->user_id);
	enum outcome outcome = OUTCOME_TIMEOUT;
	const struct ending *ending;

	if (transaction->decided)
		return;
	if (user != NULL)
		outcome = outcome_for(call->sim, user);
	if (outcome == OUTCOME_WAIT && sim_now(call->sim) - transaction->created >= PUSH_SECONDS)
		outcome = OUTCOME_TIMEOUT;
	ending = ending_of(outcome, transaction->by_call);
	if (ending == NULL)
		return;
	decide(transaction, ending);
	/* A request nobody answered is no failed attempt. */
	if (user != NULL && outcome != OUTCOME_TIMEOUT)
		auth_record(call, user, ending);
}

/*
 * Waits until the transaction is decided. NULL: the client has gone, or the transaction went with
 * a reset; the call has its answer.
 */
static struct transaction *
wait_for_decision(struct call *call, const char *txid)
{
	struct transaction *transaction = find_transaction(&call->sim->store, txid);

	while (transaction != NULL) {
		advance(call, transaction);
		if (transaction->decided)
			return transaction;
		if (!sim_pause(call->sim, call->descriptor, INT64_MAX)) {
			call->reply.none = true;
			return NULL;
		}
		transaction = find_transaction(&call->sim->store, txid);
	}
	call_fail(call, 40002, "txid");
	return NULL;
}

static void
answer_txid(struct call *call, const struct transaction *transaction)
{
	cJSON *response = cJSON_CreateObject();

	json_add_text(response, "txid", transaction->txid);
	call_ok(call, response);
}

void
auth_start_push(struct call *call, struct user *user, bool by_call, bool async)
{
	struct transaction *transaction = add_transaction(call, user, by_call);
	auto_str txid = sim_strdup(transaction->txid);

	if (async) {
		answer_txid(call, transaction);
		return;
	}
	transaction = wait_for_decision(call, txid);
	if (transaction != NULL)
		auth_answer(call, &(struct ending){ transaction->result, transaction->status,
					  transaction->message });
}

void
auth_start_decided(struct call *call, const struct user *user, const struct ending *ending)
{
	struct transaction *transaction = add_transaction(call, user, false);

	decide(transaction, ending);
	transaction->told = 2; /* there is nothing to tell before the end */
	answer_txid(call, transaction);
}

static void
answer_status(struct call *call, const char *result, const char *status, const char *message)
{
	cJSON *response = cJSON_CreateObject();

	cJSON_AddBoolToObject(response, "auth_delayed", false);
	json_add_text(response, "result", result);
	json_add_text(response, "status", status);
	json_add_text(response, "status_msg", message);
	call_ok(call, response);
}

/* The number a call goes to, all but its end hidden. */
static char *
dialed_number(const struct call *call, const struct transaction *transaction)
{
	const struct user *user = store_find_user(&call->sim->store, transaction->user_id);
	const char *number = user != NULL && user->phones.count != 0
				     ? ((struct phone *)user->phones.item[0])->number
				     : "";
	size_t length = strlen(number);

	return sim_format("XXX-XXX-%s", length >= 4 ? number + length - 4 : "");
}

void
auth_auth_status(struct call *call)
{
	const char *txid = call_required(call, "txid");
	struct transaction *transaction =
		txid != NULL ? find_transaction(&call->sim->store, txid) : NULL;

	if (txid == NULL)
		return;
	if (transaction == NULL) {
		call_fail(call, 40002, "txid");
	} else if (transaction->told == 0 && transaction->by_call) {
		auto_str number = dialed_number(call, transaction);
		auto_str message = sim_format("Dialing %s...", number);

		transaction->told = 1;
		answer_status(call, "waiting", "calling", message);
	} else if (transaction->told == 0) {
		transaction->told = 2;
		answer_status(
			call, "waiting", "pushed", "Pushed a login request to your device...");
	} else if (transaction->told == 1) {
		transaction->told = 2;
		answer_status(call, "waiting", "answered",
			"Answered. Press '#' on your phone to log in.");
	} else {
		transaction = wait_for_decision(call, txid);
		if (transaction != NULL)
			answer_status(call, transaction->result, transaction->status,
				transaction->message);
	}
}
