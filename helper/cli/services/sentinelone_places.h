/* SPDX-License-Identifier: MIT */
/* Where a user of the console is to be, and with which role there. */
#ifndef SERVICES_SENTINELONE_PLACES_H
#define SERVICES_SENTINELONE_PLACES_H

#include "helper/cli/services/sentinelone.h"

#define PLACES_MAX 64

enum scope { SCOPE_TENANT, SCOPE_ACCOUNT, SCOPE_SITE, SCOPES };

/* A role somewhere. */
struct place {
	char id[SERVICE_ID_SIZE]; /* "" = the tenant, which has none */
	char name[192];
	char role_id[SERVICE_ID_SIZE];
	char role[128];
};

struct places {
	enum scope scope;
	size_t count;
	struct place place[PLACES_MAX];
};

/* What was asked for. */
struct wish {
	const char *scope, *target, *role, *full_name;
	const char *token; /* "true" or "false"; NULL = as it is */
	bool update_role;
};

/* One update under way. */
struct update {
	struct service_run *run;
	struct wish wish;
	struct service_found user;
	const cJSON *now; /* the user as the console has it */
	struct places before, after;
	bool fell; /* to Viewer */
	struct text_buf changes;
};

/* The word of a scope in the API. Static. */
const char *scope_word(enum scope scope);

/* Reads u->before out of u->now. Returns 0, or -1: the console shows what is not understood. */
int places_read(struct update *u, struct err *e) __attribute__((warn_unused_result));

/* Works out u->after: the place that was wished for, or those of now; in each the role that was
 * wished for, or that of now, or Viewer where that does not exist (u->fell). Asks the console.
 * Returns 0 or -1. */
int places_choose(struct update *u, struct err *e) __attribute__((warn_unused_result));

/* The same places with the same roles, in the same order? */
bool places_equal(const struct places *a, const struct places *b);

#endif
