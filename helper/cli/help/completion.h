/* SPDX-License-Identifier: MIT */
/* What a shell may complete a command with. */
#ifndef HELP_COMPLETION_H
#define HELP_COMPLETION_H

#include <stddef.h>

#include "helper/cli/cli.h"

#define COMPLETION_SHELLS "bash|zsh|fish"

/* Prints what the last of words (those behind "doorward") may become: one a line, behind a tab
 * what it is; ":file" when it is the name of a file. Nothing is asked of the network. */
void completion_offer(
	const struct cli_command *commands, const char *const *words, size_t count);

#endif
