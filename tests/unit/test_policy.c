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

static void
services_have_classes(void **state)
{
	static const struct {
		const char *service;
		enum service_class class;
	} rows[] = {
		{ "sshd", CLASS_INTERACTIVE },
		{ "no-such-service", CLASS_INTERACTIVE },
		{ "", CLASS_INTERACTIVE },
		{ "sudo", CLASS_ELEVATION },
		{ "cron", CLASS_MACHINERY },
		{ "cronx", CLASS_INTERACTIVE },
		{ "atd", CLASS_INTERACTIVE }, /* which the list leaves out */
		{ "passwd", CLASS_EXEMPT },
		{ "both", CLASS_EXEMPT },
		{ "job-7", CLASS_MACHINERY },
	};
	struct service_rules r = { .exempt.set = true, .machinery.set = true,
		.elevation.set = true };

	(void)state;
	assert_int_equal(names_add(&r.interactive, "sshd"), 0);
	assert_int_equal(names_add(&r.interactive, "job-7"), 0);
	assert_int_equal(names_add(&r.elevation, "sudo"), 0);
	assert_int_equal(names_add(&r.elevation, "both"), 0);
	assert_int_equal(names_add(&r.machinery, "cron"), 0);
	assert_int_equal(names_add(&r.machinery, "job-*"), 0);
	assert_int_equal(names_add(&r.exempt, "passwd"), 0);
	assert_int_equal(names_add(&r.exempt, "both"), 0);
	for (size_t i = 0; i < COUNT(rows); i++)
		ROW(rows[i].service, service_classify(&r, rows[i].service) == rows[i].class);
	names_clear(&r.interactive);
	names_clear(&r.elevation);
	names_clear(&r.machinery);
	names_clear(&r.exempt);
	assert_string_equal(service_class_word(CLASS_MACHINERY), "machinery");
	assert_string_equal(service_class_word((enum service_class)77), "interactive");
}

/* Where the site says nothing, the rows do; the site's row counts before ours, a name before a
 * pattern. */
static void
services_have_rows(void **state)
{
	static const struct {
		const char *service;
		bool known;
		enum service_class class;
		enum service_ask ask;
		enum service_caller caller;
	} rows[] = {
		{ "sshd", true, CLASS_INTERACTIVE, ASK_PERSON, CALLER_NEVER },
		{ "gdm-password", true, CLASS_INTERACTIVE, ASK_PERSON, CALLER_NEVER },
		{ "gdm-*", true, CLASS_INTERACTIVE, ASK_PERSON, CALLER_NEVER },
		{ "sudo-i", true, CLASS_ELEVATION, ASK_PERSON, CALLER_ALWAYS },
		{ "su", true, CLASS_ELEVATION, ASK_PERSON, CALLER_FOR_ROOT },
		{ "cronie", true, CLASS_MACHINERY, ASK_DENY, CALLER_NEVER },
		{ "passwd", true, CLASS_EXEMPT, ASK_PERSON, CALLER_NEVER },
		{ "dovecot", true, CLASS_INTERACTIVE, ASK_DENY, CALLER_NEVER },
		{ "i3lock", true, CLASS_INTERACTIVE, ASK_STATUS, CALLER_NEVER },
		{ "", false, CLASS_INTERACTIVE, ASK_PERSON, CALLER_NEVER },
		{ "sshd2", false, CLASS_INTERACTIVE, ASK_PERSON, CALLER_NEVER },
		{ "gdm", false, CLASS_INTERACTIVE, ASK_PERSON, CALLER_NEVER },
		/* the site's */
		{ "vlock", true, CLASS_INTERACTIVE, ASK_PERSON, CALLER_NEVER },
		{ "web-shop", true, CLASS_MACHINERY, ASK_PUSH, CALLER_NEVER },
		{ "web-mail", true, CLASS_INTERACTIVE, ASK_DENY, CALLER_NEVER },
		{ "gdm-fingerprint", true, CLASS_INTERACTIVE, ASK_STATUS, CALLER_NEVER },
	};
	struct service_rules r = { 0 };
	struct service_row *row;

	(void)state;
	row = service_row_add(&r, "vlock");
	assert_non_null(row);
	row->ask = ASK_PERSON;
	row = service_row_add(&r, "web-*");
	assert_non_null(row);
	assert_int_equal(row->ask, ASK_PERSON);
	row->ask = ASK_DENY;
	row = service_row_add(&r, "web-shop");
	assert_non_null(row);
	assert_int_equal(row->ask, ASK_DENY); /* it began as the pattern's */
	row->ask = ASK_PUSH;
	row->class = CLASS_MACHINERY;
	row->class_set = true;
	row = service_row_add(&r, "gdm-f*");
	assert_non_null(row);
	row->ask = ASK_STATUS;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct service_row *s = service_row_find(&r, rows[i].service);

		ROW(rows[i].service, service_row_is_known(s) == rows[i].known);
		ROW(rows[i].service, service_classify(&r, rows[i].service) == rows[i].class);
		ROW(rows[i].service, s->ask == rows[i].ask);
		ROW(rows[i].service, service_caller(&r, rows[i].service) == rows[i].caller);
	}
	assert_ptr_equal(service_row_added(&r, "web-*"), &r.row[1]);
	assert_null(service_row_added(&r, "sshd"));
	service_rules_clear(&r);
	service_rules_clear(&r);
}

