/* SPDX-License-Identifier: MIT */
/* Finds the text of values inside JSON, for what must keep its bytes: ids, lists, long numbers.
 * Everything here wants text that json_check has passed. */
#ifndef MCP_RAW_H
#define MCP_RAW_H

#include <stdbool.h>
#include <stddef.h>

struct cJSON;

struct raw {
	const char *text; /* NULL = there is none */
	size_t len;
};

/* A walk through the members of an object, in the order in which the parser lists them. */
struct raw_walk {
	const char *p, *end;
};

/* Starts at the first member; an object without members, and what is no object, have none. */
struct raw_walk raw_members(struct raw object);

/* The value of the next member. Returns false after the last. */
bool raw_next(struct raw_walk *w, struct raw *ret_value);

/* The text of the value that the tree has as child of object, whose own text is in raw. */
struct raw raw_of(struct raw raw, const struct cJSON *object, const struct cJSON *child);

#endif
