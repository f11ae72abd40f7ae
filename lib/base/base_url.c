/* SPDX-License-Identifier: MIT */
/* Takes addresses apart strictly: what is not understood whole is refused. */
#include "base/base_url.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

#define SCHEME	"https://"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS	"0123456789"

static int
refuse(struct err *e)
{
	return err_set(e, ERR_CONFIG, "must read https://HOST[:PORT][/PATH]");
}

static int
take_path(const char *path, struct base_url *u)
{
	size_t len = strlen(path);

	while (len > 0 && path[len - 1] == '/')
		len--;
	if (len > BASE_URL_PATH_MAX || strspn(path, LETTERS DIGITS "._~-/") < len ||
		strstr(path, "//") != NULL || strstr(path, "/.") != NULL)
		return -1;
	memcpy(u->path, path, len);
	u->path[len] = '\0';
	return 0;
}

int
base_url_parse(const char *text, struct base_url *ret_url, struct err *e)
{
	struct base_url u = { .port = 443 };
	const char *host = text + strlen(SCHEME), *rest;
	char port[6];
	size_t len;
	int64_t number = 443;

	if (strncmp(text, SCHEME, strlen(SCHEME)) != 0)
		return refuse(e);
	len = strspn(host, LETTERS DIGITS ".-");
	if (len == 0 || len > BASE_URL_HOST_MAX || host[0] == '-' || host[0] == '.')
		return refuse(e);
	memcpy(u.host, host, len); /* and zeros behind it */
	text_lower(u.host);
	rest = host + len;
	if (*rest == ':') {
		len = strspn(++rest, DIGITS);
		if (len == 0 || len >= sizeof(port))
			return refuse(e);
		memcpy(port, rest, len);
		port[len] = '\0';
		if (text_to_int(port, 1, 65535, &number) != 0)
			return refuse(e);
		rest += len;
	}
	u.port = (int)number;
	if ((*rest != '\0' && *rest != '/') || take_path(rest, &u) != 0)
		return refuse(e);
	*ret_url = u;
	return 0;
}
