/* SPDX-License-Identifier: MIT */
/* Accepts conversations and gives each to one of a bounded set of threads. */
#ifndef BROKER_SERVER_H
#define BROKER_SERVER_H

#include "helper/broker/site.h"

struct server;

/* Takes over the listening descriptor. Returns 0, or -1. */
int server_new(int listen_fd, struct site *site, struct server **ret_server, struct err *e)
	__attribute__((warn_unused_result));

/* Accepts one waiting connection, if any, and hands it over. While every thread is busy it
 * returns at once and leaves the connection in the backlog: see server_ready. */
void server_accept(struct server *s);

/* Is there a free thread, and as far as is known a descriptor, for another conversation? */
bool server_ready(struct server *s);

/* Readable when a thread has become free after server_ready said no. */
int server_wake_fd(const struct server *s);

/* New conversations use the new site; running ones end with the old one. Takes over the hold. */
void server_replace_site(struct server *s, struct site *site);

/* For comparing before a replacement; borrowed, valid until server_replace_site. */
const struct site *server_site(const struct server *s);

/* Lets conversations end for a second, cuts the rest short, waits for the threads, frees. */
void server_free(struct server *s);

/* Makes a listening socket at path (mode 0666: who may ask for what is decided for each request),
 * replacing a socket that nobody listens on. Returns the descriptor, or -1. */
int server_listen(const char *path, struct err *e) __attribute__((warn_unused_result));

#endif
