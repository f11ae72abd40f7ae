/* SPDX-License-Identifier: MIT */
/* Reads the directory file without believing any length in it; runs in everybody's process. */
#include "base/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUM_FACTOR  UINT64_C(0x9e3779b97f4a7c15) /* odd, so that multiplying loses nothing */
#define SLOT	    8	/* bytes of a slot, and of an entry of the table of tables */
#define SLOTS_FIRST 8	/* read at first: at half load, a key is hardly ever further away */
#define SLOTS_MORE  64	/* read afterwards */
#define DATA_FIRST  256 /* bytes of data read together with the key */

static const struct {
	uint32_t first, last;
} ids_of_others[] = {
	{ 60001, 60577 },	    /* systemd-homed and nspawn */
	{ 61184, 65535 },	    /* DynamicUser=, nobody, and the 16-bit "no id" */
	{ 2147352576, 2147418111 }, /* systemd's foreign ids */
};

bool
directory_id_ok(uint32_t id)
{
	if (id < DIRECTORY_ID_FLOOR || id > DIRECTORY_ID_CEILING || id == 0)
		return false;
	for (size_t i = 0; i < sizeof(ids_of_others) / sizeof(ids_of_others[0]); i++)
		if (id >= ids_of_others[i].first && id <= ids_of_others[i].last)
			return false;
	return true;
}

bool
directory_name_ok(const char *name)
{
	bool digits = true;
	size_t len;

	if (strchr("-+~#", name[0]) != NULL) /* also when it is empty */
		return false;
	for (len = 0; name[len] != '\0'; len++) {
		char c = name[len];

		if (len == DIRECTORY_NAME_MAX || c <= ' ' || c >= 0x7f)
			return false;
		if (c == ':' || c == ',' || c == '/')
			return false;
		digits = digits && c >= '0' && c <= '9';
	}
	return !digits && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

uint64_t
directory_sum(uint64_t sum, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < len; i += 8) {
		unsigned char word[8] = { 0 };

		/* each step is one to one in what came before and in the new word */
		memcpy(word, p + i, len - i < 8 ? len - i : 8);
		sum = (sum ^ directory_get64(word)) * SUM_FACTOR;
		sum ^= sum >> 32;
	}
	return sum;
}

uint32_t
directory_sum_end(uint64_t sum)
{
	/* the upper half, because what differs in a word differs above it in the product; and a
	 * record of zeros is not sound */
	return (uint32_t)(sum * SUM_FACTOR >> 32) ^ 0x64726f6f;
}

/* ---- the file ------------------------------------------------------------------------------ */

