/* SPDX-License-Identifier: MIT */
/* Asks before something is destroyed. */
#ifndef OPERATION_CONFIRM_H
#define OPERATION_CONFIRM_H

#include "helper/cli/operation/argument_list.h"

/* Will confirm_ask ask? When the call destroys something, its arguments considered; at a terminal
 * also when it shuts people out or lets them in, which scripts do without a question. */
bool confirm_asks(const struct cli *cli, const struct arguments *a);

/* May a question be asked at all? Returns 0, or -1 with ERR_USAGE when there is neither a
 * terminal nor --yes. To be called before anything is sent. */
int confirm_possible(const struct cli *cli, const struct arguments *a, struct err *e)
	__attribute__((warn_unused_result));

/* Asks on the terminal, unless --yes answered; people = how many are hit. Returns 0 to go on, -1 with ERR_OTHER when the
 * answer was no. */
int confirm_ask(const struct cli *cli, const struct arguments *a, int64_t people, struct err *e)
	__attribute__((warn_unused_result));

#endif
