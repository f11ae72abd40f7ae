/* SPDX-License-Identifier: MIT */
/* Commands about this host, and those that serve; each is a row of commands.c. All return 0, or -1
 * with the error, which has no text when it was already told. */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include "helper/cli/cli.h"

int explain_run(const struct cli *cli, struct err *e);
int metrics_run(const struct cli *cli, struct err *e);
int doctor_cmd_run(const struct cli *cli, struct err *e);
int config_check_run(const struct cli *cli, struct err *e);
int config_dump_run(const struct cli *cli, struct err *e);
int config_example_run(const struct cli *cli, struct err *e);
int migrate_cmd_run(const struct cli *cli, struct err *e);
int serve_run(const struct cli *cli, struct err *e);
int token_add_run(const struct cli *cli, struct err *e);
int token_list_run(const struct cli *cli, struct err *e);
int token_revoke_run(const struct cli *cli, struct err *e);
int mcp_run(const struct cli *cli, struct err *e);
int map_run(const struct cli *cli, struct err *e);
int map_list_run(const struct cli *cli, struct err *e);
int map_add_run(const struct cli *cli, struct err *e);
int map_remove_run(const struct cli *cli, struct err *e);
int map_check_run(const struct cli *cli, struct err *e);
int push_list_run(const struct cli *cli, struct err *e);
int push_allow_run(const struct cli *cli, struct err *e);
int sync_cmd_run(const struct cli *cli, struct err *e);
int import_ids_run(const struct cli *cli, struct err *e);
int people_run(const struct cli *cli, struct err *e);

#endif
