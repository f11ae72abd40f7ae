/* SPDX-License-Identifier: MIT */
/* One question for every destructive row; a few rows have words of their own. */
#include "helper/cli/confirm.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/cleanup.h"

/* What a person should know before saying yes. */
static const struct warning {
	const char *op;
	const char *text;
	const char *excused_by; /* a parameter that makes it harmless when true; NULL = none */
} warnings[] = {
	{ .op = "deleteuser",
		.text = "The user is deleted at once and for good, not put in the Trash." },
	{ .op = "bulksenduserstotrash",
		.text = "They cannot log in from now on, and are deleted after seven days." },
	{ .op = "createuserbypasscodes",
		.text = "All bypass codes that this user has now stop working; "
			"--preserve-existing keeps them.",
		.excused_by = "preserve_existing" },
	{ .op = "deletegroup", .text = "Its members keep their accounts and lose what the group "
				       "gave or denied them." },
	{ .op = "bulkoperations", .text = "The calls run one after the other and are not undone "
					  "when one fails." },
};

static const struct warning *
warning_find(const struct api_op *op)
{
	for (size_t i = 0; i < sizeof(warnings) / sizeof(warnings[0]); i++)
		if (strcmp(warnings[i].op, op->name) == 0)
			return &warnings[i];
	return NULL;
}

bool
confirm_needed(const struct cli *cli, const struct arguments *a)
{
	const struct warning *w = warning_find(cli->op);
	const char *excuse;

	if (cli->op->risk != API_DESTRUCTIVE || cli->options.dry_run)
		return false;
	excuse = w != NULL && w->excused_by != NULL ? arguments_value(a, w->excused_by) : NULL;
	return excuse == NULL || strcmp(excuse, "true") != 0;
}

int
confirm_possible(const struct cli *cli, const struct arguments *a, struct err *e)
{
	const struct warning *w = warning_find(cli->op);

	if (!confirm_needed(cli, a) || cli->options.yes)
		return 0;
	if (!a->input_used && isatty(STDIN_FILENO) && isatty(STDERR_FILENO))
		return 0;
	return err_set(e, ERR_USAGE, "%s: %s%sthere is no terminal to ask on: say --yes to go on",
		cli->op->title, w != NULL ? w->text : "", w != NULL ? " " : "");
}

int
confirm_ask(const struct cli *cli, const struct arguments *a, struct err *e)
{
	const struct warning *w = warning_find(cli->op);
	char answer[16] = "";

	if (!confirm_needed(cli, a) || cli->options.yes)
		return 0;
	(void)fflush(stdout);
	(void)fprintf(
		stderr, "%s%s%s\n", cli->op->title, a->about[0] != '\0' ? ": " : "", a->about);
	if (w != NULL)
		(void)fprintf(stderr, "%s\n", w->text);
	(void)fputs("Go on? [y/N] ", stderr);
	(void)fflush(stderr);
	if (fgets(answer, sizeof(answer), stdin) == NULL)
		(void)fputs("\n", stderr);
	answer[strcspn(answer, "\r\n")] = '\0';
	if (strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0)
		return 0;
	return err_set(e, ERR_OTHER, "nothing was done");
}
