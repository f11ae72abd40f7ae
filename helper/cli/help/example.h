/* SPDX-License-Identifier: MIT */
/* A command line for each row, for help; tests run every one of them. */
#ifndef HELP_EXAMPLE_H
#define HELP_EXAMPLE_H

#include "helper/cli/cli.h"

/* Adds "doorward user get alice", by noun and verb or (raw) by the row's name. Nothing for rows of
 * which no example is known. */
void example_add(const struct api_op *op, bool raw, struct text_buf *out);

#endif
