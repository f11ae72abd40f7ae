/* SPDX-License-Identifier: MIT */
/* The words a command is called by, whether it is a host command or a row of the operation table.
 * commands: the host commands; its end has no words. */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "helper/cli/cli.h"

/* Calls each for the words of every command, in the order of help; non-zero stops. */
void words_walk(const struct cli_command *commands, int (*each)(void *ctx, const char *words),
	void *ctx);

/* The host command of exactly these words, NULL when there is none. */
const struct cli_command *words_command(const struct cli_command *commands, const char *words);

/* Does a command begin with these words, as whole words? Is there one of exactly these? */
bool words_begin(const struct cli_command *commands, const char *words);
bool words_exist(const struct cli_command *commands, const char *words);

/* Would a longer command begin with these words? */
bool words_continue(const struct cli_command *commands, const char *words);

/* ERR_USAGE for words that no command begins with: head fits, word does not; after is what stands
 * behind it, or NULL. Suggests. */
int words_unknown(const struct cli_command *commands, const char *head, const char *word,
	const char *after, struct err *e);

/* ERR_USAGE for words that are only the beginning of commands: lists how they go on. */
int words_incomplete(const struct cli_command *commands, const char *head, struct err *e);

#endif
