/* SPDX-License-Identifier: MIT */
/* A short list of names or patterns, as configuration files hold them. */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#define NAMES_MAX 4096 /* entries in one list */

struct names {
	size_t count;
	char **name; /* each owned */
	bool set;    /* for who reads a file: it holds this list, which may be empty */
};

/* Appends a copy. Returns 0, or -1 when memory or NAMES_MAX is used up. */
int names_add(struct names *n, const char *name) __attribute__((warn_unused_result));

/* Is name in the list, byte for byte? */
bool names_has(const struct names *n, const char *name);

/* Does one of the patterns (fnmatch(3), no flags) match name? */
bool names_match(const struct names *n, const char *name);

/* Can be repeated. */
void names_clear(struct names *n);

#endif
