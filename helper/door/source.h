/* SPDX-License-Identifier: MIT */
/* Where the door learns about people: live Duo today; a snapshot file or etcd fit the same shape. */
#ifndef DOOR_SOURCE_H
#define DOOR_SOURCE_H

#include "base/deadline.h"
#include "base/err.h"
#include "base/wire.h"
#include "policy/policy.h"

/* What a source says about one directory user. */
struct standing {
	enum finding finding;	/* an effective status, or FINDING_UNKNOWN */
	char text[WIRE_TEXT];	/* the directory's own words for the person, cleaned; "" = none */
	char cause[128];	/* for logs: what the finding comes from, cleaned; "" = the person */
};

struct source {
	/* Looks one user up. Returns 0, or -1: then nothing was learnt. ctx is the source's own.
	 * Called from several threads at once. */
	int (*look_up)(void *ctx, const char *directory_user, struct deadline d,
		struct standing *ret_standing, struct err *e);
	void *ctx;
};

struct conf;
struct api_client;

/* Live Duo: through the Admin API where it is configured, else through Auth API preauth. Both
 * pointers are borrowed and must outlive the source. */
struct source_duo {
	struct api_client *api;
	bool has_admin;
	int64_t limit_ms; /* of one look-up */
};

int source_duo_look_up(void *ctx, const char *directory_user, struct deadline d,
	struct standing *ret_standing, struct err *e) __attribute__((warn_unused_result));

/* Auth API preauth, for the auth phase: what the directory would ask of this person now.
 * ipaddr may be NULL. Returns as look_up. */
int duo_preauth(struct api_client *api, const char *directory_user, const char *ipaddr,
	struct deadline d, struct standing *ret_standing, struct err *e)
	__attribute__((warn_unused_result));

#endif
