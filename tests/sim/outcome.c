/* SPDX-License-Identifier: MIT */
/* What decides about a login, see outcome.h. */
#include "tests/sim/outcome.h"

#include <string.h>

const char *const outcome_words[5] = { "approve", "deny", "fraud", "timeout", "wait" };

enum user_status
outcome_effective_status(const struct user *user)
{
	bool disabled = false, bypass = user->status == STATUS_BYPASS;

	if (user->status != STATUS_ACTIVE && user->status != STATUS_BYPASS)
		return user->status;
	for (size_t i = 0; i < user->groups.count; i++) {
		const struct group *group = user->groups.item[i];

		disabled = disabled || group->status == GROUP_DISABLED;
		bypass = bypass || group->status == GROUP_BYPASS;
	}
	if (disabled)
		return STATUS_DISABLED;
	return bypass ? STATUS_BYPASS : STATUS_ACTIVE;
}

int
outcome_find_word(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; word != NULL && i < count; i++)
		if (strcmp(words[i], word) == 0)
			return (int)i;
	return -1;
}

enum outcome
outcome_for(const struct sim *sim, const struct user *user)
{
	const char *word = json_text(sim->behaviour.push_for, user->username);
	int own = outcome_find_word(outcome_words, 5, word);

	return own >= 0 ? (enum outcome)own : sim->behaviour.push;
}
