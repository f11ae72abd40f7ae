/* SPDX-License-Identifier: MIT */
/* Lists of names and patterns. */
#include "tests/unit/unit.h"

#include "base/names.h"

static void
an_empty_list_holds_nothing(void **state)
{
	struct names n = { 0 };

	(void)state;
	assert_false(names_has(&n, ""));
	assert_false(names_match(&n, "sshd"));
	names_clear(&n);
	names_clear(&n);
}

static void
add_copies(void **state)
{
	struct names n = { 0 };
	char name[] = "alice";

	(void)state;
	assert_int_equal(names_add(&n, name), 0);
	name[0] = 'X';
	assert_int_equal(n.count, 1);
	assert_true(names_has(&n, "alice"));
	assert_false(names_has(&n, "Alice"));
	assert_false(names_has(&n, "alic"));
	assert_false(names_has(&n, "alicee"));
	names_clear(&n);
	assert_int_equal(n.count, 0);
	assert_null(n.name);
}

static void
has_is_exact_and_match_is_not(void **state)
{
	struct names n = { 0 };

	(void)state;
	assert_int_equal(names_add(&n, "gdm-*"), 0);
	assert_int_equal(names_add(&n, "ttyS[0-3]"), 0);
	assert_int_equal(names_add(&n, "su"), 0);
	assert_false(names_has(&n, "gdm-password"));
	assert_true(names_has(&n, "gdm-*"));
	assert_true(names_match(&n, "gdm-password"));
	assert_true(names_match(&n, "gdm-"));
	assert_false(names_match(&n, "gdm"));
	assert_true(names_match(&n, "ttyS2"));
	assert_false(names_match(&n, "ttyS4"));
	assert_true(names_match(&n, "su"));
	assert_false(names_match(&n, "sudo"));
	assert_false(names_match(&n, "xsu"));
	names_clear(&n);
}

static void
the_list_is_bounded(void **state)
{
	struct names n = { 0 };
	char name[16];

	(void)state;
	for (int i = 0; i < NAMES_MAX; i++) {
		(void)snprintf(name, sizeof(name), "u%d", i);
		assert_int_equal(names_add(&n, name), 0);
	}
	assert_int_equal(names_add(&n, "one too many"), -1);
	assert_int_equal(n.count, NAMES_MAX);
	assert_true(names_has(&n, "u0"));
	assert_true(names_has(&n, name));
	names_clear(&n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_list_holds_nothing),
		cmocka_unit_test(add_copies),
		cmocka_unit_test(has_is_exact_and_match_is_not),
		cmocka_unit_test(the_list_is_bounded),
	};

	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
