/* SPDX-License-Identifier: MIT */
/* The table of commands that are no rows of the operation table; for program.c alone: whoever else
 * needs it has it in struct cli. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "helper/cli/cli.h"

/* In the order of the help text. */
extern const struct cli_command cli_commands[];

#endif
