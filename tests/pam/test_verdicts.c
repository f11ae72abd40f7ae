/* SPDX-License-Identifier: MIT */
/* Every verdict, every argument and every item, through the real libpam. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "base/verdict.h"
#include "tests/pam/stage.h"

static const struct verdict_row {
	const char *word;
	int auth, account, level;
	bool delay; /* a guess must cost time */
} verdict_rows[] = {
	{ "deny", PAM_PERM_DENIED, PAM_PERM_DENIED, LOG_WARNING, false },
	{ "allow", PAM_SUCCESS, PAM_SUCCESS, LOG_INFO, false },
	{ "ignore", IGNORED, IGNORED, LOG_DEBUG, false },
	{ "ask", PAM_SERVICE_ERR, PAM_SERVICE_ERR, LOG_ERR, false },
	{ "expired", PAM_ACCT_EXPIRED, PAM_ACCT_EXPIRED, LOG_WARNING, false },
	{ "refused", PAM_AUTH_ERR, PAM_AUTH_ERR, LOG_WARNING, true },
	{ "maxtries", PAM_MAXTRIES, PAM_MAXTRIES, LOG_WARNING, false },
	{ "abort", PAM_ABORT, PAM_ABORT, LOG_WARNING, false },
	{ "unknown", PAM_USER_UNKNOWN, PAM_USER_UNKNOWN, LOG_WARNING, false },
	{ "unavailable", PAM_AUTHINFO_UNAVAIL, PAM_AUTHINFO_UNAVAIL, LOG_ERR, false },
	{ "broken", PAM_SERVICE_ERR, PAM_SERVICE_ERR, LOG_ERR, false },
	{ "", PAM_SERVICE_ERR, PAM_SERVICE_ERR, LOG_ERR, false },
	{ "ALLOW", PAM_SERVICE_ERR, PAM_SERVICE_ERR, LOG_ERR, false },
	{ "allow ", PAM_SERVICE_ERR, PAM_SERVICE_ERR, LOG_ERR, false },
	{ "0", PAM_SERVICE_ERR, PAM_SERVICE_ERR, LOG_ERR, false },
};

static void
turn_every_verdict_into_a_code(void **state)
{
	struct stage *s = *state;

	for (size_t i = 0; i < sizeof(verdict_rows) / sizeof(verdict_rows[0]); i++) {
		const struct verdict_row *row = &verdict_rows[i];
		char text[64];
		int len =
			snprintf(text, sizeof(text), "verdict%c%s%cwhy%c7f3a", 0, row->word, 0, 0);
		const struct broker_step steps[] = { READ,
			{ .action = BROKER_SEND, .bytes = text, .len = (size_t)len + 1 }, STALL,
			{ 0 } };

		print_message("verdict %s\n", row->word);
		assert_int_equal(stage_run_auth(s, steps), row->auth);
		assert_logged(row->level, row->level == LOG_ERR ? "verdict" : "id=7f3a");
		assert_int_equal(s->delay_us > 0, row->delay);
		assert_int_equal(stage_run_account(s, steps), row->account);
		assert_logged(row->level, row->level == LOG_ERR ? "verdict" : "reason=why");
		if (row->account != IGNORED) /* what makes this code has something to say */
			assert_int_equal(s->shown, 0);
	}
}

static void
know_every_verdict_word(void **state)
{
	(void)state;
	for (unsigned v = 0; v < VERDICT_COUNT; v++) {
		bool found = false;

		for (size_t i = 0; i < sizeof(verdict_rows) / sizeof(verdict_rows[0]); i++)
			found |= strcmp(verdict_rows[i].word, verdict_word((enum verdict)v)) == 0;
		assert_true(found);
	}
}

static void
answer_other_phases_without_a_broker(void **state)
{
	struct stage *s = *state;

	for (int wrong = 0; wrong < 2; wrong++) {
		stage_configure(s, wrong ? "tiemout=3" : "", false);
		stage_open(s, "t", "alice");
		memset(&capture, 0, sizeof(capture));
		assert_int_equal(pam_setcred(s->pamh, (int)PAM_ESTABLISH_CRED), PAM_SUCCESS);
		assert_int_equal(pam_setcred(s->pamh, (int)PAM_DELETE_CRED), PAM_SUCCESS);
		assert_int_equal(pam_open_session(s->pamh, 0), PAM_SUCCESS);
		assert_int_equal(pam_close_session(s->pamh, 0), PAM_SUCCESS);
		/* the only module of a stack that ignores: libpam itself refuses */
		assert_int_equal(pam_chauthtok(s->pamh, 0), PAM_PERM_DENIED);
		assert_not_logged("doorward");
	}
}

