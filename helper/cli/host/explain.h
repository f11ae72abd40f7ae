/* SPDX-License-Identifier: MIT */
/* What `doorward explain` found out, between finding it out and showing it. */
#ifndef HOST_EXPLAIN_H
#define HOST_EXPLAIN_H

#include <cjson/cJSON.h>
#include <stdio.h>

#include "helper/cli/cli.h"
#include "helper/door/door.h"

struct explanation {
	const struct conf *conf;
	struct door_request request; /* its phase is that of the last one decided */
	struct door_case c;
	bool asked;	   /* the directory was to be asked */
	int64_t took_ms;   /* the look-up */
	cJSON *user;	   /* the directory's object, owned; NULL = unknown or not to be had */
	bool decided[PHASE_COUNT];
	enum finding finding[PHASE_COUNT]; /* by phase: auth may need what account does not */
	enum verdict verdict[PHASE_COUNT];
	bool preauth_asked;
	struct standing preauth; /* what the Auth API says while a code is being typed */
	struct err preauth_err;
};

/* The name of the code that PAM gets for a verdict. */
const char *explain_pam_name(enum verdict v);

/* The option that settles a finding in this phase, NULL when none does. */
const char *explain_option(enum finding f, enum phase phase);

/* How to change a finding, NULL when there is nothing to say; "%s" in it stands for the directory
 * user. */
const char *explain_remedy(enum finding f);

/* Prints for people. Returns 0 or -1. */
int explain_print(const struct explanation *x, FILE *f, struct err *e)
	__attribute__((warn_unused_result));

/* The same as one JSON object, owned by the caller; NULL without memory. */
cJSON *explain_json(const struct explanation *x);

#endif
