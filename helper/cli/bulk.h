/* SPDX-License-Identifier: MIT */
/* bulk: several calls in one, of which each may fail by itself. */
#ifndef CLI_BULK_H
#define CLI_BULK_H

#include <cjson/cJSON.h>

#include "api/api.h"

/* Looks through the answers to the inner calls. Returns 0 when all went well or the row is another
 * one, or -1 with ERR_PARTLY naming the first that failed. */
int bulk_judge(const struct api_op *op, const cJSON *response, struct err *e)
	__attribute__((warn_unused_result));

#endif
