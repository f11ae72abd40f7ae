/* SPDX-License-Identifier: MIT */
/* Reads the arguments from left to right; which --params exist depends on the command before them.
 */
#include "helper/cli/options.h"

#include <string.h>

#include "helper/cli/operation/extra.h"
#include "helper/cli/option_table.h"
#include "helper/cli/words.h"
#include "helper/common/spelling.h"

#define TIMEOUT_DEFAULT_MS 30000

/* Where reading has got to. */
struct reader {
	struct cli *cli;
	int argc;
	char *const *argv;
	int next;
	bool decided;
};

/* The value behind an option: after '=' or the next argument. */
static const char *
reader_value(struct reader *r, const char *inline_value, const char *shown, struct err *e)
{
	if (inline_value != NULL)
		return inline_value;
	if (r->next < r->argc)
		return r->argv[r->next++];
	(void)err_set(e, ERR_USAGE, "%s: a value is missing behind it", shown);
	return NULL;
}

static int
global_option(struct reader *r, const struct option_row *row, const char *inline_value,
	struct err *e)
{
	char shown[64];
	const char *value = NULL;

	(void)snprintf(shown, sizeof(shown), "--%s", row->name);
	if (row->value == NULL && inline_value != NULL)
		return err_set(e, ERR_USAGE, "%s: takes no value", shown);
	if (row->optional) {
		value = inline_value != NULL ? inline_value : "";
	} else if (row->value != NULL) {
		value = reader_value(r, inline_value, shown, e);
		if (value == NULL)
			return -1;
	}
	return option_row_apply(&r->cli->options, row, value, e);
}

static int
letter_options(struct reader *r, const char *letters, struct err *e)
{
	for (; *letters != '\0'; letters++) {
		const struct option_row *row = option_table;

		while (row->name != NULL && row->letter != *letters)
			row++;
		if (row->name == NULL)
			return err_set(e, ERR_USAGE,
				"-%c: there is no such option; \"doorward help\" lists them",
				*letters >= ' ' && *letters <= '~' ? *letters : '?');
		if (row->value != NULL)
			return global_option(r, row, letters[1] != '\0' ? letters + 1 : NULL, e);
		if (global_option(r, row, NULL, e) != 0)
			return -1;
	}
	return 0;
}

/* Settles which command the words so far name. */
static void
decide_command(struct reader *r)
{
	struct cli *cli = r->cli;

	r->decided = true;
	cli->op = api_op_by_command(cli->head);
	if (cli->op == NULL)
		cli->command = words_command(cli->commands, cli->head);
}

static int
param_add(struct cli *cli, const char *name, const char *value, struct err *e)
{
	const struct cli_param *extra = extra_find(cli, name);
	char spelled[SPELLING_SIZE];

	if (cli_param_value(cli, name) != NULL && (extra == NULL || !extra->repeat))
		return err_set(e, ERR_USAGE, "--%s: given twice",
			spelling_of(spelled, name));
	if (cli->param_count == CLI_PARAMS_MAX)
		return err_set(e, ERR_USAGE, "too many options");
	cli->param[cli->param_count++] = (struct api_arg){ .name = name, .value = value };
	return 0;
}

/* Those that no row has: of a host command, or beside the row. */
static const struct cli_param *
own_params(const struct cli *cli)
{
	static const struct cli_param none[] = { { .name = NULL } };

	if (cli->command != NULL)
		return cli->command->params != NULL ? cli->command->params : none;
	return cli->op != NULL && !cli->raw ? extra_params(cli->op) : none;
}

