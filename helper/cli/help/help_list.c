/* SPDX-License-Identifier: MIT */
/* Commands as lines of help, in their order, those of a noun together. */
#include <stdio.h>
#include <string.h>

#include "helper/cli/help/help.h"
#include "helper/cli/words.h"

void
help_command_line(const struct cli_command *commands, const char *words)
{
	const struct api_op *op = api_op_by_command(words);
	const struct cli_command *c = words_command(commands, words);
	auto_text_buf left = { 0 };

	text_buf_puts(&left, words);
	if (op != NULL)
		help_operands(op, &left);
	else if (c->operands[0] != '\0')
		text_buf_printf(&left, " %s", c->operands);
	help_line(left.failed ? words : left.data, op != NULL ? op->title : c->help);
}

/* What is looked for, and the nouns that were met. */
struct listing {
	const struct cli_command *commands;
	const char *head;
	struct names met;
};

static int
print_beginning(void *ctx, const char *words)
{
	const struct listing *l = ctx;
	size_t len = strlen(l->head);

	if (strncmp(words, l->head, len) == 0 && (words[len] == ' ' || words[len] == '\0'))
		help_command_line(l->commands, words);
	return 0;
}

void
help_commands_behind(const struct cli_command *commands, const char *head)
{
	struct listing l = { .commands = commands, .head = head };

	words_walk(commands, print_beginning, &l);
}

/* All that begin with the same word, at the first of them. */
static int
print_alike(void *ctx, const char *words)
{
	struct listing *l = ctx;
	char noun[CLI_HEAD_SIZE];

	(void)snprintf(noun, sizeof(noun), "%.*s", (int)strcspn(words, " "), words);
	if (!names_has(&l->met, noun) && names_add(&l->met, noun) == 0)
		help_commands_behind(l->commands, noun);
	return 0;
}

void
help_commands(const struct cli_command *commands)
{
	struct listing l = { .commands = commands };

	(void)puts("Commands:");
	words_walk(commands, print_alike, &l);
	names_clear(&l.met);
}
