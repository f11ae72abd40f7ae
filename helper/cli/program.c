/* SPDX-License-Identifier: MIT */
/* The frame around every command: what the process needs before it, and how its end is told. */
#include "helper/cli/program.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/secret.h"
#include "helper/cli/commands.h"
#include "helper/cli/exit_status.h"
#include "helper/cli/options.h"

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
program_main(int argc, char *argv[], int (*run)(const struct cli *cli, struct err *e))
{
	struct err e = { 0 };
	struct cli cli = { 0 };
	int rc;

	secret_forbid_cores();
	/* whichever file it comes from, it is one program to those who look for it */
	(void)prctl(PR_SET_NAME, "doorward");
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

int
program_act(const struct cli *cli, const struct program_action *actions, struct err *e)
{
	const char *words = cli->op != NULL ? "" : cli->command != NULL ? cli->command->words : NULL;

	/* only doorward explains, and has the version */
	if (words == NULL || cli->options.help || cli->options.version)
		return err_set(e, ERR_USAGE, "this program is a part of doorward: call that");
	/* for the width of characters, and of a fixed name: the environment has no say. Of the
	 * process, because libconfig takes that of a thread away. Where there is none, bytes that
	 * begin a character are counted. */
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	for (const struct program_action *a = actions; a->words != NULL; a++)
		if (strcmp(a->words, words) == 0)
			return a->run(cli, e);
	return err_set(e, ERR_OTHER, "%s: is not done by this program, but by doorward", cli->head);
}