static const struct broker_step allow[] = { READ, SAY("verdict\0allow\0active\0id"), { 0 } };
static const struct broker_step ignore[] = { READ, SAY("verdict\0ignore\0bypass\0id"), { 0 } };

#define DIGITS_27	    "012345678901234567890123456"
#define SOCKET_OF_108_BYTES "socket=/" DIGITS_27 DIGITS_27 DIGITS_27 "01234567890123456789012345"

static void
refuse_every_wrong_argument(void **state)
{
	static const char *const wrong[] = { "debug", "tiemout=3", "=", "=5", "[]", "timeout",
		"timeout=", "timeout=0", "timeout=61", "timeout=-1", "timeout=5s", "timeout=5.0",
		"timeout=+5", "timeout=0x5", "timeout=99999999999999999999", "timeout=5 timeout=5",
		"Timeout=5", "auth_timeout", "auth_timeout=4", "auth_timeout=601",
		"auth_timeout=", "socket", "socket=", "socket=relative/path", "broker",
		"broker=", "after_password=yes", "after_publickey=", "use_first_pass=1",
		"try_first_pass=0", "min_uid", "min_uid=-1", "min_uid=4294967295",
		"after_passwordx", "after_passwor", "socket=/a socket=/b",
		SOCKET_OF_108_BYTES };
	struct stage *s = *state;

	stage_broker(s, allow);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		print_message("%s\n", wrong[i]);
		stage_configure(s, wrong[i], true);
		stage_open(s, "t", "alice");
		assert_int_equal(stage_auth(s, 0), PAM_SERVICE_ERR);
		assert_logged(LOG_ERR, "argument");
		assert_int_equal(stage_account(s, 0), PAM_SERVICE_ERR);
		assert_logged(LOG_ERR, "argument");
		stage_open(s, "t", "alice"); /* after a failed auth libpam would refuse by itself */
		assert_int_equal(pam_setcred(s->pamh, (int)PAM_ESTABLISH_CRED), PAM_SUCCESS);
	}
	stage_configure(s, "tiemout=\033[2J", true);
	stage_open(s, "t", "alice");
	assert_int_equal(stage_auth(s, 0), PAM_SERVICE_ERR);
	assert_logged(LOG_ERR, "tiemout=?[2J");
	assert_int_equal(broker_connections(&s->broker), 0);
}

static void
accept_every_argument(void **state)
{
	static const struct {
		const char *arguments;
		const char *flags; /* of the begin message */
	} right[] = {
		{ "", "" },
		{ "auth_timeout=5", "" },
		{ "auth_timeout=600 broker=nobody", "" },
		{ "after_password", "proof|" },
		{ "after_publickey", "" },
		{ "use_first_pass try_first_pass", "" },
	};
	struct stage *s = *state;
	char expected[128];

	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
		stage_configure(s, right[i].arguments, false);
		assert_int_equal(stage_run_auth(s, allow), PAM_SUCCESS);
		(void)snprintf(
			expected, sizeof(expected), "begin|1|auth|t|alice||||%s", right[i].flags);
		assert_string_equal(broker_saw(&s->broker, 0), expected);
		assert_int_equal(stage_run_account(s, allow), PAM_SUCCESS);
	}
}

