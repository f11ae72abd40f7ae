/* SPDX-License-Identifier: MIT */
/* Keeps the arguments of one call. */
#include "helper/cli/operation/argument_list.h"

#include <string.h>

#include "base/cleanup.h"

const char *
arguments_value(const struct arguments *a, const char *name)
{
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->arg[i].name, name) == 0)
			return a->arg[i].value;
	return NULL;
}

int
arguments_add(struct arguments *a, const char *name, char *value, struct err *e)
{
	auto_wipe owned = value;

	if (owned == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (a->count == ARGUMENTS_MAX)
		return err_set(e, ERR_USAGE, "too many parameters");
	a->arg[a->count] = (struct api_arg){ .name = name, .value = owned };
	a->owned[a->count++] = take_ptr(owned);
	return 0;
}

int
arguments_set(struct arguments *a, const char *name, const char *value, struct err *e)
{
	arguments_drop(a, name);
	return arguments_add(a, name, strdup(value), e);
}

void
arguments_drop(struct arguments *a, const char *name)
{
	for (size_t i = 0; i < a->count; i++) {
		if (strcmp(a->arg[i].name, name) != 0)
			continue;
		cleanup_wipe(&a->owned[i]);
		a->count--;
		a->arg[i] = a->arg[a->count];
		a->owned[i] = take_ptr(a->owned[a->count]);
		return;
	}
}

void
arguments_clear(struct arguments *a)
{
	for (size_t i = 0; i < a->count; i++)
		cleanup_wipe(&a->owned[i]);
	resolve_clear(&a->subject);
	*a = (struct arguments){ 0 };
}
