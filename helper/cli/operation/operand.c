/* SPDX-License-Identifier: MIT */
/* Knows what the operands of a row are; reads nothing but the table, so help can ask. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "helper/cli/operation/argument_list.h"
#include "helper/common/kind.h"

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
