/* SPDX-License-Identifier: MIT */
/* Options of noun and verb that no row has, because they are several calls in one or steer what is
 * done with the answer. */
#include "helper/cli/operation/extra.h"

#include <string.h>

#define ALIAS(number)                                                                              \
	{                                                                                          \
		.name = "alias" number, .value = "NAME",                                           \
		.help = "alias number " number "; blank removes it",                               \
	}
#define LATER_ALIASES ALIAS("5"), ALIAS("6"), ALIAS("7"), ALIAS("8")

/* These stand in the row too, in the older form; here they mean the same. */
static const char *const first_aliases[] = { "alias1", "alias2", "alias3", "alias4", NULL };

static const struct cli_param none[] = { { .name = NULL } };

const struct extra extra_table[] = {
	{ .op = "createuser", .taken = first_aliases, .params =
		(const struct cli_param[]){ LATER_ALIASES,
			{ .name = "add_alias",
				.value = "NAME",
				.repeat = true,
				.help = "an alias, at the first place that is free" },
			{ .name = NULL } } },
	{ .op = "updateuser", .taken = first_aliases, .params =
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
	{ .op = "sendverificationpush", .chosen = "phone_id", .params =
		(const struct cli_param[]){
			{ .name = "wait",
				.value = "SECONDS",
				.help = "wait so long for the answer, 1 to 120; default 120" },
			{ .name = "no_wait",
				.help = "do not wait for the answer; user verified asks for it" },
			{ .name = NULL } } },
	{ .op = "bulkcreateusers", .params =
		(const struct cli_param[]){
			{ .name = "update",
				.help = "edit users who exist already and differ from the file" },
			{ .name = NULL } } },
	{ .op = NULL },
};

static const struct extra *
find(const struct api_op *op)
{
	static const struct extra nothing = { .params = none };
	const struct extra *x = extra_table;

	while (x->op != NULL && strcmp(x->op, op->name) != 0)
		x++;
	return x->op != NULL ? x : &nothing;
}

const struct cli_param *
extra_params(const struct api_op *op)
{
	return find(op)->params;
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
	const char *const *taken = !cli->raw ? find(cli->op)->taken : NULL;

	while (taken != NULL && *taken != NULL)
		if (strcmp(*taken++, name) == 0)
			return true;
	return extra_find(cli, name) != NULL;
}

bool
extra_chooses(const struct api_op *op, const struct api_param *p)
{
	const char *chosen = find(op)->chosen;

	return chosen != NULL && strcmp(chosen, p->name) == 0;
}
