/* SPDX-License-Identifier: MIT */
/* The list of faults that were asked for, see fault.h. */
#include "tests/sim/fault.h"

#include <stdlib.h>
#include <string.h>

static const char *const words[] = {
	[FAULT_NONE] = "none",
	[FAULT_STATUS] = "status",
	[FAULT_DELAY] = "delay",
	[FAULT_STALL] = "stall",
	[FAULT_TRICKLE] = "trickle",
	[FAULT_TRUNCATE] = "truncate",
	[FAULT_GARBAGE] = "garbage",
	[FAULT_RESET] = "reset",
	[FAULT_RESET_EARLY] = "reset_early",
	[FAULT_HUGE] = "huge",
	[FAULT_RATELIMIT] = "ratelimit",
	[FAULT_SKEW] = "skew",
	[FAULT_HTML] = "html",
	[FAULT_ANSWER] = "answer",
	[FAULT_DELETE] = "delete",
	[FAULT_INSERT] = "insert",
};

enum fault_kind
fault_parse_kind(const char *word)
{
	for (size_t i = 1; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], word) == 0)
			return (enum fault_kind)i;
	return FAULT_NONE;
}

const char *
fault_kind_word(enum fault_kind kind)
{
	return words[kind];
}

struct fault *
fault_add(struct sim *sim, const char *match, enum fault_kind kind, int64_t value, int64_t count)
{
	struct fault *fault = sim_alloc(sizeof(*fault));

	*fault = (struct fault){
		.match = sim_strdup(match),
		.kind = kind,
		.value = value,
		.left = count > 0 ? count : -1,
	};
	list_add(&sim->faults, fault);
	return fault;
}

const struct fault *
fault_take(struct sim *sim, const char *label)
{
	for (size_t i = 0; i < sim->faults.count; i++) {
		struct fault *fault = sim->faults.item[i];

		if (fault->left == 0 ||
			(strcmp(fault->match, "*") != 0 && strcmp(fault->match, label) != 0))
			continue;
		if (fault->left > 0)
			fault->left--;
		return fault;
	}
	return NULL;
}

void
fault_clear(struct sim *sim)
{
	for (size_t i = 0; i < sim->faults.count; i++) {
		struct fault *fault = sim->faults.item[i];

		free(fault->match);
		free(fault->body);
		cJSON_Delete(fault->headers);
		free(fault);
	}
	list_clear(&sim->faults);
}