static int
unknown_option(const struct reader *r, const char *name, size_t len, struct err *e)
{
	const struct cli *cli = r->cli;
	char typed[64], clean[64], spelled[SPELLING_SIZE];
	struct nearest near = { .typed = typed };

	(void)snprintf(typed, sizeof(typed), "%.*s", (int)(len < 63 ? len : 63), name);
	for (const struct option_row *row = option_table; row->name != NULL; row++)
		nearest_try(&near, row->name);
	if (cli->op != NULL)
		for (const struct api_param *p = cli->op->params; p->name != NULL; p++)
			if ((p->flags & API_UNDOCUMENTED) == 0)
				nearest_try(&near, p->name);
	for (const struct cli_param *p = own_params(cli); p->name != NULL; p++)
		nearest_try(&near, p->name);
	(void)text_clean(clean, sizeof(clean), typed);
	if (nearest_name(&near) != NULL)
		return err_set(e, ERR_USAGE, "--%s: there is no such option; did you mean --%s?",
			clean, spelling_of(spelled, nearest_name(&near)));
	if (!r->decided)
		return err_set(e, ERR_USAGE, "--%s: there is no such option before the command; "
			"what a command takes stands behind it", clean);
	return err_set(e, ERR_USAGE,
		"--%s: there is no such option; \"doorward help %s\" lists them", clean,
		cli->raw ? cli->op->name : r->cli->head);
}

/* A boolean may stand alone, and then says true. */
static const char *
param_value(struct reader *r, const struct api_param *p, const char *inline_value, struct err *e)
{
	char shown[SPELLING_SIZE + 2] = "--";
	const char *next = r->next < r->argc ? r->argv[r->next] : "";

	(void)spelling_of(shown + 2, p->name);
	if (p->type == API_BOOLEAN && inline_value == NULL && strcmp(next, "true") != 0 &&
		strcmp(next, "false") != 0)
		return "true";
	return reader_value(r, inline_value, shown, e);
}

/* custom_attributes.NAME: the row knows only how the name begins. */
static int
wildcard_option(struct reader *r, const char *name, size_t len, const char *inline_value,
	struct err *e)
{
	struct cli *cli = r->cli;
	char copy[128];
	const char *value;

	(void)snprintf(copy, sizeof(copy), "%.*s", (int)len, name);
	if (len >= sizeof(copy) || cli->op == NULL || strchr(copy, '*') != NULL ||
		api_param_find(cli->op, copy) == NULL)
		return unknown_option(r, name, len, e);
	if (names_add(&cli->own, copy) != 0)
		return err_set(e, ERR_OTHER, "out of memory");
	value = reader_value(r, inline_value, copy, e);
	return value == NULL ? -1 : param_add(cli, cli->own.name[cli->own.count - 1], value, e);
}

static int
command_option(struct reader *r, const char *name, size_t len, const char *inline_value,
	struct err *e)
{
	struct cli *cli = r->cli;
	char shown[SPELLING_SIZE + 2] = "--";
	const char *value;

	if (cli->op != NULL && (cli->op->flags & API_PAGED) != 0 && !cli->raw &&
		spelling_same(name, len, option_all.name))
		return global_option(r, &option_all, inline_value, e);
	for (const struct api_param *p = cli->op != NULL ? cli->op->params : NULL;
		p != NULL && p->name != NULL; p++) {
		if (!spelling_same(name, len, p->name))
			continue;
		value = param_value(r, p, inline_value, e);
		return value == NULL ? -1 : param_add(cli, p->name, value, e);
	}
	for (const struct cli_param *p = own_params(cli); p->name != NULL; p++) {
		if (!spelling_same(name, len, p->name))
			continue;
		(void)spelling_of(shown + 2, p->name);
		if (p->value == NULL && inline_value != NULL)
			return err_set(e, ERR_USAGE, "%s: takes no value", shown);
		value = p->value == NULL ? "" : reader_value(r, inline_value, shown, e);
		return value == NULL ? -1 : param_add(cli, p->name, value, e);
	}
	return wildcard_option(r, name, len, inline_value, e);
}

static int
long_option(struct reader *r, const char *text, struct err *e)
{
	size_t len = strcspn(text, "=");
	const char *inline_value = text[len] == '=' ? text + len + 1 : NULL;
	const struct option_row *row = option_row_find(text, len);

	if (row != NULL)
		return global_option(r, row, inline_value, e);
	if (!r->decided && words_exist(r->cli->commands, r->cli->head))
		decide_command(r);
	if (!r->decided && r->cli->head[0] != '\0')
		return words_incomplete(r->cli->commands, r->cli->head, e);
	return command_option(r, text, len, inline_value, e);
}

