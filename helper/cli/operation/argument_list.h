/* SPDX-License-Identifier: MIT */
/* The arguments of one call as a plain list, and which operand of a command fills which of them. */
#ifndef OPERATION_ARGUMENT_LIST_H
#define OPERATION_ARGUMENT_LIST_H

#include "helper/cli/cli.h"
#include "helper/cli/operation/resolve.h"

#define ARGUMENTS_MAX (CLI_PARAMS_MAX + 8)

struct arguments {
	struct api_arg arg[ARGUMENTS_MAX];
	char *owned[ARGUMENTS_MAX]; /* the values; wiped and freed at the end */
	size_t count;
	struct resolved subject; /* whom or what the first name turned out to be */
	char about[512]; /* for people: all that the operands name, "" before arguments_resolve */
	bool input_used;   /* standard input was read to its end */
	int64_t row_limit; /* rows of a list that are wanted in all; 0 = every one */
};

/* NULL when it was not given. */
const char *arguments_value(const struct arguments *a, const char *name);

/* Adds an argument; takes value over, also when it fails, and NULL means that there was no memory
 * for it. name is borrowed, as in all of these. Returns 0 or -1. */
int arguments_add(struct arguments *a, const char *name, char *value, struct err *e)
	__attribute__((warn_unused_result));

/* Sets or replaces an argument by a copy of value. Returns 0 or -1. */
int arguments_set(struct arguments *a, const char *name, const char *value, struct err *e)
	__attribute__((warn_unused_result));

/* Takes an argument away, if it is there. */
void arguments_drop(struct arguments *a, const char *name);

void arguments_clear(struct arguments *a);

#define auto_arguments __attribute__((cleanup(arguments_clear))) struct arguments

/* The parameter that operand number n of a command fills; NULL when there is none. Those of the
 * path come first, in its order, then the required ones that are no secret. */
const struct api_param *arguments_operand(const struct api_op *op, size_t n);

/* Does the last operand take as many words as there are? */
bool arguments_repeat(const struct api_param *p);

/* What the elements of such a list are: "user_id"; NULL for other parameters. */
const char *arguments_list_element(const char *param);

/* What a person writes for a parameter: USER for user_id. Returns dst. */
const char *arguments_operand_word(char dst[64], const char *name);

#endif
