/* SPDX-License-Identifier: MIT */
/* What somebody is going to be called; see API_NEW_NAME. */
#ifndef API_CHECK_NAME_H
#define API_CHECK_NAME_H

#include "api/operation.h"
#include "base/err.h"

/* value has the type of p already. Returns 0, or -1 with ERR_USAGE that names p, the name and what it
 * hides. */
int check_new_name(const struct api_param *p, const char *value, struct err *e)
	__attribute__((warn_unused_result));

#endif
