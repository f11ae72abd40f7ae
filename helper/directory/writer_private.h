/* SPDX-License-Identifier: MIT */
/* What the parts of the writer share: its life, records as they come, and what comes last. */
#ifndef HELPER_DIRECTORY_WRITER_PRIVATE_H
#define HELPER_DIRECTORY_WRITER_PRIVATE_H

#include <cdb.h>

#include "helper/directory/publish.h"
#include "helper/directory/seen.h"
#include "helper/directory/writer.h"

struct written_person {
	uint32_t uid, gid;
	uint32_t position; /* of the u record */
	uint32_t name;	   /* in names */
};

struct written_group {
	uint32_t gid;
	uint32_t name;	   /* in names */
	uint32_t position; /* of the G record, once it is written */
	uint32_t members;  /* how many; then where they end among all members */
};

struct membership {
	uint32_t gid;	 /* later the index of the group */
	uint32_t person; /* index */
};

struct directory_writer {
	struct directory_writer_options options;
	struct publish publish;
	struct cdb_make cdb;
	uint32_t position; /* of the next record */
	uint32_t records;
	uint32_t synced; /* bytes that the kernel was told to write already */
	struct seen seen;

	char *names; /* each with NUL */
	size_t names_len, names_size;
	struct written_person *persons;
	size_t person_count, persons_size;
	struct written_group *groups;
	size_t group_count, groups_size;
	struct membership *members;
	size_t member_count, members_size;

	unsigned char *data; /* of the record in the making */
	size_t data_size;
	uint32_t aliases, maps;
	uint32_t id_first, id_last;
	bool started; /* libcdb holds memory */
	bool failed; /* a record is half written, or memory is used up */
};

/* Returns 0, or -1 when writing has failed before. */
int writer_usable(const struct directory_writer *w, struct err *e)
	__attribute__((warn_unused_result));

/* Appends a record. Returns 0, or -1 with the error; the writer has failed then. */
int writer_put(struct directory_writer *w, char letter, const void *key, size_t key_len,
	const void *data, size_t len, struct err *e) __attribute__((warn_unused_result));

/* Makes room for len bytes of data. Returns it, or NULL with the error. */
unsigned char *writer_data(struct directory_writer *w, size_t len, struct err *e)
	__attribute__((warn_unused_result));

/* Out of memory: the writer has failed. Returns -1. */
int writer_no_memory(struct directory_writer *w, struct err *e);

/* Puts the sum of data[4…len) where it belongs. fixed is the length of the fixed part. */
void writer_seal(unsigned char *data, size_t fixed, size_t len);

/* Writes the groups with their members, and the order of enumeration. Fills in the positions of
 * the two orders, 0 where there is none. */
int writer_put_groups(struct directory_writer *w, struct err *e)
	__attribute__((warn_unused_result));
int writer_put_orders(struct directory_writer *w, uint32_t *ret_persons, uint32_t *ret_groups,
	struct err *e) __attribute__((warn_unused_result));

/* Writes hash tables, header and digest; the file is complete then, but not in its place. */
int writer_put_header(struct directory_writer *w, const uint32_t orders[2],
	struct directory_counts *ret_counts, struct err *e) __attribute__((warn_unused_result));

#endif
