/* SPDX-License-Identifier: MIT */
/* Options of noun and verb that no row of the operation table has. */
#ifndef OPERATION_EXTRA_H
#define OPERATION_EXTRA_H

#include "helper/cli/cli.h"

struct extra {
	const char *op; /* name of the row; ends the table when NULL */
	const struct cli_param *params;
	const char *const *taken; /* parameters of the row that are taken over, up to NULL */
	const char *chosen;	  /* operand that may be left out; NULL = none */
};

extern const struct extra extra_table[];

/* What noun and verb of a row take beside its parameters; ends with name == NULL. Empty for most
 * rows. */
const struct cli_param *extra_params(const struct api_op *op);

/* The one of that name, NULL when there is none or the row is called by its own name. */
const struct cli_param *extra_find(const struct cli *cli, const char *name);

/* Is the option for what noun and verb do beyond the call, so that it is no argument of it? Those
 * above are, and those of the row's own that are taken over. */
bool extra_takes(const struct cli *cli, const char *name);

/* May this operand be left out, because one can be chosen when the time comes? */
bool extra_chooses(const struct api_op *op, const struct api_param *p);

#endif