/* Each row compiled in stands once, refuses the disabled, and is such as a file could set. */
static void
rows_are_sound(void **state)
{
	(void)state;
	for (size_t i = 0; i < service_table_count; i++) {
		const struct service_row *s = &service_table[i];

		ROW(s->name, s->name[0] != '\0');
		ROW(s->name, s->disabled_code == VERDICT_EXPIRED ||
			s->disabled_code == VERDICT_DENY || s->disabled_code == VERDICT_REFUSED);
		ROW(s->name, !(s->ask == ASK_PUSH && s->shared));
		ROW(s->name, !s->peers.set && !s->class_set && !s->caller_set);
		for (size_t j = 0; j < i; j++)
			ROW(s->name, strcmp(s->name, service_table[j].name) != 0);
	}
}

static void
options_of_services(void **state)
{
	static const struct {
		const char *name, *option;
	} rows[] = {
		{ "cups", "services.cups.ask" },
		{ "gdm-*", "services.gdm-*.ask" },
		{ "polkit-1", "services.polkit-1.ask" },
		{ "a.b", "ask of { name = \"a.b\"; } in services.table" },
		{ "1st", "ask of { name = \"1st\"; } in services.table" },
		{ "", "ask of { name = \"\"; } in services.table" },
	};
	char buf[80];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		ROW(rows[i].name, strcmp(service_option(rows[i].name, "ask", buf, sizeof(buf)),
					  rows[i].option) == 0);
}

static void
subjects(void **state)
{
	static const struct {
		const char *name, *service, *user;
		uid_t uid;
		const char *caller, *subject;
	} rows[] = {
		{ "a door asks about who comes", "sshd", "alice", 1501, NULL, "alice" },
		{ "a door does not care for a caller", "sshd", "root", 0, "bob", "root" },
		{ "sudo asks about its caller, who is the user there", "sudo", "bob", 1502,
			"bob", "bob" },
		{ "with rootpw root is the user there", "sudo", "root", 0, "bob", "bob" },
		{ "with targetpw the target is", "sudo", "alice", 1501, "bob", "bob" },
		{ "sudo by root asks about nobody", "sudo", "alice", 1501, "root", NULL },
		{ "sudo without a caller asks about the user", "sudo", "alice", 1501, "", "alice" },
		{ "su to a person asks about that person", "su", "alice", 1501, "bob", "alice" },
		{ "su to root asks about the caller", "su", "root", 0, "bob", "bob" },
		{ "su to another name of uid 0 too", "su", "toor", 0, "bob", "bob" },
		{ "su by root asks about nobody", "su", "alice", 1501, "root", NULL },
		{ "su by root to root too", "su", "root", 0, "root", NULL },
		{ "a caller who is not trusted does not count", "su", "root", 0, NULL, "root" },
		{ "an empty caller does not count", "su", "root", 0, "", "root" },
	};
	struct service_rules r = { .caller.set = true, .caller_for_root.set = true };

	(void)state;
	assert_int_equal(names_add(&r.caller_for_root, "su"), 0);
	assert_int_equal(names_add(&r.caller, "sudo"), 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *subject = subject_choose(&r, rows[i].service, rows[i].user, rows[i].uid,
			rows[i].caller);

		if (rows[i].subject == NULL)
			ROW(rows[i].name, subject == NULL);
		else
			ROW(rows[i].name,
				subject != NULL && strcmp(subject, rows[i].subject) == 0);
	}
	names_clear(&r.caller_for_root);
	names_clear(&r.caller);
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
		cmocka_unit_test(verdicts_are_in_range_test),
		cmocka_unit_test(what_nobody_foresaw_is_denied),
		cmocka_unit_test(words_are_unique),
		cmocka_unit_test(phases_have_words),
		cmocka_unit_test(services_have_classes),
		cmocka_unit_test(services_have_rows),
		cmocka_unit_test(rows_are_sound),
		cmocka_unit_test(options_of_services),
		cmocka_unit_test(subjects),
	};

	return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
