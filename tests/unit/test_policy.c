/* SPDX-License-Identifier: MIT */
/* The decision: what must hold for every policy, beside the table in tests/golden/decide.txt. */
#include "tests/unit/unit.h"

#include "policy/policy.h"
#include "policy/services.h"

#define STANCES	 3
#define POLICIES (STANCES * STANCES * STANCES * STANCES * STANCES)

static struct policy
policy_number(unsigned n)
{
	return (struct policy){
		.unmapped = (enum stance)(n % STANCES),
		.unknown = (enum stance)(n / STANCES % STANCES),
		.unenrolled = (enum stance)(n / STANCES / STANCES % STANCES),
		.unreachable = (enum stance)(n / STANCES / STANCES / STANCES % STANCES),
		.bypass = (enum stance)(n / STANCES / STANCES / STANCES / STANCES),
	};
}

struct question {
	struct policy policy;
	enum finding finding;
	enum phase phase;
	enum service_class class;
};

/* Asks every question there is and fails on the first whose answer breaks the rule. */
static void
for_all(const char *rule, bool (*holds)(const struct question *q, enum verdict v))
{
	for (unsigned n = 0; n < POLICIES; n++)
		for (unsigned f = 0; f < FINDING_COUNT; f++)
			for (unsigned i = 0; i < PHASE_COUNT * CLASS_COUNT; i++) {
				struct question q = {
					.policy = policy_number(n),
					.finding = (enum finding)f,
					.phase = (enum phase)(i % PHASE_COUNT),
					.class = (enum service_class)(i / PHASE_COUNT),
				};
				enum verdict v = decide(&q.policy, q.finding, q.phase, q.class);

				if (!holds(&q, v))
					fail_msg("%s: %s, %s, %s, policy %u: %s", rule,
						finding_word(q.finding), phase_word(q.phase),
						service_class_word(q.class), n, verdict_word(v));
			}
}

static bool
is_machinery_account(const struct question *q)
{
	return q->class == CLASS_MACHINERY && q->phase == PHASE_ACCOUNT;
}

static bool
allows_only_the_known(const struct question *q, enum verdict v)
{
	return v != VERDICT_ALLOW || is_machinery_account(q) || q->finding == FINDING_ACTIVE ||
		q->finding == FINDING_ACCEPTED || q->finding == FINDING_BYPASS ||
		q->finding == FINDING_NOT_ENROLLED || q->finding == FINDING_EXEMPT;
}

static bool
auth_allows_only_a_factor_or_bypass(const struct question *q, enum verdict v)
{
	return v != VERDICT_ALLOW || q->phase == PHASE_ACCOUNT ||
		q->finding == FINDING_ACCEPTED ||
		(q->finding == FINDING_BYPASS && q->policy.bypass == STANCE_ALLOW);
}

static bool
asks_only_active_people(const struct question *q, enum verdict v)
{
	return v != VERDICT_ASK || (q->phase == PHASE_AUTH && q->finding == FINDING_ACTIVE &&
		(q->class == CLASS_INTERACTIVE || q->class == CLASS_ELEVATION));
}

/* Nobody is asked in the account phase, so no answer can have been right or wrong there. */
static bool
account_knows_no_factors(const struct question *q, enum verdict v)
{
	return q->phase == PHASE_AUTH || (v != VERDICT_ASK && v != VERDICT_REFUSED &&
		v != VERDICT_MAXTRIES && v != VERDICT_ABORT &&
		!(v == VERDICT_ALLOW && q->finding == FINDING_ACCEPTED));
}

/* Two words that libpam lets an administrator tell apart: who is out, and who is out for good. */
static bool
only_the_ended_are_expired(const struct question *q, enum verdict v)
{
	bool ended = q->finding == FINDING_DISABLED || q->finding == FINDING_PENDING_DELETION;

	return (v == VERDICT_EXPIRED) ==
		(ended && q->phase == PHASE_ACCOUNT && q->class != CLASS_EXEMPT);
}

static bool
is_ended(enum finding f)
{
	return f == FINDING_DISABLED || f == FINDING_PENDING_DELETION || f == FINDING_DENIED;
}

static bool
refuses(enum verdict v)
{
	return v != VERDICT_ALLOW && v != VERDICT_IGNORE && v != VERDICT_ASK;
}

