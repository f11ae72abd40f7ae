/* SPDX-License-Identifier: MIT */
/* user verify: a push to one phone, and its answer. */
#ifndef CLI_VERIFY_H
#define CLI_VERIFY_H

#include "helper/cli/arguments.h"

#define VERIFY_WAIT_S 120 /* the service forgets the answer after that */

/* Is this the call that sends a verification push? */
bool verify_is(const struct api_op *op);

/* Chooses the phone when none was named: the user's only one that takes a push. Returns 0, or -1:
 * ERR_NOT_FOUND without one; ERR_USAGE with several, naming them. */
int verify_choose_phone(const struct cli *cli, struct api_client *c, struct arguments *a,
	struct err *e) __attribute__((warn_unused_result));

/* How long to wait: --wait, at most VERIFY_WAIT_S; 0 = not at all. Returns 0, or -1 with
 * ERR_USAGE. */
int verify_seconds(const struct cli *cli, int64_t *ret_seconds, struct err *e)
	__attribute__((warn_unused_result));

/* Waits for the answer to the push that sent describes. Returns 0 with an object of what was sent
 * and "result", which the caller frees; or -1. */
int verify_wait(const struct cli *cli, struct api_client *c, const struct arguments *a,
	const cJSON *sent, cJSON **ret_result, struct err *e) __attribute__((warn_unused_result));

/* Turns a result into success or the error: ERR_REFUSED, ERR_TIMEOUT. */
int verify_judge(const struct arguments *a, const cJSON *result, struct err *e)
	__attribute__((warn_unused_result));

#endif
