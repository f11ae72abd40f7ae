/* SPDX-License-Identifier: MIT */
/* Listening sockets for the adapters: made here, so that those of a service manager are no
 * different. */
#ifndef SERVE_LISTEN_H
#define SERVE_LISTEN_H

#include <stdbool.h>

#include "base/err.h"

/* Listens on ADDRESS:PORT. Returns the descriptor, or -1. */
int listen_tcp(const char *address, struct err *e) __attribute__((warn_unused_result));

/* Makes a socket of the UNIX domain that everybody may connect to (who may do what is decided for
 * each request), in the place of one that nobody listens on any more. Returns the descriptor, or
 * -1: ERR_CONFLICT when somebody does. */
int listen_local(const char *path, struct err *e) __attribute__((warn_unused_result));

#define LISTEN_NAME_SIZE 128

/* Where a socket listens, with the port that it got. Returns buf. */
const char *listen_name(int fd, char buf[LISTEN_NAME_SIZE]);

/* Is an inherited descriptor one that can be served? Returns 0, or -1 with ERR_USAGE. */
int listen_check(int fd, struct err *e) __attribute__((warn_unused_result));

/* Is it one of the UNIX domain? */
bool listen_is_local(int fd);

/* Can it only be reached from this host? */
bool listen_is_private(int fd);

#endif
