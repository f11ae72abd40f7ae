/* SPDX-License-Identifier: MIT */
/* The address of a listening socket as an administrator writes it. */
#ifndef BASE_LISTEN_ADDRESS_H
#define BASE_LISTEN_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

struct listen_address {
	struct sockaddr_storage address;
	socklen_t len;
};

/* Reads 127.0.0.1:8080 or [::1]:8080; numbers only, so that no name server decides who can reach
 * us. Port 0 is any that is free. Returns 0 or -1. */
int listen_address_parse(const char *text, struct listen_address *ret_address)
	__attribute__((warn_unused_result));

/* Is it reached from this host alone? */
bool listen_address_is_loopback(const struct sockaddr_storage *address);

#endif
