/* SPDX-License-Identifier: MIT */
/* The module as libc sees it: opened with dlopen, asked in words, answering in words. Its file is
 * directory.cdb in the current folder, which is a new one for each program. */
#ifndef NSS_STAGE_H
#define NSS_STAGE_H

#include "tests/unit/unit.h"

#include <nss.h>
#include <sys/types.h>

#include "helper/directory/writer.h"

#define STAGE_FILE "directory.cdb"
#define STAGE_LINE 4096

/* A question is a word for the entry point and what is asked for:
 *
 *	passwd NAME  uid NUMBER  group NAME  gid NUMBER  groups NAME  next-passwd  next-group
 *
 * and its answer a line as in passwd(5) and group(5), or gids with blanks between them. */
struct answer {
	enum nss_status status;
	int error;	       /* what *errnop got; 0 when it was not touched */
	bool inside;	       /* all strings and pointers are in the buffer, and aligned */
	char line[STAGE_LINE]; /* for SUCCESS */
};

struct question {
	const char *text, *line; /* NULL for no such entry */
};

/* What can be asked of the sample, with the right answers; ends with a text of NULL. */
extern const struct question stage_questions[];

/* cmocka group fixtures: a folder to live in, the module opened; and back. */
int stage_open(void **state);
int stage_close(void **state);

/* Asks with the caller's buffer. Fails the test on a status outside -2..1. */
void stage_ask(const char *question, char *buffer, size_t size, struct answer *ret_answer);

/* Asks with 64 KiB; the answer lives until the next call in this thread. */
const struct answer *stage_answer(const char *question);

/* set*ent or end*ent: "setpwent", "endpwent", "setgrent", "endgrent". */
void stage_call(const char *name);

/* The entry point behind a symbol's last part, such as initgroups_dyn. */
void *stage_symbol(const char *name);

/* Writes the sample file: anna (alias a.nna, in staff and ops), ben (primary group staff, in ops),
 * cleo; the groups staff, ops, nobody-there; enumeration allowed. */
void stage_write_sample(void);

/* Begins a file with the options of the sample. */
struct directory_writer *stage_begin(void);

/* Adds a person with a private group. */
void stage_add_person(struct directory_writer *w, const char *name, uid_t uid, const gid_t *gids,
	size_t gid_count);
void stage_add_group(struct directory_writer *w, const char *name, gid_t gid);
void stage_finish(struct directory_writer *w);

/* Reads STAGE_FILE whole; the caller frees. */
unsigned char *stage_read(size_t *ret_size);

/* Makes STAGE_FILE hold these bytes, in place. */
void stage_overwrite(const unsigned char *bytes, size_t size);

/* How many descriptors this process has open. */
size_t stage_descriptors(void);

#endif
