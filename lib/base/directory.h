/* SPDX-License-Identifier: MIT */
/* The directory file: who has an account on this host, and which directory user is behind a name.
 *
 * One constant database in cdb format (http://cr.yp.to/cdb/cdb.txt), written by the broker or
 * `doorward sync`, read by libnss_doorward and the broker. It is replaced as a whole, by one
 * rename, and never changed in place. All numbers in it are little-endian, without padding.
 *
 *	0	256 × (u32 position, u32 slots) of the hash tables
 *	2048	the header, as the first record
 *	…	the other records, in any order: u32 length of key, u32 length of data, key, data
 *	…	hash tables of (u32 hash, u32 position of the record; 0 = empty)
 *
 * Keys are a letter and what is looked for:
 *
 *	h		the header
 *	n NAME		person; one key for each name of the account, aliases included
 *	u UID (u32)	the same person record once more, so that no lookup needs a detour
 *	g NAME		group
 *	G GID (u32)	the same group record once more
 *	i NAME		gids of the groups that the person of this name is in, the primary one left
 *			out; one for each alias; none when there are no such groups
 *	m NAME		directory user behind a computer username
 *	e "u", e "g"	order of enumeration, only where enumeration is allowed
 *
 * Data of a record. Each but the header begins with a check sum over the bytes after it
 * (directory_sum of the fixed part, then of the rest), so that damage is found, not served. It
 * is taken over 64-bit words, the last one of each part filled up with zeros:
 *
 *	s = 0; for each word: s = (s ^ word) × F mod 2^64, then s = s ^ (s >> 32)
 *	sum = ((s × F mod 2^64) >> 32) ^ 0x64726f6f	F = 0x9e3779b97f4a7c15
 *
 *	person	u32 sum, u32 uid, u32 gid, u32 flags; then name, gecos, home, shell, each with NUL
 *	group	u32 sum, u32 gid, u32 flags, u32 members; then name and each member, each with NUL
 *	gids	u32 sum, u32 count; then count × u32 gid, ascending
 *	map	u32 sum, u32 flags (0), u64 time; then key, username and status of the directory
 *		user, each with NUL. The status is the effective one (own and groups'), in the
 *		directory's own words, as it was at that time (seconds since 1970; 0 = not known)
 *	order	u32 sum, u32 count; then count × (u32 id, u32 position of a u or G record),
 *		ascending by id. A u record in the order of groups stands for a private group
 *
 * The name in a person record is the account's one canonical name, whichever key led there. No
 * passwords are stored; readers say "*". The buffer that a caller needs follows from the lengths
 * of key and data alone, so a buffer that is too small is noticed before anything is parsed.
 *
 * A private group (PERSON_PRIVATE_GROUP) is not stored: its name is the person's, its gid the
 * person's gid, which equals the uid, and it has no other members. */
#ifndef BASE_DIRECTORY_H
#define BASE_DIRECTORY_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Where it is. Only the build can say something else, as the tests do. */
#ifndef DIRECTORY_FILE
#define DIRECTORY_FILE "/var/lib/doorward/directory.cdb"
#endif

/* No uid or gid below this is ever served, whatever the file says (./configure --with-id-floor). */
#ifndef DIRECTORY_ID_FLOOR
#define DIRECTORY_ID_FLOOR 65536
#endif
#define DIRECTORY_ID_CEILING 2147483647 /* above, ids turn negative in old interfaces */

#define DIRECTORY_NAME_MAX   255   /* bytes of a name */
#define DIRECTORY_TEXT_MAX   1022  /* bytes of name, gecos, home and shell together with their NULs:
				    * with "*" each person fits sysconf(_SC_GETPW_R_SIZE_MAX) */
#define DIRECTORY_GIDS_MAX   65536 /* groups of one person (NGROUPS_MAX) */
#define DIRECTORY_PROBES_MAX 4096 /* slots of a hash table that a reader looks at for one key */

#define DIRECTORY_MAGIC	     "doorward"
#define DIRECTORY_VERSION    1
#define DIRECTORY_DATA_START 2048
#define DIRECTORY_HEADER_AT  (DIRECTORY_DATA_START + 8 + 1) /* its data */

/* Header, as offsets into its data. */
enum directory_header_offset {
	HEADER_MAGIC = 0,	/* 8 bytes, no NUL */
	HEADER_SUM = 8,		/* u32: directory_sum from HEADER_VERSION to HEADER_DIGEST */
	HEADER_VERSION = 12,	/* u32 */
	HEADER_FLAGS = 16,	/* u32, HEADER_ENUMERATE */
	HEADER_SIZE = 20,	/* u32: bytes of the whole file: a cut one is noticed at once */
	HEADER_GENERATION = 24,	/* u64: grows with each replacement */
	HEADER_TIME = 32,	/* u64: seconds since 1970 when it was written */
	HEADER_ID_FIRST = 40,	/* u32: lowest and highest uid or gid in it; 0 when there is none */
	HEADER_ID_LAST = 44,
	HEADER_PERSONS = 48,	/* u32 */
	HEADER_ALIASES = 52,	/* u32 */
	HEADER_GROUPS = 56,	/* u32, without private groups */
	HEADER_MAPS = 60,	/* u32 */
	HEADER_ORDER_PERSONS = 64, /* u32: position of the e record, 0 without enumeration */
	HEADER_ORDER_GROUPS = 68,
	HEADER_DIGEST = 72,	/* SHA-256 of the whole file, these 32 bytes taken as zero */
	HEADER_LENGTH = 104,
};

