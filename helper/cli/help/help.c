/* SPDX-License-Identifier: MIT */
/* Explains commands; nothing here is written twice, it all comes out of the tables. */
#include "helper/cli/help/help.h"

#include <stdio.h>
#include <string.h>

#include "helper/cli/option_table.h"
#include "helper/cli/words.h"

/* Nouns of a section that were met. */
struct nouns {
	const struct cli_command *commands;
	const struct section *section;
	struct names met;
};

/* Was this one not met yet? */
static bool
meet(struct nouns *n, const char *noun)
{
	return !names_has(&n->met, noun) && names_add(&n->met, noun) == 0;
}

/* Whom the commands of a section are about; the first that fits has them. */
static const struct section {
	const char *title, *prefix;
	bool rows; /* of the operation table alone */
} sections[] = {
	{ "Allthenticate", "allthenticate ", false },
	{ "SentinelOne", "sentinelone ", false },
	{ "The directory", "", true },
	{ "This host", "", false },
};

#define SECTION_COUNT (sizeof(sections) / sizeof(sections[0]))

static const struct section *
section_of(const char *words)
{
	const struct section *s = sections;

	while (strncmp(words, s->prefix, strlen(s->prefix)) != 0 ||
		(s->rows && api_op_by_command(words) == NULL))
		s++;
	return s;
}

/* The words before the last one of a command. */
static void
cut_verb(char head[CLI_HEAD_SIZE], const char *words)
{
	const char *verb = strrchr(words, ' ');

	(void)snprintf(head, CLI_HEAD_SIZE, "%.*s", verb != NULL ? (int)(verb - words) : 0, words);
}

/* The verbs of one noun, in a row. */
struct verbs {
	const char *noun;
	struct text_buf list;
};

static int
add_verb(void *ctx, const char *words)
{
	struct verbs *v = ctx;
	char noun[CLI_HEAD_SIZE];

	cut_verb(noun, words);
	if (strcmp(noun, v->noun) == 0)
		text_buf_printf(&v->list, " %s", words + strlen(noun) + 1);
	return 0;
}

static int
print_noun(void *ctx, const char *words)
{
	struct nouns *n = ctx;
	char noun[CLI_HEAD_SIZE];
	struct verbs verbs = { .noun = noun };

	if (section_of(words) != n->section)
		return 0;
	cut_verb(noun, words);
	if (noun[0] == '\0') {
		help_command_line(n->commands, words);
	} else if (meet(n, noun)) {
		words_walk(n->commands, add_verb, &verbs);
		help_line(noun, verbs.list.failed ? "" : verbs.list.data + 1);
		text_buf_clear(&verbs.list);
	}
	return 0;
}

static void
print_section(const struct cli_command *commands, const struct section *section)
{
	struct nouns n = { .commands = commands, .section = section };

	(void)printf("\n%s:\n", section->title);
	words_walk(commands, print_noun, &n);
	names_clear(&n.met);
}

static void
print_options(void)
{
	(void)puts("\nOptions, anywhere:");
	for (const struct option_row *r = option_table; r->name != NULL; r++) {
		char left[64], letter[8] = "    ";

		if (r->letter != '\0')
			(void)snprintf(letter, sizeof(letter), "-%c, ", r->letter);
		(void)snprintf(left, sizeof(left), "%s--%s%s%s%s", letter, r->name,
			r->value == NULL ? "" : r->optional ? "[=" : " ",
			r->value != NULL ? r->value : "", r->optional ? "]" : "");
		help_line(left, r->help);
	}
}

static void
print_overview(const struct cli_command *commands)
{
	(void)puts("usage: doorward [OPTION]... NOUN VERB [NAME]... [--PARAM VALUE]...");
	for (size_t i = 0; i < SECTION_COUNT; i++) /* what is asked for most stands first */
		print_section(commands, &sections[(i + SECTION_COUNT / 2) % SECTION_COUNT]);
	print_options();
	(void)puts("\nMore:");
	help_line("help NOUN VERB", "explains one command: what it takes, does and needs");
	for (const struct help_topic *t = help_topics; t->name != NULL; t++) {
		char left[64];

		(void)snprintf(left, sizeof(left), "help %s", t->name);
		help_line(left, t->title);
	}
}

static int
help_words(const struct cli_command *commands, const char *head, struct err *e)
{
	const struct api_op *op = api_op_by_command(head);
	const struct api_op *named = api_op_find(head);
	const struct cli_command *command = words_command(commands, head);
	const struct help_topic *topic = help_topic_find(head);

	if (op != NULL) {
		help_operation(op, false);
	} else if (command != NULL) {
		help_command(command);
	} else if (words_begin(commands, head)) {
		(void)printf("Commands that begin with \"%s\":\n", head);
		help_commands_behind(commands, head);
	} else if (named != NULL) {
		help_operation(named, true);
	} else if (topic != NULL) {
		help_topic_print(topic, commands);
	} else {
		return err_set(e, ERR_USAGE, "there is no command or operation of that name");
	}
	return 0;
}

int
help_run(const struct cli *cli, struct err *e)
{
	const struct cli_command *commands = cli->commands;
	char head[CLI_HEAD_SIZE] = "";
	size_t len = 0;

	if (cli->raw) {
		help_operation(cli->op, true);
		return 0;
	}
	if (cli->options.help)
		return cli->head[0] == '\0' ? (print_overview(commands), 0)
					    : help_words(commands, cli->head, e);
	if (cli->word_count == 0) {
		print_overview(commands);
		return 0;
	}
	for (size_t i = 0; i < cli->word_count; i++) {
		char before[CLI_HEAD_SIZE];
		int n;

		memcpy(before, head, sizeof(before));
		n = snprintf(
			head + len, sizeof(head) - len, "%s%s", i == 0 ? "" : " ", cli->word[i]);
		if (n < 0 || (size_t)n >= sizeof(head) - len)
			return err_set(e, ERR_USAGE, "help: that is too long for a command");
		len += (size_t)n;
		if (!words_begin(commands, head) && api_op_find(head) == NULL &&
			help_topic_find(head) == NULL)
			return words_unknown(commands, before, cli->word[i],
				i + 1 < cli->word_count ? cli->word[i + 1] : NULL, e);
	}
	return help_words(commands, head, e);
}
