/* SPDX-License-Identifier: MIT */
/* Computer usernames by rule, names with power, this host's own names, and the table in map.file. */
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/door/map_file.h"
#include "helper/sync/local.h"
#include "helper/sync/name.h"

#define A32 "abcdefghijklmnopqrstuvwxyzabcdef"

static char folder[] = "/tmp/doorward-names-XXXXXX";
static char path[64], other[64];

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/map", folder);
	(void)snprintf(other, sizeof(other), "%s/group", folder);
	return 0;
}

static int
teardown(void **state)
{
	char ending[80];

	(void)state;
	(void)unlink(path);
	(void)unlink(other);
	(void)snprintf(ending, sizeof(ending), "%s.lock", path);
	(void)unlink(ending);
	(void)snprintf(ending, sizeof(ending), "%s.previous", path);
	(void)unlink(ending);
	return rmdir(folder);
}

static void
write_text(const char *to, const char *text)
{
	int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, 0644), 0);
	assert_int_equal(close(fd), 0);
}

static void
names_by_rule(void **state)
{
	static const struct {
		const char *from, *refuse, *replace; /* NULL = refused */
	} rows[] = {
		{ "alice", "alice", "alice" },
		{ "Alice", "alice", "alice" },
		{ "CORP\\Alice", "alice", "alice" },
		{ "alice@corp.example", "alice", "alice" },
		{ "Alice@CORP.example", "alice", "alice" },
		{ "alice@else.example", NULL, "alice_else.example" },
		{ "a.b-c_d9", "a.b-c_d9", "a.b-c_d9" },
		{ "_svc", "_svc", "_svc" },
		{ "", NULL, NULL },
		{ "@corp.example", NULL, "_corp.example" },
		{ "CORP\\", NULL, NULL },
		{ "9lives", NULL, NULL },
		{ "-rf", NULL, NULL },
		{ ".hidden", NULL, NULL },
		{ "12345", NULL, NULL },
		{ "a b", NULL, "a_b" },
		{ "a:b", NULL, "a_b" },
		{ "a,b/c", NULL, "a_b_c" },
		{ "a\nb", NULL, "a_b" },
		{ "j\xc3\xb6rg", NULL, "j_rg" },
		{ "\xe5\xb1\xb1", NULL, "_" },
		{ A32, A32, A32 },
		{ A32 "g", NULL, NULL },
		{ A32 "@corp.example", A32, A32 },
	};
	char *suffix[] = { (char[]){ "@corp.example" } };
	struct names suffixes = { .count = 1, .name = suffix };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (int replace = 0; replace < 2; replace++) {
			const struct name_rules rules = { .strip_suffix = &suffixes,
				.replace = replace ? '_' : '\0' };
			const char *wanted = replace ? rows[i].replace : rows[i].refuse;
			char name[NAME_SIZE];
			const char *why = NULL;
			bool made = name_make(&rules, rows[i].from, name, &why);

			ROW(rows[i].from, made == (wanted != NULL));
			ROW(rows[i].from, !made || strcmp(name, wanted) == 0);
			ROW(rows[i].from, made || why != NULL);
		}
}

static void
templates(void **state)
{
	char text[16];

	(void)state;
	assert_int_equal(name_expand("/home/%u", "alice", text, sizeof(text)), 0);
	assert_string_equal(text, "/home/alice");
	assert_int_equal(name_expand("/%u%%%u", "ab", text, sizeof(text)), 0);
	assert_string_equal(text, "/ab%ab");
	assert_int_equal(name_expand("/home/%u", "alice-789", text, sizeof(text)), 0);
	assert_int_equal(name_expand("/home/%u", "alice-7890", text, sizeof(text)), -1);
}

static void
names_with_power(void **state)
{
	static const char *const yes[] = { "root", "sudo", "wheel", "docker", "adm", "admin", "lxd",
		"libvirt", "kvm", "disk", "shadow", "systemd-network", "_apt", "doorward" };
	static const char *const no[] = { "alice", "roots", "sudoers", "systemd", "developers" };

	(void)state;
	for (size_t i = 0; i < COUNT(yes); i++)
		ROW(yes[i], name_is_privileged(yes[i]));
	for (size_t i = 0; i < COUNT(no); i++)
		ROW(no[i], !name_is_privileged(no[i]));
}

