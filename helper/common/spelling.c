/* SPDX-License-Identifier: MIT */
/* Compares names as people type them: commands, options, formats and columns suggest alike. */
#include "helper/common/spelling.h"

#include <string.h>

#include "base/text.h"

#define NEAREST_MAX 2 /* edits between a typed word and a suggestion */

bool
spelling_same(const char *a, size_t len, const char *name)
{
	if (strlen(name) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (a[i] != name[i] && !(a[i] == '-' && name[i] == '_') &&
			!(a[i] == '_' && name[i] == '-'))
			return false;
	return true;
}

const char *
spelling_of(char dst[SPELLING_SIZE], const char *name)
{
	size_t i = 0;

	for (; name[i] != '\0' && i < SPELLING_SIZE - 1; i++)
		dst[i] = name[i] == '_' ? '-' : name[i];
	dst[i] = '\0';
	return dst;
}

void
nearest_try(struct nearest *n, const char *name)
{
	char a[SPELLING_SIZE], b[SPELLING_SIZE];
	size_t distance = text_distance(spelling_of(a, n->typed), spelling_of(b, name));
	bool starts = strlen(a) >= 3 && strncmp(a, b, strlen(a)) == 0;

	if (starts && distance > NEAREST_MAX)
		distance = NEAREST_MAX;
	if (distance <= NEAREST_MAX && distance < strlen(n->typed) &&
		(n->name == NULL || distance < n->distance)) {
		n->name = name;
		n->distance = distance;
	}
}

const char *
nearest_name(const struct nearest *n)
{
	return n->name;
}
