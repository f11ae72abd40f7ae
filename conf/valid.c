/* SPDX-License-Identifier: MIT */
/* Is a text what it says it is: a host's name, a proxy's address? */
#include <string.h>

#include "base/text.h"
#include "conf/reading.h"

static bool
label_is_valid(const char *s, size_t len)
{
	if (len == 0 || len > 63 || s[0] == '-' || s[len - 1] == '-')
		return false;
	for (size_t i = 0; i < len; i++)
		if (s[i] == '\0' || (s[i] != '-' && strchr(LETTERS_DIGITS, s[i]) == NULL))
			return false;
	return true;
}

bool
host_is_valid(const char *s, size_t len)
{
	for (;;) {
		const char *dot = memchr(s, '.', len);
		size_t label = dot != NULL ? (size_t)(dot - s) : len;

		if (!label_is_valid(s, label))
			return false;
		if (dot == NULL)
			return true;
		s += label + 1;
		len -= label + 1;
	}
}

bool
proxy_is_valid(const char *proxy)
{
	static const char scheme[] = "http://";
	const char *host, *at, *colon;
	int64_t port;

	if (strncmp(proxy, scheme, sizeof(scheme) - 1) != 0)
		return false;
	host = proxy + sizeof(scheme) - 1;
	at = strrchr(host, '@');
	if (at != NULL) {
		if (at == host || memchr(host, '/', (size_t)(at - host)) != NULL)
			return false;
		host = at + 1;
	}
	colon = strchr(host, ':');
	return colon != NULL && host_is_valid(host, (size_t)(colon - host)) &&
		text_to_int(colon + 1, 1, 65535, &port) == 0;
}
