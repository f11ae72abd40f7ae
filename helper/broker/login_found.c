/* SPDX-License-Identifier: MIT */
/* What the chapters of a login have in common: how one of them ends the search for a finding. */
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "helper/broker/login.h"
#include "helper/metrics/metrics.h"

#define STEP_LEAST_MS 3000 /* nobody finds a code, or a telephone, in less */

static void __attribute__((format(printf, 3, 0)))
reason_set(struct login *l, enum finding f, const char *fmt, va_list ap)
{
	l->c.finding = f;
	(void)vsnprintf(l->c.reason, sizeof(l->c.reason), fmt, ap); /* cut if too long */
}

enum chapter
login_found(struct login *l, enum finding f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	reason_set(l, f, fmt, ap);
	va_end(ap);
	return CHAPTER_DECIDE;
}

enum chapter
login_turn_away(struct login *l, const char *words, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	reason_set(l, FINDING_TURNED_AWAY, fmt, ap);
	va_end(ap);
	(void)text_clean(l->shown, sizeof(l->shown), words);
	return CHAPTER_DECIDE;
}

bool
login_is_late(const struct login *l)
{
	return deadline_left(l->limit) < STEP_LEAST_MS;
}

enum chapter
login_took_too_long(struct login *l)
{
	(void)login_found(l, FINDING_NO_ANSWER, "no answer within the limit of the service (services.%s"
		".limit)", l->request.service);
	(void)text_clean(l->shown, sizeof(l->shown),
		"This login took too long. Please begin it again.");
	return CHAPTER_DECIDE;
}

const struct service_row *
login_service(const struct login *l)
{
	return service_row_find(&l->door->conf->services, l->request.service);
}

bool
login_may_ask(struct login *l)
{
	struct broker *b = l->talk.broker;
	bool may = l->paid;

	l->paid = false;
	if (may)
		return true;
	loop_lock(b->loop);
	may = origin_may_ask(b->origins, l->origin, clock_ms());
	loop_unlock(b->loop);
	if (may)
		return true;
	(void)login_found(l, FINDING_PEER_REFUSED, "%s has caused as many requests to the directory as"
		" one may at once (%u times broker.asks)", l->origin->name, l->origin->weight);
	(void)text_clean(l->shown, sizeof(l->shown), "Too many logins from where you are asked the "
		"directory just now. Please try again in a minute.");
	return false;
}

void
login_give_up(struct origin_place *instead)
{
	struct login *l;
	struct broker *b;

	if (instead == NULL)
		return;
	l = (struct login *)(void *)((char *)instead - offsetof(struct login, place));
	b = l->talk.broker;
	origin_leave_place(b->origins, instead);
	metrics_add(b->metrics, METRIC_CONVERSATIONS_REFUSED, (size_t[]){ REFUSED_GIVEN_UP }, 1);
	task_wake(b->loop, &l->talk.task, WAKE_TURNED_AWAY);
}
