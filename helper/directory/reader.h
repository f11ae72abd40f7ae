/* SPDX-License-Identifier: MIT */
/* What the programs ask of the directory file: is it whole, who is behind a name, what is in it. */
#ifndef HELPER_DIRECTORY_READER_H
#define HELPER_DIRECTORY_READER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/directory.h"
#include "base/err.h"
#include "helper/directory/writer.h"

#define DIRECTORY_KEY_MAX    64	 /* bytes of a directory user's key, NUL included */
#define DIRECTORY_USER_MAX   512 /* bytes of a directory username, NUL included */
#define DIRECTORY_STATUS_MAX 64	 /* bytes of a status, NUL included */

/* What the header says. */
struct directory_info {
	uint64_t generation, time;
	bool enumerate;
	uint32_t id_first, id_last;
	struct directory_counts counts;
};

/* Reads the whole file: header, digest, the sum of each record, and that as many are there as the
 * header says. Returns 0, or -1: ERR_NOT_FOUND when there is none, ERR_CONFIG when it is not
 * trusted (owner, mode, type), ERR_OTHER when it is damaged. */
int directory_verify(const char *path, struct directory_info *ret_info, struct err *e)
	__attribute__((warn_unused_result));

/* The header alone, checked; cheap. Returns as directory_verify. */
int directory_info(const char *path, struct directory_info *ret_info, struct err *e)
	__attribute__((warn_unused_result));

/* One directory user, as stored under a computer username. */
struct directory_mapping {
	char key[DIRECTORY_KEY_MAX];
	char username[DIRECTORY_USER_MAX];
	char status[DIRECTORY_STATUS_MAX];
	uint64_t time;
};

/* Who is behind this computer username? Returns 0 with the mapping; or -1: ERR_NOT_FOUND when the
 * file is absent or does not know the name, else as directory_verify. Six system calls; safe in
 * any thread. */
int directory_find_map(const char *path, const char *name, struct directory_mapping *ret_mapping,
	struct err *e) __attribute__((warn_unused_result));

/* Is there an account or alias, or a group, of this name? No when the file cannot be read. */
bool directory_has_name(const char *path, const char *name);

/* Calls visit for each record, in the order of the file: letter of the key (base/directory.h), the
 * rest of the key, and the data, all valid during the call only. A visit that does not return 0
 * ends the walk. Returns what the last visit returned, or -1 with the error. */
int directory_walk(const char *path,
	int (*visit)(void *context, char letter, const void *key, size_t key_len,
		const unsigned char *data, size_t data_len),
	void *context, struct err *e) __attribute__((warn_unused_result));

#endif
