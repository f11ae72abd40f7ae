/* SPDX-License-Identifier: MIT */
/* Names as people write them, with '-' for '_', and which one they meant by a slip of the pen. */
#ifndef HELPER_SPELLING_H
#define HELPER_SPELLING_H

#include <stdbool.h>
#include <stddef.h>

#define SPELLING_SIZE 64 /* bytes of one name */

/* A name with '-' for '_', cut to size. Returns dst. */
const char *spelling_of(char dst[SPELLING_SIZE], const char *name);

/* Are the two the same name, '-' and '_' alike? len bytes of a count. */
bool spelling_same(const char *a, size_t len, const char *name);

/* The nearest of names to a mistyped word, NULL when none is near. Both '-' and '_' are alike. */
struct nearest {
	const char *typed;
	const char *name;
	size_t distance;
};

void nearest_try(struct nearest *n, const char *name);
const char *nearest_name(const struct nearest *n);

#endif
