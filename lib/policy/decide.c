/* SPDX-License-Identifier: MIT */
/* The decision itself: one switch over findings, so that a new finding cannot be forgotten. */
#include "policy/policy.h"

static enum verdict
by_stance(enum stance s, enum verdict when_denied)
{
	switch (s) {
	case STANCE_IGNORE:
		return VERDICT_IGNORE;
	case STANCE_ALLOW:
	case STANCE_DENY:
		break;
	}
	return when_denied;
}

/* A verdict that only a finished factor may bring, and only where a factor is asked for. */
static enum verdict
in_auth(enum phase phase, enum verdict v)
{
	return phase == PHASE_AUTH ? v : VERDICT_DENY;
}

enum verdict
decide(const struct policy *p, enum finding f, enum phase phase, enum service_class c)
{
	bool machinery = c == CLASS_MACHINERY;
	/* machinery is stopped only by knowledge, and nobody sits there to be asked */
	enum verdict pass = phase == PHASE_ACCOUNT ? VERDICT_ALLOW : VERDICT_IGNORE;

	if (c == CLASS_EXEMPT && f != FINDING_CONFIG_BROKEN && f != FINDING_PEER_REFUSED)
		return VERDICT_IGNORE;
	switch (f) {
	case FINDING_PEER_REFUSED:
		return VERDICT_DENY;
	case FINDING_CONFIG_BROKEN:
		return VERDICT_BROKEN;
	case FINDING_EXEMPT:
		return VERDICT_IGNORE;
	case FINDING_UNMAPPED:
		return machinery ? VERDICT_IGNORE : by_stance(p->unmapped, VERDICT_USER_UNKNOWN);
	case FINDING_UNKNOWN:
		return machinery ? VERDICT_IGNORE : by_stance(p->unknown, VERDICT_USER_UNKNOWN);
	case FINDING_HOST_FAILED:
	case FINDING_TURNED_AWAY:
		return machinery ? pass : VERDICT_UNAVAILABLE;
	case FINDING_UNREACHABLE:
		return machinery ? pass : by_stance(p->unreachable, VERDICT_UNAVAILABLE);
	case FINDING_ACTIVE:
		return machinery || phase == PHASE_ACCOUNT ? pass : VERDICT_ASK;
	case FINDING_BYPASS:
		if (phase == PHASE_ACCOUNT || p->bypass == STANCE_ALLOW)
			return VERDICT_ALLOW;
		return VERDICT_IGNORE;
	case FINDING_NOT_ENROLLED:
		if (machinery || phase == PHASE_ACCOUNT)
			return by_stance(p->unenrolled, pass);
		return by_stance(p->unenrolled, VERDICT_DENY);
	case FINDING_DISABLED:
	case FINDING_PENDING_DELETION:
		return phase == PHASE_ACCOUNT ? VERDICT_EXPIRED : VERDICT_DENY;
	case FINDING_LOCKED_OUT:
	case FINDING_STATUS_NOT_KNOWN:
		return machinery ? pass : VERDICT_DENY;
	case FINDING_DENIED:
	case FINDING_CANNOT_ASK:
		return VERDICT_DENY;
	case FINDING_NO_FACTORS:
		return VERDICT_BROKEN;
	case FINDING_ACCEPTED:
		return in_auth(phase, VERDICT_ALLOW);
	case FINDING_REFUSED:
	case FINDING_NO_ANSWER:
		return in_auth(phase, VERDICT_REFUSED);
	case FINDING_ATTEMPTS_USED:
		return in_auth(phase, VERDICT_MAXTRIES);
	case FINDING_FRAUD:
		return in_auth(phase, VERDICT_ABORT);
	case FINDING_UNVERIFIED:
		return in_auth(phase, VERDICT_UNAVAILABLE);
	case FINDING_COUNT:
		break;
	}
	return VERDICT_DENY;
}
