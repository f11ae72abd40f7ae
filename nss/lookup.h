/* SPDX-License-Identifier: MIT */
/* One question to the directory file from beginning to end, and turning records into entries. */
#ifndef NSS_LOOKUP_H
#define NSS_LOOKUP_H

#include <grp.h>
#include <nss.h>
#include <pwd.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/directory.h"

struct lookup {
	struct directory_file file;
	enum nss_status opened; /* SUCCESS, or what the whole question is answered with */
	int cancel_state;
	int saved_errno;
};

/* The caller's memory for the strings of an entry. */
struct space {
	char *buffer;
	size_t size;
};

/* Opens the file. Cancellation is off until lookup_end, so that no descriptor leaks. */
void lookup_begin(struct lookup *l);

/* Closes the file and gives errno back as it was, unless the status comes with one in errno.
 * Returns status. */
enum nss_status lookup_end(struct lookup *l, enum nss_status status, int *errnop);

/* FOUND is SUCCESS, ABSENT is NOTFOUND, BROKEN is UNAVAIL. */
enum nss_status lookup_status(enum directory_answer answer);

/* Each sets errno and returns the status that goes with it. */
enum nss_status lookup_too_small(void);
enum nss_status lookup_broken(void);

/* A person record that was read and found sound. */
struct person {
	uint32_t uid, gid, flags;
	size_t text_len;
	const char *name; /* name, gecos, home, shell follow one another; into the record */
};

/* Checks the record. SUCCESS; NOTFOUND when its ids are none that this module serves; UNAVAIL when
 * it is damaged. */
enum nss_status person_read(const struct directory_record *r, struct person *ret_person);

/* Looks a person up and reads the record. */
enum nss_status person_find(const struct lookup *l, char letter, const void *key, size_t key_len,
	struct directory_record *r, struct person *ret_person);

/* Fills in the entry. SUCCESS or TRYAGAIN. */
enum nss_status person_pack(const struct person *p, struct passwd *result, struct space space);

/* Fills in the entry of the person's private group; NOTFOUND when there is none. */
enum nss_status person_pack_group(const struct person *p, struct group *result,
	struct space space);

/* Reads a group record and fills in the entry. SUCCESS, NOTFOUND, TRYAGAIN or UNAVAIL. */
enum nss_status group_pack(const struct lookup *l, const struct directory_record *r,
	struct group *result, struct space space);

#endif
