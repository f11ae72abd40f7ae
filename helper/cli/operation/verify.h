/* SPDX-License-Identifier: MIT */
/* user verify: a push to one phone, and its answer. */
#ifndef OPERATION_VERIFY_H
#define OPERATION_VERIFY_H

#include "helper/cli/operation/special.h"

#define VERIFY_WAIT_S 120 /* the service forgets the answer after that */

/* The hooks of special.h. --wait and --no-wait: returns 0, or -1 with ERR_USAGE. */
int verify_ready(const struct cli *cli, const struct arguments *a, struct err *e)
	__attribute__((warn_unused_result));

/* Chooses the phone when none was named: the user's only one that takes a push. Returns 0, or -1:
 * ERR_NOT_FOUND without one; ERR_USAGE with several, naming them. */
int verify_before(struct special_call *c, struct err *e) __attribute__((warn_unused_result));

/* Waits for the answer to the push that sent describes, unless --no-wait. Gives back what was sent
 * and "result". Returns 0 or -1. */
int verify_after(struct special_call *c, const cJSON *sent, cJSON **ret_result, struct err *e)
	__attribute__((warn_unused_result));

/* Turns a result that was waited for into success or the error: ERR_REFUSED, ERR_TIMEOUT. */
int verify_judge(const struct special_call *c, const cJSON *result, struct err *e)
	__attribute__((warn_unused_result));

#endif
