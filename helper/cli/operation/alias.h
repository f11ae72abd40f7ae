/* SPDX-License-Identifier: MIT */
/* The eight aliases of a user as --alias1 to --alias8, --add-alias and --remove-alias. */
#ifndef OPERATION_ALIAS_H
#define OPERATION_ALIAS_H

#include "helper/cli/operation/argument_list.h"

/* They are no parameters of a row; alias_apply makes them one. */

/* Hook of special.h. Refuses what can be refused without knowing the user: --aliases beside them,
 * the same name twice, a name that is no text. Returns 0, or -1 with ERR_USAGE. */
int alias_options(const struct cli *cli, struct err *e) __attribute__((warn_unused_result));

/* Hook: those of somebody new. Returns as alias_apply. */
int alias_gathered(const struct cli *cli, struct arguments *a, struct err *e)
	__attribute__((warn_unused_result));

/* Sets the parameter "aliases" to what the options make of the aliases in user (an object of the
 * directory; NULL = none yet). What is there already is no change. Returns 0, or -1: ERR_CONFLICT
 * when all eight places are taken. */
int alias_apply(const struct cli *cli, const cJSON *user, struct arguments *a, struct err *e)
	__attribute__((warn_unused_result));

#endif
