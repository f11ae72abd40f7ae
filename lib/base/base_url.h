/* SPDX-License-Identifier: MIT */
/* The address of a service as an administrator writes it, taken apart. */
#ifndef BASE_BASE_URL_H
#define BASE_BASE_URL_H

#include "base/err.h"

#define BASE_URL_HOST_MAX 253 /* RFC 1035, without the last dot */
#define BASE_URL_PATH_MAX 128

struct base_url {
	char host[BASE_URL_HOST_MAX + 1]; /* in lower case */
	int port;			  /* 443 unless the address says otherwise */
	char path[BASE_URL_PATH_MAX + 1]; /* "" or "/api", never with '/' at the end */
};

/* Reads https://HOST[:PORT][/PATH]: no user, no query, no fragment; the path holds letters,
 * digits and "._~-/" only. Returns 0, or -1 with ERR_CONFIG that says what an address looks
 * like. */
int base_url_parse(const char *text, struct base_url *ret_url, struct err *e)
	__attribute__((warn_unused_result));

#endif
