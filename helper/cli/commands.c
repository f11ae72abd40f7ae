/* SPDX-License-Identifier: MIT */
/* Every command that is no row of the operation table: its words, what it takes, who does it. */
#include "helper/cli/commands.h"

#include "helper/cli/help/help.h"
#include "helper/cli/host/host.h"
#include "helper/cli/operation/operate.h"
#include "helper/cli/services/allthenticate.h"
#include "helper/cli/services/sentinelone.h"
#include "helper/status/status.h"

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
		.params = doctor_params, .run = doctor_cmd_run },
	{ .words = "config check", .operands = "", .help = "name every fault of the configuration",
		.run = config_check_run },
	{ .words = "config dump", .operands = "", .help = "print every option as it is in force",
		.run = config_dump_run },
	{ .words = "config example", .operands = "", .help = "print a commented example file",
		.run = config_example_run },
	{ .words = "migrate", .operands = "FILE", .operands_min = 1, .operands_max = 1,
		.help = "make doorward.conf out of pam_duo.conf, and say what differs",
		.params = migrate_params, .run = migrate_cmd_run },
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
#include "helper/cli/services/service_commands.inc"
	{ .words = "help", .operands = "[NOUN VERB | OPERATION | TOPIC]", .operands_max = 4,
		.help = "explain a command", .run = help_run },
	{ .words = NULL },
};
