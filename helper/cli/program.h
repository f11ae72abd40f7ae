/* SPDX-License-Identifier: MIT */
/* What the programs of the command line have in common: from arguments to an exit status, and how
 * one becomes another. */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

#include "helper/cli/cli.h"

/* Who does a command; words == NULL ends a table. */
struct program_action {
	const char *words; /* as in the table of commands; "" = any row of the operation table */
	/* Returns 0, or -1 with the error; an error without a text was already told. */
	int (*run)(const struct cli *cli, struct err *e);
};

/* Reads the arguments and has run do what they ask. Returns what main returns. */
int program_main(int argc, char *argv[], int (*run)(const struct cli *cli, struct err *e));

/* Does the action of the command that was asked for; what another program does is refused. Returns
 * as actions do. */
int program_act(const struct cli *cli, const struct program_action *actions, struct err *e);

/* Puts the program in the place of the one that runs, with the same arguments, descriptors and
 * process. Returns only when that fails: -1 with the error. */
int program_become(enum cli_program program, const struct cli *cli, struct err *e);

#endif
