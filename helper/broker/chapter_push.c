/* SPDX-License-Identifier: MIT */
/* The person wants a push, or is always sent one. It goes out where it may, and is waited for. Goes
 * on with the decision, or with a question. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "helper/broker/factors.h"
#include "helper/common/log.h"
#include "helper/door/held.h"

#define TXID_MAX  127	/* bytes */
#define SLACK_MS  500 /* the calls end by themselves, and a little later at the most */

static enum chapter
refused(struct login *l, const char *words)
{
	struct outcome o = { .finding = FINDING_REFUSED };

	(void)snprintf(o.words, sizeof(o.words), "%s", words);
	return factor_settle(l, &o);
}

/* Noted as sent; or the person's words, and a line that says why and for how long. */
static bool
may_send(struct login *l, char *words, size_t size)
{
	const struct conf *c = l->door->conf;
	auto_str held = held_path(c->sync.folder);
	char clean[MAP_USER_SIZE];
	enum push_leave leave = PUSH_MANY;
	int64_t wait_ms = 0, s;

	if (held != NULL)
		leave = pushes_permit(l->talk.broker->pushes, held, l->c.directory_user,
			l->origin->name, c->login.push_interval_ms, &wait_ms);
	s = (wait_ms + 999) / 1000;
	l->push_noted = leave == PUSH_YES;
	if (l->push_noted)
		return true;
	if (leave == PUSH_SOON)
		(void)snprintf(words, size, "A push was sent a moment ago; please wait %lld s, or "
			"type a code.", (long long)s);
	else
		(void)snprintf(words, size, "%s; none is sent for %lld min. Please type a code.",
			leave == PUSH_HELD ? "A push was reported as fraud"
					   : "Pushes were not approved", (long long)(s + 59) / 60);
	if (shares_permit_line(&l->talk.broker->shares, l->request.peer_uid))
		log_line(LOG_LEVEL_WARNING, "no push to %s for %lld s: %s, asked by %s",
			text_clean(clean, sizeof(clean), l->c.directory_user), (long long)s,
			leave == PUSH_HELD ? "one was reported as fraud (doorward push allow)" :
			leave == PUSH_MANY ? "too many were not approved" :
			"the last one was not approved", l->origin->name);
	return false;
}

static enum chapter
start(struct login *l)
{
	struct outcome o = { .finding = FINDING_REFUSED };
	char words[160];

	if (login_is_late(l))
		return login_took_too_long(l);
	if (!factor_push_offered(l))
		return refused(l, "A push is only sent after a key or a password; please type a code.");
	if (!may_send(l, words, sizeof(words)))
		return refused(l, words);
	free(l->txid);
	l->txid = NULL;
	l->polls = 0;
	l->push_until = deadline_min(deadline_in(l->door->conf->login.push_timeout_ms), l->limit);
	if (factor_push(l, &o) != 0)
		return factor_settle(l, &o);
	conversation_wait_news(&l->talk,
		deadline_in(l->door->conf->deadline.broker_ms + SLACK_MS));
	return CHAPTER_STAY;
}

static enum chapter
wait_on(struct login *l)
{
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
	return factor_poll(l, &o) == 0 ? wait_on(l) : factor_settle(l, &o);
}

/* The first time: where texts come late, a question says that it was sent. */
static enum chapter
tell_sent(struct login *l, const char *said)
{
	const struct service_row *row = login_service(l);

	(void)text_clean(l->words, sizeof(l->words), said != NULL ? said : "");
	if (row->late && !l->push_alone)
		return CHAPTER_CONFIRM;
	if (row->tell != TELL_NOTHING)
		conversation_say(&l->talk, l->words);
	return wait_on(l);
}

static enum chapter
polled(struct login *l, const struct call *call)
{
	bool first = l->polls == 1;
	struct outcome o;

	if (!factor_push_waits(l, call, &o))
		return factor_settle(l, &o);
	return first ? tell_sent(l, json_string(call->answer.response, "status_msg")) : wait_on(l);
}

enum chapter
chapter_push(struct login *l, unsigned wakes)
{
	struct call *call = l->check;
	enum chapter next;
	struct outcome o;

	if (wakes == 0)
		return start(l);
	factor_take_preauth(l);
	if (!call_landed(call)) {
		if ((wakes & WAKE_TIME) != 0) {
			call_drop(&l->check);
			o = factor_unanswered();
			if (l->txid == NULL)
				o = (struct outcome){ .finding = FINDING_UNVERIFIED };
			return factor_settle(l, &o);
		}
		conversation_wait_news(&l->talk, l->talk.until);
		return CHAPTER_STAY;
	}
	l->check = NULL;
	next = l->txid == NULL ? sent(l, call) : polled(l, call);
	call_drop(&call);
	return next;
}
