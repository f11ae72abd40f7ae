/* SPDX-License-Identifier: MIT */
/* A call to the directory on somebody's behalf: permission first, then the call, then the line
 * that says who changed what. Every adapter calls through here. */
#ifndef SERVE_RELAY_H
#define SERVE_RELAY_H

#include "api/api.h"
#include "helper/metrics/metrics.h"
#include "helper/serve/caller.h"

/* A service, and whether we can call it. */
struct relay_service {
	struct api_client *client; /* owned; NULL = we cannot, */
	struct err why;		   /* because of this */
};

/* May be used by several threads at once. */
struct relay {
	struct relay_service service[API_SERVICES];
	int64_t timeout_ms;	 /* of one call */
	struct metrics *metrics; /* borrowed; NULL = nobody counts */
	bool silent; /* no audit lines: whoever makes the call for us writes them */
};

/* Before the rest of a call is read: may the caller run the row at all? call holds what is known so
 * far. Returns 0, or -1 with ERR_PERMISSION, told and counted as relay_call does. */
int relay_may(const struct relay *r, const struct caller *caller, enum serve_adapter via,
	const struct api_call *call, struct err *e) __attribute__((warn_unused_result));

/* Tells and counts a call that its adapter refused by itself, as relay_call does. */
void relay_refused(const struct relay *r, const struct caller *caller, enum serve_adapter via,
	const struct api_call *call, const struct err *e);

/* Runs the row with call->args for the caller; call->deadline and .no_retry are set here. via is
 * the adapter that asks. Returns as api_call, or -1 without a status in the answer: ERR_PERMISSION
 * when the caller may not, or why the service cannot be called. The caller of this clears the
 * answer. */
int relay_call(const struct relay *r, const struct caller *caller, enum serve_adapter via,
	const struct api_call *call, struct api_answer *ret_answer, struct err *e)
	__attribute__((warn_unused_result));

/* Frees the clients; can be repeated. */
void relay_clear(struct relay *r);

#define auto_relay __attribute__((cleanup(relay_clear))) struct relay

#endif
