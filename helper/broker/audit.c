/* SPDX-License-Identifier: MIT */
/* The one line that tells an administrator what was decided, about whom, and why. */
#include "helper/broker/login.h"

#include "helper/common/log.h"

static enum log_level
level_of(const struct login *l)
{
	if (l->c.finding == FINDING_FRAUD)
		return LOG_LEVEL_ERR; /* whatever follows: somebody else tried to get in */
	switch (l->verdict) {
	case VERDICT_ALLOW:
		return LOG_LEVEL_INFO;
	case VERDICT_IGNORE:
		/* a name that maps to nobody may be a password typed at the wrong prompt */
		if (l->c.finding == FINDING_EXEMPT || l->c.finding == FINDING_UNMAPPED)
			return LOG_LEVEL_DEBUG;
		/* as the active do where the status alone decides */
		return l->c.finding == FINDING_BYPASS || l->c.finding == FINDING_ACTIVE ?
			LOG_LEVEL_INFO : LOG_LEVEL_WARNING;
	case VERDICT_USER_UNKNOWN:
		return l->c.finding == FINDING_UNMAPPED ? LOG_LEVEL_DEBUG : LOG_LEVEL_WARNING;
	case VERDICT_UNAVAILABLE:
	case VERDICT_BROKEN:
		return LOG_LEVEL_ERR;
	case VERDICT_DENY:
		/* an outage, where the application is told so in other words */
		return l->c.finding == FINDING_UNREACHABLE || l->c.finding == FINDING_HOST_FAILED ||
			l->c.finding == FINDING_TURNED_AWAY || l->c.finding == FINDING_UNVERIFIED ?
			LOG_LEVEL_ERR : LOG_LEVEL_WARNING;
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

void
audit_verdict(const struct login *l)
{
	enum log_level level = level_of(l);
	const struct door_case *c = &l->c;
	struct log_pairs p = { .count = 0 };
	uint64_t untold = 0;

	if (!log_wants(level) || !shares_permit_line(&l->talk.broker->shares, l->request.peer_uid) ||
		(c->finding == FINDING_TURNED_AWAY && !broker_may_complain(l->talk.broker, &untold)))
		return;
	/* nor is a name that was not found among this host's users a name for sure */
	if (c->subject.name[0] != '\0' || level == LOG_LEVEL_DEBUG)
		log_text(&p, "user", l->request.user);
	log_text(&p, "reason", finding_word(c->finding));
	log_text(&p, "verdict", verdict_word(l->verdict));
	log_text(&p, "phase", phase_word(l->request.phase));
	log_text(&p, "service", l->request.service);
	log_text(&p, "class", service_class_word(c->service_class));
	log_text(&p, "subject", c->subject.name);
	log_text(&p, "directory_user", c->directory_user);
	log_text(&p, "caller", l->request.caller);
	log_text(&p, "rhost", l->request.rhost);
	log_text(&p, "tty", l->request.tty);
	if (l->request.peer_uid != 0)
		log_number(&p, "peer_uid", (int64_t)l->request.peer_uid);
	log_text(&p, "factor", l->factor);
	if (c->directory_user[0] != '\0') {
		log_text(&p, "source", cache_origin_word(c->known.origin));
		log_number(&p, "age_s", c->known.age_ms / 1000);
	}
	log_number(&p, "took_ms", (clock_us() - l->began_us) / 1000);
	log_text(&p, "id", l->talk.id);
	log_text(&p, "why", c->reason);
	if (untold > 0)
		log_number(&p, "left_out", (int64_t)untold);
	log_event(level, &p, "%s", sentence_of(l->verdict));
}
