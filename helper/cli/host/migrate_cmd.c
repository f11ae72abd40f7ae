/* SPDX-License-Identifier: MIT */
/* migrate: what was asked for on the command line, handed on. */
#include "helper/cli/connect.h"
#include "helper/cli/host/host.h"
#include "helper/migrate/migrate.h"

int
migrate_cmd_run(const struct cli *cli, struct err *e)
{
	const struct migrate_wish wish = { .source = cli->word[0],
		.conf_path = connect_path(cli),
		.skey_path = cli_param_value(cli, "skey_file"),
		.pam_folder = cli_param_value(cli, "pam_folder"),
		.dry_run = cli->options.dry_run };

	if (wish.conf_path[0] != '/')
		return err_set(e, ERR_USAGE, "--config: must be an absolute path here");
	return migrate_run(&wish, e);
}
