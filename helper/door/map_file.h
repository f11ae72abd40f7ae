/* SPDX-License-Identifier: MIT */
/* map.file: a table of computer usernames that `doorward map add` and `remove` edit.
 *
 * One "local=directory" in a line; blank lines and lines that begin with # are kept and mean
 * nothing. It is read anew at each login: it is small, and nothing can be stale then. The broker
 * keeps a copy of the last one that was good. */
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

/* Returns 1 with the directory user of local, 0 when there is none, or -1 with the error.
 *
 * A file that is not good in every line is not in force: the last one that was, which is at kept
 * (NULL = not known), takes its place. Where nothing is kept, readable lines count as ever, and only
 * a name that none of them holds is an error: it may stand in the line that cannot be read. */
int map_file_find(const char *path, const char *kept, const char *local,
	char ret_user[MAP_USER_SIZE], struct err *e) __attribute__((warn_unused_result));

/* Names every line that cannot be understood; what is the rest of "LINE: …", valid during the call.
 * Returns their number; or -1 when the file is not there or cannot be read at all. */
int map_file_check(const char *path, void (*tell)(void *ctx, unsigned line, const char *what),
	void *ctx, struct err *e) __attribute__((warn_unused_result));

/* Keeps a copy of the file at kept if it is good in every line; none where there is no file.
 * Returns 0; or -1: with ERR_CONFIG and the first fault when it is not good, else the copy could not
 * be written. */
int map_file_keep(const char *path, const char *kept, struct err *e)
	__attribute__((warn_unused_result));

/* Sets the directory user of local, or removes the entry when directory_user is NULL; everything
 * else in the file stays as it is, and it is replaced as a whole. Returns 0; or -1: ERR_USAGE for a
 * name that no line can hold, ERR_NOT_FOUND when there is nothing to remove, ERR_CONFLICT while
 * another process edits. */
int map_file_set(const char *path, const char *local, const char *directory_user, struct err *e)
	__attribute__((warn_unused_result));

#endif
