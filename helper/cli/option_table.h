/* SPDX-License-Identifier: MIT */
/* The table of options that hold for every command; for options.c and help alone. */
#ifndef CLI_OPTION_TABLE_H
#define CLI_OPTION_TABLE_H

#include "helper/cli/cli.h"

/* One option that always holds: a flag or a text at an offset, or a value that is looked at. */
struct option_row {
	const char *name;
	char letter;	   /* '\0' = none */
	const char *value; /* for usage text; NULL = a flag */
	bool optional;	   /* the value may be left out, and is only taken behind '=' */
	size_t offset;
	int (*set)(struct cli_options *o, const char *value, struct err *e);
	const char *help;
};

/* Ends with name == NULL. */
extern const struct option_row option_table[];

/* --all, which only rows with pages take. */
extern const struct option_row option_all;

/* NULL when there is none; len bytes of name count. */
const struct option_row *option_row_find(const char *name, size_t len);

/* Puts value (NULL for a flag) where the row says. Returns 0, or -1 with ERR_USAGE. */
int option_row_apply(struct cli_options *o, const struct option_row *r, const char *value,
	struct err *e) __attribute__((warn_unused_result));

#endif
