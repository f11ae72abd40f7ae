/* SPDX-License-Identifier: MIT */
/* map.file: a table of computer usernames that `doorward map add` and `remove` edit.
 *
 * One "local=directory" in a line; blank lines and lines that begin with # are kept and mean
 * nothing. It is read anew at each login: it is small, and nothing can be stale then. */
#ifndef DOOR_MAP_FILE_H
#define DOOR_MAP_FILE_H

#include "base/err.h"
#include "policy/map.h"

#define MAP_FILE_SIZE (1u << 20) /* bytes */

/* Calls visit for each entry in order, until it returns other than 0. Returns what it returned; 0
 * at the end, also when there is no file or path is ""; or -1 with the error: the file is not
 * trusted, too long, or a line cannot be understood. */
int map_file_walk(const char *path,
	int (*visit)(void *ctx, const char *local, const char *directory_user), void *ctx,
	struct err *e) __attribute__((warn_unused_result));

/* Returns 1 with the directory user of local, 0 when there is none, -1 as map_file_walk. */
int map_file_find(const char *path, const char *local, char ret_user[MAP_USER_SIZE],
	struct err *e) __attribute__((warn_unused_result));

/* Sets the directory user of local, or removes the entry when directory_user is NULL; everything
 * else in the file stays as it is, and it is replaced as a whole. Returns 0; or -1: ERR_USAGE for a
 * name that no line can hold, ERR_NOT_FOUND when there is nothing to remove, ERR_CONFLICT while
 * another process edits. */
int map_file_set(const char *path, const char *local, const char *directory_user, struct err *e)
	__attribute__((warn_unused_result));

#endif
