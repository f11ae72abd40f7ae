/* SPDX-License-Identifier: MIT */
/* Who is at the other end of a connection, in words for the log. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "base/address.h"
#include "helper/serve/http_private.h"

static void
name_address(const struct sockaddr *address, char ret_from[AUDIT_FROM_SIZE])
{
	char text[INET6_ADDRSTRLEN] = "";
	struct sockaddr_in6 six;
	struct sockaddr_in four;

	if (address->sa_family == AF_INET) {
		memcpy(&four, address, sizeof(four));
		(void)inet_ntop(AF_INET, &four.sin_addr, text, sizeof(text));
		(void)snprintf(ret_from, AUDIT_FROM_SIZE, "%s:%u", text, ntohs(four.sin_port));
	} else if (address->sa_family == AF_INET6) {
		memcpy(&six, address, sizeof(six));
		(void)inet_ntop(AF_INET6, &six.sin6_addr, text, sizeof(text));
		address_plain(text);
		(void)snprintf(ret_from, AUDIT_FROM_SIZE,
			strchr(text, ':') != NULL ? "[%s]:%u" : "%s:%u", text,
			ntohs(six.sin6_port));
	}
}

void
peer_name(const struct http_exchange *x, char ret_from[AUDIT_FROM_SIZE])
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(x->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	ret_from[0] = '\0';
	if (x->connection != NULL && x->connection->has_uid)
		audit_name_process(ret_from, x->connection->uid, x->connection->pid);
	else if (!x->listener->local && info != NULL && info->client_addr != NULL)
		name_address(info->client_addr, ret_from);
}
