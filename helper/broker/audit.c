/* SPDX-License-Identifier: MIT */
/* The one line that tells an administrator what was decided, about whom, and why. */
#include "helper/broker/login.h"

#include <stdio.h>

#include "base/text.h"
#include "helper/common/log.h"

static enum log_level
level_of(const struct login *l)
{
	switch (l->verdict) {
	case VERDICT_ALLOW:
		return LOG_LEVEL_INFO;
	case VERDICT_IGNORE:
		/* a name that maps to nobody may be a password typed at the wrong prompt */
		if (l->c.finding == FINDING_EXEMPT || l->c.finding == FINDING_UNMAPPED)
			return LOG_LEVEL_DEBUG;
		return l->c.finding == FINDING_BYPASS ? LOG_LEVEL_INFO : LOG_LEVEL_WARNING;
	case VERDICT_USER_UNKNOWN:
		return l->c.finding == FINDING_UNMAPPED ? LOG_LEVEL_DEBUG : LOG_LEVEL_WARNING;
	case VERDICT_UNAVAILABLE:
	case VERDICT_BROKEN:
		return LOG_LEVEL_ERR;
	case VERDICT_DENY:
	case VERDICT_ASK:
	case VERDICT_EXPIRED:
	case VERDICT_REFUSED:
	case VERDICT_MAXTRIES:
	case VERDICT_ABORT:
	case VERDICT_COUNT:
		break;
	}
	return LOG_LEVEL_WARNING;
}

static const char *
sentence_of(enum verdict v)
{
	if (v == VERDICT_ALLOW)
		return "login permitted";
	return v == VERDICT_IGNORE ? "Doorward stepped aside" : "login refused";
}

/* Appends " key=value", quoted where needed; nothing for an empty value. */
static void
pair(struct text_buf *b, const char *key, const char *value)
{
	char quoted[ERR_MSG_SIZE + 64];

	if (value[0] != '\0')
		text_buf_printf(b, " %s=%s", key, text_quote(quoted, sizeof(quoted), value));
}

static void
number(struct text_buf *b, const char *key, int64_t value)
{
	text_buf_printf(b, " %s=%lld", key, (long long)value);
}

bool
log_permits(struct rate *lines, uid_t uid)
{
	char name[RATE_NAME_SIZE];
	uint64_t left_out;

	if (lines == NULL || uid == 0)
		return true;
	(void)snprintf(name, sizeof(name), "%u", (unsigned)uid);
	if (!rate_admit(lines, name, clock_ms()))
		return false;
	left_out = rate_refused(lines);
	if (left_out > 0)
		log_line(LOG_LEVEL_WARNING, "%llu lines about programs of users other than root were"
			" left out, for there were too many", (unsigned long long)left_out);
	return true;
}

void
audit_verdict(const struct login *l)
{
	enum log_level level = level_of(l);
	const struct door_case *c = &l->c;
	struct text_buf b = { 0 };

	if (!log_wants(level) || !log_permits(l->lines, l->request.peer_uid))
		return;
	text_buf_puts(&b, sentence_of(l->verdict));
	/* nor is a name that was not found among this host's users a name for sure */
	if (c->subject.name[0] != '\0' || level == LOG_LEVEL_DEBUG)
		pair(&b, "user", l->request.user);
	pair(&b, "reason", finding_word(c->finding));
	pair(&b, "verdict", verdict_word(l->verdict));
	pair(&b, "phase", phase_word(l->request.phase));
	pair(&b, "service", l->request.service);
	pair(&b, "class", service_class_word(c->service_class));
	pair(&b, "subject", c->subject.name);
	pair(&b, "directory_user", c->directory_user);
	pair(&b, "caller", l->request.caller);
	pair(&b, "rhost", l->request.rhost);
	pair(&b, "tty", l->request.tty);
	if (l->request.peer_uid != 0)
		number(&b, "peer_uid", (int64_t)l->request.peer_uid);
	pair(&b, "factor", l->factor);
	if (c->directory_user[0] != '\0') {
		pair(&b, "source", cache_origin_word(c->known.origin));
		number(&b, "age_s", c->known.age_ms / 1000);
	}
	number(&b, "took_ms", clock_ms() - l->began_ms);
	pair(&b, "id", l->id);
	pair(&b, "why", c->reason);
	log_line(level, "%s", b.failed ? "login decided, but out of memory to say how" : b.data);
	text_buf_clear(&b);
}
