/* SPDX-License-Identifier: MIT */
/* What is inside a transport: its configuration, and the pool of connections. */
#ifndef API_TRANSPORT_PRIVATE_H
#define API_TRANSPORT_PRIVATE_H

#include <pthread.h>

#include <curl/curl.h>

#include "api/transfer.h"

/* One handle with at most one open connection, used by one thread at a time. */
struct connection {
	struct transfer *transfer;
	CURLM *multi; /* owns the open connection */
};

struct transport {
	const char *name, *address;
	char *ca_file, *proxy, *user_agent, *socket;
	bool proxy_known;
	pthread_mutex_t lock; /* guards the two below; never held across I/O */
	size_t idle_count;
	struct connection *idle[TRANSPORT_IDLE_MAX]; /* the last one is the warmest */
};

/* The warmest idle connection, or a new one; NULL when there is no memory. */
struct connection *pool_take(struct transport *t);

/* Gives it back for later, or closes it when the pool is full. */
void pool_give(struct transport *t, struct connection *c);

void connection_free(struct connection *c);

#endif