static bool
the_disabled_stop_everywhere(const struct question *q, enum verdict v)
{
	return !is_ended(q->finding) || q->class == CLASS_EXEMPT || refuses(v);
}

static bool
broken_is_never_open(const struct question *q, enum verdict v)
{
	return q->finding != FINDING_CONFIG_BROKEN || v == VERDICT_BROKEN;
}

static bool
refused_peers_are_denied(const struct question *q, enum verdict v)
{
	return q->finding != FINDING_PEER_REFUSED || v == VERDICT_DENY;
}

static bool
failed_factors_never_pass(const struct question *q, enum verdict v)
{
	switch (q->finding) {
	case FINDING_REFUSED:
	case FINDING_ATTEMPTS_USED:
	case FINDING_FRAUD:
	case FINDING_NO_ANSWER:
	case FINDING_UNVERIFIED:
	case FINDING_NO_FACTORS:
	case FINDING_CANNOT_ASK:
		return q->class == CLASS_EXEMPT || refuses(v);
	case FINDING_PEER_REFUSED:
	case FINDING_CONFIG_BROKEN:
	case FINDING_EXEMPT:
	case FINDING_UNMAPPED:
	case FINDING_UNKNOWN:
	case FINDING_HOST_FAILED:
	case FINDING_TURNED_AWAY:
	case FINDING_UNREACHABLE:
	case FINDING_ACTIVE:
	case FINDING_BYPASS:
	case FINDING_NOT_ENROLLED:
	case FINDING_DISABLED:
	case FINDING_PENDING_DELETION:
	case FINDING_LOCKED_OUT:
	case FINDING_DENIED:
	case FINDING_STATUS_NOT_KNOWN:
	case FINDING_ACCEPTED:
	case FINDING_COUNT:
		break;
	}
	return true;
}

static bool
steps_aside_only_by_rule(const struct question *q, enum verdict v)
{
	const struct policy *p = &q->policy;

	if (v != VERDICT_IGNORE || q->class != CLASS_INTERACTIVE)
		return true;
	return q->finding == FINDING_EXEMPT ||
		(q->finding == FINDING_BYPASS && q->phase == PHASE_AUTH) ||
		(q->finding == FINDING_UNMAPPED && p->unmapped == STANCE_IGNORE) ||
		(q->finding == FINDING_UNKNOWN && p->unknown == STANCE_IGNORE) ||
		(q->finding == FINDING_UNREACHABLE && p->unreachable == STANCE_IGNORE) ||
		(q->finding == FINDING_NOT_ENROLLED && p->unenrolled == STANCE_IGNORE);
}

/* Scheduled jobs: only knowledge about the person stops them, never ignorance. */
static bool
ignorance_stops_no_job(const struct question *q, enum verdict v)
{
	switch (q->finding) {
	case FINDING_UNMAPPED:
	case FINDING_UNKNOWN:
	case FINDING_HOST_FAILED:
	case FINDING_TURNED_AWAY:
	case FINDING_UNREACHABLE:
	case FINDING_STATUS_NOT_KNOWN:
	case FINDING_ACTIVE:
	case FINDING_BYPASS:
	case FINDING_NOT_ENROLLED:
	case FINDING_EXEMPT:
		return !is_machinery_account(q) || v == VERDICT_ALLOW || v == VERDICT_IGNORE;
	case FINDING_PEER_REFUSED:
	case FINDING_CONFIG_BROKEN:
	case FINDING_DISABLED:
	case FINDING_PENDING_DELETION:
	case FINDING_LOCKED_OUT:
	case FINDING_DENIED:
	case FINDING_NO_FACTORS:
	case FINDING_ACCEPTED:
	case FINDING_REFUSED:
	case FINDING_ATTEMPTS_USED:
	case FINDING_FRAUD:
	case FINDING_NO_ANSWER:
	case FINDING_UNVERIFIED:
	case FINDING_CANNOT_ASK:
	case FINDING_COUNT:
		break;
	}
	return true;
}

static bool
elevation_is_as_strict_as_a_door(const struct question *q, enum verdict v)
{
	return q->class != CLASS_ELEVATION ||
		v == decide(&q->policy, q->finding, q->phase, CLASS_INTERACTIVE);
}

