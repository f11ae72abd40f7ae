/* SPDX-License-Identifier: MIT */
/* Options of noun and verb that no row has, because they are several calls in one or steer what is
 * done with the answer. */
#include "helper/cli/operation/extra.h"

#include <stdio.h>
#include <string.h>

#define ALIAS(number)                                                                              \
	{                                                                                          \
		.name = "alias" number, .value = "NAME",                                           \
		.help = "alias number " number "; blank removes it",                               \
	}
/* The first four stand in the row too, in the older form; here they mean the same. */
#define FIRST_ALIASES "|alias1|alias2|alias3|alias4|"
#define LATER_ALIASES ALIAS("5"), ALIAS("6"), ALIAS("7"), ALIAS("8")

static const struct cli_param none[] = { { .name = NULL } };

static const struct {
	const char *op;
	const struct cli_param *params;
	const char *taken;  /* parameters of the row that are taken over, between '|' */
	const char *chosen; /* operand that may be left out */
} extras[] = {
	{ "createuser", .taken = FIRST_ALIASES, .params =
		(const struct cli_param[]){ LATER_ALIASES,
			{ .name = "add_alias",
				.value = "NAME",
				.repeat = true,
				.help = "an alias, at the first place that is free" },
			{ .name = NULL } } },
	{ "updateuser", .taken = FIRST_ALIASES, .params =
		(const struct cli_param[]){ LATER_ALIASES,
			{ .name = "add_alias",
				.value = "NAME",
				.repeat = true,
				.help = "one more alias, at the first place that is free" },
			{ .name = "remove_alias",
				.value = "NAME",
				.repeat = true,
				.help = "this alias, wherever it stands" },
			{ .name = NULL } } },
	{ "sendverificationpush", .chosen = "phone_id", .params =
		(const struct cli_param[]){
			{ .name = "wait",
				.value = "SECONDS",
				.help = "wait so long for the answer, 1 to 120; default 120" },
			{ .name = "no_wait",
				.help = "do not wait for the answer; user verified asks for it" },
			{ .name = NULL } } },
	{ "bulkcreateusers", .params =
		(const struct cli_param[]){
			{ .name = "update",
				.help = "edit users who exist already and differ from the file" },
			{ .name = NULL } } },
};

const struct cli_param *
extra_params(const struct api_op *op)
{
	for (size_t i = 0; i < sizeof(extras) / sizeof(extras[0]); i++)
		if (strcmp(extras[i].op, op->name) == 0)
			return extras[i].params;
	return none;
}

const struct cli_param *
extra_find(const struct cli *cli, const char *name)
{
	if (cli->op == NULL || cli->raw)
		return NULL;
	for (const struct cli_param *p = extra_params(cli->op); p->name != NULL; p++)
		if (strcmp(p->name, name) == 0)
			return p;
	return NULL;
}

bool
extra_takes(const struct cli *cli, const char *name)
{
	char between[80];

	if (extra_find(cli, name) != NULL)
		return true;
	(void)snprintf(between, sizeof(between), "|%s|", name);
	for (size_t i = 0; !cli->raw && i < sizeof(extras) / sizeof(extras[0]); i++)
		if (strcmp(extras[i].op, cli->op->name) == 0)
			return extras[i].taken != NULL && strstr(extras[i].taken, between) != NULL;
	return false;
}

bool
extra_chooses(const struct api_op *op, const struct api_param *p)
{
	for (size_t i = 0; i < sizeof(extras) / sizeof(extras[0]); i++)
		if (strcmp(extras[i].op, op->name) == 0)
			return extras[i].chosen != NULL && strcmp(extras[i].chosen, p->name) == 0;
	return false;
}
