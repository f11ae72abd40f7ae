/* SPDX-License-Identifier: MIT */
/* A push is under way, and the application shows text only with a question. The question says that
 * it was sent, and Enter answers it; meanwhile the push is asked about. Goes on with what it came
 * to, or with a code that was typed instead. */
#include <stdio.h>
#include <string.h>

#include "helper/broker/factors.h"

#define SENT_WORDS    "A push was sent to your phone."
#define CONFIRM_WORDS "Press Enter once you have approved it, or type a passcode: "
#define SLACK_MS      500 /* the call ends by itself, and a little later at the most */

static enum chapter
start(struct login *l)
{
	char text[WIRE_TEXT];
	struct err e = { 0 };

	l->confirmed = l->push_over = false;
	(void)snprintf(text, sizeof(text), "%s " CONFIRM_WORDS,
		l->words[0] != '\0' ? l->words : SENT_WORDS);
	if (conversation_confirm(&l->talk, text, &e) != 0)
		return login_found(l, FINDING_NO_ANSWER, "%s", "");
	conversation_wait_input(&l->talk, deadline_min(l->limit,
		deadline_in(l->door->conf->login.prompt_timeout_ms)));
	return CHAPTER_STAY;
}

static void
take_push(struct login *l)
{
	struct call *call = l->check;

	if (call == NULL || !call_landed(call))
		return;
	l->check = NULL;
	l->push_over = !factor_push_waits(l, call, &l->push_end);
	call_drop(&call);
}

/* Waits for the push alone. */
static enum chapter
wait_on(struct login *l)
{
	if (l->push_over)
		return factor_settle(l, &l->push_end);
	conversation_wait_news(&l->talk,
		(struct deadline){ .at_ms = l->push_until.at_ms + SLACK_MS });
	return CHAPTER_STAY;
}

/* What was typed; Enter is nothing. What the push came to counts first, unless it was a no that the
 * code may correct. */
static enum chapter
judge(struct login *l, const char *typed)
{
	struct outcome o = { .finding = FINDING_REFUSED };

	l->confirmed = true;
	if (typed[0] == '\0' || strcmp(typed, "push") == 0 ||
		(l->push_over && l->push_end.finding != FINDING_REFUSED))
		return wait_on(l);
	call_drop(&l->check);
	if (l->prompts_left > 0)
		l->prompts_left--;
	return factor_passcode(l, typed, &o) == 0 ? CHAPTER_VERIFY : factor_settle(l, &o);
}

static enum chapter
at_question(struct login *l, unsigned wakes)
{
	auto_wire_msg m;
	struct err e = { 0 };

	m.count = 0;
	if (conversation_receive(&l->talk, &m, &e) == 0) {
		if (m.count == 2 && strcmp(m.field[0], "answer") == 0)
			return judge(l, m.field[1]);
		return m.count == 1 && strcmp(m.field[0], "echoed") == 0 ? judge(l, "") :
			login_found(l, FINDING_NO_ANSWER, "no answer: not an answer");
	}
	if (e.code == ERR_TIMEOUT && (wakes & WAKE_TIME) == 0) {
		conversation_wait_input(&l->talk, l->talk.until);
		return CHAPTER_STAY;
	}
	return e.code == ERR_TIMEOUT && deadline_passed(l->limit) ? login_took_too_long(l) :
		login_found(l, FINDING_NO_ANSWER, "no answer: %.480s", e.msg);
}

enum chapter
chapter_confirm(struct login *l, unsigned wakes)
{
	if (wakes == 0)
		return start(l);
	factor_take_preauth(l);
	take_push(l);
	if (!l->confirmed)
		return at_question(l, wakes);
	if (!l->push_over && (wakes & WAKE_TIME) != 0) {
		call_drop(&l->check);
		l->push_end = factor_unanswered();
		l->push_over = true;
	}
	return wait_on(l);
}