static void
names_of_this_host(void **state)
{
	struct err e;
	struct local l;

	(void)state;
	write_text(path, "root:x:0:0::/:/bin/sh\n# note:x:7\n+nis:x:8\nlast:x:2001000005:99:::");
	write_text(other, "staff:x:50:\nops:x:4294967295:a,b\n");
	assert_int_equal(local_read(&l, path, other, &e), 0);
	assert_true(local_has_user(&l, "root") && local_has_user(&l, "last"));
	assert_false(local_has_user(&l, "staff") || local_has_user(&l, "nis"));
	assert_true(local_has_group(&l, "staff") && local_has_group(&l, "ops"));
	assert_false(local_has_group(&l, "root"));
	assert_true(local_has_id(&l, 0) && local_has_id(&l, 50) && local_has_id(&l, 2001000005));
	assert_false(local_has_id(&l, 99) || local_has_id(&l, 7));
	local_clear(&l);
	assert_int_equal(local_read(&l, "/nonexistent", other, &e), -1);
	local_clear(&l);
}

static void
table_is_read(void **state)
{
	static const struct {
		const char *name, *text;
		int found; /* of "a" */
		const char *user;
	} rows[] = {
		{ "an entry", "a=b\n", 1, "b" },
		{ "without a line break", "a=b", 1, "b" },
		{ "comments", "# a=c\n\na=b\n", 1, "b" },
		{ "an equals sign in the user", "a=b=c\n", 1, "b=c" },
		{ "line breaks of another system", "# x\r\na=b\r\nc=d\r\n", 1, "b" },
		{ "a carriage return in the line", "a=b\rx=y\n", -1, NULL },
		{ "and in a comment", "# b\rc\na=b\n", 1, "b" },
		{ "another name", "aa=b\n", 0, "" },
		{ "nothing", "", 0, "" },
		{ "twice", "a=b\na=c\n", -1, NULL },
		{ "no equals sign elsewhere", "a=b\nx\n", 1, "b" },
		{ "no equals sign", "a\nx=b\n", -1, NULL },
		{ "no user", "x=\na=b\n", 1, "b" },
		{ "no name", "=x\na=b\n", 1, "b" },
		{ "a blank behind a name", "a =b\n", -1, NULL },
		{ "a tab before a user", "a=\tb\n", -1, NULL },
		{ "a blank before a name", " a=b\n", -1, NULL },
		{ "a blank that nobody sees", "a\302\240=b\n", -1, NULL },
		{ "one in another name", "x=\342\200\213b\na=b\n", 1, "b" },
		{ "no text", "a=\377\n", -1, NULL },
		{ "a blank within a name", "a=b c\n", 1, "b c" },
	};
	char user[MAP_USER_SIZE];
	struct err e;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		write_text(path, rows[i].text);
		ROW(rows[i].name, map_file_find(path, NULL, "a", user, &e) == rows[i].found);
		ROW(rows[i].name, rows[i].found < 0 || strcmp(user, rows[i].user) == 0);
	}
	assert_int_equal(chmod(path, 0666), 0);
	assert_int_equal(map_file_find(path, NULL, "a", user, &e), -1);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(map_file_find(path, NULL, "a", user, &e), 0);
	assert_int_equal(map_file_find("", NULL, "a", user, &e), 0);
}

static void
table_is_edited(void **state)
{
	auto_file f = NULL;
	char text[128] = "";
	struct err e;

	(void)state;
	write_text(path, "# mine\nb=c\n\nx=y");
	assert_int_equal(map_file_set(path, "a", "b", &e), 0);
	assert_int_equal(map_file_set(path, "b", "d", &e), 0);
	assert_int_equal(map_file_set(path, "x", NULL, &e), 0);
	assert_int_equal(map_file_set(path, "x", NULL, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	assert_int_equal(map_file_set(path, "a=b", "c", &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_int_equal(map_file_set(path, "#a", "c", &e), -1);
	assert_int_equal(map_file_set(path, "a", "c\nd=e", &e), -1);
	assert_int_equal(map_file_set(path, "", "c", &e), -1);
	assert_int_equal(map_file_set("", "a", "c", &e), -1);
	f = fopen(path, "re");
	assert_non_null(f);
	assert_true(fread(text, 1, sizeof(text) - 1, f) > 0);
	assert_string_equal(text, "# mine\nb=d\n\na=b\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_by_rule),
		cmocka_unit_test(templates),
		cmocka_unit_test(names_with_power),
		cmocka_unit_test(names_of_this_host),
		cmocka_unit_test(table_is_read),
		cmocka_unit_test(table_is_edited),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
