/* SPDX-License-Identifier: MIT */
/* doorward-serve: the adapters, with the HTTP server. */
#include "helper/cli/host/host.h"
#include "helper/cli/program.h"

static const struct program_action actions[] = {
	{ "serve", serve_run },
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
