/* SPDX-License-Identifier: MIT */
/* The person may enter if a factor is shown. The question goes out, and while the person types the
 * directory is asked what it would want of this person. Goes on with what was typed. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "helper/broker/factors.h"
#include "helper/common/duo.h"

#define PUSH_WORD    "push"
#define CODE_WORDS   "Passcode or bypass code: "
#define CHOICE_WORDS "Passcode or bypass code, or \"push\": "

static enum chapter
no_answer(struct login *l, const char *why)
{
	return login_found(l, FINDING_NO_ANSWER, "no answer: %.480s", why);
}

static enum chapter
question(struct login *l)
{
	char text[WIRE_TEXT];
	struct err e = { 0 };

	(void)snprintf(text, sizeof(text), "%s%s%s", l->words, l->words[0] != '\0' ? " " : "",
		factor_push_offered(l) ? CHOICE_WORDS : CODE_WORDS);
	if (login_is_late(l))
		return login_took_too_long(l);
	l->prompts_left--;
	if (conversation_ask(&l->talk, text, &e) != 0)
		return login_found(l, FINDING_NO_ANSWER, "%s", "");
	if (l->ahead == FINDING_UNREACHABLE && l->preauth == NULL && factor_preauth(l) != 0)
		l->ahead = FINDING_ACTIVE; /* the check of the code will tell */
	conversation_wait_input(&l->talk, deadline_min(l->limit,
		deadline_in(l->door->conf->login.prompt_timeout_ms)));
	return CHAPTER_STAY;
}

/* From when the connection was made, for that is where the application counts from. */
static struct deadline
find_limit(const struct login *l)
{
	int64_t limit_ms = login_service(l)->limit_ms;

	return (struct deadline){ .at_ms = limit_ms == 0 ? INT64_MAX :
		l->began_us / 1000 + limit_ms - l->request.waited_ms };
}

/* The first time. From now on the place may be given to others. */
static enum chapter
start(struct login *l)
{
	struct broker *b = l->talk.broker;

	l->asked = true;
	l->limit = find_limit(l);
	l->prompts_left = l->door->conf->login.prompts;
	if (!duo_has_auth(l->door->conf))
		return login_found(l, FINDING_NO_FACTORS,
			"duo.auth is not configured, and the auth phase needs it");
	/* where preauth gave the status just now, it need not run again */
	if (l->c.known.origin == ORIGIN_LIVE && !duo_has_admin(l->door->conf))
		l->ahead = FINDING_ACTIVE;
	loop_lock(b->loop);
	l->place.steady = true;
	loop_unlock(b->loop);
	l->push_alone = login_service(l)->ask == ASK_PUSH;
	if (l->push_alone && !factor_push_offered(l))
		return login_found(l, FINDING_CANNOT_ASK, "a push is only sent after a key or a "
			"password: after_password behind pam_doorward.so says that one was asked for");
	if (l->push_alone)
		l->prompts_left = 0;
	if (l->push_alone || (l->door->conf->login.autopush && factor_push_offered(l)))
		return CHAPTER_PUSH;
	return question(l);
}

/* What was typed. */
static enum chapter
judge(struct login *l, const char *answer)
{
	struct outcome o = { .finding = FINDING_REFUSED };

	factor_take_preauth(l);
	if (factor_ahead_stands(l))
		return factor_settle(l, &o);
	if (answer[0] == '\0') {
		(void)snprintf(o.words, sizeof(o.words), "That is not a code.");
	} else if (strcmp(answer, PUSH_WORD) == 0) {
		return CHAPTER_PUSH;
	} else if (factor_passcode(l, answer, &o) == 0) {
		return CHAPTER_VERIFY;
	}
	return factor_settle(l, &o);
}

/* The name or the password came back. A person may type that at the wrong moment; where nothing is
 * known of the service it is the program that answers, and would again. */
static enum chapter
echoed(struct login *l)
{
	char how[160];

	if (service_row_is_known(login_service(l)))
		return judge(l, "");
	(void)snprintf(how, sizeof(how),
		"%.80s answered the question itself, with the name or the password", l->request.service);
	door_cannot_ask(l->door, &l->request, &l->c, how);
	return CHAPTER_DECIDE;
}

/* What the module sent in reply to the question. */
static enum chapter
read_reply(struct login *l, const struct wire_msg *m)
{
	if (m->count == 2 && strcmp(m->field[0], "answer") == 0)
		return judge(l, m->field[1]);
	if (m->count == 1 && strcmp(m->field[0], "echoed") == 0)
		return echoed(l);
	return no_answer(l, "not an answer");
}

enum chapter
chapter_ask(struct login *l, unsigned wakes)
{
	auto_wire_msg answer;
	struct err e = { 0 };

	answer.count = 0;
	if (wakes == 0 && l->talk.broker->stopping)
		return login_turn_away(l, LOGIN_RESTARTS, "the broker ends");
	if (wakes == 0)
		return l->asked ? question(l) : start(l);
	factor_take_preauth(l);
	if (conversation_receive(&l->talk, &answer, &e) == 0)
		return read_reply(l, &answer);
	if (e.code == ERR_TIMEOUT && deadline_passed(l->limit))
		return login_took_too_long(l);
	if (e.code != ERR_TIMEOUT || (wakes & WAKE_TIME) != 0)
		return no_answer(l, e.msg);
	conversation_wait_input(&l->talk, l->talk.until);
	return CHAPTER_STAY;
}
