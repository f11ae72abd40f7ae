/* SPDX-License-Identifier: MIT */
/* What leads to records, made to harm: tables, orders and lengths without sense or end. */
#include "tests/nss/stage.h"

#include <cdb.h>

#include "tests/nss/craft.h"

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
	craft_begin();
	for (unsigned i = 0; i < 2; i++) {
		const uint32_t words[] = { 70000 + i, 70000 + i, 0 };
		unsigned char data[64];
		char text[32] = "";

		(void)snprintf(text, sizeof(text), "%s%c%c/h%c/s", name[i], 0, 0, 0);
		(void)craft_put('n', name[i], 3, data, craft_record(data, words, 3, text, 11));
	}
	craft_finish(0, 0);
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
	craft_begin();
	at[0] = craft_put(
		'u', key, 4, data, craft_record(data, person, 3, CRAFT_TEXT("evil\0G\0/h\0/s")));
	at[1] = craft_put('G', key, 4, data, craft_record(data, group, 3, CRAFT_TEXT("evils")));
	for (unsigned i = 0; i < 2; i++) {
		directory_put32(entry + 8 * i, 70000);
		directory_put32(entry + 8 * i + 4, at[i]);
	}
	persons_at = craft_put(
		'e', "u", 1, list, craft_record(list, (const uint32_t[]){ 1 }, 1, entry, 8));
	groups_at = craft_put(
		'e', "g", 1, list, craft_record(list, (const uint32_t[]){ 2 }, 1, entry, 16));
	craft_finish(persons_at, groups_at);
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
	craft_begin();
	order = craft_put('e', "u", 1, data, 8 + 8 * (size_t)count);
	craft_finish(order, order);
	stage_call("setpwent");
	stage_call("setgrent");
	assert_int_equal(stage_answer("next-passwd")->status, NSS_STATUS_NOTFOUND);
	assert_int_equal(stage_answer("next-group")->status, NSS_STATUS_NOTFOUND);
	free(data);
	craft_begin();
	craft_finish(DIRECTORY_DATA_START, UINT32_MAX); /* orders that are something else */
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

		craft_begin();
		at = craft_put('n', "other", 5, "x", 1);
		craft_finish(0, 0);
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
		directory_put32(bytes + DIRECTORY_HEADER_AT + HEADER_SUM,
			directory_sum_end(
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

			craft_begin();
			at = craft_put('n', "asked", 5, "x", 1);
			craft_finish(0, 0);
			bytes = stage_read(&size);
			directory_put32(bytes + at + field, odd[i]);
			stage_overwrite(bytes, size);
			free(bytes);
			assert_int_not_equal(
				stage_answer("passwd asked")->status, NSS_STATUS_SUCCESS);
		}
	/* a group that seems to be longer than the file asks for no buffer of that size */
	for (size_t i = 2; i < COUNT(odd); i++) {
		static const unsigned char room[4096]; /* behind it */
		const uint32_t group[] = { 70000, 0, 0 };
		unsigned char data[64];
		uint32_t at;

		craft_begin();
		at = craft_put(
			'g', "asked", 5, data, craft_record(data, group, 3, CRAFT_TEXT("asked")));
		(void)craft_put('x', "", 0, room, sizeof(room));
		craft_finish(0, 0);
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
		cmocka_unit_test(same_hash),
		cmocka_unit_test(order_of_others),
		cmocka_unit_test(endless_order),
		cmocka_unit_test(endless_table),
		cmocka_unit_test(lengths),
	};

	return cmocka_run_group_tests(tests, stage_open, stage_close);
}
