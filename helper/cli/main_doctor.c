/* SPDX-License-Identifier: MIT */
/* doorward-doctor: what puts this host's stacks through libpam. */
#include "helper/cli/host/host.h"
#include "helper/cli/program.h"

static const struct program_action actions[] = {
	{ "doctor", doctor_cmd_run },
	{ "migrate", migrate_cmd_run },
	{ NULL, NULL },
};

static int
run(const struct cli *cli, struct err *e)
{
	return program_act(cli, actions, e);
}

int
main(int argc, char *argv[])
{
	return program_main(argc, argv, run);
}