/* Users and callers below min_uid pass without the broker; everybody else goes to it. */
static void
ask_nobody_about_users_below_min_uid(void **state)
{
	static const struct {
		const char *arguments, *user, *caller;
		int code;
	} rows[] = {
		{ "", "root", NULL, PAM_SUCCESS },
		{ "min_uid=0", "root", NULL, PAM_SUCCESS },
		{ "min_uid=1000", "root", NULL, IGNORED },
		{ "min_uid=1000", "root", "", IGNORED },
		{ "min_uid=1000", "root", "root", IGNORED },
		{ "min_uid=1000", "root", "nobody", PAM_SUCCESS },
		{ "min_uid=1000", "root", "no-such-user", PAM_SUCCESS },
		{ "min_uid=1000", "nobody", NULL, PAM_SUCCESS },
		{ "min_uid=65534", "nobody", NULL, PAM_SUCCESS },
		{ "min_uid=65535", "nobody", NULL, IGNORED },
		{ "min_uid=1000", "no-such-user", NULL, PAM_SUCCESS },
	};
	struct stage *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		stage_configure(s, rows[i].arguments, false);
		stage_broker(s, allow);
		stage_open(s, "t", rows[i].user);
		if (rows[i].caller != NULL)
			assert_int_equal(pam_set_item(s->pamh, PAM_RUSER, rows[i].caller),
				PAM_SUCCESS);
		assert_int_equal(stage_account(s, 0), rows[i].code);
		assert_int_equal(broker_connections(&s->broker), rows[i].code == IGNORED ? 0 : 1);
	}
}

/* "ignore" becomes success only with the argument, only in auth and only behind a key. */
static void
allow_after_publickey_only_after_publickey(void **state)
{
	static const struct {
		const char *arguments, *info;
		int auth;
	} rows[] = {
		{ "", "SSH_AUTH_INFO_0=publickey ssh-ed25519 AAAA\n", IGNORED },
		{ "after_publickey", "SSH_AUTH_INFO_0=publickey ssh-ed25519 AAAA\n", PAM_SUCCESS },
		{ "after_publickey", "SSH_AUTH_INFO_0=publickey", PAM_SUCCESS },
		{ "after_publickey", "SSH_AUTH_INFO_0=", IGNORED },
		{ "after_publickey", "OTHER=publickey", IGNORED },
		{ "after_publickey", "SSH_AUTH_INFO_0=password\npublickey x", IGNORED },
		{ "after_publickey", "SSH_AUTH_INFO_0=publickeyless", IGNORED },
		{ "after_publickey", "SSH_AUTH_INFO_0= publickey", IGNORED },
		{ "after_publickey after_password", "A=b", IGNORED },
	};
	struct stage *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		stage_configure(s, rows[i].arguments, false);
		stage_broker(s, ignore);
		stage_open(s, "t", "alice");
		assert_int_equal(pam_putenv(s->pamh, rows[i].info), PAM_SUCCESS);
		assert_int_equal(stage_auth(s, 0), rows[i].auth);
		assert_int_equal(stage_account(s, 0), IGNORED);
	}
	/* no other verdict gains from it */
	{
		static const struct broker_step deny[] = { READ, SAY("verdict\0deny\0x\0y"),
			{ 0 } };

		stage_configure(s, "after_publickey", false);
		stage_broker(s, deny);
		stage_open(s, "t", "alice");
		assert_int_equal(pam_putenv(s->pamh, rows[1].info), PAM_SUCCESS);
		assert_int_equal(stage_auth(s, 0), PAM_PERM_DENIED);
	}
}

static void
describe_the_login(void **state)
{
	struct stage *s = *state;

	stage_broker(s, allow);
	stage_open(s, "sudo", "alice");
	assert_int_equal(pam_set_item(s->pamh, PAM_RHOST, "192.0.2.7"), PAM_SUCCESS);
	assert_int_equal(pam_set_item(s->pamh, PAM_TTY, "pts/\033[2J1"), PAM_SUCCESS);
	assert_int_equal(pam_set_item(s->pamh, PAM_RUSER,
				 "b\xc3\xb6"
				 "b\xff"),
		PAM_SUCCESS);
	assert_int_equal(pam_putenv(s->pamh, "SSH_AUTH_INFO_0=password"), PAM_SUCCESS);
	assert_int_equal(stage_account(s, (int)PAM_SILENT), PAM_SUCCESS);
	assert_string_equal(broker_saw(&s->broker, 0),
		"begin|1|account|sudo|alice|192.0.2.7|pts/?[2J1|b\xc3\xb6"
		"b?|silent|proof|");
	assert_int_equal(pam_set_item(s->pamh, PAM_RHOST, "::ffff:192.0.2.7"), PAM_SUCCESS);
	assert_int_equal(stage_auth(s, 0), PAM_SUCCESS);
	assert_non_null(strstr(broker_saw(&s->broker, 1), "|alice|192.0.2.7|"));
	assert_logged(LOG_INFO, "rhost=192.0.2.7 ");
}

