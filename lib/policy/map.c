/* SPDX-License-Identifier: MIT */
/* Applies the mapping rules; login, `doorward explain` and `doorward map` share this one way. */
#include "policy/map.h"

#include <string.h>

#include "base/text.h"

static const char *const how_words[] = {
	[MAP_NONE] = "no rule",
	[MAP_TABLE] = "map.users",
	[MAP_FILE] = "map.file",
	[MAP_DIRECTORY] = "directory file",
	[MAP_SUFFIX] = "map.strip_suffix",
	[MAP_TEMPLATE] = "map.template",
	[MAP_IDENTITY] = "map.identity",
};

const char *
map_how_word(enum map_how how)
{
	return how_words[how <= MAP_IDENTITY ? how : MAP_NONE];
}

/* The directory side of a table entry whose local side is name, else NULL. */
static const char *
table_find(const struct names *table, const char *name)
{
	size_t len = strlen(name);

	if (strchr(name, '=') != NULL)
		return NULL; /* entries are split at the first '=': none can name this user */
	for (size_t i = 0; i < table->count; i++)
		if (strncmp(table->name[i], name, len) == 0 && table->name[i][len] == '=')
			return table->name[i] + len + 1;
	return NULL;
}

static bool
suffix_strip(const struct names *suffixes, const char *name, char ret_name[MAP_USER_SIZE])
{
	size_t len = strlen(name);

	for (size_t i = 0; i < suffixes->count; i++) {
		size_t cut = strlen(suffixes->name[i]);

		if (cut == 0 || cut >= len || strcmp(name + len - cut, suffixes->name[i]) != 0)
			continue;
		memcpy(ret_name, name, len - cut);
		ret_name[len - cut] = '\0';
		return true;
	}
	memcpy(ret_name, name, len + 1);
	return false;
}

static int
template_expand(const char *template, const char *name, char ret_user[MAP_USER_SIZE])
{
	struct text_buf b = { .limit = MAP_USER_SIZE - 1 };
	int rc = -1;

	for (const char *p = template; *p != '\0'; p++) {
		if (p[0] == '%' && p[1] == 'u') {
			text_buf_puts(&b, name);
			p++;
		} else {
			text_buf_add(&b, p, 1);
			if (p[0] == '%' && p[1] == '%')
				p++;
		}
	}
	if (!b.failed && b.len > 0)
		rc = text_copy(ret_user, MAP_USER_SIZE, b.data);
	text_buf_clear(&b);
	return rc;
}

enum map_how
map_user(const struct map_rules *r, const char *local, char ret_user[MAP_USER_SIZE])
{
	const char *found = table_find(&r->users, local);
	char name[MAP_USER_SIZE];
	bool stripped;

	ret_user[0] = '\0';
	if (local[0] == '\0' || strlen(local) >= MAP_USER_SIZE)
		return MAP_NONE;
	if (found != NULL)
		return text_copy(ret_user, MAP_USER_SIZE, found) == 0 ? MAP_TABLE : MAP_NONE;
	stripped = suffix_strip(&r->strip_suffix, local, name);
	if (r->name_template != NULL && r->name_template[0] != '\0' &&
		strcmp(r->name_template, "%u") != 0) {
		if (template_expand(r->name_template, name, ret_user) == 0)
			return MAP_TEMPLATE;
		ret_user[0] = '\0';
		return MAP_NONE;
	}
	if (!stripped && !r->identity)
		return MAP_NONE;
	if (text_copy(ret_user, MAP_USER_SIZE, name) != 0)
		return MAP_NONE;
	return stripped ? MAP_SUFFIX : MAP_IDENTITY;
}

static int
template_check(const char *template, struct err *e)
{
	int users = 0;

	for (const char *p = template; *p != '\0'; p++) {
		if (*p != '%')
			continue;
		p++;
		if (*p == 'u')
			users++;
		else if (*p != '%')
			return err_set(e, ERR_CONFIG,
				"map.template: only %%u and %%%% may follow a percent sign");
	}
	if (template[0] != '\0' && users != 1)
		return err_set(e, ERR_CONFIG, "map.template: must hold %%u exactly once");
	return 0;
}

int
map_check(const struct map_rules *r, struct err *e)
{
	for (size_t i = 0; i < r->users.count; i++) {
		const char *entry = r->users.name[i];
		const char *equals = strchr(entry, '=');
		char local[MAP_USER_SIZE];

		if (equals == NULL || equals == entry || equals[1] == '\0')
			return err_set(e, ERR_CONFIG,
				"map.users: entry %zu must read \"local=directory\"", i + 1);
		if ((size_t)(equals - entry) >= sizeof(local) || strlen(equals) > sizeof(local))
			return err_set(e, ERR_CONFIG, "map.users: entry %zu is too long", i + 1);
		memcpy(local, entry, (size_t)(equals - entry));
		local[equals - entry] = '\0';
		if (table_find(&r->users, local) != equals + 1)
			return err_set(e, ERR_CONFIG, "map.users: \"%s\" is mapped twice", local);
	}
	return template_check(r->name_template != NULL ? r->name_template : "", e);
}
