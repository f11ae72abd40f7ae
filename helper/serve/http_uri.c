/* SPDX-License-Identifier: MIT */
/* Refuses request targets that two readers could take for two different paths. */
#include "helper/serve/http_uri.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = c != '\0' ? strchr(digits, tolower((unsigned char)c)) : NULL;

	return found != NULL ? (int)(found - digits) : -1;
}

/* The character at s, decoded; *ret_len is how many bytes it took. -1 for a broken escape. */
static int
decode_at(const char *s, size_t *ret_len)
{
	*ret_len = 1;
	if (*s != '%')
		return (unsigned char)*s;
	if (hex_digit(s[1]) < 0 || hex_digit(s[2]) < 0)
		return -1;
	*ret_len = 3;
	return hex_digit(s[1]) * 16 + hex_digit(s[2]);
}

/* A segment that means "here" or "above", however it is written. */
static bool
has_dot_segment(const char *path)
{
	while (*path == '/') {
		size_t dots = 0, others = 0, len;

		for (path++; *path != '\0' && *path != '/' && *path != '?'; path += len)
			if (decode_at(path, &len) == '.')
				dots++;
			else
				others++;
		if (others == 0 && (dots == 1 || dots == 2))
			return true;
	}
	return false;
}

const char *
http_uri_fault(const char *uri)
{
	bool in_query = false;
	size_t len;

	if (uri[0] != '/')
		return "the request target must begin with a slash";
	for (const char *s = uri; *s != '\0'; s += len) {
		int c = decode_at(s, &len);

		if ((unsigned char)*s <= ' ' || (unsigned char)*s >= 0x7f || *s == '#')
			return "the request target holds what must be percent-encoded";
		if (c < 0)
			return "the request target holds a broken percent-encoding";
		if (c == 0)
			return "the request target holds a NUL character";
		in_query = in_query || *s == '?';
		if (in_query)
			continue;
		if (c == '\\' || (c == '/' && len == 3) || c < ' ' || c == 0x7f)
			return "the path holds an encoded slash, a backslash or control characters";
	}
	return has_dot_segment(uri) ? "the path holds a dot segment" : NULL;
}
