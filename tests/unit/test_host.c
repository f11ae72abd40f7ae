/* SPDX-License-Identifier: MIT */
/* "No such user" and "could not ask" must not be mixed up: one of them may open a door. */
#include "helper/common/host.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>

#include "tests/unit/unit.h"

static int answer; /* of the NSS in this program */

int
getpwnam_r(const char *name, struct passwd *pw, char *buf, size_t size, struct passwd **found)
{
	(void)name, (void)pw, (void)buf, (void)size;
	*found = NULL;
	return answer;
}

int
getgrnam_r(const char *name, struct group *gr, char *buf, size_t size, struct group **found)
{
	(void)name, (void)gr, (void)buf, (void)size;
	*found = NULL;
	return answer;
}

static void
failures_are_no_answer(void **state)
{
	static const struct {
		int error, user, member;
	} rows[] = {
		{ 0, 0, 0 },
		{ ENOENT, 0, 0 },
		{ ESRCH, 0, 0 },
		{ EPERM, -1, -1 }, /* what a sandbox of system calls answers */
		{ EBADF, -1, -1 },
		{ EACCES, -1, -1 },
		{ EAGAIN, -1, -1 },
		{ EIO, -1, -1 },
		{ EMFILE, -1, -1 },
		{ ENOMEM, -1, -1 },
		{ ERANGE, -1, -1 }, /* without end */
	};
	struct host_user user = { .name = "alice" };
	struct names groups = { 0 };

	(void)state;
	assert_int_equal(names_add(&groups, "operators"), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct host_user u;
		struct err e = { 0 };

		answer = rows[i].error;
		assert_int_equal(host_user_find("alice", &u, &e), rows[i].user);
		assert_int_equal(host_user_in_groups(&user, &groups, &e), rows[i].member);
	}
	names_clear(&groups);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(failures_are_no_answer) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
