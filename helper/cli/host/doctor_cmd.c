/* SPDX-License-Identifier: MIT */
/* doctor: what was asked for on the command line, handed on. */
#include "helper/cli/connect.h"
#include "helper/cli/host/host.h"
#include "helper/doctor/doctor.h"

int
doctor_cmd_run(const struct cli *cli, struct err *e)
{
	const struct doctor_wish wish = { .conf_path = connect_path(cli),
		.profile = cli->options.profile,
		.timeout_ms = cli->options.timeout_ms,
		.offline = cli_param_value(cli, "offline") != NULL,
		.quiet = cli->options.quiet,
		.print = cli->options.print };

	return doctor_run(&wish, e);
}
