/* SPDX-License-Identifier: MIT */
/* The list of faults that were asked for, see fault.h. */
#include "tests/sim/fault.h"
#include "tests/sim/call.h"
#include "tests/sim/params.h"

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

/* Does the word stand in the text, with nothing of a name around it? */
static bool
holds_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
		if ((at == text || strchr("=&\"[,: ", at[-1]) != NULL) &&
			(at[len] == '\0' || strchr("&\"],} ", at[len]) != NULL))
			return true;
	return false;
}

static bool
is_about(const struct request *request, const char *word)
{
	auto_str query = params_decode(request->query, strlen(request->query), false);
	const char *body = request->body.data != NULL ? request->body.data : "";

	return (query != NULL && holds_word(query, word)) || holds_word(body, word);
}

const struct fault *
fault_take(struct sim *sim, const char *label, const struct request *request)
{
	for (size_t i = 0; i < sim->faults.count; i++) {
		struct fault *fault = sim->faults.item[i];

		if (fault->left == 0 ||
			(strcmp(fault->match, "*") != 0 && strcmp(fault->match, label) != 0))
			continue;
		if (fault->about != NULL && !is_about(request, fault->about))
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
		free(fault->about);
		free(fault->body);
		cJSON_Delete(fault->headers);
		free(fault);
	}
	list_clear(&sim->faults);
}
