/* SPDX-License-Identifier: MIT */
/* One request and its answer on one handle of the HTTP library, whoever drives it: transport.c one
 * in the caller's thread, flight_thread.c many in its own. In order: transfer_begin(), the handle
 * is added to a multi handle, driven and taken out of it, transfer_judge(), transfer_end(). */
#ifndef API_TRANSFER_H
#define API_TRANSFER_H

#include <curl/curl.h>

#include "api/transport.h"

struct transfer {
	const struct transport *transport;
	CURL *easy;
	bool shared;
	char error[CURL_ERROR_SIZE];
	/* of the exchange under way */
	const struct transport_request *request;
	struct transport_reply *reply;
	struct curl_slist *headers;
	size_t header_bytes;
	size_t body_given; /* how much of the request's body was handed over */
	bool too_big;
};

/* A handle that is set up so that nothing but the configuration decides whom it talks to. Borrows
 * the transport. shared: it will be in a multi handle with others. NULL when there is no memory. */
struct transfer *transfer_new(const struct transport *t, bool shared);

/* Sets the handle up for this request, which must live until transfer_end(), as must the reply;
 * reply->body is there. The deadline has not passed. Returns 0, or -1 with ERR_OTHER; then all
 * that can be done with x is to free it. */
int transfer_begin(struct transfer *x, const struct transport_request *request,
	struct transport_reply *reply, struct err *e) __attribute__((warn_unused_result));

/* What the library's result means. Returns 0 when an answer came, or -1 as transport_perform(). */
int transfer_judge(const struct transfer *x, CURLcode result, struct err *e)
	__attribute__((warn_unused_result));

/* Adds to the fault, when rc is -1, what it leaves open; completes the reply; wipes the headers
 * and the handle's copies of a body (which may have become another handle).
 * Returns whether x may be begun again: after a failure it may not. */
bool transfer_end(struct transfer *x, int rc, struct err *e) __attribute__((warn_unused_result));

/* Not while it is in a multi handle. NULL is allowed. */
void transfer_free(struct transfer *x);

#endif
