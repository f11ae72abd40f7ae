/* SPDX-License-Identifier: MIT */
/* The eight aliases of a user as --alias1 to --alias8, --add-alias and --remove-alias. */
#ifndef CLI_ALIAS_H
#define CLI_ALIAS_H

#include "helper/cli/arguments.h"

/* Is this option one of them? They are no parameters of a row; alias_apply makes them one. */
bool alias_is_option(const struct cli *cli, const char *name);

/* Refuses what can be refused without knowing the user: --aliases beside them, the same name
 * twice, a name that is no text. Returns 0, or -1 with ERR_USAGE. */
int alias_check(const struct cli *cli, struct err *e) __attribute__((warn_unused_result));

/* Sets the parameter "aliases" to what the options make of the aliases in user (an object of the
 * directory; NULL = none yet). What is there already is no change. Returns 0, or -1: ERR_CONFLICT
 * when all eight places are taken. */
int alias_apply(const struct cli *cli, const cJSON *user, struct arguments *a, struct err *e)
	__attribute__((warn_unused_result));

#endif
