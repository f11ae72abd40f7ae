/* SPDX-License-Identifier: MIT */
/* Which directory user hides behind a computer username. Pure. */
#ifndef POLICY_MAP_H
#define POLICY_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/names.h"

#define MAP_USER_SIZE 257 /* bytes of a directory username, terminator included */

/* Tried in this order; the first that applies wins. */
struct map_rules {
	struct names users;	   /* exact table: "local=directory" */
	struct names strip_suffix; /* "@corp.example": taken off the end of the local name */
	const char *name_template; /* "%u@corp.example"; "" = no template. "%u" is the name,
				      after a suffix was taken off; "%%" is a percent sign */
	bool identity;		   /* otherwise the local name itself; false = unmapped */
};

/* MAP_FILE and MAP_DIRECTORY are answers of files, which are asked behind the table
 * (helper/door/mapping.h); map_user never gives them. */
enum map_how {
	MAP_NONE,
	MAP_TABLE,
	MAP_FILE,
	MAP_DIRECTORY,
	MAP_SUFFIX,
	MAP_TEMPLATE,
	MAP_IDENTITY,
};

const char *map_how_word(enum map_how how);

/* Maps local (what NSS calls the user). Returns the rule that applied with ret_user filled, or
 * MAP_NONE with ret_user empty: no rule applies, or the result would not fit. */
enum map_how map_user(const struct map_rules *r, const char *local,
	char ret_user[MAP_USER_SIZE]);

/* Are the rules well-formed: entries "local=directory" with both sides, no local name twice, a
 * template with exactly one %u? Returns 0, or -1 with an error naming the entry. */
int map_check(const struct map_rules *r, struct err *e) __attribute__((warn_unused_result));

#endif
