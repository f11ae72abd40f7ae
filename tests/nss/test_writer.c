/* SPDX-License-Identifier: MIT */
/* The writer and the programs' reader: what is refused, what is replaced when, what comes back. */
#include "tests/nss/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "helper/directory/reader.h"

static const gid_t ops[] = { 2001000101 };

static int
teardown(void **state)
{
	(void)state;
	(void)unlink(STAGE_FILE);
	(void)unlink(STAGE_FILE ".previous");
	return access(STAGE_FILE ".new", F_OK) == 0 ? -1 : 0; /* nobody leaves one */
}

static struct directory_person
person(void)
{
	return (struct directory_person){
		.name = "anna",
		.uid = 2001000001,
		.gid = 2001000001,
		.gecos = "Anna",
		.home = "/home/anna",
		.shell = "/bin/sh",
	};
}

static void
persons_refused(void **state)
{
	static const char *const alias_self[] = { "anna" }, *const alias_taken[] = { "ben" };
	static const char *const alias_twice[] = { "a", "a" }, *const alias_bad[] = { "a:b" };
	static const char *const alias_next[] = { "ann" };
	static const gid_t low[] = { 27 };
	static char long_text[DIRECTORY_TEXT_MAX];
	struct directory_person p[20];
	static const struct {
		const char *name;
		enum err_code code; /* 0: accepted */
	} rows[] = {
		{ "as it should be", ERR_NONE },
		{ "no name", ERR_USAGE },
		{ "a name with a colon", ERR_USAGE },
		{ "root's uid", ERR_USAGE },
		{ "a local gid", ERR_USAGE },
		{ "a uid above 2^31", ERR_USAGE },
		{ "a line end in the real name", ERR_USAGE },
		{ "a colon in the home folder", ERR_USAGE },
		{ "a home folder that is none", ERR_USAGE },
		{ "a shell that is none", ERR_USAGE },
		{ "text that is not UTF-8", ERR_USAGE },
		{ "too much text", ERR_USAGE },
		{ "an alias that is the name", ERR_CONFLICT },
		{ "an alias that is somebody's name", ERR_CONFLICT },
		{ "an alias twice", ERR_CONFLICT },
		{ "an alias that is no name", ERR_USAGE },
		{ "a local group", ERR_USAGE },
		{ "somebody's name", ERR_CONFLICT },
		{ "somebody's uid", ERR_CONFLICT },
		{ "the name of a group", ERR_CONFLICT },
	};

	(void)state;
	memset(long_text, 'x', sizeof(long_text) - 1);
	for (size_t i = 0; i < COUNT(p); i++)
		p[i] = person();
	p[1].name = "";
	p[2].name = "an:na";
	p[3].uid = 0;
	p[4].gid = 100;
	p[5].uid = 2147483648u;
	p[6].gecos = "Anna\nroot:x:0:0";
	p[7].home = "/home/a:b";
	p[8].home = "home";
	p[9].shell = "";
	p[10].gecos = "J\xfcrgen";
	p[11].gecos = long_text;
	p[12].alias = alias_self;
	p[13].alias = alias_taken;
	p[14].alias = alias_twice;
	p[15].alias = alias_bad;
	for (size_t i = 12; i <= 15; i++)
		p[i].alias_count = i == 14 ? 2 : 1;
	p[16].gids = low;
	p[16].gid_count = 1;
	p[17].name = "ben";
	p[18].uid = 2001000002;
	p[18].gid = ops[0];
	p[19].name = "ops";
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct directory_writer *w = stage_begin();
		struct directory_person next = person();
		struct directory_counts counts;
		struct err e = { 0 };
		int answer;

		stage_add_group(w, "ops", ops[0]);
		stage_add_person(w, "ben", 2001000002, ops, 1);
		answer = directory_writer_add_person(w, &p[i], &e);
		ROW(rows[i].name, (answer == 0) == (rows[i].code == ERR_NONE));
		ROW(rows[i].name, e.code == rows[i].code);
		/* the writer goes on, and nothing of the refused one is in its way */
		next.name = "next";
		next.uid = next.gid = 2001000009;
		next.alias = alias_next;
		next.alias_count = 1;
		ROW(rows[i].name, directory_writer_add_person(w, &next, &e) == 0);
		if (answer != 0) {
			next = person();
			ROW(rows[i].name, directory_writer_add_person(w, &next, &e) == 0);
		}
		ROW(rows[i].name, directory_writer_finish(w, &counts, &e) == 0);
		ROW(rows[i].name, counts.persons == 3 && counts.aliases == 1);
		directory_writer_free(w);
	}
}

