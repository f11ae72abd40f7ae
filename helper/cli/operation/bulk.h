/* SPDX-License-Identifier: MIT */
/* bulk: several calls in one, of which each may fail by itself. */
#ifndef OPERATION_BULK_H
#define OPERATION_BULK_H

#include "helper/cli/operation/special.h"

/* Hook of special.h: looks through the answers to the inner calls. Returns 0 when all went well, or
 * -1 with ERR_PARTLY naming the first that failed. */
int bulk_judge(const struct special_call *c, const cJSON *response, struct err *e)
	__attribute__((warn_unused_result));

#endif
