/* SPDX-License-Identifier: MIT */
/* Whoever tires somebody out with pushes has to wait, and codes are not concerned. */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "helper/door/held.h"
#include "helper/door/pushes.h"

#define SECOND	 INT64_C(1000)
#define INTERVAL (10 * SECOND)
#define HOUR	 (3600 * SECOND)

static int64_t now;
static char folder[] = "/tmp/test-pushes.XXXXXX", file[64];

static int64_t
steered(void)
{
	return now;
}

static enum push_leave
ask(struct pushes *p, const char *user, const char *origin, int64_t *ret_wait)
{
	return pushes_permit(p, file, user, origin, INTERVAL, ret_wait);
}

/* One to whom nobody answers: each wait is what it should be, to the millisecond. */
static void
waits_grow_for_who_asks(void **state)
{
	static const int64_t waits[] = { 10 * SECOND, 60 * SECOND, 300 * SECOND };
	struct pushes *p = *state;
	int64_t wait;

	for (size_t i = 0; i < COUNT(waits); i++) {
		assert_int_equal(ask(p, "alice", "caller a", &wait), PUSH_YES);
		assert_int_equal(ask(p, "ALICE", "caller a", &wait), PUSH_SOON);
		assert_int_equal(wait, waits[i]);
		now += waits[i] - 1;
		assert_int_equal(ask(p, "alice", "caller a", &wait), PUSH_SOON);
		now++;
	}
	assert_int_equal(ask(p, "bob", "caller a", &wait), PUSH_YES);
}

static void
another_origin_waits_for_the_first_step_only(void **state)
{
	struct pushes *p = *state;
	int64_t wait;

	assert_int_equal(ask(p, "alice", "caller a", &wait), PUSH_YES);
	now += INTERVAL;
	assert_int_equal(ask(p, "alice", "caller a", &wait), PUSH_YES);
	assert_int_equal(ask(p, "alice", "caller b", &wait), PUSH_SOON);
	now += INTERVAL;
	assert_int_equal(ask(p, "alice", "caller b", &wait), PUSH_YES);
	assert_int_equal(ask(p, "alice", "caller a", &wait), PUSH_SOON);
}

static void
a_success_ends_the_waits(void **state)
{
	struct pushes *p = *state;
	int64_t wait;
	struct err e;

	assert_int_equal(ask(p, "alice", "caller a", &wait), PUSH_YES);
	now += INTERVAL;
	assert_int_equal(ask(p, "alice", "caller a", &wait), PUSH_YES);
	assert_int_equal(pushes_end(p, file, "alice", "caller a", PUSH_APPROVED, HOUR, &e), 0);
	now += INTERVAL;
	assert_int_equal(ask(p, "alice", "caller a", &wait), PUSH_YES);
	assert_int_equal(pushes_end(p, file, "alice", "caller a", PUSH_NOT_SENT, HOUR, &e), 0);
	assert_int_equal(ask(p, "alice", "caller a", &wait), PUSH_YES);
}

/* From however many addresses: five, and then the window has to pass. */
static void
all_together_are_counted(void **state)
{
	struct pushes *p = *state;
	char origin[32];
	int64_t wait;

	for (int i = 0; i < PUSHES_MOST; i++) {
		(void)snprintf(origin, sizeof(origin), "address 192.0.2.%d", i);
		assert_int_equal(ask(p, "alice", origin, &wait), PUSH_YES);
		now += INTERVAL;
	}
	assert_int_equal(ask(p, "alice", "address 192.0.2.9", &wait), PUSH_MANY);
	assert_int_equal(wait, 600 * SECOND - PUSHES_MOST * INTERVAL);
	now += wait - 1;
	assert_int_equal(ask(p, "alice", "address 192.0.2.9", &wait), PUSH_MANY);
	now++;
	assert_int_equal(ask(p, "alice", "address 192.0.2.9", &wait), PUSH_YES);
	assert_int_equal(ask(p, "alice", "address 192.0.2.8", &wait), PUSH_MANY);
}

static void
no_interval_means_no_waits(void **state)
{
	struct pushes *p = *state;
	int64_t wait;

	for (int i = 0; i < 20; i++)
		assert_int_equal(pushes_permit(p, file, "alice", "caller a", 0, &wait), PUSH_YES);
}

static void
fraud_outlasts_a_restart(void **state)
{
	struct pushes *p = *state, *after;
	int64_t wait;
	struct err e;

	assert_int_equal(ask(p, "alice", "caller a", &wait), PUSH_YES);
	assert_int_equal(pushes_end(p, file, "alice", "caller a", PUSH_FRAUD, HOUR, &e), 0);
	now += INTERVAL;
	assert_int_equal(ask(p, "alice", "caller b", &wait), PUSH_HELD);
	assert_int_equal(pushes_permit(p, file, "alice", "caller b", 0, &wait), PUSH_HELD);
	after = pushes_new(steered);
	assert_int_equal(ask(after, "Alice", "caller b", &wait), PUSH_HELD);
	assert_true(wait > HOUR - 60 * SECOND && wait <= HOUR);
	assert_int_equal(ask(after, "bob", "caller b", &wait), PUSH_YES);
	assert_int_equal(held_set(file, "alice", 0, &e), 0); /* as an administrator does */
	assert_int_equal(held_set(file, "alice", 0, &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	assert_int_equal(ask(after, "alice", "caller b", &wait), PUSH_YES);
	assert_int_equal(ask(p, "alice", "caller b", &wait), PUSH_YES);
	pushes_free(after);
}

/* Others by the thousand do not make it forget, nor does a disk that is full. */
static void
who_is_held_stays(void **state)
{
	struct pushes *p = *state;
	char name[32];
	int64_t wait;
	struct err e;

	assert_int_equal(
		pushes_end(p, "/nonexistent/held", "alice", "caller a", PUSH_FRAUD, HOUR, &e), -1);
	for (int i = 0; i < 2 * PUSHES_PEOPLE; i++) {
		(void)snprintf(name, sizeof(name), "user%d", i);
		assert_int_equal(ask(p, name, "caller a", &wait), PUSH_YES);
	}
	assert_int_equal(ask(p, "alice", "caller a", &wait), PUSH_HELD);
	now += HOUR;
	assert_int_equal(ask(p, "alice", "caller a", &wait), PUSH_YES);
}

static int
begin(void **state)
{
	now = 1000 * SECOND;
	(void)unlink(file);
	*state = pushes_new(steered);
	return *state == NULL;
}

static int
end(void **state)
{
	pushes_free(*state);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(waits_grow_for_who_asks),
		TEST(another_origin_waits_for_the_first_step_only),
		TEST(a_success_ends_the_waits),
		TEST(all_together_are_counted),
		TEST(no_interval_means_no_waits),
		TEST(fraud_outlasts_a_restart),
		TEST(who_is_held_stays),
	};
	char command[96];
	int rc;

	if (mkdtemp(folder) == NULL)
		return 99;
	(void)snprintf(file, sizeof(file), "%s/held", folder);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	(void)snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command) == 0 ? rc : 1;
}
