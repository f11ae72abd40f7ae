/* SPDX-License-Identifier: MIT */
/* What the module answers: right, in the words that libc expects, and leaving no trace. */
#include "tests/nss/stage.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static void
questions(void **state)
{
	(void)state;
	stage_write_sample();
	for (const struct question *q = stage_questions; q->text != NULL; q++) {
		const struct answer *a = stage_answer(q->text);

		ROW(q->text,
			a->status == (q->line != NULL ? NSS_STATUS_SUCCESS : NSS_STATUS_NOTFOUND));
		ROW(q->text, q->line == NULL || a->inside);
		if (q->line != NULL)
			assert_string_equal(a->line, q->line);
		ROW(q->text, a->error == 0);
	}
}

static void
errno_stays(void **state)
{
	(void)state;
	stage_write_sample();
	for (const struct question *q = stage_questions; q->text != NULL; q++) {
		errno = 4242;
		(void)stage_answer(q->text);
		ROW(q->text, errno == 4242);
	}
	(void)unlink(STAGE_FILE);
	errno = 4242;
	(void)stage_answer("passwd anna");
	assert_int_equal(errno, 4242);
}

/* Lists with a buffer that begins too small each time; two beginnings must not leak or repeat. */
static void
list_is(const char *set, const char *next, const char *expected)
{
	char found[STAGE_LINE] = "", buffer[1024];
	struct answer a;
	size_t size = 0;

	stage_call(set);
	stage_ask(next, buffer, sizeof(buffer), &a);
	stage_call(set);
	for (;;) {
		stage_ask(next, buffer, size, &a);
		if (a.status == NSS_STATUS_TRYAGAIN) {
			assert_int_equal(a.error, ERANGE);
			size++;
			continue;
		}
		if (a.status != NSS_STATUS_SUCCESS)
			break;
		assert_true(a.inside);
		(void)strcat(found, a.line);
		(void)strcat(found, "\n");
		size = 0;
	}
	assert_int_equal(a.status, NSS_STATUS_NOTFOUND);
	assert_string_equal(found, expected);
	assert_int_equal(stage_answer(next)->status, NSS_STATUS_NOTFOUND);
}

static const char all_persons[] = "anna:*:2001000001:2001000001:Anna A.:/home/anna:/bin/sh\n"
				  "ben:*:2001000002:2001000100::/home/ben:/bin/bash\n"
				  "cleo:*:2001000003:2001000003:cleo:/home/cleo:/bin/sh\n";

static void
enumeration(void **state)
{
	(void)state;
	stage_write_sample();
	list_is("setpwent", "next-passwd", all_persons);
	list_is("setgrent", "next-group",
		"anna:*:2001000001:\n"
		"cleo:*:2001000003:\n"
		"staff:*:2001000100:anna\n"
		"ops:*:2001000101:anna,ben\n"
		"nobody-there:*:2001000102:\n");
	stage_call("endpwent");
	list_is("endpwent", "next-passwd", all_persons); /* and without setpwent */
	stage_call("endgrent");
}

static void
enumeration_is_off(void **state)
{
	const struct directory_writer_options options = {
		.path = STAGE_FILE,
		.time = 1700000000,
		.owner = (uid_t)-1,
		.group = (gid_t)-1,
	};
	struct directory_writer *w = NULL;

	(void)state;
	assert_int_equal(directory_writer_new(&options, &w, NULL), 0);
	stage_add_person(w, "anna", 2001000001, NULL, 0);
	stage_finish(w);
	assert_int_equal(stage_answer("passwd anna")->status, NSS_STATUS_SUCCESS);
	list_is("setpwent", "next-passwd", "");
	list_is("setgrent", "next-group", "");
}

