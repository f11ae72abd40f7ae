/* SPDX-License-Identifier: MIT */
/* What help prints: cards, topics, and the lines that both are made of. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "helper/cli/cli.h"

/* Two columns that fit a terminal of 80; the right one is wrapped at blanks. */
void help_line(const char *left, const char *right);

/* Adds " USER", " USER GROUP...": what stands behind the words of a row. */
void help_operands(const struct api_op *op, struct text_buf *out);

/* The card of a row, by noun and verb or (raw) by its own name; that of another command. */
void help_operation(const struct api_op *op, bool raw);
void help_command(const struct cli_command *c);

/* Every command, a line each. */
void help_commands(void);

/* Something worth knowing that is no command. */
struct help_topic {
	const char *name; /* ends the table when NULL */
	const char *title;
	void (*print)(void);
};

extern const struct help_topic help_topics[];

/* NULL when there is none of that name. */
const struct help_topic *help_topic_find(const char *name);

#endif
