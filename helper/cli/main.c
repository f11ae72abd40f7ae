/* SPDX-License-Identifier: MIT */
/* doorward: the directory and this host's doors from the command line. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/cli/allthenticate.h"
#include "helper/cli/cli.h"
#include "helper/cli/exit_status.h"
#include "helper/cli/options.h"
#include "helper/cli/sentinelone.h"

static const struct cli_param explain_params[] = {
	{ .name = "service", .value = "NAME", .help = "PAM service that is entered; default sshd" },
	{ .name = "phase", .value = "PHASE", .help = "auth or account; default both" },
	{ .name = "caller", .value = "USER", .help = "who calls su or sudo (PAM_RUSER)" },
	{ .name = NULL },
};

static const struct cli_param map_params[] = {
	{ .name = "user", .value = "USER",
		.help = "list the computer usernames that lead to this directory user" },
	{ .name = NULL },
};

static const struct cli_param metrics_params[] = {
	{ .name = "file", .value = "FILE", .file = true,
		.help = "write them to this file instead, replacing it as a whole" },
	{ .name = NULL },
};

static const struct cli_param people_params[] = {
	{ .name = "without", .value = "WHY",
		.help = "only those without an account, for a reason that holds this text; "
			"\"all\" for every reason" },
	{ .name = NULL },
};

static const struct cli_param migrate_params[] = {
	{ .name = "skey_file", .value = "FILE", .file = true,
		.help = "where the secret key goes; default duo-auth.skey beside doorward.conf" },
	{ .name = "pam_folder", .value = "FOLDER", .file = true,
		.help = "where PAM's stacks are; default /etc/pam.d" },
	{ .name = NULL },
};

static const struct cli_param serve_params[] = {
	{ .name = "rest-fd", .value = "FD", .help = "inherited socket for REST, not serve.rest" },
	{ .name = "mcp-fd", .value = "FD", .help = "inherited socket for MCP, not serve.mcp" },
	{ .name = "socket-fd", .value = "FD",
		.help = "inherited socket for local users, not serve.socket" },
	{ .name = "log", .value = "TARGET", .help = "stderr or syslog, whatever log.target says" },
	{ .name = NULL },
};

static const struct cli_param token_params[] = {
	{ .name = "class", .value = "CLASS", .help = "read (default), write or destructive" },
	{ .name = "permissions", .value = "A,B",
		.help = "mcp: use the MCP adapter; secrets: see answers that hold codes" },
	{ .name = "operations", .value = "A,B", .help = "only these operations; default all" },
	{ .name = NULL },
};

static const struct cli_param doctor_params[] = {
	{ .name = "offline", .help = "leave out what needs the network" },
	{ .name = NULL },
};

const struct cli_command cli_commands[] = {
	{ .words = "explain", .operands = "USER", .operands_min = 1, .operands_max = 1,
		.help = "show step by step what a login of USER would get, and why",
		.params = explain_params, .run = explain_run },
	{ .words = "status", .operands = "",
		.help = "say whether doors work, and show all that they need", .run = status_run },
	{ .words = "metrics", .operands = "",
		.help = "print the broker's numbers for Prometheus", .params = metrics_params,
		.run = metrics_run },
	{ .words = "doctor", .operands = "",
		.help = "read this host, say what will happen at its doors, and how to mend it",
		.params = doctor_params, .run = doctor_run },
	{ .words = "config check", .operands = "", .help = "name every fault of the configuration",
		.run = config_check_run },
	{ .words = "config dump", .operands = "", .help = "print every option as it is in force",
		.run = config_dump_run },
	{ .words = "config example", .operands = "", .help = "print a commented example file",
		.run = config_example_run },
	{ .words = "migrate", .operands = "FILE", .operands_min = 1, .operands_max = 1,
		.help = "make doorward.conf out of pam_duo.conf, and say what differs",
		.params = migrate_params, .run = migrate_run },
	{ .words = "map", .operands = "[NAME]", .operands_max = 1,
		.help = "show which directory user is behind a computer username",
		.params = map_params, .run = map_run },
	{ .words = "map list", .operands = "", .help = "list the tables map.users and map.file",
		.run = map_list_run },
	{ .words = "map add", .operands = "NAME USER", .operands_min = 2, .operands_max = 2,
		.help = "put a directory user behind a computer username, in map.file",
		.run = map_add_run },
	{ .words = "map remove", .operands = "NAME", .operands_min = 1, .operands_max = 1,
		.help = "take a computer username out of map.file", .run = map_remove_run },
	{ .words = "sync", .operands = "",
		.help = "give the directory's people and groups accounts on this host",
		.run = sync_cmd_run },
	{ .words = "sync import-ids", .operands = "FILE", .operands_min = 1, .operands_max = 1,
		.help = "take over uids and gids in use: passwd, group or NAME,UID lines",
		.run = import_ids_run },
	{ .words = "people", .operands = "[USER]", .operands_max = 1,
		.help = "list who has an account here, and why somebody has none",
		.params = people_params, .run = people_run },
	{ .words = "api", .operands = "NAME [--PARAM VALUE]...", .operands_min = 1,
		.operands_max = 1,
		.help = "call an operation by its name and print the answer's bytes",
		.run = operate_run },
	{ .words = "serve", .operands = "",
		.help = "serve REST and MCP to programs, and the local socket",
		.params = serve_params, .run = serve_run },
	{ .words = "token add", .operands = "NAME", .operands_min = 1, .operands_max = 1,
		.help = "make a token for doorward serve and print it, this once",
		.params = token_params, .run = token_add_run },
	{ .words = "token list", .operands = "",
		.help = "show the tokens: name, class, permissions, operations",
		.run = token_list_run },
	{ .words = "token revoke", .operands = "NAME", .operands_min = 1, .operands_max = 1,
		.help = "take a token back, from the next request on", .run = token_revoke_run },
	{ .words = "mcp", .operands = "",
		.help = "offer the directory's tools to an agent, over MCP on standard input and "
			"output",
		.run = mcp_run },
	{ .words = "completion", .operands = "SHELL", .operands_min = 1,
		.operands_max = CLI_WORDS_MAX,
		.help = "print what makes bash, zsh or fish complete commands and options",
		.run = completion_run },
#include "helper/cli/service_commands.inc"
	{ .words = "help", .operands = "[NOUN VERB | OPERATION | TOPIC]", .operands_max = 4,
		.help = "explain a command", .run = help_run },
	{ .words = NULL },
};

const char *
cli_param_value(const struct cli *cli, const char *name)
{
	for (size_t i = 0; i < cli->param_count; i++)
		if (strcmp(cli->param[i].name, name) == 0)
			return cli->param[i].value;
	return NULL;
}

void
cli_clear(struct cli *cli)
{
	names_clear(&cli->own);
	*cli = (struct cli){ 0 };
}

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
		rc = options_parse(argc, argv, &cli, &e);
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