/* Who is in both files is listed once, whatever comes and goes between. */
static void
enumeration_over_a_replacement(void **state)
{
	struct directory_writer *w = stage_begin();

	(void)state;
	stage_add_person(w, "two", 2001000002, NULL, 0);
	stage_add_person(w, "four", 2001000004, NULL, 0);
	stage_add_person(w, "six", 2001000006, NULL, 0);
	stage_finish(w);
	stage_call("setpwent");
	assert_string_equal(stage_answer("next-passwd")->line,
		"two:*:2001000002:2001000002:two:/home/two:/bin/sh");
	assert_non_null(strstr(stage_answer("next-passwd")->line, "four:"));
	w = stage_begin();
	stage_add_person(w, "six", 2001000006, NULL, 0);
	stage_add_person(w, "five", 2001000005, NULL, 0);
	stage_add_person(w, "one", 2001000001, NULL, 0);
	stage_add_person(w, "two", 2001000002, NULL, 0);
	stage_add_person(w, "three", 2001000003, NULL, 0); /* where four was */
	stage_finish(w);
	assert_non_null(strstr(stage_answer("next-passwd")->line, "five:"));
	assert_non_null(strstr(stage_answer("next-passwd")->line, "six:"));
	assert_int_equal(stage_answer("next-passwd")->status, NSS_STATUS_NOTFOUND);
	stage_call("endpwent");
}

/* ---- files that are not believed ----------------------------------------------------------- */

static void
make_nothing(void)
{
	(void)unlink(STAGE_FILE);
}

static void
make_empty(void)
{
	(void)unlink(STAGE_FILE);
	stage_overwrite((const unsigned char *)"", 0);
}

static void
make_zeros(void)
{
	static const unsigned char zeros[8192];

	stage_write_sample();
	stage_overwrite(zeros, sizeof(zeros));
}

static void
make_text(void)
{
	static unsigned char text[4096];

	memset(text, 'x', sizeof(text));
	stage_write_sample();
	stage_overwrite(text, sizeof(text));
}

static void
make_group_writable(void)
{
	stage_write_sample();
	(void)chmod(STAGE_FILE, 0664);
}

static void
make_world_writable(void)
{
	stage_write_sample();
	(void)chmod(STAGE_FILE, 0646);
}

static void
make_foreign(void)
{
	stage_write_sample();
	if (geteuid() == 0)
		assert_int_equal(chown(STAGE_FILE, 65534, 65534), 0);
	else
		(void)chmod(STAGE_FILE, 0666); /* the best an ordinary user can do */
}

/* The owner of the folder has been given it; but not when others can write there too. */
static void
make_folder_shared(void)
{
	make_foreign();
	assert_int_equal(geteuid() == 0 ? chown(".", 65534, 65534) : 0, 0);
	(void)chmod(".", 0777);
}

static void
make_owned_by_folder(void)
{
	stage_write_sample();
	if (geteuid() == 0)
		assert_int_equal(chown(STAGE_FILE, 65534, 65534) + chown(".", 65534, 65534), 0);
}

static void
make_link(void)
{
	stage_write_sample();
	assert_int_equal(rename(STAGE_FILE, "elsewhere"), 0);
	assert_int_equal(symlink("elsewhere", STAGE_FILE), 0);
}

static void
make_fifo(void)
{
	(void)unlink(STAGE_FILE);
	assert_int_equal(mkfifo(STAGE_FILE, 0644), 0);
}

static void
make_folder(void)
{
	(void)unlink(STAGE_FILE);
	assert_int_equal(mkdir(STAGE_FILE, 0755), 0);
}

static void
make_other_version(void)
{
	size_t size;
	unsigned char *bytes, *header;

	stage_write_sample();
	bytes = stage_read(&size);
	header = bytes + DIRECTORY_HEADER_AT;
	directory_put32(header + HEADER_VERSION, DIRECTORY_VERSION + 1);
	directory_put32(header + HEADER_SUM,
		directory_sum_end(
			directory_sum(0, header + HEADER_VERSION, HEADER_DIGEST - HEADER_VERSION)));
	stage_overwrite(bytes, size);
	free(bytes);
}

