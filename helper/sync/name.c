/* SPDX-License-Identifier: MIT */
/* The rules for computer usernames, see name.h. */
#include "helper/sync/name.h"

#include <string.h>
#include <strings.h>

#include "base/directory.h"
#include "base/text.h"

static size_t
length_without_suffix(const struct names *suffixes, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < suffixes->count; i++) {
		size_t cut = strlen(suffixes->name[i]);

		if (cut < len && strcasecmp(name + len - cut, suffixes->name[i]) == 0)
			return len - cut;
	}
	return len;
}

static char
fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int
name_fold(const char *from, char *ret_name, size_t size)
{
	if (text_copy(ret_name, size, from) != 0)
		return -1;
	for (char *c = ret_name; *c != '\0'; c++)
		*c = fold(*c);
	return 0;
}

bool
name_make(const struct name_rules *r, const char *from, char ret_name[NAME_SIZE],
	const char **ret_why)
{
	const char *slash = strrchr(from, '\\');
	const char *name = slash != NULL ? slash + 1 : from;
	size_t len = length_without_suffix(r->strip_suffix, name), to = 0;

	*ret_why = "it is empty";
	if (len == 0)
		return false;
	*ret_why = "it is longer than 32 characters";
	for (size_t i = 0; i < len; i++) {
		char c = fold(name[i]);

		if ((unsigned char)c >= 0x80 && ((unsigned char)c & 0xc0) == 0x80 && to > 0)
			continue; /* one character outside ASCII is replaced once */
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789._-", c) == NULL) {
			*ret_why = "it holds a character that is not allowed there";
			if (r->replace == '\0')
				return false;
			c = r->replace;
			*ret_why = "it is longer than 32 characters";
		}
		if (to == NAME_SIZE - 1)
			return false;
		ret_name[to++] = c;
	}
	ret_name[to] = '\0';
	*ret_why = "it does not begin with a letter";
	return (ret_name[0] == '_' || (ret_name[0] >= 'a' && ret_name[0] <= 'z')) &&
		directory_name_ok(ret_name);
}

int
name_expand(const char *template, const char *name, char *ret_text, size_t size)
{
	size_t to = 0;

	for (const char *p = template; *p != '\0'; p++) {
		const char *part = p;
		size_t len = 1;

		if (*p == '%') {
			p++;
			part = *p == 'u' ? name : p;
			len = *p == 'u' ? strlen(name) : 1;
		}
		if (to + len >= size)
			return -1;
		memcpy(ret_text + to, part, len);
		to += len;
	}
	ret_text[to] = '\0';
	return 0;
}
