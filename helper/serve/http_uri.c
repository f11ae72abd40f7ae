/* SPDX-License-Identifier: MIT */
/* Refuses request targets that two readers could take for two different paths. */
#include "helper/serve/http_uri.h"

#include <stdbool.h>

#include "base/text.h"

/* A segment that means "here" or "above", however it is written. */
static bool
has_dot_segment(const char *path)
{
	while (*path == '/') {
		size_t dots = 0, others = 0, len;

		for (path++; *path != '\0' && *path != '/' && *path != '?'; path += len)
			if (text_percent_decode(path, &len) == '.')
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
		int c = text_percent_decode(s, &len);

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
