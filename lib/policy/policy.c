/* SPDX-License-Identifier: MIT */
/* Words of the policy's enums. */
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
