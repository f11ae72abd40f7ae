/* SPDX-License-Identifier: MIT */
/* Trusted files and secrets: owner, mode and type on the descriptor; bounds; nothing told. */
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/secret.h"
#include "base/trust.h"

static char folder[] = "/tmp/doorward-trust-XXXXXX";
static char path[64]; /* the one file of most tests */
static char other[64];

static int
group_setup(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/file", folder);
	(void)snprintf(other, sizeof(other), "%s/other", folder);
	return 0;
}

static int
group_teardown(void **state)
{
	(void)state;
	return rmdir(folder);
}

static int
teardown(void **state)
{
	(void)state;
	(void)unlink(path);
	(void)unlink(other);
	return 0;
}

static void
write_file(const char *text, size_t len, mode_t mode)
{
	int fd;

	(void)unlink(path); /* it may be read-only */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, len), len);
	assert_int_equal(fchmod(fd, mode), 0);
	assert_int_equal(close(fd), 0);
}

static void
modes(void **state)
{
	static const struct {
		const char *name;
		mode_t mode;
		bool policy, secret;
		const char *way_out; /* for the secret */
	} rows[] = {
		{ "owner only", 0600, true, true, NULL },
		{ "read-only", 0400, true, true, NULL },
		{ "group may read", 0640, true, true, NULL },
		{ "others may read", 0644, true, false, "chmod 0600" },
		{ "others may run", 0601, true, false, "chmod 0600" },
		{ "group may write", 0660, false, false, "chmod 0600" },
		{ "others may write", 0602, false, false, "chmod 0600" },
		{ "everybody may write", 0666, false, false, "chmod 0600" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err e = { 0 };
		int fd;

		write_file("x", 1, rows[i].mode);
		fd = trust_open(path, TRUST_POLICY, &e);
		ROW(rows[i].name, (fd >= 0) == rows[i].policy);
		cleanup_fd(&fd);
		if (fd < 0)
			ROW(rows[i].name, strstr(e.msg, "chmod go-w") != NULL);
		fd = trust_open(path, TRUST_SECRET, &e);
		ROW(rows[i].name, (fd >= 0) == rows[i].secret);
		cleanup_fd(&fd);
		if (fd < 0) {
			ROW(rows[i].name, e.code == ERR_CONFIG);
			ROW(rows[i].name, strstr(e.msg, path) != NULL);
			ROW(rows[i].name, strstr(e.msg, rows[i].way_out) != NULL);
		}
	}
}

static void
the_descriptor_is_not_inherited(void **state)
{
	struct err e;
	int fd;

	(void)state;
	write_file("x", 1, 0600);
	fd = trust_open(path, TRUST_SECRET, &e);
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	(void)close(fd);
}

static void
absent_files_are_not_found(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(trust_open(path, TRUST_POLICY, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	assert_non_null(strstr(e.msg, path));
}

static void
other_kinds_of_files_are_refused(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(trust_open(folder, TRUST_POLICY, &e), -1);
	assert_int_equal(e.code, ERR_CONFIG);
	assert_non_null(strstr(e.msg, "regular"));
	assert_int_equal(mkfifo(path, 0600), 0); /* must not wait for a writer */
	assert_int_equal(trust_open(path, TRUST_POLICY, &e), -1);
	assert_non_null(strstr(e.msg, "regular"));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(trust_open("/dev/null", TRUST_POLICY, &e), -1);
	assert_int_equal(e.code, ERR_CONFIG);
}

static void
links_are_refused(void **state)
{
	struct err e;

	(void)state;
	write_file("x", 1, 0600);
	assert_int_equal(symlink(path, other), 0);
	assert_int_equal(trust_open(other, TRUST_POLICY, &e), -1);
	assert_int_equal(e.code, ERR_CONFIG);
	assert_non_null(strstr(e.msg, "symbolic link"));
}

static void
strange_owners_are_refused(void **state)
{
	struct err e;
	int fd, back;

	(void)state;
	if (geteuid() != 0)
		skip(); /* only root can give a file away */
	write_file("x", 1, 0600);
	assert_int_equal(chown(path, 1501, 1501), 0);
	assert_int_equal(trust_open(path, TRUST_POLICY, &e), -1);
	assert_int_equal(e.code, ERR_CONFIG);
	assert_non_null(strstr(e.msg, "belongs to uid 1501"));
	assert_non_null(strstr(e.msg, "chown root"));
	/* its owner may use it */
	assert_int_equal(chmod(folder, 0711), 0);
	assert_int_equal(seteuid(1501), 0);
	fd = trust_open(path, TRUST_POLICY, &e);
	back = seteuid(0);
	assert_int_equal(back, 0);
	assert_true(fd >= 0);
	(void)close(fd);
}

static void
reading_is_bounded(void **state)
{
	char buf[5];
	size_t len = 99;
	struct err e;

	(void)state;
	write_file("abcd", 4, 0600);
	assert_int_equal(trust_read_file(path, TRUST_SECRET, buf, sizeof(buf), &len, &e), 0);
	assert_int_equal(len, 4);
	assert_string_equal(buf, "abcd");
	write_file("abcde", 5, 0600);
	len = 99;
	assert_int_equal(trust_read_file(path, TRUST_SECRET, buf, sizeof(buf), &len, &e), -1);
	assert_int_equal(len, 99);
	assert_int_equal(e.code, ERR_CONFIG);
	for (size_t i = 0; i < sizeof(buf); i++)
		assert_int_equal(buf[i], 0);
	write_file("", 0, 0600);
	assert_int_equal(trust_read_file(path, TRUST_SECRET, buf, sizeof(buf), &len, &e), 0);
	assert_int_equal(len, 0);
	assert_string_equal(buf, "");
}

static void
secrets(void **state)
{
	static const struct {
		const char *name, *text;
		size_t len;
		const char *secret; /* NULL = refused */
	} rows[] = {
		{ "plain", "s3cret", 6, "s3cret" },
		{ "line end", "s3cret\n", 7, "s3cret" },
		{ "carriage return and line end", "s3cret\r\n", 8, "s3cret" },
		{ "two line ends", "s3cret\n\n", 8, NULL },
		{ "two lines", "s3cret\nmore\n", 12, NULL },
		{ "blank before", " s3cret", 7, NULL },
		{ "blank after", "s3cret ", 7, NULL },
		{ "tab", "s3\tcret", 7, NULL },
		{ "NUL", "s3\0cret", 7, NULL },
		{ "beyond ASCII", "s3cr\xc3\xa9t", 7, NULL },
		{ "DEL", "s3cret\177", 7, NULL },
		{ "empty", "", 0, NULL },
		{ "only a line end", "\n", 1, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_secret s = { .len = 0 };
		struct err e = { 0 };
		int rc;

		write_file(rows[i].text, rows[i].len, 0600);
		rc = secret_read_file(&s, path, &e);
		ROW(rows[i].name, (rc == 0) == (rows[i].secret != NULL));
		if (rc == 0) {
			ROW(rows[i].name, s.len == strlen(rows[i].secret));
			ROW(rows[i].name, memcmp(s.bytes, rows[i].secret, s.len) == 0);
		} else {
			ROW(rows[i].name, e.code == ERR_CONFIG);
			ROW(rows[i].name, strstr(e.msg, path) != NULL);
			ROW(rows[i].name, strstr(e.msg, "s3") == NULL);
		}
	}
}

static void
secrets_are_bounded(void **state)
{
	char text[SECRET_MAX + 3];
	struct secret s = { 0 };
	struct err e;

	(void)state;
	memset(text, 'k', sizeof(text));
	text[SECRET_MAX] = '\n';
	write_file(text, SECRET_MAX + 1, 0600);
	assert_int_equal(secret_read_file(&s, path, &e), 0);
	assert_int_equal(s.len, SECRET_MAX);
	text[SECRET_MAX] = 'k';
	secret_clear(&s);
	for (size_t len = SECRET_MAX + 1; len <= sizeof(text); len++) {
		write_file(text, len, 0600);
		assert_int_equal(secret_read_file(&s, path, &e), -1);
		assert_int_equal(s.len, 0);
	}
	assert_int_equal(secret_set(&s, text, SECRET_MAX + 1, &e), -1);
	assert_int_equal(secret_set(&s, text, 0, &e), -1);
	assert_int_equal(s.len, 0);
}

static void
secrets_must_be_closed_to_others(void **state)
{
	struct secret s = { 0 };
	struct err e;

	(void)state;
	write_file("s3cret", 6, 0644);
	assert_int_equal(secret_read_file(&s, path, &e), -1);
	assert_int_equal(s.len, 0);
}

static void
clearing_wipes(void **state)
{
	struct secret s, zero;
	struct err e;

	(void)state;
	memset(&zero, 0, sizeof(zero));
	memset(&s, 0, sizeof(s));
	assert_int_equal(secret_set(&s, "s3cret", 6, &e), 0);
	secret_clear(&s);
	assert_memory_equal(&s, &zero, sizeof(s));
	secret_clear(&s);
}

#define TEST(function) cmocka_unit_test_teardown(function, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(modes),
		TEST(the_descriptor_is_not_inherited),
		TEST(absent_files_are_not_found),
		TEST(other_kinds_of_files_are_refused),
		TEST(links_are_refused),
		TEST(strange_owners_are_refused),
		TEST(reading_is_bounded),
		TEST(secrets),
		TEST(secrets_are_bounded),
		TEST(secrets_must_be_closed_to_others),
		TEST(clearing_wipes),
	};

	return cmocka_run_group_tests_name("trust", tests, group_setup, group_teardown);
}
