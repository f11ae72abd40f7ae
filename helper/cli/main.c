/* SPDX-License-Identifier: MIT */
/* doorward: the directory and this host's doors from the command line. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "helper/cli/cli.h"
#include "helper/cli/commands.h"
#include "helper/cli/exit_status.h"
#include "helper/cli/help/help.h"
#include "helper/cli/operation/operate.h"
#include "helper/cli/options.h"

static int
run(const struct cli *cli, struct err *e)
{
	if (cli->options.version) {
		(void)puts("doorward " PACKAGE_VERSION);
		return 0;
	}
	if (cli->options.help)
		return help_run(cli, e);
	return cli->op != NULL ? operate_run(cli, e) : cli->command->run(cli, e);
}

/* Where a standard descriptor is closed a connection would get its number, and answers would be
 * written into it. What stands there instead cannot be written to, or read from, and that is
 * told. */
static int
fill_descriptors(struct err *e)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			return err_sys(e, ERR_OTHER, errno, "/dev/null");
	return 0;
}

int
main(int argc, char *argv[])
{
	struct err e = { 0 };
	struct cli cli = { 0 };
	int rc;

	/* for the width of characters, and of a fixed name: the environment has no say. Of the
	 * process, because libconfig takes that of a thread away. Where there is none, bytes that
	 * begin a character are counted. */
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	(void)signal(SIGPIPE, SIG_IGN); /* for connections; standard output is seen to below */
	rc = fill_descriptors(&e);
	if (rc == 0)
		rc = options_parse(argc, argv, cli_commands, &cli, &e);
	if (rc == 0)
		rc = run(&cli, &e);
	if (rc == 0 && fflush(stdout) != 0)
		rc = err_sys(&e, ERR_OTHER, errno, "standard output");
	cli_clear(&cli);
	if (rc == 0)
		return 0;
	if (e.sys == EPIPE) { /* the reader has seen enough: end as other filters do */
		(void)signal(SIGPIPE, SIG_DFL);
		(void)raise(SIGPIPE);
	}
	if (e.msg[0] != '\0')
		(void)fprintf(stderr, "doorward: %s\n", e.msg);
	return exit_status(e.code == ERR_NONE ? ERR_OTHER : e.code);
}
