/* SPDX-License-Identifier: MIT */
/* The words of verdicts: both ends of the wire must read them alike. */
#include "tests/unit/unit.h"

#include "base/verdict.h"

static void
zero_refuses(void **state)
{
	(void)state;
	assert_int_equal(VERDICT_DENY, 0);
}

/* A word of the wire never changes: a module and a broker of different age talk to each other. */
static void
words_are_fixed(void **state)
{
	static const struct {
		enum verdict verdict;
		const char *word;
	} rows[] = {
		{ VERDICT_DENY, "deny" },
		{ VERDICT_ALLOW, "allow" },
		{ VERDICT_IGNORE, "ignore" },
		{ VERDICT_ASK, "ask" },
		{ VERDICT_EXPIRED, "expired" },
		{ VERDICT_REFUSED, "refused" },
		{ VERDICT_MAXTRIES, "maxtries" },
		{ VERDICT_ABORT, "abort" },
		{ VERDICT_USER_UNKNOWN, "unknown" },
		{ VERDICT_UNAVAILABLE, "unavailable" },
		{ VERDICT_BROKEN, "broken" },
	};

	(void)state;
	assert_int_equal(COUNT(rows), VERDICT_COUNT);
	for (size_t i = 0; i < COUNT(rows); i++) {
		enum verdict v = VERDICT_COUNT;

		assert_string_equal(verdict_word(rows[i].verdict), rows[i].word);
		assert_int_equal(verdict_parse(rows[i].word, &v), 0);
		assert_int_equal(v, rows[i].verdict);
	}
}

static void
strange_words_are_refused(void **state)
{
	static const char *const words[] = { "", "Allow", "allow ", " allow", "all", "allowed", "0",
		"success", "ALLOW" };

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		enum verdict v = VERDICT_COUNT;

		ROW(words[i], verdict_parse(words[i], &v) == -1);
		ROW(words[i], v == VERDICT_COUNT);
	}
}

static void
strange_values_deny(void **state)
{
	(void)state;
	assert_string_equal(verdict_word(VERDICT_COUNT), "deny");
	assert_string_equal(verdict_word((enum verdict)1000000), "deny");
	assert_string_equal(verdict_word((enum verdict)-1), "deny");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zero_refuses),
		cmocka_unit_test(words_are_fixed),
		cmocka_unit_test(strange_words_are_refused),
		cmocka_unit_test(strange_values_deny),
	};

	return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}
