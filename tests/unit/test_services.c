/* SPDX-License-Identifier: MIT */
/* The table of services: which row counts, what a site says instead, and whom a login is about. What a
 * row changes in the decision is a property in test_policy.c. */
#include "tests/unit/unit.h"

#include "policy/services.h"

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
		cmocka_unit_test(services_have_classes),
		cmocka_unit_test(services_have_rows),
		cmocka_unit_test(rows_are_sound),
		cmocka_unit_test(options_of_services),
		cmocka_unit_test(subjects),
	};

	return cmocka_run_group_tests_name("services", tests, NULL, NULL);
}