static void
untrusted(void **state)
{
	static const struct {
		const char *name;
		void (*make)(void);
		enum nss_status status;
	} rows[] = {
		{ "no file", make_nothing, NSS_STATUS_NOTFOUND },
		{ "owned by the owner of the folder", make_owned_by_folder, NSS_STATUS_SUCCESS },
		{ "empty", make_empty, NSS_STATUS_UNAVAIL },
		{ "zeros", make_zeros, NSS_STATUS_UNAVAIL },
		{ "text", make_text, NSS_STATUS_UNAVAIL },
		{ "another version", make_other_version, NSS_STATUS_UNAVAIL },
		{ "writable by its group", make_group_writable, NSS_STATUS_UNAVAIL },
		{ "writable by others", make_world_writable, NSS_STATUS_UNAVAIL },
		{ "another owner", make_foreign, NSS_STATUS_UNAVAIL },
		{ "another owner, shared folder", make_folder_shared, NSS_STATUS_UNAVAIL },
		{ "symbolic link", make_link, NSS_STATUS_UNAVAIL },
		{ "FIFO", make_fifo, NSS_STATUS_UNAVAIL },
		{ "folder", make_folder, NSS_STATUS_UNAVAIL },
	};
	static const char *const asked[] = { "passwd anna", "uid 2001000001", "group staff",
		"gid 2001000100", "groups anna", "next-passwd", "next-group" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t before = stage_descriptors();

		rows[i].make();
		stage_call("setpwent");
		stage_call("setgrent");
		for (size_t j = 0; j < COUNT(asked); j++) {
			const struct answer *a = stage_answer(asked[j]);

			ROW(rows[i].name, a->status == rows[i].status);
			ROW(rows[i].name, (a->error != 0) == (a->status == NSS_STATUS_UNAVAIL));
			ROW(rows[i].name, a->error == 0 || a->error == EIO);
		}
		ROW(rows[i].name, stage_descriptors() == before);
		(void)unlink(STAGE_FILE);
		(void)rmdir(STAGE_FILE);
		if (geteuid() == 0)
			assert_int_equal(chown(".", 0, 0), 0);
		(void)chmod(".", 0755);
	}
}

/* Names that no account has are refused before the file is opened: it is a FIFO here, and would
 * answer UNAVAIL. */
static void
names_refused(void **state)
{
	static char long_name[DIRECTORY_NAME_MAX + 2];
	static const char *const names[] = { "", "-anna", "+", "~anna", "#1", "12345", ".", "..",
		"an na", "an:na", "an,na", "an/na", "an\nna", "an\tna", "\x7f", "j\xc3\xbcrgen",
		"pam_unix_non_existent:", long_name };
	char *huge = malloc(16u << 20);

	(void)state;
	assert_non_null(huge);
	memset(long_name, 'a', sizeof(long_name) - 1);
	memset(huge, 'a', (16u << 20) - 1);
	huge[(16u << 20) - 1] = '\0';
	make_fifo();
	for (size_t i = 0; i <= COUNT(names); i++) {
		enum nss_status (*function)(const char *, void *, char *, size_t, int *) =
			stage_symbol("getpwnam_r");
		const char *name = i == COUNT(names) ? huge : names[i];
		char question[600], buffer[16];
		int error = 0;

		if (i < COUNT(names)) {
			(void)snprintf(question, sizeof(question), "group %s", name);
			ROW(name, stage_answer(question)->status == NSS_STATUS_NOTFOUND);
			(void)snprintf(question, sizeof(question), "groups %s", name);
			ROW(name, stage_answer(question)->status == NSS_STATUS_NOTFOUND);
		}
		assert_int_equal(function(name, buffer, buffer, 0, &error), NSS_STATUS_NOTFOUND);
	}
	assert_int_equal(stage_answer("passwd anna")->status, NSS_STATUS_UNAVAIL);
	free(huge);
	(void)unlink(STAGE_FILE);
}

static void
ids_refused(void **state)
{
	static const char *const ids[] = { "0", "1", "999", "1000", "60001", "65534", "65535",
		"2147352576", "2147418111", "2147483648", "4294967295" };

	(void)state;
	make_fifo();
	for (size_t i = 0; i < COUNT(ids); i++) {
		char question[32];

		(void)snprintf(question, sizeof(question), "uid %s", ids[i]);
		ROW(question, stage_answer(question)->status == NSS_STATUS_NOTFOUND);
		(void)snprintf(question, sizeof(question), "gid %s", ids[i]);
		ROW(question, stage_answer(question)->status == NSS_STATUS_NOTFOUND);
	}
	(void)unlink(STAGE_FILE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(questions),
		cmocka_unit_test(errno_stays),
		cmocka_unit_test(enumeration),
		cmocka_unit_test(enumeration_is_off),
		cmocka_unit_test(enumeration_over_a_replacement),
		cmocka_unit_test(untrusted),
		cmocka_unit_test(names_refused),
		cmocka_unit_test(ids_refused),
	};

	return cmocka_run_group_tests(tests, stage_open, stage_close);
}
