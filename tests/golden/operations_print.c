/* SPDX-License-Identifier: MIT */
/* Prints the list of operations of doorward(1) from the operation table. */
#include <stdio.h>
#include <string.h>

#include "api/operation.h"

/* One line each: "Takes", then the names, the last with a full stop. */
static void
print_names(const struct api_op *op)
{
	const char *before = NULL;

	for (const struct api_param *p = op->params; p->name != NULL; p++) {
		if ((p->flags & API_UNDOCUMENTED) != 0)
			continue;
		if (before != NULL)
			(void)printf(".Ar %s ,\n", before);
		else
			(void)puts("Takes");
		before = p->name;
	}
	if (before != NULL)
		(void)printf(".Ar %s .\n", before);
}

int
main(void)
{
	(void)puts(".Bl -tag -width Ds");
	for (const struct api_op *op = api_operations; op->name != NULL; op++) {
		(void)printf(".It Cm %s\n%s", op->name, op->title);
		if (op->command != NULL)
			(void)printf(":\n.Cm %s .\n", op->command);
		else
			(void)puts(".");
		print_names(op);
	}
	(void)puts(".El");
	return 0;
}
