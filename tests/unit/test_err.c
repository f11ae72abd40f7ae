/* SPDX-License-Identifier: MIT */
/* Errors: always terminated, never lost, also when the message does not fit. */
#include "tests/unit/unit.h"

#include <errno.h>

#include "base/err.h"

static void
set_fills_everything(void **state)
{
	struct err e;

	(void)state;
	memset(&e, 0xff, sizeof(e));
	assert_int_equal(err_set(&e, ERR_NOT_FOUND, "%s %d", "user", 7), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	assert_int_equal(e.sys, 0);
	assert_string_equal(e.msg, "user 7");
}

static void
sys_appends_the_reason(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(err_sys(&e, ERR_CONFIG, ENOENT, "%s", "/x"), -1);
	assert_int_equal(e.code, ERR_CONFIG);
	assert_int_equal(e.sys, ENOENT);
	assert_string_equal(e.msg, "/x: No such file or directory");
	(void)err_sys(&e, ERR_CONFIG, 99999, "/x");
	assert_string_equal(e.msg, "/x: unknown");
}

static void
where_adds_and_keeps(void **state)
{
	struct err e;

	(void)state;
	(void)err_sys(&e, ERR_TIMEOUT, EIO, "read");
	assert_int_equal(err_where(&e, "line %d", 3), -1);
	assert_string_equal(e.msg, "line 3: read: Input/output error");
	assert_int_equal(e.code, ERR_TIMEOUT);
	assert_int_equal(e.sys, EIO);
}

static void
a_way_out_comes_last_and_whole(void **state)
{
	char longer[ERR_MSG_SIZE];
	struct err e;

	(void)state;
	(void)err_sys(&e, ERR_CONFIG, EACCES, "/x");
	assert_int_equal(err_add(&e, "ask %s", "root"), -1);
	assert_string_equal(e.msg, "/x: Permission denied; ask root");
	assert_int_equal(e.code, ERR_CONFIG);
	assert_int_equal(e.sys, EACCES);
	memset(longer, 'a', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	(void)err_set(&e, ERR_OTHER, "%s", longer);
	(void)err_add(&e, "ask root");
	assert_int_equal(strlen(e.msg), sizeof(e.msg) - 1);
	assert_string_equal(e.msg + sizeof(e.msg) - 1 - strlen("a; ask root"), "a; ask root");
	(void)err_set(&e, ERR_OTHER, "fault");
	(void)err_add(&e, "%s", longer);
	assert_int_equal(strncmp(e.msg, "fault; aaaa", 11), 0);
}

static void
null_is_allowed(void **state)
{
	(void)state;
	assert_int_equal(err_set(NULL, ERR_OTHER, "x"), -1);
	assert_int_equal(err_sys(NULL, ERR_OTHER, EIO, "x"), -1);
	assert_int_equal(err_where(NULL, "x"), -1);
	assert_int_equal(err_add(NULL, "x"), -1);
}

static void
what_is_too_long_is_cut(void **state)
{
	char text[2 * ERR_MSG_SIZE];
	struct {
		struct err e;
		char guard[8];
	} s;

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	memset(s.guard, 0x55, sizeof(s.guard));
	(void)err_set(&s.e, ERR_OTHER, "%s", text);
	assert_int_equal(strlen(s.e.msg), ERR_MSG_SIZE - 1);
	(void)err_sys(&s.e, ERR_OTHER, EIO, "%s", text);
	assert_int_equal(strlen(s.e.msg), ERR_MSG_SIZE - 1);
	for (int i = 0; i < 5; i++)
		(void)err_where(&s.e, "%s", text);
	assert_int_equal(strlen(s.e.msg), ERR_MSG_SIZE - 1);
	for (size_t i = 0; i < sizeof(s.guard); i++)
		assert_int_equal(s.guard[i], 0x55);
	(void)err_set(&s.e, ERR_OTHER, "what");
	(void)err_where(&s.e, "%s", text);
	assert_string_equal(s.e.msg + strlen(s.e.msg) - 6, ": what");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(set_fills_everything),
		cmocka_unit_test(sys_appends_the_reason),
		cmocka_unit_test(where_adds_and_keeps),
		cmocka_unit_test(a_way_out_comes_last_and_whole),
		cmocka_unit_test(null_is_allowed),
		cmocka_unit_test(what_is_too_long_is_cut),
	};

	return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
