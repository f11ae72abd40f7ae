/* SPDX-License-Identifier: MIT */
/* The person wants a push, or is always sent one. It goes out where it may, and is waited for. Goes
 * on with the decision, or with a question. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "base/text.h"
#include "helper/broker/factors.h"

#define POLLS_MAX 64	/* answers for one push; Duo needs two or three */
#define TXID_MAX  127	/* bytes */
#define SLACK_MS  500 /* the calls end by themselves, and a little later at the most */

static enum chapter
refused(struct login *l, const char *words)
{
	struct outcome o = { .finding = FINDING_REFUSED };

	(void)snprintf(o.words, sizeof(o.words), "%s", words);
	return factor_settle(l, &o);
}

static enum chapter
not_answered(struct login *l)
{
	return refused(l, "The push was not answered in time.");
}

static enum chapter
start(struct login *l)
{
	struct outcome o = { .finding = FINDING_REFUSED };

	if (!factor_push_offered(l))
		return refused(l, "A push is only sent after a key or a password; please type a code.");
	if (!cache_push_permit(l->door->cache, door_whom(l->door, &l->c),
		    l->door->conf->login.push_interval_ms))
		return refused(l, "A push was sent a moment ago; please wait, or type a code.");
	free(l->txid);
	l->txid = NULL;
	l->polls = 0;
	l->push_until = deadline_in(l->door->conf->login.push_timeout_ms);
	if (factor_push(l, &o) != 0)
		return factor_settle(l, &o);
	conversation_wait_news(&l->talk,
		deadline_in(l->door->conf->deadline.broker_ms + SLACK_MS));
	return CHAPTER_STAY;
}

static enum chapter
poll(struct login *l)
{
	struct outcome o = { .finding = FINDING_UNVERIFIED };

	if (l->polls == POLLS_MAX || deadline_passed(l->push_until))
		return not_answered(l); /* who only ever says "waiting" has approved nothing */
	l->polls++;
	if (factor_poll(l, &o) != 0)
		return factor_settle(l, &o);
	conversation_wait_news(&l->talk,
		(struct deadline){ .at_ms = l->push_until.at_ms + SLACK_MS });
	return CHAPTER_STAY;
}

/* The request has been answered: with a push under way, or with its end already. */
static enum chapter
sent(struct login *l, const struct call *call)
{
	const char *txid = call->err.code == ERR_NONE ? json_string(call->answer.response, "txid")
		: NULL;
	struct outcome o;

	if (txid == NULL || txid[0] == '\0') {
		o = factor_outcome(l, call, true);
		if (call->err.code != ERR_NONE && o.finding == FINDING_REFUSED)
			(void)snprintf(o.words, sizeof(o.words), "No phone can take a push for you.");
		return factor_settle(l, &o);
	}
	l->txid = strlen(txid) <= TXID_MAX ? strdup(txid) : NULL;
	if (l->txid == NULL)
		return factor_settle(l, &(struct outcome){ .finding = FINDING_UNVERIFIED });
	return poll(l);
}

static enum chapter
polled(struct login *l, const struct call *call)
{
	const char *result = json_string(call->answer.response, "result");
	const char *said = json_string(call->answer.response, "status_msg");
	char words[WIRE_TEXT];
	struct outcome o;

	if (call->err.code != ERR_NONE && deadline_passed(l->push_until))
		return not_answered(l);
	if (call->err.code != ERR_NONE || result == NULL || strcmp(result, "waiting") != 0) {
		o = factor_outcome(l, call, true);
		return factor_settle(l, &o);
	}
	if (l->polls == 1 && login_service(l)->tell != TELL_NOTHING)
		conversation_say(&l->talk, text_clean(words, sizeof(words),
			said != NULL ? said : ""));
	return poll(l);
}

enum chapter
chapter_push(struct login *l, unsigned wakes)
{
	struct call *call = l->check;
	enum chapter next;

	if (wakes == 0)
		return start(l);
	factor_take_preauth(l);
	if (!call_landed(call)) {
		if ((wakes & WAKE_TIME) != 0) {
			call_drop(&l->check);
			return l->txid != NULL ? not_answered(l) :
				factor_settle(l, &(struct outcome){ .finding = FINDING_UNVERIFIED });
		}
		conversation_wait_news(&l->talk, l->talk.until);
		return CHAPTER_STAY;
	}
	l->check = NULL;
	next = l->txid == NULL ? sent(l, call) : polled(l, call);
	call_drop(&call);
	return next;
}
