/* SPDX-License-Identifier: MIT */
/* One question for every destructive row; a few rows have words of their own. */
#include "helper/cli/operation/confirm.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "api/json.h"
#include "base/cleanup.h"

/* What a person should know before saying yes. */
static const struct warning {
	const char *op;
	const char *text;
	bool wants_name; /* nothing brings it back: the name itself is the answer */
	const char *excused_by; /* a parameter that makes it harmless when true; NULL = none */
	const char *status;	/* only with this one; NULL = always */
} warnings[] = {
	{ .op = "updateuser", .status = "disabled",
		.text = "The person gets in nowhere from now on." },
	{ .op = "updateuser", .status = "bypass",
		.text = "The person gets in without a second factor from now on." },
	{ .op = "createuser", .status = "bypass",
		.text = "The person will get in without a second factor." },
	{ .op = "creategroup", .status = "disabled",
		.text = "Whoever becomes a member gets in nowhere." },
	{ .op = "creategroup", .status = "bypass",
		.text = "Whoever becomes a member gets in without a second factor." },
	{ .op = "bulkcreateusers",
		.text = "Some of them will get in without a second factor." },
	{ .op = "updategroup", .status = "disabled",
		.text = "Its members get in nowhere from now on." },
	{ .op = "updategroup", .status = "bypass",
		.text = "Its members get in without a second factor from now on." },
	{ .op = "deleteuser",
		.text = "The user is deleted at once and for good, not put in the Trash.",
		.wants_name = true },
	{ .op = "bulksenduserstotrash",
		.text = "They cannot log in from now on, and are deleted after seven days." },
	{ .op = "createuserbypasscodes",
		.text = "All bypass codes that this user has now stop working; "
			"--preserve-existing keeps them.",
		.excused_by = "preserve_existing" },
	{ .op = "deletegroup",
		.text = "Its members keep their accounts and lose what the group gave or denied "
			"them.",
		.wants_name = true },
	{ .op = "allthenticate_deleteuser",
		.text = "The person leaves all groups, and policies only for that person are "
			"deleted; the account itself stays, outside the organisation.",
		.wants_name = true },
	{ .op = "allthenticate_modifyrank",
		.text = "An administrator can add people and make policies; SUPER can make "
			"administrators." },
	{ .op = "allthenticate_modifyallusernames",
		.text = "The computer usernames that are there now are replaced." },
	{ .op = "allthenticate_modifysmartcard",
		.text = "The smart cards and PINs that are there now are replaced." },
	{ .op = "allthenticate_togglesuspension",
		.text = "This only toggles: whoever is suspended already is not any more." },
	{ .op = "sentinelone_deleteuser",
		.text = "The user is deleted from the console, with the API token.",
		.wants_name = true },
	{ .op = "bulkoperations", .text = "The calls run one after the other and are not undone "
					  "when one fails." },
};

static const struct warning *
warning_find(const struct api_op *op, const struct arguments *a)
{
	const char *status = arguments_value(a, "status");

	for (size_t i = 0; i < sizeof(warnings) / sizeof(warnings[0]); i++)
		if (strcmp(warnings[i].op, op->name) == 0 && (warnings[i].status == NULL ||
				(status != NULL && strcmp(warnings[i].status, status) == 0)))
			return &warnings[i];
	return NULL;
}

static bool
terminal_asks(const struct arguments *a)
{
	return !a->input_used && isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

/* Is a yes wanted, whoever gives it? */
static bool
is_needed(const struct cli *cli, const struct arguments *a)
{
	const struct api_call call = { .op = cli->op, .args = a->arg, .arg_count = a->count };
	const struct warning *w = warning_find(cli->op, a);
	const char *excuse;

	if (cli->options.dry_run || api_call_risk(&call) != API_DESTRUCTIVE ||
		(cli->op->risk != API_DESTRUCTIVE && !terminal_asks(a)))
		return false;
	excuse = w != NULL && w->excused_by != NULL ? arguments_value(a, w->excused_by) : NULL;
	return excuse == NULL || strcmp(excuse, "true") != 0;
}

/* What has to be typed: the name that the directory has, else what was given. */
static const char *
name_of(const struct cli *cli, const struct arguments *a)
{
	const char *name = json_string(a->subject.object, "username");
	const struct api_param *p = arguments_operand(cli->op, 0);

	if (name == NULL)
		name = json_string(a->subject.object, "name");
	if (name == NULL && p != NULL)
		name = arguments_value(a, p->name);
	return name != NULL ? name : "";
}

static bool
wants_name(const struct cli *cli)
{
	static const struct arguments none; /* no row that wants it depends on a status */
	const struct warning *w = warning_find(cli->op, &none);

	return w != NULL && w->wants_name;
}

bool
confirm_asks(const struct cli *cli, const struct arguments *a)
{
	return is_needed(cli, a) && !cli->options.yes && cli->options.confirm == NULL;
}

int
confirm_possible(const struct cli *cli, const struct arguments *a, struct err *e)
{
	const struct warning *w = warning_find(cli->op, a);
	bool by_name = wants_name(cli);

	if (cli->options.confirm != NULL && !by_name)
		return err_set(e, ERR_USAGE, "--confirm: %s asks for no name; --yes answers",
			cli->op->title);
	if (!confirm_asks(cli, a) || terminal_asks(a))
		return 0;
	return err_set(e, ERR_USAGE,
		"%s: %s%sthere is no terminal to ask on: say %s--yes to go on", cli->op->title,
		w != NULL ? w->text : "", w != NULL ? " " : "",
		by_name ? "--confirm NAME or " : "");
}

/* Reads a line; what is too long is no answer. */
static void
read_answer(char *answer, size_t size)
{
	(void)fflush(stderr);
	if (fgets(answer, (int)size, stdin) == NULL) {
		answer[0] = '\0';
		(void)fputs("\n", stderr);
	}
	if (strchr(answer, '\n') == NULL && answer[0] != '\0' && !feof(stdin))
		answer[0] = '\0';
	answer[strcspn(answer, "\r\n")] = '\0';
}

static bool
says_yes(const struct cli *cli, const struct arguments *a)
{
	char answer[256] = "", name[256];

	if (!wants_name(cli)) {
		(void)fputs("Go on? [y/N] ", stderr);
		read_answer(answer, sizeof(answer));
		return strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0;
	}
	(void)fprintf(stderr, "Type %s to go on: ",
		text_clean(name, sizeof(name), name_of(cli, a)));
	read_answer(answer, sizeof(answer));
	return answer[0] != '\0' && strcmp(answer, name) == 0;
}

int
confirm_ask(const struct cli *cli, const struct arguments *a, int64_t people, struct err *e)
{
	const struct warning *w = warning_find(cli->op, a);

	if (!is_needed(cli, a))
		return 0;
	if (cli->options.confirm != NULL && strcmp(cli->options.confirm, name_of(cli, a)) != 0)
		return err_set(e, ERR_USAGE, "--confirm: is not the name of %s; nothing was done",
			a->about[0] != '\0' ? a->about : "it");
	if (cli->options.yes || cli->options.confirm != NULL)
		return 0;
	(void)fflush(stdout);
	(void)fprintf(
		stderr, "%s%s%s\n", cli->op->title, a->about[0] != '\0' ? ": " : "", a->about);
	if (w != NULL)
		(void)fprintf(stderr, "%s\n", w->text);
	if (people != 1)
		(void)fprintf(stderr, "That is %lld people.\n", (long long)people);
	return says_yes(cli, a) ? 0 : err_set(e, ERR_OTHER, "nothing was done");
}
