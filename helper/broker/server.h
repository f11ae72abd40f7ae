/* SPDX-License-Identifier: MIT */
/* The door of the broker: lets conversations in, keeps the configuration that they begin with, and
 * sends them home at the end. */
#ifndef BROKER_SERVER_H
#define BROKER_SERVER_H

#include "helper/broker/broker.h"

struct server;

/* Takes over the listening descriptor (-1 = none) and the site. Accepts from now on, but nobody
 * before a signal that has come before (signal_fd, borrowed; -1 = none). Returns 0, or -1: then
 * both are still the caller's. */
int server_new(int listen_fd, int signal_fd, struct site *site, struct server **ret_server,
	struct err *e) __attribute__((warn_unused_result));

/* Serves one connection that is there already; takes fd over. Returns when it has ended. */
void server_serve_one(struct server *s, int fd);

/* While a signal is pending or being acted upon, whoever comes waits: a conversation that began after
 * a SIGHUP is served by what that brought. To be called before the signal is taken, and after. */
void server_hold(struct server *s);
void server_go_on(struct server *s);

/* New conversations use the new site; running ones end with the old one. Takes over the hold. */
void server_replace_site(struct server *s, struct site *site);

/* For comparing before a replacement; borrowed, valid until server_replace_site. */
const struct site *server_site(const struct server *s);

/* Nobody comes any more; whoever waits for a person is told that the service restarts, the others
 * have a second to end. Ends the threads and frees. */
void server_free(struct server *s);

/* Makes a listening socket at path (mode 0666: who may ask for what is decided for each request),
 * replacing a socket that nobody listens on. Returns the descriptor, or -1. */
int server_listen(const char *path, struct err *e) __attribute__((warn_unused_result));

#endif
