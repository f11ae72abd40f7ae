/* SPDX-License-Identifier: MIT */
/* Effective status: own status, groups and enrolment, in every combination. */
#include "tests/unit/unit.h"

#include "policy/policy.h"

/* In order of strength: the rule of policy.h, written down a second time. */
static const struct {
	const char *word;
	enum finding finding;
} statuses[] = {
	{ "active", FINDING_ACTIVE },
	{ "bypass", FINDING_BYPASS },
	{ "no such status", FINDING_STATUS_NOT_KNOWN },
	{ "locked out", FINDING_LOCKED_OUT },
	{ "disabled", FINDING_DISABLED },
	{ "pending deletion", FINDING_PENDING_DELETION },
};

static void
own_status_alone(void **state)
{
	static const struct {
		const char *word;
		enum finding enrolled, not_enrolled;
	} rows[] = {
		{ "active", FINDING_ACTIVE, FINDING_NOT_ENROLLED },
		{ "Active", FINDING_ACTIVE, FINDING_NOT_ENROLLED },
		{ "bypass", FINDING_BYPASS, FINDING_BYPASS },
		{ "BYPASS", FINDING_BYPASS, FINDING_BYPASS },
		{ "disabled", FINDING_DISABLED, FINDING_DISABLED },
		{ "locked out", FINDING_LOCKED_OUT, FINDING_LOCKED_OUT },
		{ "Locked Out", FINDING_LOCKED_OUT, FINDING_LOCKED_OUT },
		{ "pending deletion", FINDING_PENDING_DELETION, FINDING_PENDING_DELETION },
		{ "", FINDING_STATUS_NOT_KNOWN, FINDING_STATUS_NOT_KNOWN },
		{ "active ", FINDING_STATUS_NOT_KNOWN, FINDING_STATUS_NOT_KNOWN },
		{ "locked_out", FINDING_STATUS_NOT_KNOWN, FINDING_STATUS_NOT_KNOWN },
		{ "suspended", FINDING_STATUS_NOT_KNOWN, FINDING_STATUS_NOT_KNOWN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		ROW(rows[i].word,
			status_effective(rows[i].word, NULL, 0, true) == rows[i].enrolled);
		ROW(rows[i].word,
			status_effective(rows[i].word, NULL, 0, false) == rows[i].not_enrolled);
	}
	assert_int_equal(status_effective(NULL, NULL, 0, true), FINDING_STATUS_NOT_KNOWN);
}

/* Own status and two groups, in both orders: the strongest of the three. */
static void
the_strongest_wins(void **state)
{
	size_t n = COUNT(statuses);

	(void)state;
	for (size_t i = 0; i < n * n * n; i++) {
		size_t own = i % n, a = i / n % n, b = i / n / n;
		size_t strongest = own > a ? own : a;
		const char *groups[] = { statuses[a].word, statuses[b].word };
		enum finding found = status_effective(statuses[own].word, groups, 2, true);

		strongest = strongest > b ? strongest : b;
		if (found != statuses[strongest].finding)
			fail_msg("own %s, groups %s and %s: %s", statuses[own].word, groups[0],
				groups[1], finding_word(found));
	}
}

static void
group_words_may_be_capitals_or_absent(void **state)
{
	static const char *const disabled[] = { "Active", "Disabled" };
	static const char *const bypass[] = { "Bypass" };
	static const char *const absent[] = { NULL };

	(void)state;
	assert_int_equal(status_effective("active", disabled, 2, true), FINDING_DISABLED);
	assert_int_equal(status_effective("bypass", disabled, 2, true), FINDING_DISABLED);
	assert_int_equal(status_effective("active", disabled, 1, true), FINDING_ACTIVE);
	assert_int_equal(status_effective("active", bypass, 1, false), FINDING_BYPASS);
	assert_int_equal(status_effective("disabled", bypass, 1, true), FINDING_DISABLED);
	assert_int_equal(status_effective("locked out", bypass, 1, true), FINDING_LOCKED_OUT);
	assert_int_equal(status_effective("active", absent, 1, true), FINDING_STATUS_NOT_KNOWN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_status_alone),
		cmocka_unit_test(the_strongest_wins),
		cmocka_unit_test(group_words_may_be_capitals_or_absent),
	};

	return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
