/* SPDX-License-Identifier: MIT */
/* From the name that a person types to the id that the directory's calls take. */
#ifndef OPERATION_RESOLVE_H
#define OPERATION_RESOLVE_H

#include <cjson/cJSON.h>

#include "api/api.h"

#define RESOLVE_ID_SIZE	   65
#define RESOLVE_LABEL_SIZE 288

/* What a name turned out to be. */
struct resolved {
	char id[RESOLVE_ID_SIZE];
	char label[RESOLVE_LABEL_SIZE]; /* for people: "alice (DU…, Alice Example)" */
	cJSON *object;			/* as the directory showed it, owned; NULL = not fetched */
};

/* Looks a name up. Users: an exact username or alias, else an e-mail address; groups: an exact
 * name. What looks like an id is one; it is fetched only when must_exist. Returns 0, or -1:
 * ERR_NOT_FOUND; ERR_USAGE when several fit, naming them. */
int resolve_name(struct api_client *c, int64_t timeout_ms, const char *param, const char *name,
	bool must_exist, struct resolved *ret_resolved, struct err *e)
	__attribute__((warn_unused_result));

/* Can be repeated. */
void resolve_clear(struct resolved *r);

#define auto_resolved __attribute__((cleanup(resolve_clear))) struct resolved

#endif