/* `doorward api NAME`: from here on it is the row, with bytes untouched. */
static int
api_word(struct cli *cli, const char *word, struct err *e)
{
	struct nearest near = { .typed = word };
	char clean[64];

	cli->op = api_op_find(word);
	if (cli->op != NULL) {
		cli->command = NULL;
		cli->raw = true;
		return 0;
	}
	for (const struct api_op *op = api_operations; op->name != NULL; op++)
		nearest_try(&near, op->name);
	(void)text_clean(clean, sizeof(clean), word);
	if (nearest_name(&near) != NULL)
		return err_set(e, ERR_USAGE, "api: there is no operation \"%s\"; did you mean %s?",
			clean, nearest_name(&near));
	return err_set(e, ERR_USAGE,
		"api: there is no operation \"%s\"; \"doorward help api\" lists them", clean);
}

static int
operand(struct reader *r, const char *word, struct err *e)
{
	struct cli *cli = r->cli;

	if (cli->command != NULL && strcmp(cli->command->words, "api") == 0)
		return api_word(cli, word, e);
	if (cli->word_count == CLI_WORDS_MAX)
		return err_set(e, ERR_USAGE, "more than %d words", CLI_WORDS_MAX);
	cli->word[cli->word_count++] = word;
	return 0;
}

/* A word is part of the command as long as some command goes on with it. */
static int
plain_word(struct reader *r, const char *word, struct err *e)
{
	char longer[CLI_HEAD_SIZE];
	int n = snprintf(longer, sizeof(longer), "%s%s%s", r->cli->head,
		r->cli->head[0] != '\0' ? " " : "", word);

	if (r->decided)
		return operand(r, word, e);
	if (n > 0 && (size_t)n < sizeof(longer) && strchr(word, ' ') == NULL &&
		words_begin(r->cli->commands, longer)) {
		memcpy(r->cli->head, longer, (size_t)n + 1);
		if (!words_continue(r->cli->commands, r->cli->head))
			decide_command(r);
		return 0;
	}
	if (!words_exist(r->cli->commands, r->cli->head))
		return words_unknown(r->cli->commands, r->cli->head, word,
			r->next < r->argc ? r->argv[r->next] : NULL, e);
	decide_command(r);
	return operand(r, word, e);
}

static int
finish(struct reader *r, struct err *e)
{
	struct cli *cli = r->cli;
	const struct cli_command *c;

	if (!r->decided && words_exist(r->cli->commands, r->cli->head))
		decide_command(r);
	if (cli->options.help || cli->options.version)
		return 0;
	if (!r->decided && r->cli->head[0] == '\0')
		return err_set(e, ERR_USAGE, "what to do? \"doorward help\" lists the commands");
	if (!r->decided)
		return words_incomplete(r->cli->commands, r->cli->head, e);
	c = cli->command;
	if (c != NULL && cli->word_count < c->operands_min)
		return err_set(e, ERR_USAGE, "%s: %s is missing", c->words, c->operands);
	if (c != NULL && cli->options.out != NULL && !c->out)
		return err_set(e, ERR_USAGE, "%s: writes to standard output; --out has no place",
			c->words);
	if (c != NULL && cli->word_count > c->operands_max)
		return err_set(e, ERR_USAGE, "%s: one word too many; usage: doorward %s %s",
			c->words, c->words, c->operands);
	return 0;
}

int
options_parse(int argc, char *const argv[], const struct cli_command *commands,
	struct cli *ret_cli, struct err *e)
{
	struct reader r = { .cli = ret_cli, .argc = argc, .argv = argv, .next = 1 };
	bool literal = false;

	*ret_cli = (struct cli){ .argv = argv, .commands = commands,
		.options.timeout_ms = TIMEOUT_DEFAULT_MS };
	while (r.next < argc) {
		const char *text = argv[r.next++];
		int rc;

		if (literal || text[0] != '-' || text[1] == '\0')
			rc = plain_word(&r, text, e);
		else if (strcmp(text, "--") == 0)
			rc = (literal = true, 0);
		else if (text[1] == '-')
			rc = long_option(&r, text + 2, e);
		else
			rc = letter_options(&r, text + 1, e);
		if (rc != 0)
			return -1;
	}
	return finish(&r, e);
}
