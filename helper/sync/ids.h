/* SPDX-License-Identifier: MIT */
/* Gives uids and gids: once, in sequence, never again. */
#ifndef HELPER_SYNC_IDS_H
#define HELPER_SYNC_IDS_H

#include "helper/sync/local.h"
#include "helper/sync/state.h"

#define ID_USER	 "u"
#define ID_GROUP "g"

struct ids {
	sqlite3 *db;
	const struct local *local; /* ids of this host's own users and groups are left out */
	int64_t first, last;	   /* of the sequence */
	int64_t now;		   /* seconds since 1970 */
	int64_t next;		   /* written back by ids_save */
	sqlite3_stmt *stmt[7];	   /* as ids.c names them */
};

/* Inside a transaction of s. Returns 0, or -1; ids_close is right after both. */
int ids_open(struct ids *ids, const struct state *s, const struct local *local, int64_t first,
	int64_t last, int64_t now, struct err *e) __attribute__((warn_unused_result));

/* The id of this person or group: the one it has, the one wanted for its name, or the next one of
 * the sequence. Returns 0; or -1: ERR_CONFLICT when its id is one of this host's own users or
 * groups (only this one goes without), else nothing more can be given. */
int ids_give(struct ids *ids, const char *kind, const char *key, const char *name,
	int64_t *ret_id, struct err *e) __attribute__((warn_unused_result));

/* The same for who is known to have this id, and called so or otherwise. With either, whoever had
 * the name before is called so no more: who comes back later does not take it from the new one. */
int ids_keep(struct ids *ids, const char *kind, const char *key, const char *name, bool renamed,
	int64_t id, struct err *e) __attribute__((warn_unused_result));

/* Notes how far the sequence came. */
int ids_save(struct ids *ids, struct err *e) __attribute__((warn_unused_result));

void ids_close(struct ids *ids);

struct ids_imported {
	size_t users, groups, same; /* same: known with this id already */
};

/* Reads numbers to be used for names: lines of passwd(5) or group(5), or CSV "name,uid" and
 * "group,name,gid" (a first line "name,uid" is a heading). A passwd line's gid that is not the uid
 * must be that of a group with a name, of this file or a former one. All or nothing, in one
 * transaction; rehearse only checks. Returns 0, or -1 naming the line: an id that is not allowed
 * here, twice, or different from one that was given already (ERR_CONFLICT). */
int ids_import(const struct state *s, const char *path, bool rehearse,
	struct ids_imported *ret_imported, struct err *e) __attribute__((warn_unused_result));

/* Takes every number out of a directory file of a later generation than state.db knows: that was
 * lost, or is an old copy. Groups are wanted ones then; the sequence goes on behind the highest
 * number from first to last in the file. Inside a transaction of s. Returns 0 with how many were
 * not known, also when there is no such file; or -1: ERR_CONFLICT when the two contradict. */
int ids_recover(const struct state *s, const char *directory_file, int64_t first, int64_t last,
	int64_t *ret_count, struct err *e) __attribute__((warn_unused_result));

#endif