static void
groups_refused(void **state)
{
	static const struct {
		const char *name, *group;
		gid_t gid;
		enum err_code code;
	} rows[] = {
		{ "root's gid", "g", 0, ERR_USAGE },
		{ "a local gid", "g", 27, ERR_USAGE },
		{ "a name that is none", "a b", 2001000200, ERR_USAGE },
		{ "a name with a line end", "a\n", 2001000200, ERR_USAGE },
		{ "a taken name", "ops", 2001000200, ERR_CONFLICT },
		{ "a taken gid", "g", 2001000101, ERR_CONFLICT },
		{ "the name of a private group", "ben", 2001000200, ERR_CONFLICT },
		{ "the gid of a private group", "g", 2001000002, ERR_CONFLICT },
	};
	struct directory_writer *w = stage_begin();

	(void)state;
	stage_add_group(w, "ops", ops[0]);
	stage_add_person(w, "ben", 2001000002, NULL, 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err e = { 0 };

		ROW(rows[i].name,
			directory_writer_add_group(w, rows[i].group, rows[i].gid, &e) == -1);
		ROW(rows[i].name, e.code == rows[i].code && e.msg[0] != '\0');
		ROW(rows[i].name, strchr(e.msg, '\n') == NULL);
	}
	stage_finish(w);
}

static void
groups_that_are_not_there(void **state)
{
	struct directory_person p = person();
	struct err e = { 0 };
	struct directory_writer *w;

	(void)state;
	stage_write_sample();
	for (int primary = 0; primary <= 1; primary++) {
		w = stage_begin();
		p.gid = primary ? 2001000777 : p.uid;
		p.gids = (const gid_t[]){ 2001000777 };
		p.gid_count = primary ? 0 : 1;
		assert_int_equal(directory_writer_add_person(w, &p, &e), 0);
		assert_int_equal(directory_writer_finish(w, NULL, &e), -1);
		assert_int_equal(e.code, ERR_USAGE);
		assert_non_null(strstr(e.msg, "anna"));
		assert_non_null(strstr(e.msg, "2001000777"));
		directory_writer_free(w);
	}
	assert_int_equal(stage_answer("passwd ben")->status, NSS_STATUS_SUCCESS);
}

static void
members_hidden(void **state)
{
	struct directory_writer_options options = {
		.path = STAGE_FILE,
		.owner = (uid_t)-1,
		.group = (gid_t)-1,
		.members_max = 2,
	};
	static const gid_t all[] = { 2001000100, 2001000101 };
	struct directory_writer *w = NULL;

	(void)state;
	assert_int_equal(directory_writer_new(&options, &w, NULL), 0);
	stage_add_group(w, "two", all[0]);
	stage_add_group(w, "three", all[1]);
	stage_add_person(w, "a", 2001000001, all, 2);
	stage_add_person(w, "b", 2001000002, all, 2);
	stage_add_person(w, "c", 2001000003, all + 1, 1);
	stage_finish(w);
	assert_string_equal(stage_answer("group two")->line, "two:*:2001000100:a,b");
	assert_string_equal(stage_answer("group three")->line, "three:*:2001000101:");
	assert_string_equal(stage_answer("groups c")->line, "2001000101");
}

/* ---- replacing ----------------------------------------------------------------------------- */

static ino_t
inode_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_ino : 0;
}

