/* SPDX-License-Identifier: MIT */
/* doorward: finds out what is asked for, explains it, or has the program do it that can. */
#include <stdio.h>

#include "helper/cli/help/help.h"
#include "helper/cli/program.h"

static const struct program_action actions[] = {
	{ "completion", completion_run },
	{ "help", help_run },
	{ NULL, NULL },
};

static int
run(const struct cli *cli, struct err *e)
{
	enum cli_program program;

	if (cli->options.version) {
		(void)puts("doorward " PACKAGE_VERSION);
		return 0;
	}
	if (cli->options.help)
		return help_run(cli, e);
	program = cli->command != NULL ? cli->command->program : CLI_COMMAND;
	return program == CLI_HERE ? program_act(cli, actions, e) : program_become(program, cli, e);
}

int
main(int argc, char *argv[])
{
	return program_main(argc, argv, run);
}