/* Is this owner the one to whom root has given the folder, alone? */
static bool
owner_has_folder(const char *path, uid_t owner)
{
	const char *slash = strrchr(path, '/');
	char folder[256];
	struct stat st;
	size_t len = slash == NULL ? 0 : (size_t)(slash - path);

	if (len == 0 || len >= sizeof(folder))
		return false;
	memcpy(folder, path, len);
	folder[len] = '\0';
	return stat(folder, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == owner &&
		(st.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

enum directory_answer
directory_open(const char *path, struct directory_file *ret_file)
{
	struct stat st;
	/* O_NONBLOCK: opening a FIFO must not wait for a writer */
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return DIRECTORY_ABSENT;
		errno = errno == ELOOP ? EIO : errno;
		return DIRECTORY_BROKEN;
	}
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (st.st_mode & (S_IWGRP | S_IWOTH)) == 0 &&
	    st.st_size >= DIRECTORY_HEADER_AT + HEADER_LENGTH && st.st_size <= UINT32_MAX &&
	    (st.st_uid == 0 || owner_has_folder(path, st.st_uid))) {
		*ret_file = (struct directory_file){ .fd = fd, .size = (uint32_t)st.st_size };
		return DIRECTORY_FOUND;
	}
	(void)close(fd);
	errno = EIO;
	return DIRECTORY_BROKEN;
}

void
directory_close(struct directory_file *file)
{
	(void)close(file->fd); /* opened for reading: nothing can be lost */
	file->fd = -1;
}

static enum directory_answer
broken(void)
{
	errno = EIO;
	return DIRECTORY_BROKEN;
}

/* Reads exactly len bytes; a file that became shorter meanwhile is broken. */
static enum directory_answer
read_at(const struct directory_file *file, uint32_t position, void *to, size_t len)
{
	unsigned char *p = to;

	if (position > file->size || len > file->size - position)
		return broken();
	while (len > 0) {
		ssize_t n = pread(file->fd, p, len, (off_t)position);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return broken();
		p += n;
		position += (uint32_t)n;
		len -= (size_t)n;
	}
	return DIRECTORY_FOUND;
}

static enum directory_answer
check_header(const struct directory_file *file, const unsigned char *header)
{
	uint64_t sum = directory_sum(0, header + HEADER_VERSION, HEADER_DIGEST - HEADER_VERSION);

	if (memcmp(header + HEADER_MAGIC, DIRECTORY_MAGIC, 8) != 0 ||
	    directory_get32(header + HEADER_VERSION) != DIRECTORY_VERSION ||
	    directory_get32(header + HEADER_SUM) != directory_sum_end(sum) ||
	    directory_get32(header + HEADER_SIZE) != file->size)
		return broken();
	return DIRECTORY_FOUND;
}

enum directory_answer
directory_read_header(const struct directory_file *file, unsigned char ret_header[HEADER_LENGTH])
{
	if (read_at(file, DIRECTORY_HEADER_AT, ret_header, HEADER_LENGTH) != DIRECTORY_FOUND)
		return DIRECTORY_BROKEN;
	return check_header(file, ret_header);
}

/* ---- one record ---------------------------------------------------------------------------- */

/* Brings the record at position with the lengths that stand there; the key is in buf + 8. */
static enum directory_answer
load(const struct directory_file *file, uint32_t position, uint32_t key_guess,
	uint32_t *ret_key_len, struct directory_record *r)
{
	uint32_t have = 8 + key_guess + DATA_FIRST, want, room, key_len, data_len;

	if (position < DIRECTORY_DATA_START || position > file->size || file->size - position < 8)
		return broken();
	room = file->size - position;
	if (have > room)
		have = room;
	if (read_at(file, position, r->buf, have) != DIRECTORY_FOUND)
		return DIRECTORY_BROKEN;
	key_len = directory_get32(r->buf);
	data_len = directory_get32(r->buf + 4);
	if (key_len < 1 || key_len > 1 + DIRECTORY_NAME_MAX || key_len > room - 8 ||
	    data_len > room - 8 - key_len)
		return broken();
	want = sizeof(r->buf) - 8 - key_len;
	want = 8 + key_len + (data_len < want ? data_len : want);
	if (want > have &&
	    read_at(file, position + have, r->buf + have, want - have) != DIRECTORY_FOUND)
		return DIRECTORY_BROKEN;
	r->position = position + 8 + key_len;
	r->length = data_len;
	r->have = want - 8 - key_len;
	r->data = r->buf + 8 + key_len;
	*ret_key_len = key_len;
	return DIRECTORY_FOUND;
}

enum directory_answer
directory_record_at(const struct directory_file *file, uint32_t position, const char *letters,
	char *ret_letter, struct directory_record *ret_record)
{
	uint32_t key_len;

	if (load(file, position, 5, &key_len, ret_record) != DIRECTORY_FOUND)
		return DIRECTORY_BROKEN;
	*ret_letter = (char)ret_record->buf[8];
	return *ret_letter != '\0' && strchr(letters, *ret_letter) != NULL ? DIRECTORY_FOUND
									    : broken();
}

enum directory_answer
directory_read(const struct directory_file *file, const struct directory_record *record,
	uint32_t offset, void *to, size_t len)
{
	size_t at_hand = 0;

	if (offset > record->length || len > record->length - offset)
		return broken();
	if (offset < record->have) {
		at_hand = record->have - offset < len ? record->have - offset : len;
		memcpy(to, record->data + offset, at_hand);
	}
	if (at_hand == len)
		return DIRECTORY_FOUND;
	return read_at(file, record->position + offset + (uint32_t)at_hand,
		(unsigned char *)to + at_hand, len - at_hand);
}

/* ---- looking a key up ---------------------------------------------------------------------- */

struct key {
	char letter;
	const void *bytes;
	uint32_t len; /* of bytes */
	uint32_t hash;
};

static uint32_t
key_hash(const struct key *k)
{
	const unsigned char *p = k->bytes;
	uint32_t h = 5381;

	h = (h << 5) + h;
	h ^= (unsigned char)k->letter;
	for (uint32_t i = 0; i < k->len; i++) {
		h = (h << 5) + h;
		h ^= p[i];
	}
	return h;
}

/* Finds the key's hash table. Reads from its entry up to the end of the header in one go, so that
 * a file of another kind or version is noticed without a further call. */
static enum directory_answer
find_table(const struct directory_file *file, uint32_t hash, uint32_t *ret_position,
	uint32_t *ret_slots)
{
	unsigned char buf[DIRECTORY_HEADER_AT + HEADER_LENGTH];
	uint32_t entry = (hash & 255) * SLOT, position, slots;

	if (read_at(file, entry, buf, sizeof(buf) - entry) != DIRECTORY_FOUND ||
	    check_header(file, buf + DIRECTORY_HEADER_AT - entry) != DIRECTORY_FOUND)
		return DIRECTORY_BROKEN;
	position = directory_get32(buf);
	slots = directory_get32(buf + 4);
	if (position < DIRECTORY_DATA_START || position > file->size ||
	    slots > (file->size - position) / SLOT)
		return broken();
	*ret_position = position;
	*ret_slots = slots;
	return DIRECTORY_FOUND;
}

/* Is it this key's record that a slot with the key's hash points to? */
static enum directory_answer
load_record_of(const struct directory_file *file, uint32_t position, const struct key *k,
	struct directory_record *r)
{
	uint32_t key_len;

	if (load(file, position, 1 + k->len, &key_len, r) != DIRECTORY_FOUND)
		return DIRECTORY_BROKEN;
	return key_len == 1 + k->len && r->buf[8] == (unsigned char)k->letter &&
		memcmp(r->buf + 9, k->bytes, k->len) == 0 ? DIRECTORY_FOUND : DIRECTORY_ABSENT;
}

static enum directory_answer
find_in_table(const struct directory_file *file, uint32_t table, uint32_t slots,
	const struct key *k, struct directory_record *r)
{
	unsigned char buf[SLOTS_MORE * SLOT];
	uint32_t slot = (k->hash >> 8) % slots, chunk = SLOTS_FIRST, seen = 0;

	while (seen < slots) {
		uint32_t n = slots - slot < chunk ? slots - slot : chunk;

		if (seen >= DIRECTORY_PROBES_MAX ||
		    read_at(file, table + slot * SLOT, buf, n * SLOT) != DIRECTORY_FOUND)
			return broken();
		for (uint32_t i = 0; i < n; i++) {
			uint32_t position = directory_get32(buf + i * SLOT + 4);
			enum directory_answer found = DIRECTORY_ABSENT;

			if (position == 0)
				return DIRECTORY_ABSENT;
			if (directory_get32(buf + i * SLOT) == k->hash)
				found = load_record_of(file, position, k, r);
			if (found != DIRECTORY_ABSENT)
				return found;
		}
		seen += n;
		slot = slot + n == slots ? 0 : slot + n;
		chunk = SLOTS_MORE;
	}
	return DIRECTORY_ABSENT;
}

enum directory_answer
directory_find(const struct directory_file *file, char letter, const void *key, size_t key_len,
	struct directory_record *ret_record)
{
	struct key k = { .letter = letter, .bytes = key, .len = (uint32_t)key_len };
	uint32_t table, slots;

	if (key_len > DIRECTORY_NAME_MAX)
		return DIRECTORY_ABSENT;
	k.hash = key_hash(&k);
	if (find_table(file, k.hash, &table, &slots) != DIRECTORY_FOUND)
		return DIRECTORY_BROKEN;
	return slots == 0 ? DIRECTORY_ABSENT : find_in_table(file, table, slots, &k, ret_record);
}
