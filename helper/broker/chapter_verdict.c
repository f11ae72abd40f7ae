/* SPDX-License-Identifier: MIT */
/* The verdict stands. It is counted, told to the person and to the module, and logged; then the
 * conversation ends. */
#include <stdio.h>

#include "base/text.h"
#include "helper/broker/login.h"
#include "helper/broker/lookups.h"
#include "helper/broker/watch.h"
#include "helper/common/log.h"

/* Why, in the finding's words and the directory's. */
static void
tell_why(struct login *l)
{
	const char *ours = finding_text(l->c.finding);
	char text[2 * WIRE_TEXT], cut[WIRE_TEXT];

	(void)snprintf(text, sizeof(text), "%s%s%s", ours,
		ours[0] != '\0' && l->shown[0] != '\0' ? " " : "", l->shown);
	if (text[0] == '\0' || l->request.silent)
		return;
	/* cut between characters: half of one is no message to the module */
	(void)text_clean(cut, sizeof(cut), text);
	switch (login_service(l)->tell) {
	case TELL_TEXT:
		conversation_say(&l->talk, cut);
		break;
	case TELL_ERROR:
		for (char *p = cut; *p != '\0'; p++) /* cockpit puts it between quotes as it is */
			*p = *p == '"' ? '\'' : *p == '\\' ? '/' : *p;
		conversation_say_error(&l->talk, cut);
		break;
	case TELL_NOTHING:
		break;
	}
}

static void
tell(struct login *l)
{
	struct log_pairs pairs = { .count = 0 };
	struct err e = { 0 };

	if (l->verdict != VERDICT_ALLOW && l->verdict != VERDICT_IGNORE)
		tell_why(l);
	/* that nobody answers because nobody is there is told already, by module and audit */
	if (conversation_verdict(&l->talk, l->verdict, finding_word(l->c.finding), &e) != 0 &&
		l->c.finding != FINDING_NO_ANSWER &&
		shares_permit_line(&l->talk.broker->shares, l->request.peer_uid)) {
		log_text(&pairs, "id", l->talk.id);
		log_event(LOG_LEVEL_WARNING, &pairs,
			"the login process left before its verdict: %s", e.msg);
	}
}

/* Machinery was answered from the cache; by its next run the cache shall know better. */
static void
refresh(struct login *l)
{
	struct known ignored;

	if (l->site->broken || !door_wants_refresh(l->door, &l->request, &l->c) ||
		!login_may_ask(l))
		return;
	if (cache_ask(l->door->cache, door_whom(l->door, &l->c), l->door->conf->cache.fresh_ms,
		    NULL, &ignored) == CACHE_ASK)
		lookup_begin(l->talk.broker, l->site, l->origin, l->c.directory_user);
}

enum chapter
chapter_verdict(struct login *l, unsigned wakes)
{
	(void)wakes; /* it never waits */
	watch_verdict(l->site->watch, l);
	tell(l);
	audit_verdict(l);
	refresh(l);
	return CHAPTER_END;
}
