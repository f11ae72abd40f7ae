/* SPDX-License-Identifier: MIT */
/* doorward-command: what needs an API client, and the files of this host. */
#include "helper/cli/host/host.h"
#include "helper/cli/operation/operate.h"
#include "helper/cli/program.h"
#include "helper/cli/services/allthenticate.h"
#include "helper/cli/services/sentinelone.h"
#include "helper/status/status.h"

static const struct program_action actions[] = {
	{ "", operate_run },
	{ "explain", explain_run },
	{ "status", status_run },
	{ "metrics", metrics_run },
	{ "config check", config_check_run },
	{ "config dump", config_dump_run },
	{ "config example", config_example_run },
	{ "map", map_run },
	{ "map list", map_list_run },
	{ "map add", map_add_run },
	{ "map remove", map_remove_run },
	{ "map check", map_check_run },
	{ "push list", push_list_run },
	{ "push allow", push_allow_run },
	{ "token add", token_add_run },
	{ "token list", token_list_run },
	{ "token revoke", token_revoke_run },
	{ "mcp", mcp_run },
	{ "allthenticate user get", allthenticate_get_run },
	{ "allthenticate user delete", allthenticate_delete_run },
	{ "allthenticate user promote", allthenticate_promote_run },
	{ "allthenticate user rank", allthenticate_rank_run },
	{ "allthenticate user suspend", allthenticate_suspend_run },
	{ "allthenticate user unsuspend", allthenticate_suspend_run },
	{ "allthenticate user usernames get", allthenticate_list_run },
	{ "allthenticate user usernames set", allthenticate_list_run },
	{ "allthenticate user usernames add", allthenticate_list_run },
	{ "allthenticate user usernames remove", allthenticate_list_run },
	{ "allthenticate user usernames clear", allthenticate_list_run },
	{ "allthenticate user smartcards get", allthenticate_list_run },
	{ "allthenticate user smartcards set", allthenticate_list_run },
	{ "allthenticate user smartcards add", allthenticate_list_run },
	{ "allthenticate user smartcards remove", allthenticate_list_run },
	{ "allthenticate user smartcards clear", allthenticate_list_run },
	{ "sentinelone user get", sentinelone_user_get_run },
	{ "sentinelone user update", sentinelone_user_update_run },
	{ "sentinelone user delete", sentinelone_user_delete_run },
	{ "sentinelone role get", sentinelone_role_get_run },
	{ NULL, NULL },
};

static int
run(const struct cli *cli, struct err *e)
{
	return program_act(cli, actions, e);
}

int
main(int argc, char *argv[])
{
	return program_main(argc, argv, run);
}
