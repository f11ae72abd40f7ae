/* SPDX-License-Identifier: MIT */
/* Words of the policy's enums, the class of a service, and whom a login is about. */
#include "policy/policy.h"

#include <string.h>

#define FINDING_WORD(name, word, text) [name] = word,
#define FINDING_TEXT(name, word, text) [name] = text,
static const char *const finding_words[FINDING_COUNT] = { FINDINGS(FINDING_WORD) };
static const char *const finding_texts[FINDING_COUNT] = { FINDINGS(FINDING_TEXT) };

static const char *const phase_words[PHASE_COUNT] = {
	[PHASE_AUTH] = "auth",
	[PHASE_ACCOUNT] = "account",
};
static const char *const class_words[CLASS_COUNT] = {
	[CLASS_INTERACTIVE] = "interactive",
	[CLASS_ELEVATION] = "elevation",
	[CLASS_MACHINERY] = "machinery",
	[CLASS_EXEMPT] = "exempt",
};

const char *
finding_word(enum finding f)
{
	return finding_words[(unsigned)f < FINDING_COUNT ? f : FINDING_PEER_REFUSED];
}

const char *
finding_text(enum finding f)
{
	return finding_texts[(unsigned)f < FINDING_COUNT ? f : FINDING_PEER_REFUSED];
}

const char *
phase_word(enum phase p)
{
	return phase_words[p == PHASE_ACCOUNT ? PHASE_ACCOUNT : PHASE_AUTH];
}

int
phase_parse(const char *word, enum phase *ret_phase)
{
	for (unsigned p = 0; p < PHASE_COUNT; p++)
		if (strcmp(word, phase_words[p]) == 0) {
			*ret_phase = (enum phase)p;
			return 0;
		}
	return -1;
}

const char *
service_class_word(enum service_class c)
{
	return class_words[(unsigned)c < CLASS_COUNT ? c : CLASS_INTERACTIVE];
}

enum service_class
service_classify(const struct service_rules *r, const char *service)
{
	if (names_match(&r->exempt, service))
		return CLASS_EXEMPT;
	if (names_match(&r->machinery, service))
		return CLASS_MACHINERY;
	if (names_match(&r->elevation, service))
		return CLASS_ELEVATION;
	return CLASS_INTERACTIVE;
}

const char *
subject_choose(const struct service_rules *r, const char *service, const char *user,
	uid_t user_uid, const char *caller)
{
	bool always = names_match(&r->caller, service);

	if (caller == NULL || caller[0] == '\0' ||
		(!always && !names_match(&r->caller_for_root, service)))
		return user;
	if (strcmp(caller, "root") == 0)
		return NULL;
	return always || user_uid == 0 ? caller : user;
}
