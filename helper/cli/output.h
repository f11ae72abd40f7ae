/* SPDX-License-Identifier: MIT */
/* Where answers go: standard output, or a new file that nobody else can read. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdio.h>

#include "helper/cli/cli.h"
#include "helper/print/print.h"

struct output {
	FILE *file;
	const char *path; /* NULL = standard output */
	bool terminal;
	size_t width; /* of the terminal in columns; 0 = none, or not known */
	bool kept; /* the file holds what it should */
};

/* Opens the place for an answer before anything is sent. Codes (API_SECRET_ANSWER) go to a
 * terminal or into --out FILE; elsewhere only with --force. The file must not exist; it is made
 * with mode 0600. Returns 0, or -1 with ERR_USAGE or ERR_OTHER. */
int output_open(const struct cli *cli, struct output *ret_output, struct err *e)
	__attribute__((warn_unused_result));

/* How rows are printed there, as the options of the command say; columns as in struct api_op. */
struct print_options output_options(const struct cli *cli, const struct output *o,
	const char *columns);

/* Prints one value, or each element of a list. Returns as print_row. */
int output_print(const struct print_options *options, const cJSON *value, struct err *e)
	__attribute__((warn_unused_result));

/* Before standard input is read: says so where a person types it. */
void output_tell_input(void);

/* Makes sure that everything is on the disk. Returns 0, or -1. */
int output_finish(struct output *o, struct err *e) __attribute__((warn_unused_result));

/* Closes; a file that was not finished is removed. Can be repeated. */
void output_clear(struct output *o);

#define auto_output __attribute__((cleanup(output_clear))) struct output

#endif
