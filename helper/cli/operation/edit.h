/* SPDX-License-Identifier: MIT */
/* What an edit would change, compared with what the directory says now. */
#ifndef OPERATION_EDIT_H
#define OPERATION_EDIT_H

#include "helper/cli/operation/special.h"

/* Hook of special.h: was anything given to change? Returns 0, or -1 with ERR_USAGE. */
int edit_ready(const struct cli *cli, const struct arguments *a, struct err *e)
	__attribute__((warn_unused_result));

/* Hook: compares the arguments with the subject, drops those that would change nothing, and fills
 * changes with the rest. Returns 0, or -1: ERR_CONFLICT of aliases, or without memory. */
int edit_before(struct special_call *c, struct err *e) __attribute__((warn_unused_result));

/* Hook: how many people are in the group. Returns 0, or -1 as api_call. */
int edit_members(const struct special_call *c, int64_t *ret_people, struct err *e)
	__attribute__((warn_unused_result));

#endif
