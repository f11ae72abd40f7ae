/* SPDX-License-Identifier: MIT */
/* Files made to harm, with every sum right: no root, nobody of this host's own, no endless loop. */
#include "tests/nss/stage.h"

#include <cdb.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* ---- a writer that refuses nothing --------------------------------------------------------- */

static struct cdb_make made;
static uint32_t position; /* of the next record */

static uint32_t
put(char letter, const void *key, size_t key_len, const void *data, size_t len)
{
	unsigned char whole[300] = { (unsigned char)letter };
	uint32_t at = position;

	memcpy(whole + 1, key, key_len);
	assert_int_equal(cdb_make_add(&made, whole, (unsigned)key_len + 1, data, (unsigned)len), 0);
	position += (uint32_t)(8 + 1 + key_len + len);
	return at;
}

static void
begin(void)
{
	static const unsigned char header[HEADER_LENGTH];
	int fd = open(STAGE_FILE, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(cdb_make_start(&made, fd), 0);
	position = DIRECTORY_DATA_START;
	(void)put('h', "", 0, header, sizeof(header));
}

/* Puts a right header in front, with these positions of the orders. */
static void
finish(uint32_t persons, uint32_t groups)
{
	unsigned char h[HEADER_LENGTH] = DIRECTORY_MAGIC;
	int fd = made.cdb_fd;

	assert_int_equal(cdb_make_finish(&made), 0);
	directory_put32(h + HEADER_VERSION, DIRECTORY_VERSION);
	directory_put32(h + HEADER_FLAGS, HEADER_ENUMERATE);
	directory_put32(h + HEADER_SIZE, (uint32_t)lseek(fd, 0, SEEK_END));
	directory_put32(h + HEADER_ORDER_PERSONS, persons);
	directory_put32(h + HEADER_ORDER_GROUPS, groups);
	directory_put32(h + HEADER_SUM, directory_sum_end(directory_sum(0, h + HEADER_VERSION,
		HEADER_DIGEST - HEADER_VERSION)));
	assert_int_equal(pwrite(fd, h, sizeof(h), DIRECTORY_HEADER_AT), sizeof(h));
	assert_int_equal(close(fd), 0);
}

/* A record's data: words, then text; with its sum. Returns the length. */
static size_t
record(unsigned char *data, const uint32_t *words, size_t count, const void *text, size_t len)
{
	uint64_t sum;

	for (size_t i = 0; i < count; i++)
		directory_put32(data + 4 + 4 * i, words[i]);
	memcpy(data + 4 + 4 * count, text, len);
	sum = directory_sum(0, data + 4, 4 * count);
	directory_put32(data, directory_sum_end(directory_sum(sum, data + 4 + 4 * count, len)));
	return 4 + 4 * count + len;
}

static void
put_id(char letter, uint32_t id, const void *data, size_t len)
{
	unsigned char key[4];

	directory_put32(key, id);
	(void)put(letter, key, sizeof(key), data, len);
}

/* ---- persons ------------------------------------------------------------------------------- */

#define TEXT(s) s, sizeof(s) /* with the NUL at the end */

static void
persons(void **state)
{
	static const struct {
		const char *name;
		uint32_t uid, gid, flags;
		const char *text;
		size_t len;
		const char *line; /* NULL: no entry */
		bool broken;
	} rows[] = {
		{ "as it should be", 70000, 70000, 1, TEXT("evil\0G\0/h\0/s"),
			"evil:*:70000:70000:G:/h:/s", false },
		{ "flags from the future", 70000, 70000, ~0u, TEXT("evil\0G\0/h\0/s"),
			"evil:*:70000:70000:G:/h:/s", false },
		{ "root's uid", 0, 70000, 0, TEXT("evil\0G\0/h\0/s"), NULL, false },
		{ "root's gid", 70000, 0, 0, TEXT("evil\0G\0/h\0/s"), NULL, false },
		{ "both", 0, 0, 1, TEXT("evil\0G\0/h\0/s"), NULL, false },
		{ "a local uid", 1000, 70000, 0, TEXT("evil\0G\0/h\0/s"), NULL, false },
		{ "the highest uid below the floor", 65535, 70000, 0, TEXT("evil\0G\0/h\0/s"), NULL,
			false },
		{ "a local gid", 70000, 27, 0, TEXT("evil\0G\0/h\0/s"), NULL, false },
		{ "no user at all", UINT32_MAX, 70000, 0, TEXT("evil\0G\0/h\0/s"), NULL, false },
		{ "a negative uid", 0x80000000, 70000, 0, TEXT("evil\0G\0/h\0/s"), NULL, false },
		{ "no name", 70000, 70000, 0, TEXT("\0G\0/h\0/s"), NULL, false },
		{ "a name of two lines", 70000, 70000, 0, TEXT("e:x:0:0\nroot\0G\0/h\0/s"), NULL,
			false },
		{ "three strings", 70000, 70000, 0, TEXT("evil\0/h\0/s"), NULL, true },
		{ "five strings", 70000, 70000, 0, TEXT("evil\0G\0/h\0/s\0x"), NULL, true },
		{ "no end", 70000, 70000, 0, "evil\0G\0/h\0/s", 12, NULL, true },
		{ "no end, four NULs", 70000, 70000, 0, "\0e\0G\0/h\0/s", 11, NULL, true },
		{ "no text", 70000, 70000, 0, "", 0, NULL, true },
	};
	static const char *const asked[] = { "passwd asked", "uid 70000", "next-passwd" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const uint32_t words[] = { rows[i].uid, rows[i].gid, rows[i].flags };
		unsigned char data[256], list[64], key[4];
		size_t len = record(data, words, 3, rows[i].text, rows[i].len);
		uint32_t entry[2] = { 0 }, order;

		begin();
		(void)put('n', "asked", 5, data, len);
		directory_put32(key, 70000);
		directory_put32((unsigned char *)&entry[0], 70000);
		directory_put32((unsigned char *)&entry[1], put('u', key, 4, data, len));
		order = put('e', "u", 1, list, record(list, (const uint32_t[]){ 1 }, 1, entry, 8));
		finish(order, order);
		stage_call("setpwent");
		for (size_t j = 0; j < COUNT(asked); j++) {
			const struct answer *a = stage_answer(asked[j]);

			if (rows[i].line != NULL) {
				ROW(rows[i].name, a->status == NSS_STATUS_SUCCESS && a->inside);
				assert_string_equal(a->line, rows[i].line);
			} else if (j == 2) { /* a list goes on without it */
				ROW(rows[i].name, a->status == NSS_STATUS_NOTFOUND);
			} else if (j == 1 && a->status == NSS_STATUS_UNAVAIL) {
				ROW(rows[i].name, a->error == EIO);
			} else {
				ROW(rows[i].name, a->status == (rows[i].broken ? NSS_STATUS_UNAVAIL
									       : NSS_STATUS_NOTFOUND));
			}
		}
	}
}

/* A record under somebody else's uid or gid. */
static void
other_ids(void **state)
{
	const uint32_t person[] = { 70001, 70001, 1 }, group[] = { 70001, 0, 0 };
	unsigned char data[64];
	size_t len;

	(void)state;
	begin();
	len = record(data, person, 3, TEXT("evil\0G\0/h\0/s"));
	put_id('u', 70000, data, len);
	len = record(data, group, 3, TEXT("evils"));
	put_id('G', 70002, data, len);
	finish(0, 0);
	assert_int_equal(stage_answer("uid 70000")->status, NSS_STATUS_UNAVAIL);
	assert_int_equal(stage_answer("gid 70000")->status, NSS_STATUS_UNAVAIL);
	assert_int_equal(stage_answer("gid 70002")->status, NSS_STATUS_UNAVAIL);
}

/* A private group is one only if the gid is the uid. */
static void
stolen_group(void **state)
{
	const uint32_t person[] = { 70000, 70001, 1 };
	unsigned char data[64];
	size_t len = record(data, person, 3, TEXT("wheel\0G\0/h\0/s"));

	(void)state;
	begin();
	put_id('u', 70000, data, len);
	(void)put('n', "wheel", 5, data, len);
	finish(0, 0);
	assert_int_equal(stage_answer("uid 70000")->status, NSS_STATUS_SUCCESS);
	assert_int_equal(stage_answer("group wheel")->status, NSS_STATUS_NOTFOUND);
	assert_int_equal(stage_answer("gid 70000")->status, NSS_STATUS_NOTFOUND);
}

/* ---- groups -------------------------------------------------------------------------------- */

static void
groups(void **state)
{
	static const struct {
		const char *name;
		uint32_t gid, members;
		const char *text;
		size_t len;
		const char *line;
		enum nss_status status;
	} rows[] = {
		{ "as it should be", 70000, 2, TEXT("gang\0a\0b"), "gang:*:70000:a,b",
			NSS_STATUS_SUCCESS },
		{ "nobody in it", 70000, 0, TEXT("gang"), "gang:*:70000:", NSS_STATUS_SUCCESS },
		{ "root's gid", 0, 1, TEXT("gang\0a"), NULL, NSS_STATUS_NOTFOUND },
		{ "a local gid", 27, 1, TEXT("gang\0a"), NULL, NSS_STATUS_NOTFOUND },
		{ "a name with a colon", 70000, 0, TEXT("root:x:0:"), NULL, NSS_STATUS_NOTFOUND },
		{ "no name", 70000, 1, TEXT("\0a"), NULL, NSS_STATUS_NOTFOUND },
		{ "more members than strings", 70000, 3, TEXT("gang\0a\0b"), NULL,
			NSS_STATUS_UNAVAIL },
		{ "fewer members than strings", 70000, 1, TEXT("gang\0a\0b"), NULL,
			NSS_STATUS_UNAVAIL },
		{ "as many members as bytes", 70000, 9, TEXT("gang\0a\0b"), NULL,
			NSS_STATUS_UNAVAIL },
		{ "members beyond all memory", 70000, UINT32_MAX, TEXT("gang\0a\0b"), NULL,
			NSS_STATUS_UNAVAIL },
		{ "no end", 70000, 1, "gang\0a", 6, NULL, NSS_STATUS_UNAVAIL },
		{ "no text", 70000, 0, "", 0, NULL, NSS_STATUS_UNAVAIL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const uint32_t words[] = { rows[i].gid, 0, rows[i].members };
		unsigned char data[256];
		size_t len = record(data, words, 3, rows[i].text, rows[i].len);
		const struct answer *a;

		begin();
		(void)put('g', "asked", 5, data, len);
		finish(0, 0);
		a = stage_answer("group asked");
		ROW(rows[i].name, a->status == rows[i].status);
		if (rows[i].line != NULL)
			assert_string_equal(a->line, rows[i].line);
	}
}

static void
gid_lists(void **state)
{
	static const struct {
		const char *name;
		uint32_t count, gid[4];
		size_t gids;
		const char *line;
		enum nss_status status;
	} rows[] = {
		{ "as it should be", 2, { 70000, 70001 }, 2, "70000 70001", NSS_STATUS_SUCCESS },
		{ "root, sudo and nobody among them", 4, { 0, 27, 70001, 65534 }, 4, "70001",
			NSS_STATUS_SUCCESS },
		{ "only root", 1, { 0 }, 1, "", NSS_STATUS_SUCCESS },
		{ "the one that libc has already", 2, { 11, 70001 }, 2, "70001", NSS_STATUS_SUCCESS },
		{ "more than there are", 3, { 70000, 70001 }, 2, NULL, NSS_STATUS_UNAVAIL },
		{ "fewer than there are", 1, { 70000, 70001 }, 2, NULL, NSS_STATUS_UNAVAIL },
		{ "a count that wraps", 0x40000002, { 70000, 70001 }, 2, NULL, NSS_STATUS_UNAVAIL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		unsigned char data[64], list[16];
		const struct answer *a;
		size_t len;

		for (size_t j = 0; j < 4; j++)
			directory_put32(list + 4 * j, rows[i].gid[j]);
		len = record(data, &rows[i].count, 1, list, 4 * rows[i].gids);
		begin();
		(void)put('i', "asked", 5, data, len);
		finish(0, 0);
		a = stage_answer("groups asked");
		ROW(rows[i].name, a->status == rows[i].status);
		if (rows[i].line != NULL)
			assert_string_equal(a->line, rows[i].line);
	}
}

/* More than anybody can be in, each one right. */
static void
too_many_gids(void **state)
{
	const uint32_t count = DIRECTORY_GIDS_MAX + 1;
	unsigned char *gids = calloc(count, 4), *data = calloc(count + 2, 4);

	(void)state;
	assert_non_null(gids);
	assert_non_null(data);
	for (uint32_t i = 0; i < count; i++)
		directory_put32(gids + 4 * (size_t)i, 70000 + i);
	begin();
	(void)put('i', "asked", 5, data, record(data, &count, 1, gids, 4 * (size_t)count));
	finish(0, 0);
	assert_int_equal(stage_answer("groups asked")->status, NSS_STATUS_UNAVAIL);
	free(gids);
	free(data);
}

/* ---- the frame ----------------------------------------------------------------------------- */

struct hashed {
	uint32_t hash;
	char key[8];
};

static int
compare_hashes(const void *a, const void *b)
{
	const struct hashed *x = a, *y = b;

	return (x->hash > y->hash) - (x->hash < y->hash);
}

/* Finds three names of three characters with one hash. */
static bool
find_same_hash(char name[3][8])
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._";
	const size_t n = sizeof(letters) - 1, count = n * n * n;
	struct hashed *all = calloc(count, sizeof(*all));
	bool found = false;

	assert_non_null(all);
	for (size_t i = 0; i < count; i++) {
		(void)snprintf(all[i].key, sizeof(all[i].key), "n%c%c%c", letters[i % n],
			letters[i / n % n], letters[i / n / n]);
		all[i].hash = cdb_hash(all[i].key, 4);
	}
	qsort(all, count, sizeof(*all), compare_hashes);
	for (size_t i = 0; i + 2 < count && !found; i++) {
		found = all[i].hash == all[i + 2].hash;
		for (size_t j = 0; j < 3 && found; j++)
			(void)strcpy(name[j], all[i + j].key + 1);
	}
	free(all);
	return found;
}

/* Two of them are there, each with its own record; the third is not. */
static void
same_hash(void **state)
{
	static char name[3][8];

	(void)state;
	assert_true(find_same_hash(name));
	begin();
	for (unsigned i = 0; i < 2; i++) {
		const uint32_t words[] = { 70000 + i, 70000 + i, 0 };
		unsigned char data[64];
		char text[32] = "";

		(void)snprintf(text, sizeof(text), "%s%c%c/h%c/s", name[i], 0, 0, 0);
		(void)put('n', name[i], 3, data, record(data, words, 3, text, 11));
	}
	finish(0, 0);
	for (unsigned i = 0; i < 3; i++) {
		char question[32];

		(void)snprintf(question, sizeof(question), "passwd %s", name[i]);
		assert_int_equal(stage_answer(question)->status,
			i < 2 ? NSS_STATUS_SUCCESS : NSS_STATUS_NOTFOUND);
		if (i < 2)
			assert_memory_equal(stage_answer(question)->line, name[i], 3);
	}
}

/* An entry of the order that leads to somebody else. */
static void
order_of_others(void **state)
{
	const uint32_t person[] = { 70001, 70001, 1 }, group[] = { 70002, 0, 0 };
	unsigned char data[64], list[64], key[4] = { 0 }, entry[16];
	uint32_t persons_at, groups_at, at[2];

	(void)state;
	begin();
	at[0] = put('u', key, 4, data, record(data, person, 3, TEXT("evil\0G\0/h\0/s")));
	at[1] = put('G', key, 4, data, record(data, group, 3, TEXT("evils")));
	for (unsigned i = 0; i < 2; i++) {
		directory_put32(entry + 8 * i, 70000);
		directory_put32(entry + 8 * i + 4, at[i]);
	}
	persons_at = put('e', "u", 1, list, record(list, (const uint32_t[]){ 1 }, 1, entry, 8));
	groups_at = put('e', "g", 1, list, record(list, (const uint32_t[]){ 2 }, 1, entry, 16));
	finish(persons_at, groups_at);
	stage_call("setpwent");
	stage_call("setgrent");
	assert_int_equal(stage_answer("next-passwd")->status, NSS_STATUS_NOTFOUND);
	assert_int_equal(stage_answer("next-group")->status, NSS_STATUS_NOTFOUND);
}

/* An order of a million entries that lead nowhere ends soon all the same. */
static void
endless_order(void **state)
{
	const uint32_t count = 1000000;
	unsigned char *data = calloc(1, 8 + 8 * (size_t)count);
	uint32_t order;

	(void)state;
	assert_non_null(data);
	directory_put32(data + LIST_COUNT, count);
	begin();
	order = put('e', "u", 1, data, 8 + 8 * (size_t)count);
	finish(order, order);
	stage_call("setpwent");
	stage_call("setgrent");
	assert_int_equal(stage_answer("next-passwd")->status, NSS_STATUS_NOTFOUND);
	assert_int_equal(stage_answer("next-group")->status, NSS_STATUS_NOTFOUND);
	free(data);
	begin();
	finish(DIRECTORY_DATA_START, UINT32_MAX); /* orders that are something else */
	assert_int_equal(stage_answer("next-passwd")->status, NSS_STATUS_UNAVAIL);
	assert_int_equal(stage_answer("next-group")->status, NSS_STATUS_UNAVAIL);
}

/* A hash table of slots that all seem to be the one, and one without an empty slot. */
static void
endless_table(void **state)
{
	static const char key[] = "nasked";
	const uint32_t slots = 1u << 16, hash = cdb_hash(key, 6);
	unsigned char *bytes;
	size_t size;

	(void)state;
	for (int right = 0; right <= 1; right++) {
		uint32_t at;

		begin();
		at = put('n', "other", 5, "x", 1);
		finish(0, 0);
		bytes = stage_read(&size);
		bytes = realloc(bytes, size + slots * 8);
		assert_non_null(bytes);
		for (uint32_t i = 0; i < slots; i++) {
			directory_put32(bytes + size + 8 * i, right ? hash : ~hash);
			directory_put32(bytes + size + 8 * i + 4, at);
		}
		directory_put32(bytes + (hash & 255) * 8, (uint32_t)size);
		directory_put32(bytes + (hash & 255) * 8 + 4, slots);
		size += slots * 8;
		directory_put32(bytes + DIRECTORY_HEADER_AT + HEADER_SIZE, (uint32_t)size);
		directory_put32(bytes + DIRECTORY_HEADER_AT + HEADER_SUM, directory_sum_end(
			directory_sum(0, bytes + DIRECTORY_HEADER_AT + HEADER_VERSION,
			HEADER_DIGEST - HEADER_VERSION)));
		stage_overwrite(bytes, size);
		free(bytes);
		assert_int_equal(stage_answer("passwd asked")->status, NSS_STATUS_UNAVAIL);
	}
}

/* Lengths that wrap around, in a record that the table leads to. */
static void
lengths(void **state)
{
	static const uint32_t odd[] = { 0, 1, 0x7fffffff, 0x80000000, 0xfffffff8, 0xfffffff0,
		0xffffffff };
	unsigned char *bytes;
	size_t size;

	(void)state;
	for (size_t i = 0; i < COUNT(odd); i++)
		for (size_t field = 0; field < 8; field += 4) {
			uint32_t at;

			begin();
			at = put('n', "asked", 5, "x", 1);
			finish(0, 0);
			bytes = stage_read(&size);
			directory_put32(bytes + at + field, odd[i]);
			stage_overwrite(bytes, size);
			free(bytes);
			assert_int_not_equal(stage_answer("passwd asked")->status,
				NSS_STATUS_SUCCESS);
		}
	/* a group that seems to be longer than the file asks for no buffer of that size */
	for (size_t i = 2; i < COUNT(odd); i++) {
		static const unsigned char room[4096]; /* behind it */
		const uint32_t group[] = { 70000, 0, 0 };
		unsigned char data[64];
		uint32_t at;

		begin();
		at = put('g', "asked", 5, data, record(data, group, 3, TEXT("asked")));
		(void)put('x', "", 0, room, sizeof(room));
		finish(0, 0);
		bytes = stage_read(&size);
		directory_put32(bytes + at + 4, odd[i]);
		stage_overwrite(bytes, size);
		free(bytes);
		assert_int_equal(stage_answer("group asked")->status, NSS_STATUS_UNAVAIL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(persons),
		cmocka_unit_test(other_ids),
		cmocka_unit_test(stolen_group),
		cmocka_unit_test(groups),
		cmocka_unit_test(gid_lists),
		cmocka_unit_test(too_many_gids),
		cmocka_unit_test(same_hash),
		cmocka_unit_test(order_of_others),
		cmocka_unit_test(endless_order),
		cmocka_unit_test(endless_table),
		cmocka_unit_test(lengths),
	};

	return cmocka_run_group_tests(tests, stage_open, stage_close);
}
