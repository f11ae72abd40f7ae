/* SPDX-License-Identifier: MIT */
/* What an edit would change, compared with what the directory says now. */
#ifndef CLI_EDIT_H
#define CLI_EDIT_H

#include "helper/cli/arguments.h"

/* Does this row change something that is there, field by field? */
bool edit_is(const struct api_op *op);

/* Was anything given to change? Returns 0, or -1 with ERR_USAGE. */
int edit_check(const struct cli *cli, const struct arguments *a, struct err *e)
	__attribute__((warn_unused_result));

/* Compares a's arguments with a->subject.object and drops those that would change nothing. Adds a
 * line "  field: before -> after" for each that remains. Returns their number, or -1
 * without memory. */
int edit_compare(const struct api_op *op, struct arguments *a, struct text_buf *ret_lines,
	struct err *e) __attribute__((warn_unused_result));

#endif
