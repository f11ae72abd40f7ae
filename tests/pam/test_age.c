/* SPDX-License-Identifier: MIT */
/* How old a connection is, by the process that leads its session. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "pam/age.h"
#include "tests/between.h"

#define SOON 60 /* seconds; no process of this test grows older */

/* What ps says of the process. */
static int64_t
age_by_ps(pid_t pid)
{
	char command[64];
	long age = -1;
	FILE *ps;

	(void)snprintf(command, sizeof(command), "ps -o etimes= -p %d", (int)pid);
	ps = popen(command, "re");
	assert_non_null(ps);
	assert_int_equal(fscanf(ps, "%ld", &age), 1);
	(void)pclose(ps);
	return age;
}

static void
a_process_has_an_age(void **state)
{
	(void)state;
	assert_between(age_of_process(getppid()) - age_by_ps(getppid()), -2, 2);
	assert_int_equal(prctl(PR_SET_NAME, ") S 9 (9 "), 0);
	assert_between(age_of_process(getpid()), 0, SOON);
	assert_int_equal(age_of_process(-1), -1);
	assert_int_equal(age_of_process(0), -1);
}

enum place { LEADER, CHILD_OF_LEADER, SESSION_OF_OTHERS };

/* In a child, because a session is not left again. 0 = the connection is young, 1 = not known. */
static int
at_place(enum place place)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		int64_t age;

		if (place != SESSION_OF_OTHERS && setsid() < 0)
			_exit(9);
		if (place == CHILD_OF_LEADER) { /* as sshd asks in a child of it */
			pid = fork();
			if (pid != 0)
				_exit(waitpid(pid, &status, 0) == pid ? WEXITSTATUS(status) : 8);
		}
		age = age_of_connection();
		_exit(age < 0 ? 1 : age <= SOON ? 0 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WEXITSTATUS(status);
}

static void
a_connection_is_as_old_as_its_session(void **state)
{
	(void)state;
	assert_int_equal(at_place(LEADER), 0);
	assert_int_equal(at_place(CHILD_OF_LEADER), 0);
	assert_int_equal(at_place(SESSION_OF_OTHERS), 1); /* that of a shell, or of nobody here */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_process_has_an_age),
		cmocka_unit_test(a_connection_is_as_old_as_its_session),
	};

	return cmocka_run_group_tests_name("pam: age", tests, NULL, NULL);
}