/* Only these travel; the rest of the code and the module must be able to rely on it. */
static bool
verdicts_are_in_range(const struct question *q, enum verdict v)
{
	(void)q;
	return (unsigned)v < VERDICT_COUNT;
}

/* What a service's row says of asking changes nothing but who is asked: whoever would be is then
 * refused, or goes by the status alone, as somebody without a device does. */
static bool
rows_only_say_who_is_asked(const struct question *q, enum verdict v)
{
	for (unsigned ask = 0; ask <= ASK_PERSON; ask++) {
		const struct service_row s = { .name = "x", .ask = (enum service_ask)ask,
			.disabled_code = VERDICT_EXPIRED };
		enum finding f = q->finding;
		enum verdict here = service_decide(&s, &q->policy, &f, q->phase, q->class);

		if (ask == ASK_PERSON || ask == ASK_PUSH || q->phase == PHASE_ACCOUNT) {
			if (here != v || f != q->finding)
				return false;
		} else if (v == VERDICT_ASK) {
			if (here != (ask == ASK_STATUS ? VERDICT_IGNORE : VERDICT_DENY) ||
				f != (ask == ASK_STATUS ? q->finding : FINDING_CANNOT_ASK))
				return false;
		} else if (ask == ASK_STATUS && q->finding == FINDING_NOT_ENROLLED) {
			if (here != VERDICT_IGNORE || f != q->finding)
				return false;
		} else if (here != v || f != q->finding) {
			return false;
		}
	}
	return true;
}

/* The code for the disabled is a row's; nothing else of the account phase is, and it is no yes. */
static bool
rows_choose_one_code(const struct question *q, enum verdict v)
{
	const struct service_row s = { .name = "x", .ask = ASK_PERSON, .disabled_code = VERDICT_REFUSED };
	enum finding f = q->finding;
	enum verdict here = service_decide(&s, &q->policy, &f, q->phase, q->class);

	if (q->phase == PHASE_ACCOUNT && v == VERDICT_EXPIRED)
		return here == VERDICT_REFUSED && f == q->finding;
	return here == v;
}

/* A row may word a refusal otherwise; it makes none of it, and nothing else one. */
static bool
rows_word_refusals(const struct question *q, enum verdict v)
{
	for (unsigned i = 0; i < service_table_count; i++) {
		struct service_row s = service_table[i];
		enum finding f = q->finding;
		enum verdict here;

		s.ask = ASK_PERSON;
		here = service_decide(&s, &q->policy, &f, q->phase, q->class);
		if (refuses(here) != refuses(v) || (!refuses(v) && here != v))
			return false;
		if (here != v && v != VERDICT_EXPIRED &&
			(s.tell != TELL_ERROR || here != VERDICT_DENY))
			return false;
	}
	return true;
}

/* What sshd is told while it authenticates leaves the person all tries, and what it is told when a key
 * was good none: only what authentication never saw may be refused there. */
static bool
account_refuses_nothing_that_auth_lets_pass(const struct question *q, enum verdict v)
{
	enum verdict before = decide(&q->policy, q->finding, PHASE_AUTH, q->class);

	return q->phase == PHASE_AUTH || !refuses(v) || refuses(before) ||
		/* there is none of these in auth */
		q->finding == FINDING_ACCEPTED || q->class == CLASS_MACHINERY;
}

#define PROPERTY(name)                                                                             \
	static void name##_test(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		for_all(#name, name);                                                              \
	}

PROPERTY(allows_only_the_known)
PROPERTY(auth_allows_only_a_factor_or_bypass)
PROPERTY(asks_only_active_people)
PROPERTY(account_knows_no_factors)
PROPERTY(only_the_ended_are_expired)
PROPERTY(the_disabled_stop_everywhere)
PROPERTY(broken_is_never_open)
PROPERTY(refused_peers_are_denied)
PROPERTY(failed_factors_never_pass)
PROPERTY(steps_aside_only_by_rule)
PROPERTY(ignorance_stops_no_job)
PROPERTY(elevation_is_as_strict_as_a_door)
PROPERTY(rows_only_say_who_is_asked)
PROPERTY(rows_choose_one_code)
PROPERTY(rows_word_refusals)
PROPERTY(account_refuses_nothing_that_auth_lets_pass)
PROPERTY(verdicts_are_in_range)

