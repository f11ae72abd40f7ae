/* SPDX-License-Identifier: MIT */
/* What every command asks of its arguments. */
#include "helper/cli/cli.h"

#include <string.h>

const char *
cli_param_value(const struct cli *cli, const char *name)
{
	for (size_t i = 0; i < cli->param_count; i++)
		if (strcmp(cli->param[i].name, name) == 0)
			return cli->param[i].value;
	return NULL;
}

bool
cli_effect_unknown(const struct err *e)
{
	return e->code == ERR_TIMEOUT || e->code == ERR_UNREACHABLE;
}

void
cli_clear(struct cli *cli)
{
	names_clear(&cli->own);
	*cli = (struct cli){ 0 };
}
