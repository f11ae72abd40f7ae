/* SPDX-License-Identifier: MIT */
/* Knows in which spellings an address comes. */
#include "base/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

void
address_plain(char *address)
{
	char text[INET_ADDRSTRLEN];
	struct in6_addr a;

	if (inet_pton(AF_INET6, address, &a) != 1 || !IN6_IS_ADDR_V4MAPPED(&a) ||
		inet_ntop(AF_INET, &a.s6_addr[12], text, sizeof(text)) == NULL ||
		strlen(text) > strlen(address))
		return;
	memcpy(address, text, strlen(text) + 1);
}