/* What sudo answers: it has a getenv() of its own, and the process's environment is its caller's. */
static char *sudo_answer;

__attribute__((visibility("default"))) char *
getenv(const char *name)
{
	size_t len = strlen(name);

	if (sudo_answer != NULL && strcmp(name, "SUDO_COMMAND") == 0)
		return sudo_answer;
	for (char **entry = environ; entry != NULL && *entry != NULL; entry++)
		if (strncmp(*entry, name, len) == 0 && (*entry)[len] == '=')
			return *entry + len + 1;
	return NULL;
}

static void
send_a_command_for_sudo_only(void **state)
{
	struct stage *s = *state;
	static char long_command[6000];
	const char *saw;

	sudo_answer = strdup("/usr/bin/id -u\n");
	assert_non_null(sudo_answer);
	stage_broker(s, allow);
	stage_open(s, "t", "alice");
	assert_int_equal(stage_auth(s, 0), PAM_SUCCESS);
	assert_string_equal(broker_saw(&s->broker, 0), "begin|1|auth|t|alice||||");
	stage_open(s, "sudo", "alice");
	assert_int_equal(stage_auth(s, 0), PAM_SUCCESS);
	assert_string_equal(
		broker_saw(&s->broker, 1), "begin|1|auth|sudo|alice||||command=/usr/bin/id -u?|");
	/* the caller has guessed it, and hides nothing by that */
	assert_int_equal(setenv("SUDO_COMMAND", sudo_answer, 1), 0);
	stage_open(s, "sudo", "alice");
	assert_int_equal(stage_auth(s, 0), PAM_SUCCESS);
	assert_string_equal(
		broker_saw(&s->broker, 2), "begin|1|auth|sudo|alice||||command=/usr/bin/id -u?|");
	free(sudo_answer);
	memset(long_command, 'x', sizeof(long_command) - 1);
	sudo_answer = long_command;
	stage_open(s, "sudo", "alice");
	assert_int_equal(stage_auth(s, 0), PAM_SUCCESS);
	saw = broker_saw(&s->broker, 3);
	assert_between(strlen(saw), 1000, 1200);
	sudo_answer = NULL;
	assert_int_equal(unsetenv("SUDO_COMMAND"), 0);
}

/* sudo-rs has no getenv() of its own: what it finds is what its caller has exported. */
static void
send_no_command_that_the_caller_says(void **state)
{
	static const char *const services[] = { "sudo", "sudo-i", "t" };
	struct stage *s = *state;

	assert_int_equal(setenv("SUDO_COMMAND", "/usr/bin/harmless", 1), 0);
	stage_broker(s, allow);
	for (unsigned i = 0; i < 3; i++) {
		stage_open(s, services[i], "alice");
		assert_int_equal(stage_auth(s, 0), PAM_SUCCESS);
		assert_null(strstr(broker_saw(&s->broker, i), "command="));
	}
	assert_int_equal(unsetenv("SUDO_COMMAND"), 0);
}

