/* SPDX-License-Identifier: MIT */
/* Records made to harm, with every sum right: nobody becomes root or somebody of this host. */
#include "tests/nss/stage.h"

#include <errno.h>

#include "tests/nss/craft.h"

/* ---- persons ------------------------------------------------------------------------------- */

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
		{ "as it should be", 70000, 70000, 1, CRAFT_TEXT("evil\0G\0/h\0/s"),
			"evil:*:70000:70000:G:/h:/s", false },
		{ "flags from the future", 70000, 70000, ~0u, CRAFT_TEXT("evil\0G\0/h\0/s"),
			"evil:*:70000:70000:G:/h:/s", false },
		{ "root's uid", 0, 70000, 0, CRAFT_TEXT("evil\0G\0/h\0/s"), NULL, false },
		{ "root's gid", 70000, 0, 0, CRAFT_TEXT("evil\0G\0/h\0/s"), NULL, false },
		{ "both", 0, 0, 1, CRAFT_TEXT("evil\0G\0/h\0/s"), NULL, false },
		{ "a local uid", 1000, 70000, 0, CRAFT_TEXT("evil\0G\0/h\0/s"), NULL, false },
		{ "the highest uid below the floor", 65535, 70000, 0, CRAFT_TEXT("evil\0G\0/h\0/s"),
			NULL, false },
		{ "a local gid", 70000, 27, 0, CRAFT_TEXT("evil\0G\0/h\0/s"), NULL, false },
		{ "no user at all", UINT32_MAX, 70000, 0, CRAFT_TEXT("evil\0G\0/h\0/s"), NULL,
			false },
		{ "a negative uid", 0x80000000, 70000, 0, CRAFT_TEXT("evil\0G\0/h\0/s"), NULL,
			false },
		{ "no name", 70000, 70000, 0, CRAFT_TEXT("\0G\0/h\0/s"), NULL, false },
		{ "a name of two lines", 70000, 70000, 0, CRAFT_TEXT("e:x:0:0\nroot\0G\0/h\0/s"),
			NULL, false },
		{ "three strings", 70000, 70000, 0, CRAFT_TEXT("evil\0/h\0/s"), NULL, true },
		{ "five strings", 70000, 70000, 0, CRAFT_TEXT("evil\0G\0/h\0/s\0x"), NULL, true },
		{ "no end", 70000, 70000, 0, "evil\0G\0/h\0/s", 12, NULL, true },
		{ "no end, four NULs", 70000, 70000, 0, "\0e\0G\0/h\0/s", 11, NULL, true },
		{ "no text", 70000, 70000, 0, "", 0, NULL, true },
	};
	static const char *const asked[] = { "passwd asked", "uid 70000", "next-passwd" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const uint32_t words[] = { rows[i].uid, rows[i].gid, rows[i].flags };
		unsigned char data[256], list[64], key[4];
		size_t len = craft_record(data, words, 3, rows[i].text, rows[i].len);
		uint32_t entry[2] = { 0 }, order;

		craft_begin();
		(void)craft_put('n', "asked", 5, data, len);
		directory_put32(key, 70000);
		directory_put32((unsigned char *)&entry[0], 70000);
		directory_put32((unsigned char *)&entry[1], craft_put('u', key, 4, data, len));
		order = craft_put('e', "u", 1, list,
			craft_record(list, (const uint32_t[]){ 1 }, 1, entry, 8));
		craft_finish(order, order);
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
				ROW(rows[i].name,
					a->status == (rows[i].broken ? NSS_STATUS_UNAVAIL
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
	craft_begin();
	len = craft_record(data, person, 3, CRAFT_TEXT("evil\0G\0/h\0/s"));
	craft_put_id('u', 70000, data, len);
	len = craft_record(data, group, 3, CRAFT_TEXT("evils"));
	craft_put_id('G', 70002, data, len);
	craft_finish(0, 0);
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
	size_t len = craft_record(data, person, 3, CRAFT_TEXT("wheel\0G\0/h\0/s"));

	(void)state;
	craft_begin();
	craft_put_id('u', 70000, data, len);
	(void)craft_put('n', "wheel", 5, data, len);
	craft_finish(0, 0);
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
		{ "as it should be", 70000, 2, CRAFT_TEXT("gang\0a\0b"), "gang:*:70000:a,b",
			NSS_STATUS_SUCCESS },
		{ "nobody in it", 70000, 0, CRAFT_TEXT("gang"),
			"gang:*:70000:", NSS_STATUS_SUCCESS },
		{ "root's gid", 0, 1, CRAFT_TEXT("gang\0a"), NULL, NSS_STATUS_NOTFOUND },
		{ "a local gid", 27, 1, CRAFT_TEXT("gang\0a"), NULL, NSS_STATUS_NOTFOUND },
		{ "a name with a colon", 70000, 0, CRAFT_TEXT("root:x:0:"), NULL,
			NSS_STATUS_NOTFOUND },
		{ "no name", 70000, 1, CRAFT_TEXT("\0a"), NULL, NSS_STATUS_NOTFOUND },
		{ "more members than strings", 70000, 3, CRAFT_TEXT("gang\0a\0b"), NULL,
			NSS_STATUS_UNAVAIL },
		{ "fewer members than strings", 70000, 1, CRAFT_TEXT("gang\0a\0b"), NULL,
			NSS_STATUS_UNAVAIL },
		{ "as many members as bytes", 70000, 9, CRAFT_TEXT("gang\0a\0b"), NULL,
			NSS_STATUS_UNAVAIL },
		{ "members beyond all memory", 70000, UINT32_MAX, CRAFT_TEXT("gang\0a\0b"), NULL,
			NSS_STATUS_UNAVAIL },
		{ "no end", 70000, 1, "gang\0a", 6, NULL, NSS_STATUS_UNAVAIL },
		{ "no text", 70000, 0, "", 0, NULL, NSS_STATUS_UNAVAIL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const uint32_t words[] = { rows[i].gid, 0, rows[i].members };
		unsigned char data[256];
		size_t len = craft_record(data, words, 3, rows[i].text, rows[i].len);
		const struct answer *a;

		craft_begin();
		(void)craft_put('g', "asked", 5, data, len);
		craft_finish(0, 0);
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
		{ "one of this host's own", 2, { 11, 70001 }, 2, "70001",
			NSS_STATUS_SUCCESS },
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
		len = craft_record(data, &rows[i].count, 1, list, 4 * rows[i].gids);
		craft_begin();
		(void)craft_put('i', "asked", 5, data, len);
		craft_finish(0, 0);
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
	craft_begin();
	(void)craft_put(
		'i', "asked", 5, data, craft_record(data, &count, 1, gids, 4 * (size_t)count));
	craft_finish(0, 0);
	assert_int_equal(stage_answer("groups asked")->status, NSS_STATUS_UNAVAIL);
	free(gids);
	free(data);
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
	};

	return cmocka_run_group_tests(tests, stage_open, stage_close);
}
