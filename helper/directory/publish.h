/* SPDX-License-Identifier: MIT */
/* How one file takes the place of another: whole, on the disk, with the old one kept. */
#ifndef HELPER_DIRECTORY_PUBLISH_H
#define HELPER_DIRECTORY_PUBLISH_H

#include <sys/types.h>

#include "base/err.h"

/* A new file that nobody sees yet. */
struct publish {
	char *path;	/* where it will be; owned */
	char *new_path; /* where it is: path.new; owned */
	int fd;		/* open for reading and writing; -1 when there is none */
	int folder;
	int lock; /* on path.lock, which only the owner of the files can take */
};

/* Creates path.new, empty and closed to others. ERR_CONFLICT while another process has it,
 * ERR_CONFIG when path.lock is a link to another file. Returns 0, or -1; publish_clear is right
 * after both. */
int publish_begin(struct publish *p, const char *path, uid_t owner, gid_t group, struct err *e)
	__attribute__((warn_unused_result));

/* Owner and mode, disk, path.previous, rename, disk again. (uid_t)-1 and (gid_t)-1 leave the
 * owner. Returns 0, or -1. */
int publish_finish(struct publish *p, uid_t owner, gid_t group, mode_t mode, struct err *e)
	__attribute__((warn_unused_result));

/* Removes path.new unless it was published. Can be repeated. */
void publish_clear(struct publish *p);

#endif
