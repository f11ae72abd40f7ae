/* SPDX-License-Identifier: MIT */
/* Who may enter, as pure functions: facts in, verdict out. No I/O, no clock, no memory kept.
 *
 * The broker, `doorward explain`, the adapters and the tests all call decide(); the full cross
 * product of its inputs stands in tests/golden/decide.txt for a person to review. */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/verdict.h"

/* What was found out about a person. Zero is a finding that refuses.
 *
 *	enumerator, word on the wire and in logs, sentence for the person ("" = say nothing) */
#define FINDINGS(X)                                                                                \
	X(FINDING_PEER_REFUSED, "peer-refused", "")                                                \
	X(FINDING_CONFIG_BROKEN, "config-broken",                                                  \
		"Logins are checked by Doorward, and its configuration on this host is broken. "   \
		"Please tell your administrator.")                                                 \
	X(FINDING_EXEMPT, "exempt", "")                                                            \
	X(FINDING_UNMAPPED, "unmapped", "")                                                        \
	X(FINDING_UNKNOWN, "unknown",                                                              \
		"The directory does not know you. Please ask your administrator to add you.")      \
	X(FINDING_HOST_FAILED, "host-failed",                                                      \
		"This host could not read its own list of users. Please try again.")               \
	X(FINDING_UNREACHABLE, "unreachable",                                                      \
		"The directory cannot be reached, so your status is not known. "                   \
		"Please try again later.")                                                         \
	X(FINDING_ACTIVE, "active", "")                                                            \
	X(FINDING_BYPASS, "bypass", "")                                                            \
	X(FINDING_NOT_ENROLLED, "not-enrolled",                                                    \
		"You have no device for the second step yet. Please enroll one first.")            \
	X(FINDING_DISABLED, "disabled",                                                            \
		"Your account is disabled in the directory. Please ask your administrator.")       \
	X(FINDING_PENDING_DELETION, "pending-deletion",                                            \
		"Your account is about to be deleted from the directory. "                         \
		"Please ask your administrator.")                                                  \
	X(FINDING_LOCKED_OUT, "locked-out",                                                        \
		"Your account is locked out after too many failed attempts. "                      \
		"Please ask your administrator to unlock it.")                                     \
	X(FINDING_DENIED, "denied", "The directory does not let you in.")                          \
	X(FINDING_STATUS_NOT_KNOWN, "status-not-known",                                            \
		"Your status in the directory is one that this host does not understand. "         \
		"Please tell your administrator.")                                                 \
	X(FINDING_NO_FACTORS, "no-factors",                                                        \
		"This host cannot ask for a second step: it has no Auth API credentials. "         \
		"Please tell your administrator.")                                                 \
	X(FINDING_ACCEPTED, "accepted", "")                                                        \
	X(FINDING_REFUSED, "refused", "That was not accepted.")                                    \
	X(FINDING_ATTEMPTS_USED, "attempts-used", "Too many wrong answers.")                       \
	X(FINDING_FRAUD, "fraud", "The push was reported as fraud.")                               \
	X(FINDING_TURNED_AWAY, "turned-away", "")                                                  \
	X(FINDING_NO_ANSWER, "no-answer", "")                                                      \
	X(FINDING_CANNOT_ASK, "cannot-ask",                                                        \
		"A code is needed here, and this service cannot ask you for one. "                 \
		"Please tell your administrator.")                                                 \
	X(FINDING_UNVERIFIED, "unverified",                                                        \
		"The directory did not answer, so the code could not be checked. "                 \
		"If it was for one use, it may be used up.")

#define FINDING_ENUM(name, word, text) name,
enum finding { FINDINGS(FINDING_ENUM) FINDING_COUNT };
#undef FINDING_ENUM

/* Static strings; for a value outside the enum those of FINDING_PEER_REFUSED. */
const char *finding_word(enum finding f);
const char *finding_text(enum finding f);

enum phase { PHASE_AUTH, PHASE_ACCOUNT };

#define PHASE_COUNT 2

const char *phase_word(enum phase p);
int phase_parse(const char *word, enum phase *ret_phase) __attribute__((warn_unused_result));

/* What kind of door a PAM service is (design: interactive doors may fail either way by policy;
 * machinery is stopped only by knowledge, never by ignorance). */
enum service_class {
	CLASS_INTERACTIVE, /* a person waits: look up live, then cache */
	CLASS_ELEVATION,   /* sudo, su: cache first, live when it is older than cache.elevation */
	CLASS_MACHINERY,   /* cron: cache only */
	CLASS_EXEMPT,	   /* passwd: Doorward steps aside */
};

#define CLASS_COUNT 4

const char *service_class_word(enum service_class c);

/* How the site wants cases settled that the directory does not settle. */
enum stance {
	STANCE_DENY = 0,
	STANCE_IGNORE,
	STANCE_ALLOW, /* only for bypass */
};

struct policy {
	enum stance unmapped;	 /* no directory user behind the local name */
	enum stance unknown;	 /* the directory does not know the user */
	enum stance unenrolled;	 /* no device; auth phase */
	enum stance unreachable; /* nothing could be learnt */
	enum stance bypass;	 /* auth phase: STANCE_IGNORE or STANCE_ALLOW */
};

/* The decision. Total: every combination has an answer, and none that is not foreseen is a yes. */
enum verdict decide(const struct policy *p, enum finding f, enum phase phase,
	enum service_class c);

/* Groups that one user may have; with more of them the object is not understood. Duo publishes 100,
 * and some have seen more. */
#define STATUS_GROUPS_MAX      4096
#define STATUS_GROUPS_MAX_TEXT "4096"

/* The effective status of a directory user: own status, statuses of the groups, enrolment.
 * The strongest wins: pending deletion, disabled (own or a group's), locked out, a word not
 * known, bypass (own or a group's), active. Words are compared without regard to case, because
 * groups answer "Disabled" where users answer "disabled". */
enum finding status_effective(const char *status, const char *const *group_status,
	size_t group_count, bool enrolled);

#endif
