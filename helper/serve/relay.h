/* SPDX-License-Identifier: MIT */
/* A call to the directory on somebody's behalf: permission first, then the call, then the line
 * that says who changed what. Every adapter calls through here. */
#ifndef SERVE_RELAY_H
#define SERVE_RELAY_H

#include "api/api.h"
#include "helper/serve/caller.h"

/* May be used by several threads at once. */
struct relay {
	struct api_client *client; /* borrowed */
	int64_t timeout_ms;	   /* of one call */
};

/* Runs the row with call->args for the caller; call->deadline and .no_retry are set here. door
 * names the adapter in the log: "rest", "mcp". Returns as api_call, or -1 with ERR_PERMISSION and
 * an answer without a status when the caller may not. The caller of this clears the answer. */
int relay_call(const struct relay *r, const struct caller *caller, const char *door,
	const struct api_call *call, struct api_answer *ret_answer, struct err *e)
	__attribute__((warn_unused_result));

/* Did this answer come from the directory, in its own words, so that it can be handed on? */
bool relay_has_words(const struct api_answer *a);

#endif
