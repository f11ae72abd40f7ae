/* SPDX-License-Identifier: MIT */
/* What this host knows of its users, through NSS; asked anew each time.
 *
 * These calls alone have no deadline: nothing ends a thread that waits inside of NSS, and a thread
 * more for each call would only move the wait. What bounds them is around them: the module ends the
 * login after its own timeout, the broker's conversations are counted, and the application has
 * asked the same services already. */
#ifndef HELPER_HOST_H
#define HELPER_HOST_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/names.h"

#define HOST_NAME_SIZE 257 /* bytes of a user name, terminator included */

struct host_user {
	char name[HOST_NAME_SIZE]; /* what NSS calls the user, whatever was typed */
	uid_t uid;
	gid_t gid;
};

/* Returns 1 when found, 0 when this host has no such user, -1 when NSS failed: that is not the
 * same as "no such user" and must never open a door. */
int host_user_find(const char *name, struct host_user *ret_user, struct err *e)
	__attribute__((warn_unused_result));
int host_user_by_uid(uid_t uid, struct host_user *ret_user, struct err *e)
	__attribute__((warn_unused_result));

/* Is the user in one of the groups (primary or supplementary)? Group names that this host does
 * not have match nobody. Returns 1, 0, or -1 when NSS failed. */
int host_user_in_groups(const struct host_user *u, const struct names *groups, struct err *e)
	__attribute__((warn_unused_result));

#endif
