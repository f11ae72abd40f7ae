/* SPDX-License-Identifier: MIT */
/* Buckets: what is saved up, and that many names are worth no more than one has. */
#include "tests/unit/unit.h"

#include "helper/common/rate.h"

static struct rate r;

static void
buckets_fill_with_time(void **state)
{
	(void)state;
	rate_init(&r, 2, 4);
	for (int i = 0; i < 4; i++)
		assert_true(rate_admit(&r, "a", 1000));
	assert_false(rate_admit(&r, "a", 1000));
	assert_true(rate_admit(&r, "b", 1000));
	assert_false(rate_admit(&r, "a", 1499));
	assert_true(rate_admit(&r, "a", 1500));
	assert_false(rate_admit(&r, "a", 1500));
	for (int i = 0; i < 4; i++) /* no more is saved up, however long it takes */
		assert_true(rate_admit(&r, "a", 1000000));
	assert_false(rate_admit(&r, "a", 1000000));
	assert_int_equal(rate_refused(&r), 4);
	assert_int_equal(rate_refused(&r), 0);
	rate_clear(&r);
}

/* A few more names than room do no harm; a million get no more than the table holds. */
static void
many_names(void **state)
{
	char name[RATE_NAME_SIZE];
	int admitted = 0;

	(void)state;
	rate_init(&r, 2, 4);
	for (int i = 0; i < 3 * RATE_NAMES; i++) {
		(void)snprintf(name, sizeof(name), "n%d", i);
		assert_true(rate_admit(&r, name, 1000));
	}
	for (int i = 0; i < 100000; i++) {
		(void)snprintf(name, sizeof(name), "m%d", i);
		admitted += rate_admit(&r, name, 1000);
	}
	assert_true(admitted <= RATE_NAMES * 4);
	assert_int_equal(rate_refused(&r), 100000 - admitted);
	rate_clear(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buckets_fill_with_time),
		cmocka_unit_test(many_names),
	};

	return cmocka_run_group_tests_name("rate", tests, NULL, NULL);
}
