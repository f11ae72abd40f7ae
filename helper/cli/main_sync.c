/* SPDX-License-Identifier: MIT */
/* doorward-sync: accounts of this host, with the databases that they are kept in. */
#include "helper/cli/host/host.h"
#include "helper/cli/program.h"

static const struct program_action actions[] = {
	{ "sync", sync_cmd_run },
	{ "sync import-ids", import_ids_run },
	{ "people", people_run },
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
