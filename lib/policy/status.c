/* SPDX-License-Identifier: MIT */
/* Reads a person's effective status out of the words that the directory uses. */
#include "policy/policy.h"

#include <strings.h>

/* Strength decides between a user's own status and the groups'; the highest wins. */
static const struct {
	const char *word;
	enum finding finding;
	int strength;
} statuses[] = {
	{ "active", FINDING_ACTIVE, 0 },
	{ "bypass", FINDING_BYPASS, 1 },
	{ "locked out", FINDING_LOCKED_OUT, 3 },
	{ "disabled", FINDING_DISABLED, 4 },
	{ "pending deletion", FINDING_PENDING_DELETION, 5 },
};

#define STRENGTH_NOT_KNOWN 2

static enum finding
status_read(const char *word, int *ret_strength)
{
	for (size_t i = 0; word != NULL && i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (strcasecmp(word, statuses[i].word) == 0) {
			*ret_strength = statuses[i].strength;
			return statuses[i].finding;
		}
	*ret_strength = STRENGTH_NOT_KNOWN;
	return FINDING_STATUS_NOT_KNOWN;
}

enum finding
status_effective(const char *status, const char *const *group_status, size_t group_count,
	bool enrolled)
{
	int strongest, strength;
	enum finding found = status_read(status, &strongest);

	for (size_t i = 0; i < group_count; i++) {
		enum finding f = status_read(group_status[i], &strength);

		if (strength > strongest) {
			strongest = strength;
			found = f;
		}
	}
	return found == FINDING_ACTIVE && !enrolled ? FINDING_NOT_ENROLLED : found;
}
