/* SPDX-License-Identifier: MIT */
/* Reads the arguments: options that always hold, the command's words, its operands and --params. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "helper/cli/cli.h"

/* Fills *ret_cli; commands are those of the host, to which ret_cli->commands points from then on.
 * Returns 0, or -1 with ERR_USAGE and, where one is near, a suggestion. When help
 * or the version was asked for, a command need not have been named. */
int options_parse(int argc, char *const argv[], const struct cli_command *commands,
	struct cli *ret_cli, struct err *e) __attribute__((warn_unused_result));

#endif