static void
replaced(void **state)
{
	struct directory_info first, second;
	struct directory_writer *w;
	struct stat st;
	ino_t old;

	(void)state;
	(void)umask(077);
	stage_write_sample();
	(void)umask(022);
	assert_int_equal(directory_verify(STAGE_FILE, &first, NULL), 0);
	assert_int_equal(first.counts.persons, 3);
	assert_int_equal(first.counts.aliases, 1);
	assert_int_equal(first.counts.groups, 3);
	assert_int_equal(first.counts.maps, 1);
	assert_int_equal(first.id_first, 2001000001);
	assert_int_equal(first.id_last, 2001000102);
	assert_int_equal(first.time, 1700000000);
	assert_true(first.enumerate);
	assert_int_equal(access(STAGE_FILE ".previous", F_OK), -1);
	assert_int_equal(stat(STAGE_FILE, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	old = inode_of(STAGE_FILE);
	w = stage_begin();
	stage_add_person(w, "zoe", 2001000050, NULL, 0);
	assert_int_equal(inode_of(STAGE_FILE), old);
	assert_int_equal(stat(STAGE_FILE ".new", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(stage_answer("passwd zoe")->status, NSS_STATUS_NOTFOUND);
	stage_finish(w);
	assert_int_equal(stage_answer("passwd zoe")->status, NSS_STATUS_SUCCESS);
	assert_int_equal(inode_of(STAGE_FILE ".previous"), old);
	assert_int_equal(directory_info(STAGE_FILE, &second, NULL), 0);
	assert_int_equal(second.generation, first.generation + 1);
}

static void
owner(void **state)
{
	struct directory_writer_options options = {
		.path = STAGE_FILE,
		.owner = 65534,
		.group = 65533,
	};
	struct directory_writer *w = NULL;
	struct stat st;

	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(directory_writer_new(&options, &w, NULL), 0);
	stage_finish(w);
	assert_int_equal(stat(STAGE_FILE, &st), 0);
	assert_int_equal(st.st_uid, 65534);
	assert_int_equal(st.st_gid, 65533);
	assert_int_equal(unlink(STAGE_FILE ".lock"), 0);
}

static void
one_writer(void **state)
{
	const struct directory_writer_options options = {
		.path = STAGE_FILE,
		.owner = (uid_t)-1,
		.group = (gid_t)-1,
	};
	struct directory_writer *w = stage_begin(), *other = NULL;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(directory_writer_new(&options, &other, &e), -1);
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_null(other);
	assert_int_equal(access(STAGE_FILE ".new", F_OK), 0); /* the first one's */
	directory_writer_free(w);
	assert_int_equal(access(STAGE_FILE ".new", F_OK), -1);
	assert_int_equal(access(STAGE_FILE, F_OK), -1);
	stage_write_sample();
}

/* Root, who gives the lock to the owner of the folder, must not give away what it is a link to. */
static void
a_lock_that_is_a_link(void **state)
{
	const struct directory_writer_options options = { .path = STAGE_FILE, .owner = 1,
		.group = 1 };
	struct directory_writer *w = NULL;
	struct err e = { 0 };
	struct stat st;
	int fd = open(STAGE_FILE ".other", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(close(fd), 0);
	(void)unlink(STAGE_FILE ".lock");
	assert_int_equal(link(STAGE_FILE ".other", STAGE_FILE ".lock"), 0);
	assert_int_equal(directory_writer_new(&options, &w, &e), -1);
	assert_int_equal(e.code, ERR_CONFIG);
	assert_int_equal(stat(STAGE_FILE ".other", &st), 0);
	assert_int_equal(st.st_uid, geteuid());
	assert_int_equal(unlink(STAGE_FILE ".lock"), 0);
	assert_int_equal(unlink(STAGE_FILE ".other"), 0);
}

static void
a_dead_writers_rest(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	if (child == 0) {
		struct directory_writer *w = stage_begin();

		stage_add_person(w, "half", 2001000001, NULL, 0);
		(void)raise(SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(access(STAGE_FILE ".new", F_OK), 0);
	stage_write_sample();
	assert_int_equal(access(STAGE_FILE ".new", F_OK), -1);
	assert_int_equal(stage_answer("passwd half")->status, NSS_STATUS_NOTFOUND);
	assert_int_equal(stage_answer("passwd anna")->status, NSS_STATUS_SUCCESS);
}

/* A disk that is full at every point: the old file stays. */
static void
full_disk(void **state)
{
	struct rlimit before, limit;
	size_t size, refused = 0;
	ino_t old;

	(void)state;
	free(stage_read((stage_write_sample(), &size)));
	old = inode_of(STAGE_FILE);
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	for (limit.rlim_cur = 0; limit.rlim_cur < size; limit.rlim_cur += 61) {
		const struct directory_writer_options options = {
			.path = STAGE_FILE,
			.owner = (uid_t)-1,
			.group = (gid_t)-1,
		};
		struct directory_person p = person();
		struct directory_writer *w = NULL;
		struct err e = { 0 };
		int answer;

		p.gecos = "somebody with a name that takes its room in the file, so that it is"
			  " larger than what was there before, and cannot be written";
		(void)setrlimit(RLIMIT_FSIZE, &limit);
		answer = directory_writer_new(&options, &w, &e);
		for (uid_t i = 0; i < 40 && answer == 0; i++) {
			char name[16];

			(void)snprintf(name, sizeof(name), "p%u", i);
			p.name = name;
			p.uid = p.gid = 2001000001 + i;
			answer = directory_writer_add_person(w, &p, &e);
		}
		if (answer == 0)
			answer = directory_writer_finish(w, NULL, &e);
		directory_writer_free(w);
		(void)setrlimit(RLIMIT_FSIZE, &before);
		assert_int_equal(answer, -1);
		assert_true(e.sys == EFBIG || strstr(e.msg, "space") != NULL);
		assert_int_equal(inode_of(STAGE_FILE), old);
		assert_int_equal(access(STAGE_FILE ".new", F_OK), -1);
		refused++;
	}
	assert_true(refused > 50);
	assert_int_equal(stage_answer("passwd anna")->status, NSS_STATUS_SUCCESS);
}

/* ---- reading ------------------------------------------------------------------------------- */

static void
maps(void **state)
{
	const struct directory_user user = { "DU0002", "bob@example.org", "locked out",
		1700000002 };
	struct directory_mapping m;
	struct directory_writer *w;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(directory_find_map(STAGE_FILE, "anna", &m, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	w = stage_begin();
	assert_int_equal(directory_writer_add_map(w, "bobby", &user, &e), 0);
	assert_int_equal(directory_writer_add_map(w, "bobby", &user, &e), -1);
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_int_equal(directory_writer_add_map(w, "bob by", &user, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	stage_finish(w);
	assert_int_equal(directory_find_map(STAGE_FILE, "bobby", &m, &e), 0);
	assert_string_equal(m.key, "DU0002");
	assert_string_equal(m.username, "bob@example.org");
	assert_string_equal(m.status, "locked out");
	assert_int_equal(m.time, 1700000002);
	assert_int_equal(directory_find_map(STAGE_FILE, "bob", &m, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	assert_int_equal(stage_answer("passwd bobby")->status, NSS_STATUS_NOTFOUND);
	assert_int_equal(chmod(STAGE_FILE, 0666), 0);
	assert_int_equal(directory_find_map(STAGE_FILE, "bobby", &m, &e), -1);
	assert_int_equal(e.code, ERR_CONFIG);
	assert_non_null(strstr(e.msg, "chmod"));
}

static int
count_letter(void *context, char letter, const void *key, size_t key_len, const unsigned char *data,
	size_t data_len)
{
	unsigned *count = context;

	(void)key;
	(void)data;
	assert_true(key_len <= DIRECTORY_NAME_MAX && data_len > 0);
	count[(unsigned char)letter]++;
	return letter == 'x' ? 7 : 0;
}

static void
walk(void **state)
{
	unsigned count[256] = { 0 };

	(void)state;
	stage_write_sample();
	assert_int_equal(directory_walk(STAGE_FILE, count_letter, count, NULL), 0);
	assert_int_equal(count['h'], 1);
	assert_int_equal(count['n'], 4);
	assert_int_equal(count['u'], 3);
	assert_int_equal(count['g'], 3);
	assert_int_equal(count['G'], 3);
	assert_int_equal(count['i'], 3);
	assert_int_equal(count['m'], 1);
	assert_int_equal(count['e'], 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(persons_refused, teardown),
		cmocka_unit_test_teardown(groups_refused, teardown),
		cmocka_unit_test_teardown(groups_that_are_not_there, teardown),
		cmocka_unit_test_teardown(members_hidden, teardown),
		cmocka_unit_test_teardown(replaced, teardown),
		cmocka_unit_test_teardown(owner, teardown),
		cmocka_unit_test_teardown(one_writer, teardown),
		cmocka_unit_test_teardown(a_lock_that_is_a_link, teardown),
		cmocka_unit_test_teardown(a_dead_writers_rest, teardown),
		cmocka_unit_test_teardown(full_disk, teardown),
		cmocka_unit_test_teardown(maps, teardown),
		cmocka_unit_test_teardown(walk, teardown),
	};

	return cmocka_run_group_tests(tests, stage_open, stage_close);
}
