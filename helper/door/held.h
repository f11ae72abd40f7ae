/* SPDX-License-Identifier: MIT */
/* The people who get no push, because one was reported as fraud: a small file beside the state, so
 * that a restart does not forget them and an administrator can let one go.
 *
 * A line is "SECONDS<TAB>USER": until when, since 1970. The broker adds, doorward push allow removes. */
#ifndef DOOR_HELD_H
#define DOOR_HELD_H

#include <stdint.h>

#include "base/err.h"

#define HELD_MAX 1024 /* people */

/* FOLDER/push.held; the caller frees. NULL without memory. */
char *held_path(const char *folder);

/* Calls visit for each, also for those whose time is over, until it returns other than 0. Returns
 * what it returned, 0 at the end and where there is no file; or -1. */
int held_walk(const char *path, int (*visit)(void *ctx, const char *user, int64_t until_s),
	void *ctx, struct err *e) __attribute__((warn_unused_result));

/* Holds a user until then, or with 0 no longer; whose time is over is dropped. The file belongs to
 * whoever the folder belongs to. Returns 0; or -1: ERR_NOT_FOUND for a user who is not held,
 * ERR_CONFLICT while another process edits. */
int held_set(const char *path, const char *user, int64_t until_s, struct err *e)
	__attribute__((warn_unused_result));

#endif
