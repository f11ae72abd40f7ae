/* SPDX-License-Identifier: MIT */
/* What help prints: cards, topics, and the lines that both are made of. */
#ifndef HELP_HELP_H
#define HELP_HELP_H

#include "helper/cli/cli.h"

/* The commands help and completion. */
int help_run(const struct cli *cli, struct err *e);
int completion_run(const struct cli *cli, struct err *e);

/* Two columns that fit a terminal of 80; the right one is wrapped at blanks. */
void help_line(const char *left, const char *right);

/* Adds " USER", " USER GROUP...": what stands behind the words of a row. */
void help_operands(const struct api_op *op, struct text_buf *out);

/* The card of a row, by noun and verb or (raw) by its own name; that of another command. */
void help_operation(const struct api_op *op, bool raw);
void help_command(const struct cli_command *c);

/* A command in one line, with what stands behind its words; those that begin with head; all. */
void help_command_line(const struct cli_command *commands, const char *words);
void help_commands_behind(const struct cli_command *commands, const char *head);
void help_commands(const struct cli_command *commands);

/* A line of a topic: left what is written, right what it means. */
struct help_pair {
	const char *left, *right; /* ends with NULL */
};

/* Something worth knowing that is no command. */
struct help_topic {
	const char *name; /* ends the table when NULL */
	const char *title;
	const struct help_pair *pairs; /* NULL = none */
	const char *after;	       /* a paragraph behind them; NULL = none */
	void (*print)(const struct cli_command *commands); /* puts the rest together; or NULL */
};

/* In the order of help. */
extern const struct help_topic help_topics[];

/* NULL when there is none of that name. */
const struct help_topic *help_topic_find(const char *name);

void help_topic_print(const struct help_topic *t, const struct cli_command *commands);

#endif
