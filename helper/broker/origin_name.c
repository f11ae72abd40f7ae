/* SPDX-License-Identifier: MIT */
/* Finds out who is behind a request from what the peer may be believed. Pure. */
#include "helper/broker/origin_name.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/address.h"
#include "helper/broker/origin.h"

#define ADDRESS "address "

/* One machine has the last 64 bits of its address to itself. */
static void
address_name(const char *rhost, char ret_name[static ORIGIN_NAME_SIZE])
{
	char text[INET6_ADDRSTRLEN] = "";
	struct in6_addr a;
	size_t len = strcspn(rhost, "%"); /* a zone is this host's word for a network card */

	if (len < sizeof(text))
		(void)snprintf(text, sizeof(text), "%.*s", (int)len, rhost);
	address_plain(text);
	if (inet_pton(AF_INET6, text, &a) != 1) {
		(void)snprintf(ret_name, ORIGIN_NAME_SIZE, ADDRESS "%s",
			inet_pton(AF_INET, text, &a) == 1 ? text : rhost);
		for (char *p = ret_name; *p != '\0'; p++)
			*p = (char)tolower((unsigned char)*p);
	} else if (IN6_IS_ADDR_LINKLOCAL(&a)) { /* the network is everybody on this wire */
		(void)snprintf(ret_name, ORIGIN_NAME_SIZE, ADDRESS "%s", text);
	} else {
		memset(&a.s6_addr[8], 0, 8);
		(void)inet_ntop(AF_INET6, &a, text, sizeof(text));
		(void)snprintf(ret_name, ORIGIN_NAME_SIZE, ADDRESS "%s/64", text);
	}
}

void
origin_name(const struct door_request *r, enum service_class c,
	char ret_name[static ORIGIN_NAME_SIZE])
{
	if (r->peer_uid != 0)
		(void)snprintf(ret_name, ORIGIN_NAME_SIZE, "uid %u", (unsigned)r->peer_uid);
	else if (c == CLASS_ELEVATION && r->caller[0] != '\0')
		(void)snprintf(ret_name, ORIGIN_NAME_SIZE, "caller %s", r->caller);
	else if (r->rhost[0] != '\0')
		address_name(r->rhost, ret_name);
	else
		(void)snprintf(ret_name, ORIGIN_NAME_SIZE, "user %s", r->user);
}

unsigned
origin_name_weight(const char *name)
{
	return strncmp(name, ADDRESS, sizeof(ADDRESS) - 1) == 0 ? ORIGIN_OFFICE : 1;
}
