/* SPDX-License-Identifier: MIT */
/* HTTPS to one host over connections that stay open; knows nothing of operations.
 *
 * Thread-safe. The environment is not read: no proxy, certificate or key log variable counts. */
#ifndef API_TRANSPORT_H
#define API_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/deadline.h"
#include "base/err.h"
#include "base/text.h"

#define TRANSPORT_IDLE_MAX   32		/* open connections kept for later */
#define TRANSPORT_HEADER_MAX (64u << 10) /* bytes of all headers of an answer */
#define TRANSPORT_IDLE_S     45 /* an open connection unused for longer is not trusted any more */
#define TRANSPORT_TICK_MS    500

struct transport;

struct transport_config {
	const char *name;	/* the section of the options below, for what a fault says; borrowed */
	const char *address;	/* the option that names the host; borrowed */
	const char *ca_file;	/* "" = the system's store */
	const char *proxy;	/* "" = none, NULL = none, and there is no such option */
	const char *user_agent;
	const char *socket; /* of the UNIX domain, spoken to without TLS; "" = none */
};

/* Copies the configuration. Opens nothing. Comes after api_start. Returns 0 or -1. */
int transport_new(const struct transport_config *config, struct transport **ret_transport,
	struct err *e) __attribute__((warn_unused_result));

/* Closes the connections; no request may be under way. NULL is allowed. */
void transport_free(struct transport *t);

struct transport_request {
	const char *method; /* GET, POST, PUT or DELETE */
	const char *url;
	const char *const *headers; /* "Name: value", ends with NULL; copies are wiped after use */
	const char *body;	    /* of a POST or a PUT */
	size_t body_len;
	size_t answer_max; /* bytes of body to accept */
	bool once;	   /* never repeat the request in silence, whatever the connection does */
	struct deadline deadline;
	int (*tick)(void *ctx); /* as in struct api_call */
	void *tick_ctx;
};

struct transport_reply {
	long status;	       /* 0 = none arrived */
	struct text_buf *body; /* what arrived, also on failure; the caller provides it */
	char date[40];	       /* the Date header, "" = none */
	char retry_after[16];  /* the Retry-After or X-Retry-After header */
	bool too_big;	       /* the body was cut, for there was more than answer_max */
	char fault[24];	       /* the Doorward-Fault header: an answer of doorward serve itself */
};

/* Sends the request and receives the whole answer; again over a new connection when a kept one
 * broke before a byte of it came, unless the request says once. Returns 0 for an answer of any
 * status. Else -1: ERR_TIMEOUT, ERR_UNREACHABLE, ERR_CONFIG when ca_file can no longer be used, or
 * ERR_OTHER when tick gave up or memory is short. */
int transport_perform(struct transport *t, const struct transport_request *request,
	struct transport_reply *reply, struct err *e) __attribute__((warn_unused_result));

#endif
