/* SPDX-License-Identifier: MIT */
/* A row of the operation table as a command. */
#ifndef OPERATION_OPERATE_H
#define OPERATION_OPERATE_H

#include "helper/cli/cli.h"

/* Gathers, resolves, asks, calls and prints. Returns 0, or -1 with the error. */
int operate_run(const struct cli *cli, struct err *e) __attribute__((warn_unused_result));

#endif