static void
what_nobody_foresaw_is_denied(void **state)
{
	struct policy lenient = { STANCE_IGNORE, STANCE_IGNORE, STANCE_IGNORE, STANCE_IGNORE,
		STANCE_ALLOW };

	(void)state;
	assert_int_equal(decide(&lenient, FINDING_COUNT, PHASE_ACCOUNT, CLASS_INTERACTIVE),
		VERDICT_DENY);
	assert_int_equal(decide(&lenient, (enum finding)4711, PHASE_AUTH, CLASS_MACHINERY),
		VERDICT_DENY);
	assert_int_equal(decide(&lenient, (enum finding)0, PHASE_ACCOUNT, CLASS_EXEMPT),
		VERDICT_DENY);
	/* a stance that was never set refuses */
	assert_int_equal(decide(&(struct policy){ 0 }, FINDING_UNREACHABLE, PHASE_ACCOUNT,
				 CLASS_INTERACTIVE), VERDICT_UNAVAILABLE);
	assert_int_equal(decide(&(struct policy){ .unreachable = (enum stance)99 },
				 FINDING_UNREACHABLE, PHASE_ACCOUNT, CLASS_INTERACTIVE),
		VERDICT_UNAVAILABLE);
	/* "allow" is for bypass only */
	assert_int_equal(decide(&(struct policy){ .unreachable = STANCE_ALLOW },
				 FINDING_UNREACHABLE, PHASE_ACCOUNT, CLASS_INTERACTIVE),
		VERDICT_UNAVAILABLE);
}

static void
words_are_unique(void **state)
{
	(void)state;
	for (unsigned f = 0; f < FINDING_COUNT; f++) {
		assert_non_null(finding_text((enum finding)f));
		assert_true(finding_word((enum finding)f)[0] != '\0');
		for (unsigned g = 0; g < f; g++)
			assert_string_not_equal(finding_word((enum finding)f),
				finding_word((enum finding)g));
	}
	assert_string_equal(finding_word(FINDING_COUNT), "peer-refused");
	assert_string_equal(finding_word((enum finding)-1), "peer-refused");
	assert_string_equal(finding_text(FINDING_COUNT), "");
}

static void
phases_have_words(void **state)
{
	enum phase p = PHASE_AUTH;

	(void)state;
	assert_int_equal(phase_parse("account", &p), 0);
	assert_int_equal(p, PHASE_ACCOUNT);
	assert_int_equal(phase_parse("auth", &p), 0);
	assert_int_equal(p, PHASE_AUTH);
	assert_int_equal(phase_parse("session", &p), -1);
	assert_int_equal(phase_parse("", &p), -1);
	assert_string_equal(phase_word(PHASE_AUTH), "auth");
	assert_string_equal(phase_word(PHASE_ACCOUNT), "account");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allows_only_the_known_test),
		cmocka_unit_test(auth_allows_only_a_factor_or_bypass_test),
		cmocka_unit_test(asks_only_active_people_test),
		cmocka_unit_test(account_knows_no_factors_test),
		cmocka_unit_test(only_the_ended_are_expired_test),
		cmocka_unit_test(the_disabled_stop_everywhere_test),
		cmocka_unit_test(broken_is_never_open_test),
		cmocka_unit_test(refused_peers_are_denied_test),
		cmocka_unit_test(failed_factors_never_pass_test),
		cmocka_unit_test(steps_aside_only_by_rule_test),
		cmocka_unit_test(ignorance_stops_no_job_test),
		cmocka_unit_test(elevation_is_as_strict_as_a_door_test),
		cmocka_unit_test(rows_only_say_who_is_asked_test),
		cmocka_unit_test(rows_choose_one_code_test),
		cmocka_unit_test(rows_word_refusals_test),
		cmocka_unit_test(account_refuses_nothing_that_auth_lets_pass_test),
		cmocka_unit_test(verdicts_are_in_range_test),
		cmocka_unit_test(what_nobody_foresaw_is_denied),
		cmocka_unit_test(words_are_unique),
		cmocka_unit_test(phases_have_words),
	};

	return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
