/* SPDX-License-Identifier: MIT */
/* What is inside a client; for the files of this folder and for tests. */
#ifndef API_CLIENT_H
#define API_CLIENT_H

#include <stdatomic.h>

#include "api/api.h"
#include "api/json.h"
#include "api/request.h"
#include "api/transport.h"

#define CLIENT_HOST_MAX	  253
#define CLIENT_HEADER_MAX 64

/* Where time and chance come from; tests put their own here. */
struct api_world {
	int64_t (*wall_seconds)(void *ctx);    /* since 1970 */
	unsigned (*jitter_ms)(void *ctx);      /* 0..999 */
	void (*pause_ms)(void *ctx, int ms);
	void *ctx;
};

struct service;

struct api_client {
	enum api_service kind;
	const struct service *service;
	char host[CLIENT_HOST_MAX + 1]; /* lower case */
	int port;
	char base_path[REQUEST_PATH_MAX]; /* "" or "/api" */
	int signature;
	struct api_credentials admin, auth;
	bool relayed; /* over the socket of a doorward serve, which signs */
	char header[CLIENT_HEADER_MAX + 1], scheme[CLIENT_HEADER_MAX + 1];
	struct secret key;
	struct transport *transport;
	struct api_world world;
	/* How long a flight is set aside that has to wait for ms; given world.ctx, in the flights'
	 * thread. NULL = for ms. Tests have no time to wait. */
	int (*flight_pause_ms)(void *ctx, int ms);
	/* each may be NULL */
	void (*watch)(void *ctx, const struct api_op *op, const struct err *e, int64_t took_us);
	void *watch_ctx;
	void (*waits)(void *ctx, int ms);
	void *waits_ctx;
	_Atomic int64_t clock_offset; /* the service's clock minus ours, once it complained */
};

/* Fills *a from what the service sent and judges it. With ret_list the list that was asked for
 * stays apart, as in json_parse_list, as long as a->body is there; NULL = it goes into the tree,
 * or, with bytes_only, nowhere. Returns 0 when the service said OK, or -1 as api_call. Takes over
 * nothing: a->body stays where it is. */
int answer_read(const struct api_op *op, const char *host, bool bytes_only, struct api_answer *a,
	struct json_list *ret_list, struct err *e) __attribute__((warn_unused_result));

/* api_call, with the list apart or, with NULL, in the tree. */
int call_perform(struct api_client *c, const struct api_call *call, struct api_answer *ret_answer,
	struct json_list *ret_list, struct err *e) __attribute__((warn_unused_result));

#endif
