/* SPDX-License-Identifier: MIT */
/* Every command that is no row of the operation table: its words, what it takes, which program does
 * it (there, a table has the function). */
#include "helper/cli/commands.h"

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
		.params = explain_params },
	{ .words = "status", .operands = "",
		.help = "say whether doors work, and show all that they need" },
	{ .words = "metrics", .operands = "",
		.help = "print the broker's numbers for Prometheus", .params = metrics_params },
	{ .words = "doctor", .operands = "",
		.help = "read this host, say what will happen at its doors, and how to mend it",
		.params = doctor_params, .program = CLI_DOCTOR },
	{ .words = "config check", .operands = "", .help = "name every fault of the configuration" },
	{ .words = "config dump", .operands = "", .help = "print every option as it is in force" },
	{ .words = "config example", .operands = "", .help = "print a commented example file" },
	{ .words = "migrate", .operands = "FILE", .operands_min = 1, .operands_max = 1,
		.help = "make doorward.conf out of pam_duo.conf, and say what differs",
		.params = migrate_params, .program = CLI_DOCTOR },
	{ .words = "map", .operands = "[NAME]", .operands_max = 1,
		.help = "show which directory user is behind a computer username",
		.params = map_params },
	{ .words = "map list", .operands = "", .help = "list the tables map.users and map.file" },
	{ .words = "map add", .operands = "NAME USER", .operands_min = 2, .operands_max = 2,
		.help = "put a directory user behind a computer username, in map.file" },
	{ .words = "map remove", .operands = "NAME", .operands_min = 1, .operands_max = 1,
		.help = "take a computer username out of map.file" },
	{ .words = "map check", .operands = "[FILE]", .operands_max = 1,
		.help = "name every line of a table, or of map.file, that cannot be understood" },
	{ .words = "sync", .operands = "",
		.help = "give the directory's people and groups accounts on this host",
		.program = CLI_SYNC },
	{ .words = "sync import-ids", .operands = "FILE", .operands_min = 1, .operands_max = 1,
		.help = "take over uids and gids in use: passwd, group or NAME,UID lines",
		.program = CLI_SYNC },
	{ .words = "people", .operands = "[USER]", .operands_max = 1,
		.help = "list who has an account here, and why somebody has none",
		.params = people_params, .program = CLI_SYNC },
	{ .words = "api", .operands = "NAME [--PARAM VALUE]...", .operands_min = 1,
		.operands_max = 1,
		.help = "call an operation by its name and print the answer's bytes" },
	{ .words = "serve", .operands = "",
		.help = "serve REST and MCP to programs, and the local socket",
		.params = serve_params, .program = CLI_SERVE },
	{ .words = "push list", .operands = "",
		.help = "list who gets no push, because one was reported as fraud" },
	{ .words = "push allow", .operands = "USER", .operands_min = 1, .operands_max = 1,
		.help = "let pushes go to a directory user again who reported one as fraud" },
	{ .words = "token add", .operands = "NAME", .operands_min = 1, .operands_max = 1,
		.help = "make a token for doorward serve and print it, this once",
		.params = token_params },
	{ .words = "token list", .operands = "",
		.help = "show the tokens: name, class, permissions, operations" },
	{ .words = "token revoke", .operands = "NAME", .operands_min = 1, .operands_max = 1,
		.help = "take a token back, from the next request on" },
	{ .words = "mcp", .operands = "",
		.help = "offer the directory's tools to an agent, over MCP on standard input and "
			"output" },
	{ .words = "completion", .operands = "SHELL", .operands_min = 1,
		.operands_max = CLI_WORDS_MAX,
		.help = "print what makes bash, zsh or fish complete commands and options",
		.program = CLI_HERE },
#include "helper/cli/services/service_commands.inc"
	{ .words = "help", .operands = "[NOUN VERB | OPERATION | TOPIC]", .operands_max = 4,
		.help = "explain a command", .program = CLI_HERE },
	{ .words = NULL },
};
