/* SPDX-License-Identifier: MIT */
/* Where the programs of the command line are, and how doorward turns into one of them. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/cli/program.h"

static const char *
program_name(enum cli_program program)
{
	switch (program) {
	case CLI_COMMAND:
		return "doorward-command";
	case CLI_SYNC:
		return "doorward-sync";
	case CLI_SERVE:
		return "doorward-serve";
	case CLI_DOCTOR:
		return "doorward-doctor";
	case CLI_HERE:
		break;
	}
	return "doorward";
}

/* The program beside the one that runs, which is in a build folder: an installed one has none of
 * ours beside it. Returns false when it has no place there. */
static bool
find_beside(const char *name, char ret_path[PATH_MAX])
{
	char own[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", own, sizeof(own) - 1);
	char *slash;

	if (len <= 0)
		return false;
	own[len] = '\0';
	slash = strrchr(own, '/');
	if (strcmp(own, BINDIR "/doorward") == 0 || slash == NULL)
		return false;
	*slash = '\0';
	return snprintf(ret_path, PATH_MAX, "%s/%s", own, name) < PATH_MAX &&
		access(ret_path, X_OK) == 0;
}

int
program_become(enum cli_program program, const struct cli *cli, struct err *e)
{
	const char *name = program_name(program);
	char path[PATH_MAX];

	if (!find_beside(name, path))
		(void)snprintf(path, sizeof(path), PKGLIBEXECDIR "/%s", name);
	(void)execv(path, cli->argv);
	return err_sys(e, ERR_OTHER, errno, "%s is a part of doorward and cannot be run (a copy of doorward alone is not enough)", path);
}
