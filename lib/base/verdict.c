/* SPDX-License-Identifier: MIT */
/* Names verdicts; both ends of the wire use this one list. */
#include "base/verdict.h"

#include <string.h>

#define VERDICT_WORD(name, word) [name] = word,
static const char *const words[VERDICT_COUNT] = { VERDICTS(VERDICT_WORD) };
#undef VERDICT_WORD

const char *
verdict_word(enum verdict v)
{
	return (unsigned)v < VERDICT_COUNT ? words[v] : words[VERDICT_DENY];
}

int
verdict_parse(const char *word, enum verdict *ret_verdict)
{
	for (unsigned v = 0; v < VERDICT_COUNT; v++)
		if (strcmp(word, words[v]) == 0) {
			*ret_verdict = (enum verdict)v;
			return 0;
		}
	return -1;
}
