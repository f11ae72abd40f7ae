/* SPDX-License-Identifier: MIT */
/* Deadlines: never negative, never for ever, never past the end of an int. */
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/deadline.h"

#define NO_NAMESPACE 77 /* not permitted here */

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif

static void
the_clock_does_not_go_back(void **state)
{
	int64_t before = clock_ms();

	(void)state;
	for (int i = 0; i < 1000; i++) {
		int64_t now = clock_ms();

		assert_true(now >= before);
		before = now;
	}
	assert_true(before > 0);
}

static void
what_has_passed_leaves_nothing(void **state)
{
	(void)state;
	assert_int_equal(deadline_left(deadline_in(0)), 0);
	assert_int_equal(deadline_left(deadline_in(-5000)), 0);
	assert_true(deadline_passed(deadline_in(0)));
	assert_true(deadline_passed((struct deadline){ 0 }));
	assert_true(deadline_passed((struct deadline){ .at_ms = INT64_MIN }));
	assert_true(deadline_passed(deadline_in(INT64_MIN)));
}

static void
what_is_ahead_is_left(void **state)
{
	struct deadline d = deadline_in(60000);
	int left = deadline_left(d);

	(void)state;
	assert_between(left, 1, 60000);
	assert_false(deadline_passed(d));
}

static void
far_away_fits_an_int(void **state)
{
	(void)state;
	assert_int_equal(deadline_left(deadline_in((int64_t)INT_MAX + 100000)), INT_MAX);
	assert_int_equal(deadline_left(deadline_in(INT64_MAX)), INT_MAX);
	assert_int_equal(deadline_left((struct deadline){ .at_ms = INT64_MAX }), INT_MAX);
}

static void
min_is_the_earlier(void **state)
{
	struct deadline a = { .at_ms = 5 }, b = { .at_ms = 7 };

	(void)state;
	assert_int_equal(deadline_min(a, b).at_ms, 5);
	assert_int_equal(deadline_min(b, a).at_ms, 5);
	assert_int_equal(deadline_min(b, b).at_ms, 7);
}

static void
timeval_is_never_zero(void **state)
{
	struct timeval past = deadline_timeval(deadline_in(-1));
	struct timeval ahead = deadline_timeval(deadline_in(61500));

	(void)state;
	assert_true(past.tv_sec == 0 && past.tv_usec > 0);
	assert_between(ahead.tv_sec, 1, 61);
	assert_between(ahead.tv_usec, 0, 999999);
}

/* In a time namespace whose CLOCK_BOOTTIME is ahead, as it is after a suspend. */
static int
look_at_ages_after_a_suspend(void)
{
	int fd, status = 1;
	pid_t pid;

	if (unshare(CLONE_NEWTIME) != 0)
		return NO_NAMESPACE;
	fd = open("/proc/self/timens_offsets", O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, "boottime 1000 0\n", 16) != 16)
		return NO_NAMESPACE;
	(void)close(fd);
	pid = fork(); /* children are in it */
	if (pid == 0)
		_exit(clock_age_ms() - clock_ms() >= 999000 ? 0 : 1);
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status)
									       : 1;
}

static void
a_suspended_host_ages(void **state)
{
	int status = 1;
	pid_t pid = fork();

	(void)state;
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(look_at_ages_after_a_suspend());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NO_NAMESPACE)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_clock_does_not_go_back),
		cmocka_unit_test(what_has_passed_leaves_nothing),
		cmocka_unit_test(what_is_ahead_is_left),
		cmocka_unit_test(far_away_fits_an_int),
		cmocka_unit_test(min_is_the_earlier),
		cmocka_unit_test(timeval_is_never_zero),
		cmocka_unit_test(a_suspended_host_ages),
	};

	return cmocka_run_group_tests_name("deadline", tests, NULL, NULL);
}
