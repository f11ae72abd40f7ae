/* SPDX-License-Identifier: MIT */
/* From operands and --params to the arguments of one row, names resolved and secrets fetched. */
#ifndef OPERATION_ARGUMENTS_H
#define OPERATION_ARGUMENTS_H

#include "helper/cli/operation/argument_list.h"

/* Gathers what was given; reads secrets from files or standard input. Names stay as typed. Of a
 * list, --limit counts rows in all, so the page size is chosen here. Returns 0, or -1 with
 * ERR_USAGE. Clear it in either case. */
int arguments_gather(const struct cli *cli, struct arguments *a, struct err *e)
	__attribute__((warn_unused_result));

/* Checks all that can be checked without the network; ids of the right form stand in for names.
 * Returns 0, or -1 with ERR_USAGE. */
int arguments_check(const struct cli *cli, const struct arguments *a, struct err *e)
	__attribute__((warn_unused_result));

/* Puts ids in the place of names. must_exist: an id is looked up as well, so that a question
 * can name the person. Returns as resolve_name. */
int arguments_resolve(const struct cli *cli, struct api_client *c, bool must_exist,
	struct arguments *a, struct err *e) __attribute__((warn_unused_result));

#endif
