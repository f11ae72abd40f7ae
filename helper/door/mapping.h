/* SPDX-License-Identifier: MIT */
/* Who is behind a computer username: the tables, the directory file, then the rules. */
#ifndef DOOR_MAPPING_H
#define DOOR_MAPPING_H

#include "conf/conf.h"

/* Asks, in this order: map.users, map.file, the directory file of `doorward sync`, and the rules
 * (map.strip_suffix, map.template, map.identity). The first answer counts. Local files only.
 * Returns 0 with *ret_how (MAP_NONE and ret_user empty when nothing applies); or -1 when a file is
 * there that cannot be believed: what the next one says would be a guess then. */
int mapping_find(const struct conf *c, const char *local, enum map_how *ret_how,
	char ret_user[MAP_USER_SIZE], struct err *e) __attribute__((warn_unused_result));

/* What the last doorward sync saw of the person whom mapping_find found behind local: a status that
 * refuses, with the moment in seconds since 1970; FINDING_UNREACHABLE where it saw none, nobody, or
 * somebody else. */
enum finding mapping_last_refusal(const struct conf *c, const char *local,
	const char *directory_user, int64_t *ret_seen);

/* FOLDER/directory.cdb; the caller frees. NULL without memory. */
char *mapping_directory_file(const struct conf *c);

/* FOLDER/map.good, the last map.file that was good in every line; likewise. */
char *mapping_kept_file(const struct conf *c);

#endif