static void
keep_impossible_names_inside(void **state)
{
	struct stage *s = *state;
	static char long_name[65537], longest[258], item[301]; /* libpam's audit has limits too */
	const char *const names[] = { "", "a/b", "/", "al\nice", "al\033ice", "al\177ice",
		"al\xc2\x85ice", "al\xffice",
		"\xe2\x80\xae"
		"ecila",
		longest, long_name };

	memset(longest, 'n', 257);
	memset(long_name, 'n', sizeof(long_name) - 1);
	memset(item, 'i', sizeof(item) - 1);
	stage_broker(s, allow);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		stage_open(s, "t", names[i]);
		assert_int_equal(stage_auth(s, 0), PAM_USER_UNKNOWN);
		assert_logged(LOG_WARNING, strlen(names[i]) > 256 ? "too long" : "user name");
		assert_int_equal(stage_account(s, 0), PAM_USER_UNKNOWN);
		assert_logged(LOG_WARNING, "user name");
		if (names[i][0] != '\0' && names[i][1] != '\0')
			assert_not_logged(names[i]);
	}
	stage_open(s, "t", NULL);
	assert_int_equal(stage_account(s, 0), PAM_USER_UNKNOWN);
	assert_int_equal(
		s->shown, 0); /* nobody is asked who they are after they have been let in */
	s->mode = STAGE_FAILS;
	stage_open(s, "t", NULL);
	assert_int_equal(stage_auth(s, 0), PAM_USER_UNKNOWN);
	s->mode = STAGE_ANSWER;
	assert_int_equal(broker_connections(&s->broker), 0);

	longest[256] = '\0'; /* the longest that may leave; and other items of any length are cut */
	stage_open(s, "t", longest);
	assert_int_equal(pam_set_item(s->pamh, PAM_RHOST, item), PAM_SUCCESS);
	assert_int_equal(pam_set_item(s->pamh, PAM_TTY, item), PAM_SUCCESS);
	assert_int_equal(pam_set_item(s->pamh, PAM_RUSER, item), PAM_SUCCESS);
	assert_int_equal(stage_auth(s, 0), PAM_SUCCESS);
	assert_between(strlen(broker_saw(&s->broker, 0)), 4 * 256, 4 * 256 + 32);
}

/* People type passwords where a name is asked: a name that maps to nobody is in no normal log. */
static void
log_no_name_that_maps_to_nobody(void **state)
{
	static const struct broker_step unmapped[] = { READ, SAY("verdict\0unknown\0unmapped\0id"),
		{ 0 } };
	static const struct broker_step denied[] = { READ, SAY("verdict\0deny\0unmapped\0id"),
		{ 0 } };
	static const struct broker_step unknown[] = { READ, SAY("verdict\0unknown\0nobody\0id"),
		{ 0 } };
	static const struct broker_step broken[] = { READ,
		SAY("verdict\0broken\0config-broken\0id"), { 0 } };
	static const struct broker_step disabled[] = { READ,
		SAY("verdict\0expired\0disa\nbled\0a=b"), { 0 } };
	struct stage *s = *state;

	stage_broker(s, unmapped);
	stage_open(s, "t", "sesame");
	assert_int_equal(stage_auth(s, 0), PAM_USER_UNKNOWN);
	assert_logged(LOG_DEBUG, "unmapped");
	assert_not_logged("sesame");
	stage_broker(s, denied);
	assert_int_equal(stage_auth(s, 0), PAM_PERM_DENIED);
	assert_logged(LOG_DEBUG, "unmapped");
	assert_not_logged("sesame");
	stage_broker(s, unknown);
	assert_int_equal(stage_auth(s, 0), PAM_USER_UNKNOWN);
	assert_logged(LOG_WARNING, "nobody");
	assert_not_logged("sesame");
	stage_broker(s, broken); /* nobody has looked whether there is such a user */
	assert_int_equal(stage_auth(s, 0), PAM_SERVICE_ERR);
	assert_logged(LOG_ERR, "config-broken");
	assert_not_logged("sesame");
	stage_broker(s, disabled);
	assert_int_equal(stage_auth(s, 0), PAM_ACCT_EXPIRED);
	assert_logged(LOG_WARNING, "reason=disa?bled user=sesame rhost=\"\" id=\"a=b\"");
	broker_stop(&s->broker);
	s->has_broker = false;
	assert_int_equal(stage_auth(s, 0), PAM_AUTHINFO_UNAVAIL);
	assert_logged(LOG_ERR, s->socket);
	assert_not_logged("sesame");
}

int
main(int argc, char **argv)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(turn_every_verdict_into_a_code),
		TEST(know_every_verdict_word),
		TEST(answer_other_phases_without_a_broker),
		TEST(refuse_every_wrong_argument),
		TEST(accept_every_argument),
		TEST(ask_nobody_about_users_below_min_uid),
		TEST(allow_after_publickey_only_after_publickey),
		TEST(describe_the_login),
		TEST(send_a_command_for_sudo_only),
		TEST(send_no_command_that_the_caller_says),
		TEST(keep_impossible_names_inside),
		TEST(log_no_name_that_maps_to_nobody),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("pam: verdicts", tests, NULL, NULL);
}