#define HEADER_ENUMERATE 1u /* getpwent and getgrent list what is here */

enum directory_person_offset {
	PERSON_SUM = 0,
	PERSON_UID = 4,
	PERSON_GID = 8,
	PERSON_FLAGS = 12,
	PERSON_TEXT = 16,
};

#define PERSON_PRIVATE_GROUP 1u

enum directory_group_offset {
	GROUP_SUM = 0,
	GROUP_GID = 4,
	GROUP_FLAGS = 8,
	GROUP_COUNT = 12,
	GROUP_TEXT = 16,
};

#define GROUP_MEMBERS_HIDDEN 1u /* too many to list; the gids of each person are still complete */

enum directory_list_offset { /* gids and order */
	LIST_SUM = 0,
	LIST_COUNT = 4,
	LIST_ENTRIES = 8,
};

enum directory_map_offset {
	MAP_SUM = 0,
	MAP_FLAGS = 4,
	MAP_TIME = 8,
	MAP_TEXT = 16,
};

static inline uint32_t
directory_get32(const unsigned char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return le32toh(v);
}

static inline uint64_t
directory_get64(const unsigned char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return le64toh(v);
}

static inline void
directory_put32(unsigned char *p, uint32_t v)
{
	v = htole32(v);
	memcpy(p, &v, sizeof(v));
}

static inline void
directory_put64(unsigned char *p, uint64_t v)
{
	v = htole64(v);
	memcpy(p, &v, sizeof(v));
}

/* May this be a uid or gid of a directory user? The ranges left out inside are those that systemd
 * gives away by itself, and the invalid ids. */
bool directory_id_ok(uint32_t id);

/* May this name a person or group here? 1 to DIRECTORY_NAME_MAX printable ASCII characters, none
 * of : , / and no blank; not beginning with - + ~ #; not only digits; not . or .. */
bool directory_name_ok(const char *name);

/* The check sum of the bytes, continued from one of earlier bytes (or 0). Every single wrong
 * 64-bit word changes the 64-bit state; directory_sum_end folds it to what is stored. */
uint64_t directory_sum(uint64_t sum, const void *bytes, size_t len);
uint32_t directory_sum_end(uint64_t sum);

/* ---- reading: open, a few preads, close; nothing is mapped, kept or allocated -------------- */

/* What a question to the file has for an answer. */
enum directory_answer {
	DIRECTORY_BROKEN = -1, /* there is a file, but it is not trusted, damaged or unreadable */
	DIRECTORY_ABSENT = 0,  /* no such file, or nothing in it under this key */
	DIRECTORY_FOUND = 1,
};

struct directory_file {
	int fd;
	uint32_t size;
};

/* The part of a record that the last read brought: all of it for a person, a map and a short list;
 * the rest of a long one is fetched with directory_read. */
struct directory_record {
	uint32_t position; /* of the data in the file */
	uint32_t length;   /* of the data */
	uint32_t have;	   /* bytes of the data at hand, at most length */
	const unsigned char *data; /* into buf */
	unsigned char buf[8 + 1 + DIRECTORY_NAME_MAX + PERSON_TEXT + DIRECTORY_TEXT_MAX];
};

/* Opens the file and checks on the descriptor: regular, and not writable by group or others, and
 * owned by root — or by the owner of the folder it lies in (the broker's user, to whom root has
 * given that folder), when nobody else may write there. */
enum directory_answer directory_open(const char *path, struct directory_file *ret_file)
	__attribute__((warn_unused_result));

void directory_close(struct directory_file *file);

/* Reads the header's data and checks magic, version, size and sum. FOUND or BROKEN. */
enum directory_answer directory_read_header(const struct directory_file *file,
	unsigned char ret_header[HEADER_LENGTH]) __attribute__((warn_unused_result));

/* Looks the key up, after checking the header. The record's sum is the caller's to check, once it
 * has all of it. At most DIRECTORY_PROBES_MAX slots are looked at. */
enum directory_answer directory_find(const struct directory_file *file, char letter,
	const void *key, size_t key_len, struct directory_record *ret_record)
	__attribute__((warn_unused_result));

/* Brings the record at this position, if its key begins with one of the letters; *ret_letter says
 * with which. FOUND or BROKEN. */
enum directory_answer directory_record_at(const struct directory_file *file, uint32_t position,
	const char *letters, char *ret_letter, struct directory_record *ret_record)
	__attribute__((warn_unused_result));

/* Copies len bytes of the record's data from this offset, from what is at hand and from the file.
 * FOUND, or BROKEN when they are not there. */
enum directory_answer directory_read(const struct directory_file *file,
	const struct directory_record *record, uint32_t offset, void *to, size_t len)
	__attribute__((warn_unused_result));

#endif
