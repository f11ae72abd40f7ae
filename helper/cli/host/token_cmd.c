/* SPDX-License-Identifier: MIT */
/* `doorward token`: who may ask doorward serve over TCP. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/cli/connect.h"
#include "helper/cli/host/host.h"
#include "helper/serve/tokens.h"

static const char *
param_or(const struct cli *cli, const char *name, const char *otherwise)
{
	const char *value = cli_param_value(cli, name);

	return value != NULL ? value : otherwise;
}

int
token_add_run(const struct cli *cli, struct err *e)
{
	struct token_grant grant = { .name = cli->word[0], .risk = param_or(cli, "class", "read"),
		.permissions = param_or(cli, "permissions", "-"),
		.operations = param_or(cli, "operations", "*") };
	char token[TOKEN_SIZE] = "";
	auto_conf conf = NULL;
	int rc;

	if (connect_conf(cli, &conf, e) != 0)
		return -1;
	rc = tokens_add(conf->serve.token_file, &grant, token, e);
	if (rc == 0) { /* shown this once; it is kept nowhere */
		(void)printf("%s\n", token);
		rc = fflush(stdout) == 0 ? 0 : err_sys(e, ERR_OTHER, errno, "standard output");
	}
	explicit_bzero(token, sizeof(token));
	return rc;
}

int
token_list_run(const struct cli *cli, struct err *e)
{
	auto_token_set set = { 0 };
	auto_conf conf = NULL;

	if (connect_conf(cli, &conf, e) != 0)
		return -1;
	if (tokens_read(conf->serve.token_file, &set, e) != 0 && e->code != ERR_NOT_FOUND)
		return -1;
	for (size_t i = 0; i < set.count; i++) {
		const struct token *t = &set.token[i];

		(void)printf("%s\t%s\t%s%s%s%s\t%s\n", t->name, api_risk_word(t->caller.most),
			t->caller.mcp ? "mcp" : "", t->caller.mcp && t->caller.secrets ? "," : "",
			t->caller.secrets ? "secrets" : "",
			!t->caller.mcp && !t->caller.secrets ? "-" : "", t->operations);
	}
	return 0;
}

int
token_revoke_run(const struct cli *cli, struct err *e)
{
	auto_conf conf = NULL;

	if (connect_conf(cli, &conf, e) != 0 ||
		tokens_revoke(conf->serve.token_file, cli->word[0], e) != 0)
		return -1;
	if (!cli->options.quiet)
		(void)fprintf(stderr,
			"%s: revoked; doorward serve knows from the next request on\n",
			cli->word[0]);
	return 0;
}
