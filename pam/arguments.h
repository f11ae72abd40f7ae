/* SPDX-License-Identifier: MIT */
/* The words behind the module's name in a pam.d line; one table names them all. */
#ifndef PAM_ARGUMENTS_H
#define PAM_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arguments {
	const char *socket;   /* where the broker listens; absolute, fits sun_path */
	const char *broker;   /* a user whose uid the server may have, besides 0 and our own */
	int64_t timeout;      /* seconds of silence, in account also in total; 1 to 60 */
	int64_t auth_timeout; /* seconds in total in auth, prompts excluded; 5 to 600 */
	int64_t min_uid;      /* uids below are let pass without asking the broker; 0 = none */
	bool after_password;  /* the stack proves a first factor before this line */
	bool after_publickey; /* in auth, "ignore" means success once ssh has proven a key */
	bool first_pass;      /* accepted for habit's sake, changes nothing */
};

/* Fills *a with the defaults and then from argv; the strings stay argv's. Returns 0, or -1 with
 * an error that names the argument: a word that is unknown, malformed or there twice. */
int arguments_parse(struct arguments *a, int argc, const char **argv, struct err *e)
	__attribute__((warn_unused_result));

#endif
