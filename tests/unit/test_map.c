/* SPDX-License-Identifier: MIT */
/* From computer usernames to directory users: which rule applies, and which rules are wrong. */
#include "tests/unit/unit.h"

#include "policy/map.h"

#define LIST_MAX 4

struct rules_row {
	const char *users[LIST_MAX], *suffixes[LIST_MAX];
	const char *template;
	bool identity;
};

static struct map_rules
rules_make(const struct rules_row *row)
{
	struct map_rules r = { .name_template = row->template, .identity = row->identity };

	for (size_t i = 0; i < LIST_MAX && row->users[i] != NULL; i++)
		assert_int_equal(names_add(&r.users, row->users[i]), 0);
	for (size_t i = 0; i < LIST_MAX && row->suffixes[i] != NULL; i++)
		assert_int_equal(names_add(&r.strip_suffix, row->suffixes[i]), 0);
	return r;
}

static void
rules_clear(struct map_rules *r)
{
	names_clear(&r->users);
	names_clear(&r->strip_suffix);
}

static void
the_first_rule_that_applies_wins(void **state)
{
	static const struct {
		const char *name;
		struct rules_row rules;
		const char *local;
		enum map_how how;
		const char *user;
	} rows[] = {
		{ "identity", { .identity = true }, "alice", MAP_IDENTITY, "alice" },
		{ "identity, template of one %u", { .template = "%u", .identity = true }, "alice",
			MAP_IDENTITY, "alice" },
		{ "no rule", { .identity = false }, "alice", MAP_NONE, "" },
		{ "no rule, template of one %u", { .template = "%u" }, "alice", MAP_NONE, "" },
		{ "table", { .users = { "alice=asmith", "bob=bjones" }, .identity = true }, "bob",
			MAP_TABLE, "bjones" },
		{ "table before suffix and template",
			{ .users = { "a@corp=x" }, .suffixes = { "@corp" }, .template = "%u@y" },
			"a@corp", MAP_TABLE, "x" },
		{ "table result is not changed further",
			{ .users = { "alice=b" }, .template = "%u@corp" }, "alice", MAP_TABLE,
			"b" },
		{ "prefix of a table name", { .users = { "alice=x" } }, "ali", MAP_NONE, "" },
		{ "longer than a table name", { .users = { "ali=x" } }, "alice", MAP_NONE, "" },
		{ "case counts", { .users = { "Alice=x" }, .identity = true }, "alice",
			MAP_IDENTITY, "alice" },
		{ "equals in the directory name", { .users = { "alice=cn=a" } }, "alice",
			MAP_TABLE, "cn=a" },
		{ "a local name with equals meets no other's entry",
			{ .users = { "alice=cn=a" } }, "alice=cn", MAP_NONE, "" },
		{ "suffix", { .suffixes = { "@corp.example" } }, "alice@corp.example", MAP_SUFFIX,
			"alice" },
		{ "first suffix that fits", { .suffixes = { ".b", ".a.b" } }, "x.a.b", MAP_SUFFIX,
			"x.a" },
		{ "suffix that is the whole name", { .suffixes = { "alice" }, .identity = true },
			"alice", MAP_IDENTITY, "alice" },
		{ "suffix that does not fit, no identity", { .suffixes = { "@corp" } }, "alice",
			MAP_NONE, "" },
		{ "empty suffix", { .suffixes = { "" } }, "alice", MAP_NONE, "" },
		{ "template", { .template = "%u@corp.example" }, "alice", MAP_TEMPLATE,
			"alice@corp.example" },
		{ "suffix, then template", { .suffixes = { "@a" }, .template = "x-%u" }, "bob@a",
			MAP_TEMPLATE, "x-bob" },
		{ "percent sign", { .template = "%%%u%%" }, "bob", MAP_TEMPLATE, "%bob%" },
		{ "percent sign before u", { .template = "%%u-%u" }, "bob", MAP_TEMPLATE,
			"%u-bob" },
		{ "a local name with %u is not expanded again", { .template = "%u@c" }, "%u",
			MAP_TEMPLATE, "%u@c" },
		{ "empty local name", { .identity = true }, "", MAP_NONE, "" },
		{ "empty local name, template", { .template = "%u@c" }, "", MAP_NONE, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct map_rules r = rules_make(&rows[i].rules);
		char user[MAP_USER_SIZE];

		memset(user, 'X', sizeof(user));
		ROW(rows[i].name, map_user(&r, rows[i].local, user) == rows[i].how);
		ROW(rows[i].name, strcmp(user, rows[i].user) == 0);
		rules_clear(&r);
	}
}

static void
what_does_not_fit_is_unmapped(void **state)
{
	struct map_rules identity = { .identity = true };
	struct map_rules template = { .name_template = "%ux" };
	char local[MAP_USER_SIZE + 1], user[MAP_USER_SIZE];

	(void)state;
	memset(local, 'a', sizeof(local));
	local[MAP_USER_SIZE - 1] = '\0';
	assert_int_equal(map_user(&identity, local, user), MAP_IDENTITY);
	assert_int_equal(strlen(user), MAP_USER_SIZE - 1);
	assert_int_equal(map_user(&template, local, user), MAP_NONE);
	assert_string_equal(user, "");
	local[MAP_USER_SIZE - 1] = 'a';
	local[MAP_USER_SIZE] = '\0';
	assert_int_equal(map_user(&identity, local, user), MAP_NONE);
	assert_string_equal(user, "");
	local[MAP_USER_SIZE - 2] = '\0';
	assert_int_equal(map_user(&template, local, user), MAP_TEMPLATE);
	assert_int_equal(strlen(user), MAP_USER_SIZE - 1);
}

static void
rules_are_checked(void **state)
{
	static const struct {
		const char *name;
		struct rules_row rules;
		const char *fault; /* part of the message; NULL = well-formed */
	} rows[] = {
		{ "nothing", { .identity = true }, NULL },
		{ "table", { .users = { "a=b", "c=b", "d=e=f" } }, NULL },
		{ "no equals", { .users = { "a=b", "c" } }, "entry 2" },
		{ "no local side", { .users = { "=b" } }, "entry 1" },
		{ "no directory side", { .users = { "a=" } }, "entry 1" },
		{ "twice", { .users = { "a=b", "c=d", "a=e" } }, "\"a\" is mapped twice" },
		{ "twice the same", { .users = { "a=b", "a=b" } }, "\"a\" is mapped twice" },
		{ "no template", { .template = "" }, NULL },
		{ "template", { .template = "%u@corp" }, NULL },
		{ "template with percent sign", { .template = "%%%u" }, NULL },
		{ "template without %u", { .template = "corp" }, "exactly once" },
		{ "template with %u twice", { .template = "%u%u" }, "exactly once" },
		{ "template with only %%u", { .template = "%%u" }, "exactly once" },
		{ "template with another letter", { .template = "%u%d" }, "percent sign" },
		{ "template with % at the end", { .template = "%u%" }, "percent sign" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct map_rules r = rules_make(&rows[i].rules);
		struct err e = { 0 };
		int rc = map_check(&r, &e);

		ROW(rows[i].name, (rc == 0) == (rows[i].fault == NULL));
		if (rc != 0) {
			ROW(rows[i].name, e.code == ERR_CONFIG);
			ROW(rows[i].name, strstr(e.msg, rows[i].fault) != NULL);
		}
		rules_clear(&r);
	}
}

static void
sides_are_bounded(void **state)
{
	static const struct {
		size_t local, directory;
		bool good;
	} rows[] = {
		{ MAP_USER_SIZE - 1, MAP_USER_SIZE - 1, true },
		{ MAP_USER_SIZE, 1, false },
		{ 1, MAP_USER_SIZE, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct map_rules r = { 0 };
		char entry[2 * MAP_USER_SIZE + 8], user[MAP_USER_SIZE];
		struct err e;

		memset(entry, 'a', sizeof(entry));
		entry[rows[i].local] = '=';
		entry[rows[i].local + 1 + rows[i].directory] = '\0';
		assert_int_equal(names_add(&r.users, entry), 0);
		assert_int_equal(map_check(&r, &e), rows[i].good ? 0 : -1);
		entry[rows[i].local] = '\0';
		assert_int_equal(map_user(&r, entry, user), rows[i].good ? MAP_TABLE : MAP_NONE);
		rules_clear(&r);
	}
}

static void
every_how_has_a_word(void **state)
{
	(void)state;
	for (unsigned how = MAP_NONE; how <= MAP_IDENTITY; how++)
		assert_non_null(map_how_word((enum map_how)how));
	assert_string_equal(map_how_word((enum map_how)99), map_how_word(MAP_NONE));
	assert_string_equal(map_how_word((enum map_how)-1), map_how_word(MAP_NONE));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_rule_that_applies_wins),
		cmocka_unit_test(what_does_not_fit_is_unmapped),
		cmocka_unit_test(rules_are_checked),
		cmocka_unit_test(sides_are_bounded),
		cmocka_unit_test(every_how_has_a_word),
	};

	return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
