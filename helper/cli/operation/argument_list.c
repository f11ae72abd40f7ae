/* SPDX-License-Identifier: MIT */
/* Keeps the arguments of one call, and knows what a row's operands are. */
#include "helper/cli/operation/argument_list.h"

#include <ctype.h>
#include <stdio.h>
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

/* Lists of ids that may be given as words, each a name. */
static const struct {
	const char *param, *element;
} id_lists[] = { { "user_id_list", "user_id" } };

const char *
arguments_list_element(const char *param)
{
	for (size_t i = 0; i < sizeof(id_lists) / sizeof(id_lists[0]); i++)
		if (strcmp(id_lists[i].param, param) == 0)
			return id_lists[i].element;
	return NULL;
}

bool
arguments_repeat(const struct api_param *p)
{
	return arguments_list_element(p->name) != NULL;
}

const struct api_param *
arguments_operand(const struct api_op *op, size_t n)
{
	size_t i = 0;

	for (const char *s = strchr(op->path, '{'); s != NULL; s = strchr(s + 1, '{')) {
		char name[64];

		(void)snprintf(name, sizeof(name), "%.*s", (int)strcspn(s + 1, "}"), s + 1);
		if (i++ == n)
			return api_param_find(op, name);
	}
	for (const struct api_param *p = op->params; p->name != NULL; p++)
		if ((p->flags & (API_REQUIRED | API_SECRET | API_PATH)) == API_REQUIRED &&
			p->excludes == NULL && i++ == n)
			return p;
	return NULL;
}

const char *
arguments_operand_word(char dst[64], const char *name)
{
	const char *element = strcmp(name, "users") == 0 ? "file" : arguments_list_element(name);
	size_t len;

	name = element != NULL ? element : name;
	len = strlen(name);
	if (len > 3 && strcmp(name + len - 3, "_id") == 0 && resolve_wants(name))
		len -= 3;
	(void)snprintf(dst, 64, "%.*s", (int)len, name);
	for (char *s = dst; *s != '\0'; s++)
		*s = (char)toupper((unsigned char)*s);
	return dst;
}
