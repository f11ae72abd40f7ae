/* SPDX-License-Identifier: MIT */
/* Takes numeric addresses apart and knows which of them stay on this host. */
#include "base/listen_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "base/text.h"

int
listen_address_parse(const char *text, struct listen_address *ret_address)
{
	const char *colon = strrchr(text, ':');
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	struct sockaddr_in four = { .sin_family = AF_INET };
	bool bracketed = text[0] == '[';
	char host[INET6_ADDRSTRLEN];
	size_t len;
	int64_t port;

	if (colon == NULL || text_to_int(colon + 1, 0, 65535, &port) != 0)
		return -1;
	len = (size_t)(colon - text);
	if (bracketed && (len < 2 || text[len - 1] != ']'))
		return -1;
	len -= bracketed ? 2 : 0;
	if (len >= sizeof(host))
		return -1;
	memcpy(host, text + (bracketed ? 1 : 0), len);
	host[len] = '\0';
	six.sin6_port = four.sin_port = htons((uint16_t)port);
	if (bracketed ? inet_pton(AF_INET6, host, &six.sin6_addr) != 1
		      : inet_pton(AF_INET, host, &four.sin_addr) != 1)
		return -1;
	*ret_address = (struct listen_address){ .len = bracketed ? sizeof(six) : sizeof(four) };
	memcpy(&ret_address->address, bracketed ? (const void *)&six : (const void *)&four,
		ret_address->len);
	return 0;
}

bool
listen_address_is_loopback(const struct sockaddr_storage *address)
{
	struct sockaddr_in6 six;
	struct sockaddr_in four;

	switch (address->ss_family) {
	case AF_INET:
		memcpy(&four, address, sizeof(four));
		return ntohl(four.sin_addr.s_addr) >> 24 == 127;
	case AF_INET6:
		memcpy(&six, address, sizeof(six));
		return IN6_IS_ADDR_LOOPBACK(&six.sin6_addr);
	default:
		return false;
	}
}
