/* SPDX-License-Identifier: MIT */
/* Writes the directory file (base/directory.h) as people stream by, and replaces the old one.
 *
 * Nothing happens to the file in use before directory_writer_finish. Groups and persons may come
 * in any order. Memory holds the names, 8 bytes for each membership and some 100 for each person;
 * the rest is in the temporary file beside the old one. */
#ifndef HELPER_DIRECTORY_WRITER_H
#define HELPER_DIRECTORY_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/directory.h"
#include "base/err.h"

struct directory_writer;

struct directory_writer_options {
	const char *path;     /* of the file; the folder must exist. Borrowed until the end */
	uint64_t time;	      /* seconds since 1970, as the header says it */
	bool enumerate;	      /* getpwent lists everybody */
	size_t members_max;   /* groups with more members list none; 0 means no such limit */
	uid_t owner;	      /* of the new file; (uid_t)-1 leaves it to whoever runs */
	gid_t group;	      /* the same */
};

struct directory_person {
	const char *name;	/* the canonical computer username */
	const char *const *alias; /* further names that lead to the same record */
	size_t alias_count;
	uid_t uid;
	gid_t gid;		/* primary group: equal to uid, then it is a private group of that
				 * name, or the gid of a group added before or after */
	const char *gecos, *home, *shell;
	const gid_t *gids;	/* supplementary groups, in any order, without gid itself */
	size_t gid_count;
};

/* The directory user behind a computer username. */
struct directory_user {
	const char *key;      /* the directory's own id of the user */
	const char *username; /* the user's name there */
	const char *status;   /* effective status in the directory's words; "" = not known */
	uint64_t time;	      /* seconds since 1970 when the status was seen; 0 = not known */
};

struct directory_counts {
	uint64_t generation;
	uint32_t persons, aliases, groups, maps;
	uint32_t bytes;
};

/* Begins a new file, PATH.new. What a writer that died has left is replaced; while another one
 * lives (it holds a lock on PATH.lock) this is ERR_CONFLICT. Returns 0 with the writer, or -1. */
int directory_writer_new(const struct directory_writer_options *options,
	struct directory_writer **ret_writer, struct err *e) __attribute__((warn_unused_result));

/* Each copies what it is given. Returns 0; or -1 with the error naming the record. ERR_USAGE: a
 * name, id or text is not allowed. ERR_CONFLICT: a name or id was there before (persons and their
 * aliases share one set of names, groups and private groups another; map names are a third). In
 * both cases the record is left out and the writer goes on; after any other error it is of no
 * further use. */
int directory_writer_add_group(struct directory_writer *w, const char *name, gid_t gid,
	struct err *e) __attribute__((warn_unused_result));
int directory_writer_add_person(struct directory_writer *w, const struct directory_person *p,
	struct err *e) __attribute__((warn_unused_result));

/* name is any computer username, with an account here or without; an alias needs its own. */
int directory_writer_add_map(struct directory_writer *w, const char *name,
	const struct directory_user *user, struct err *e) __attribute__((warn_unused_result));

/* The generation that the file will have: one more than that in use, and never less than the time,
 * also after that file was lost. */
uint64_t directory_writer_generation(const struct directory_writer *w);

/* Completes the file, sets owner and mode (0644), syncs it to the disk, keeps the file in use as
 * PATH.previous, renames the new one into its place and syncs the folder. Returns 0 with the
 * counts (ret_counts may be NULL), or -1: ERR_USAGE when a person is in a group that was not
 * added. After -1 the file in use is as it was, or (if only the last sync of the folder failed)
 * already the new one. */
int directory_writer_finish(struct directory_writer *w, struct directory_counts *ret_counts,
	struct err *e) __attribute__((warn_unused_result));

/* Removes the temporary file unless finished. Takes NULL. */
void directory_writer_free(struct directory_writer *w);

#endif
