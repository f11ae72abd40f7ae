/* SPDX-License-Identifier: MIT */
/* Asks the directory file as a program: with reasons, and as a whole. */
#include "helper/directory/reader.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "helper/directory/digest.h"

static void
close_file(struct directory_file *file)
{
	if (file->fd >= 0)
		directory_close(file);
}

#define auto_directory __attribute__((cleanup(close_file))) struct directory_file

/* Says why a file that is there was not opened. */
static int
explain(const char *path, int error, struct err *e)
{
	struct stat st;

	if (lstat(path, &st) != 0 || error != EIO)
		return err_sys(e, error == EIO ? ERR_CONFIG : ERR_OTHER, error, "%s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_CONFIG, "%s: is not a regular file", path);
	if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return err_set(e, ERR_CONFIG,
			"%s: mode %04o lets others write it; run: chmod 0644 %s", path,
			(unsigned)(st.st_mode & 07777), path);
	if (st.st_size < DIRECTORY_HEADER_AT + HEADER_LENGTH || st.st_size > UINT32_MAX)
		return err_set(e, ERR_OTHER, "%s: has %lld bytes, which no directory file has",
			path, (long long)st.st_size);
	return err_set(e, ERR_CONFIG,
		"%s: belongs to uid %u, not to root or the owner of its folder", path,
		(unsigned)st.st_uid);
}

static int
open_file(const char *path, struct directory_file *ret_file, struct err *e)
{
	switch (directory_open(path, ret_file)) {
	case DIRECTORY_FOUND:
		return 0;
	case DIRECTORY_ABSENT:
		return err_set(e, ERR_NOT_FOUND, "%s: is not there; run: doorward sync", path);
	case DIRECTORY_BROKEN:
		break;
	}
	return explain(path, errno, e);
}

static int
damaged(const char *path, const char *what, struct err *e)
{
	return err_set(e, ERR_OTHER, "%s: is damaged: %s; run: doorward sync", path, what);
}

static int
read_info(const char *path, const struct directory_file *file, struct directory_info *ret_info,
	unsigned char header[HEADER_LENGTH], struct err *e)
{
	if (directory_read_header(file, header) != DIRECTORY_FOUND)
		return damaged(path, "its header is none of this version", e);
	*ret_info = (struct directory_info){
		.generation = directory_get64(header + HEADER_GENERATION),
		.time = directory_get64(header + HEADER_TIME),
		.enumerate = (directory_get32(header + HEADER_FLAGS) & HEADER_ENUMERATE) != 0,
		.id_first = directory_get32(header + HEADER_ID_FIRST),
		.id_last = directory_get32(header + HEADER_ID_LAST),
		.counts = {
			.generation = directory_get64(header + HEADER_GENERATION),
			.persons = directory_get32(header + HEADER_PERSONS),
			.aliases = directory_get32(header + HEADER_ALIASES),
			.groups = directory_get32(header + HEADER_GROUPS),
			.maps = directory_get32(header + HEADER_MAPS),
			.bytes = directory_get32(header + HEADER_SIZE),
		},
	};
	return 0;
}

int
directory_info(const char *path, struct directory_info *ret_info, struct err *e)
{
	unsigned char header[HEADER_LENGTH];
	auto_directory file = { .fd = -1 };

	if (open_file(path, &file, e) != 0)
		return -1;
	return read_info(path, &file, ret_info, header, e);
}

/* ---- who is behind a name ------------------------------------------------------------------ */

/* Copies the next string of text into dst and moves on. False when it is not there or too long. */
static bool
next_string(const unsigned char **text, size_t *left, char *dst, size_t size)
{
	size_t len = strnlen((const char *)*text, *left);

	if (len == *left || len >= size)
		return false;
	memcpy(dst, *text, len + 1);
	*text += len + 1;
	*left -= len + 1;
	return true;
}

static bool
sound(const unsigned char *data, size_t len, size_t fixed)
{
	uint64_t sum;

	if (len < fixed)
		return false;
	sum = directory_sum(0, data + 4, fixed - 4);
	return directory_get32(data) ==
	       directory_sum_end(directory_sum(sum, data + fixed, len - fixed));
}

int
directory_find_map(
	const char *path, const char *name, struct directory_mapping *ret_mapping, struct err *e)
{
	auto_directory file = { .fd = -1 };
	struct directory_record record;
	struct directory_mapping m;
	enum directory_answer found;
	const unsigned char *text;
	size_t left;

	if (open_file(path, &file, e) != 0)
		return -1;
	found = directory_find(&file, 'm', name, strlen(name), &record);
	if (found == DIRECTORY_ABSENT)
		return err_set(e, ERR_NOT_FOUND, "%s: does not have this name", path);
	if (found == DIRECTORY_BROKEN || record.have != record.length ||
		!sound(record.data, record.length, MAP_TEXT))
		return damaged(path, "the record of a computer username", e);
	m.time = directory_get64(record.data + MAP_TIME);
	text = record.data + MAP_TEXT;
	left = record.length - MAP_TEXT;
	if (!next_string(&text, &left, m.key, sizeof(m.key)) ||
		!next_string(&text, &left, m.username, sizeof(m.username)) ||
		!next_string(&text, &left, m.status, sizeof(m.status)) || left != 0)
		return damaged(path, "the record of a computer username", e);
	*ret_mapping = m;
	return 0;
}

bool
directory_has_name(const char *path, const char *name)
{
	auto_directory file = { .fd = -1 };
	struct directory_record record;
	struct err ignored;

	return open_file(path, &file, &ignored) == 0 &&
		(directory_find(&file, 'n', name, strlen(name), &record) == DIRECTORY_FOUND ||
			directory_find(&file, 'g', name, strlen(name), &record) == DIRECTORY_FOUND);
}

/* ---- the whole file ------------------------------------------------------------------------ */

/* Records end where the first hash table begins. */
static uint32_t
records_end(const unsigned char *tables, uint32_t size)
{
	uint32_t end = size;

	for (size_t i = 0; i < 256; i++) {
		uint32_t position = directory_get32(tables + 8 * i);

		if (position < end)
			end = position;
	}
	return end;
}

/* Reads the next record into *data, which grows as needed. The key comes first. */
static int
next_record(FILE *f, uint32_t left, unsigned char **data, size_t *size, uint32_t *ret_key_len,
	uint32_t *ret_len)
{
	unsigned char head[8];
	uint32_t key_len, len;

	if (left < sizeof(head) || fread(head, sizeof(head), 1, f) != 1)
		return -1;
	key_len = directory_get32(head);
	len = directory_get32(head + 4);
	if (key_len < 1 || key_len > 1 + DIRECTORY_NAME_MAX || key_len > left - 8 ||
		len > left - 8 - key_len)
		return -1;
	if (key_len + len > *size) {
		unsigned char *grown = realloc(*data, key_len + len);

		if (grown == NULL)
			return -1;
		*data = grown;
		*size = key_len + len;
	}
	if (fread(*data, key_len + len, 1, f) != 1)
		return -1;
	*ret_key_len = key_len;
	*ret_len = len;
	return 0;
}

/* From the beginning; the descriptor is closed afterwards. */
static int
walk_file(const char *path, struct directory_file *file,
	int (*visit)(void *context, char letter, const void *key, size_t key_len,
		const unsigned char *data, size_t data_len),
	void *context, struct err *e)
{
	unsigned char tables[DIRECTORY_DATA_START];
	auto_free unsigned char *data = NULL;
	auto_file f = NULL;
	uint32_t end, key_len, len;
	size_t size = 0;

	f = fdopen(file->fd, "re");
	if (f == NULL)
		return err_sys(e, ERR_OTHER, errno, "%s", path);
	(void)take_fd(&file->fd);
	if (fread(tables, sizeof(tables), 1, f) != 1)
		return damaged(path, "it has no tables", e);
	end = records_end(tables, file->size);
	for (uint32_t at = sizeof(tables); at < end; at += 8 + key_len + len) {
		int answer;

		if (next_record(f, end - at, &data, &size, &key_len, &len) != 0)
			return damaged(path, "a record goes beyond the end", e);
		answer = visit(context, (char)data[0], data + 1, key_len - 1, data + key_len, len);
		if (answer != 0)
			return answer;
	}
	return 0;
}

int
directory_walk(const char *path,
	int (*visit)(void *context, char letter, const void *key, size_t key_len,
		const unsigned char *data, size_t data_len),
	void *context, struct err *e)
{
	auto_directory file = { .fd = -1 };

	return open_file(path, &file, e) != 0 ? -1 : walk_file(path, &file, visit, context, e);
}

static const struct {
	char letter;
	size_t fixed; /* bytes before what the second part of the sum is over */
} kinds[] = {
	{ 'n', PERSON_TEXT },
	{ 'u', PERSON_TEXT },
	{ 'g', GROUP_TEXT },
	{ 'G', GROUP_TEXT },
	{ 'i', LIST_ENTRIES },
	{ 'e', LIST_ENTRIES },
	{ 'm', MAP_TEXT },
};

struct tally {
	uint32_t count[128]; /* by letter */
	bool wrong;
};

static int
verify_record(void *context, char letter, const void *key, size_t key_len,
	const unsigned char *data, size_t data_len)
{
	struct tally *t = context;

	(void)key;
	(void)key_len;
	if (letter == 'h') {
		t->count['h']++;
		return 0;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].letter == letter && sound(data, data_len, kinds[i].fixed)) {
			t->count[(unsigned char)letter]++;
			return 0;
		}
	t->wrong = true;
	return 1;
}

int
directory_verify(const char *path, struct directory_info *ret_info, struct err *e)
{
	unsigned char header[HEADER_LENGTH], digest[DIRECTORY_DIGEST_LENGTH];
	auto_directory file = { .fd = -1 };
	struct tally t = { 0 };
	struct directory_info info;

	if (open_file(path, &file, e) != 0 || read_info(path, &file, &info, header, e) != 0)
		return -1;
	if (directory_digest(file.fd, file.size, digest, e) != 0)
		return err_where(e, "%s", path);
	if (memcmp(digest, header + HEADER_DIGEST, sizeof(digest)) != 0)
		return damaged(path, "its digest does not fit", e);
	if (walk_file(path, &file, verify_record, &t, e) < 0)
		return -1;
	if (t.wrong)
		return damaged(path, "a record is not sound", e);
	if (t.count['h'] != 1 || t.count['u'] != info.counts.persons ||
		t.count['n'] != info.counts.persons + info.counts.aliases ||
		t.count['g'] != info.counts.groups || t.count['G'] != info.counts.groups ||
		t.count['m'] != info.counts.maps)
		return damaged(path, "it holds another number of records than it says", e);
	*ret_info = info;
	return 0;
}
