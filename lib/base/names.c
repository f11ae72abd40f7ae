/* SPDX-License-Identifier: MIT */
/* Lists of names: few entries, read often, changed only while loading. */
#include "base/names.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

int
names_add(struct names *n, const char *name)
{
	char **grown;

	if (n->count == NAMES_MAX)
		return -1;
	grown = reallocarray(n->name, n->count + 1, sizeof(*grown));
	if (grown == NULL)
		return -1;
	n->name = grown;
	n->name[n->count] = strdup(name);
	if (n->name[n->count] == NULL)
		return -1;
	n->count++;
	return 0;
}

bool
names_has(const struct names *n, const char *name)
{
	for (size_t i = 0; i < n->count; i++)
		if (strcmp(n->name[i], name) == 0)
			return true;
	return false;
}

bool
names_match(const struct names *n, const char *name)
{
	for (size_t i = 0; i < n->count; i++)
		if (fnmatch(n->name[i], name, 0) == 0)
			return true;
	return false;
}

void
names_clear(struct names *n)
{
	for (size_t i = 0; i < n->count; i++)
		free(n->name[i]);
	free(n->name);
	*n = (struct names){ 0 };
}
