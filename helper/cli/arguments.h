/* SPDX-License-Identifier: MIT */
/* From operands and --params to the arguments of one row, names resolved and secrets fetched. */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "helper/cli/cli.h"
#include "helper/cli/resolve.h"

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

/* The parameter that operand number n of a command fills; NULL when there is none. Those of the
 * path come first, in its order, then the required ones that are no secret. */
const struct api_param *arguments_operand(const struct api_op *op, size_t n);

/* May this operand be left out, because one can be chosen when the time comes? */
bool arguments_optional(const struct api_op *op, const struct api_param *p);

/* Does the last operand take as many words as there are? */
bool arguments_repeat(const struct api_param *p);

/* What the elements of such a list are: "user_id"; NULL for other parameters. */
const char *arguments_list_element(const char *param);

/* Gathers and checks everything that can be checked without the network; reads secrets from
 * files or standard input. Names stay as typed, ids of the right form stand in for them. Of a
 * list, --limit counts rows in all, so the page size is chosen here. Returns 0, or -1 with
 * ERR_USAGE. Clear it in either case. */
int arguments_gather(const struct cli *cli, struct arguments *a, struct err *e)
	__attribute__((warn_unused_result));

/* Puts ids in the place of names. must_exist: an id is looked up as well, so that a question
 * can name the person. Returns as resolve_name. */
int arguments_resolve(const struct cli *cli, struct api_client *c, bool must_exist,
	struct arguments *a, struct err *e) __attribute__((warn_unused_result));

/* NULL when it was not given. */
const char *arguments_value(const struct arguments *a, const char *name);

/* Sets or replaces an argument by a copy of value. Returns 0 or -1. */
int arguments_set(struct arguments *a, const char *name, const char *value, struct err *e)
	__attribute__((warn_unused_result));

/* Takes an argument away, if it is there. */
void arguments_drop(struct arguments *a, const char *name);

/* What a person writes for a parameter: USER for user_id. Returns dst. */
const char *arguments_operand_word(char dst[64], const char *name);

void arguments_clear(struct arguments *a);

#define auto_arguments __attribute__((cleanup(arguments_clear))) struct arguments

#endif
