/* SPDX-License-Identifier: MIT */
/* What a person is shown and asked, and what of their answers reaches the broker. */
#include <poll.h>
#include <string.h>
#include <syslog.h>

#include "base/deadline.h"
#include "tests/pam/stage.h"

static const struct broker_step ask_once[] = { READ, SAY("ask\0Code: "), READ,
	SAY("verdict\0allow\0code\0id"), STALL, { 0 } };

#define X65 "12345678901234567890123456789012345678901234567890123456789012345"

static void
pass_codes_and_nothing_else(void **state)
{
	static const struct {
		const char *typed, *authtok, *sent;
	} rows[] = {
		{ "123456", NULL, "answer|123456|" },
		{ "123 456 789", NULL, "answer|123456789|" },
		{ "push", NULL, "answer|push|" },
		{ "", NULL, "answer||" },
		{ "sesame", NULL, "answer||" },
		{ "sesame", "sesame", "echoed|" },
		{ "271828", "271828", "echoed|" },
		{ "271828", "sesame", "answer|271828|" },
		{ "\b\n\r\177INCORRECT", NULL, "answer||" },
		{ "123456\n", NULL, "answer||" },
		{ X65, NULL, "answer||" },
	};
	struct stage *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *answers[] = { rows[i].typed, NULL };

		s->answers = answers;
		s->authtok = rows[i].authtok;
		assert_int_equal(stage_run_auth(s, ask_once), PAM_SUCCESS);
		assert_string_equal(broker_saw(&s->broker, 1), rows[i].sent);
		assert_int_equal(s->shown, 1);
		assert_int_equal(s->message[0].style, PAM_PROMPT_ECHO_ON);
		assert_string_equal(s->message[0].text, "Code: ");
		if (strlen(rows[i].typed) > 1)
			assert_not_logged(rows[i].typed);
	}
}

static void
ask_as_often_as_the_broker_wants(void **state)
{
	static const struct broker_step steps[] = { READ, SAY("info\0Welcome"), SAY("ask\0Code: "),
		READ, SAY("ask\0Wrong. Code: "), READ, SAY("info\0Thanks"),
		SAY("verdict\0allow\0code\0id"), { 0 } };
	static const char *const answers[] = { "111111", "222222", NULL };
	static const struct {
		int style;
		const char *text;
	} expected[] = { { PAM_TEXT_INFO, "Welcome" }, { PAM_PROMPT_ECHO_ON, "Code: " },
		{ PAM_PROMPT_ECHO_ON, "Wrong. Code: " }, { PAM_TEXT_INFO, "Thanks" } };
	struct stage *s = *state;

	s->answers = answers;
	assert_int_equal(stage_run_auth(s, steps), PAM_SUCCESS);
	assert_int_equal(s->shown, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(s->message[i].style, expected[i].style);
		assert_string_equal(s->message[i].text, expected[i].text);
	}
	assert_string_equal(broker_saw(&s->broker, 1), "answer|111111|");
	assert_string_equal(broker_saw(&s->broker, 2), "answer|222222|");
}

/* Programs that cannot ask give back what they have: the name, or the password. */
static void
say_that_an_answer_is_an_echo(void **state)
{
	static const struct {
		const char *typed, *authtok, *saw;
	} rows[] = {
		{ "alice", NULL, "echoed|" },
		{ "alice", "secret", "echoed|" },
		{ "123456", "123456", "echoed|" },
		{ "open sesame", "open sesame", "echoed|" },
		{ "123 456", "123456", "answer||" }, /* typed, and the password all the same */
		{ "alicE", "secret", "answer||" },
		{ "", "", "answer||" },
		{ "123456", "1234567", "answer|123456|" },
	};
	struct stage *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *const answers[] = { rows[i].typed, NULL };

		s->answers = answers;
		s->authtok = rows[i].authtok;
		assert_int_equal(stage_run_auth(s, ask_once), PAM_SUCCESS);
		broker_wait(&s->broker);
		assert_string_equal(broker_saw(&s->broker, 1), rows[i].saw);
	}
	s->authtok = NULL;
}

static void
fail_when_nobody_can_be_asked(void **state)
{
	static const enum stage_mode modes[] = { STAGE_NO_CONV, STAGE_FAILS, STAGE_NO_RESPONSE,
		STAGE_NULL_ANSWER, STAGE_ANSWER /* and there is none */ };
	struct stage *s = *state;

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		s->mode = modes[i];
		s->answers = NULL;
		assert_int_equal(stage_run_auth(s, ask_once), PAM_CONV_ERR);
		assert_logged(LOG_ERR, "cannot ask");
		assert_not_logged("KbdInteractive");
		broker_wait(&s->broker);
		assert_null(broker_saw(&s->broker, 1));
		stage_open(s, "sshd", "alice");
		assert_int_equal(stage_auth(s, 0), PAM_CONV_ERR);
		assert_logged(LOG_ERR, "KbdInteractiveAuthentication");
	}
}

/* What only wants an Enter is no reason to fail: the broker waits for the push itself. */
static void
take_silence_for_an_enter(void **state)
{
	static const struct broker_step steps[] = { READ, SAY("confirm\0Sent. Enter: "), READ,
		SAY("verdict\0allow\0x\0id"), { 0 } };
	static const char *const answers[] = { "", NULL }, *const code[] = { "123456", NULL };
	struct stage *s = *state;

	s->answers = code;
	assert_int_equal(stage_run_auth(s, steps), PAM_SUCCESS);
	assert_string_equal(broker_saw(&s->broker, 1), "answer|123456|");
	assert_int_equal(s->message[0].style, PAM_PROMPT_ECHO_ON);
	assert_string_equal(s->message[0].text, "Sent. Enter: ");
	s->answers = answers;
	assert_int_equal(stage_run_auth(s, steps), PAM_SUCCESS);
	assert_string_equal(broker_saw(&s->broker, 1), "answer||");
	for (s->mode = STAGE_NO_CONV; s->mode <= STAGE_NULL_ANSWER; s->mode++) {
		assert_int_equal(stage_run_auth(s, steps), PAM_SUCCESS);
		assert_string_equal(broker_saw(&s->broker, 1), "answer||");
	}
	assert_int_equal(stage_run_account(s, steps), PAM_SERVICE_ERR);
	assert_logged(LOG_ERR, "asks in the account phase");
}

static const struct broker_step tell[] = { READ, SAY("info\0It is \033[31mred\n%s%n"),
	SAY("info\0"), SAY("verdict\0allow\0x\0id"), { 0 } };
static const struct broker_step refuse[] = { READ, SAY("info\0It is \033[31mred\n%s%n"),
	SAY("info\0"), SAY("verdict\0deny\0x\0id"), { 0 } };

static void
show_cleaned_text_in_the_phase_s_style(void **state)
{
	struct stage *s = *state;

	assert_int_equal(stage_run_auth(s, tell), PAM_SUCCESS);
	assert_int_equal(s->shown, 1);
	assert_int_equal(s->message[0].style, PAM_TEXT_INFO);
	assert_string_equal(s->message[0].text, "It is ?[31mred?%s%n");
	assert_int_equal(stage_run_account(s, refuse), PAM_PERM_DENIED);
	assert_int_equal(s->shown, 1);
	assert_int_equal(s->message[0].style, PAM_ERROR_MSG);
	assert_string_equal(s->message[0].text, "It is ?[31mred?%s%n");
}

static size_t
count_errors(const struct stage *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->shown; i++)
		count += s->message[i].style == PAM_ERROR_MSG;
	return count;
}

/* pure-ftpd takes any error for a failure, whatever PAM says; and one is enough for cockpit. */
static void
show_an_error_beside_a_refusal_only(void **state)
{
	static const struct {
		struct broker_step steps[6];
		int code;
		size_t errors;
	} rows[] = {
		{ { READ, SAY("error\0No."), SAY("verdict\0deny\0x\0id") }, PAM_PERM_DENIED, 1 },
		{ { READ, SAY("error\0No."), SAY("verdict\0unavailable\0x\0id") },
			PAM_AUTHINFO_UNAVAIL, 1 },
		{ { READ, SAY("error\0Well?"), SAY("error\0No."), SAY("verdict\0deny\0x\0id") },
			PAM_PERM_DENIED, 1 },
		{ { READ, SAY("error\0No."), SAY("verdict\0allow\0x\0id") }, PAM_SUCCESS, 0 },
		{ { READ, SAY("error\0No."), SAY("verdict\0ignore\0x\0id") }, IGNORED, 0 },
		{ { READ, SAY("error\0No."), SAY("verdict\0perhaps\0x\0id") }, PAM_SERVICE_ERR, 0 },
	};
	struct stage *s = *state;

	for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal((i % 2 == 0 ? stage_run_auth : stage_run_account)(s,
			rows[i / 2].steps), rows[i / 2].code);
		assert_int_equal(count_errors(s), rows[i / 2].errors);
		if (rows[i / 2].errors > 0)
			assert_string_equal(s->message[0].text, "No.");
	}
	assert_int_equal(stage_run_account(s, tell), PAM_SUCCESS);
	assert_int_equal(s->shown, 0);
	stage_broker(s, rows[0].steps);
	stage_open(s, "t", "alice");
	assert_int_equal(stage_auth(s, (int)PAM_SILENT), PAM_PERM_DENIED);
	assert_int_equal(s->shown, 0);
}

static void
clean_the_question_too(void **state)
{
	static const struct broker_step steps[] = { READ,
		SAY("ask\0\xe2\x80\xae"
		    "%s\r\x7f\xc2\x9b:"),
		READ, SAY("verdict\0allow\0x\0id"), { 0 } };
	static const char *const answers[] = { "1", NULL };
	struct stage *s = *state;

	s->answers = answers;
	assert_int_equal(stage_run_auth(s, steps), PAM_SUCCESS);
	assert_string_equal(s->message[0].text, "?%s???:");
}

static void
go_on_when_nothing_can_be_shown(void **state)
{
	struct stage *s = *state;

	for (s->mode = STAGE_NO_CONV; s->mode <= STAGE_NULL_ANSWER; s->mode++) {
		assert_int_equal(stage_run_auth(s, tell), PAM_SUCCESS);
		assert_int_equal(stage_run_account(s, refuse), PAM_PERM_DENIED);
	}
}

static void
be_silent_when_told(void **state)
{
	static const struct broker_step steps[] = { READ, SAY("info\0Hello"), SAY("ask\0Code: "),
		READ, SAY("verdict\0allow\0x\0id"), { 0 } };
	static const char *const answers[] = { "123456", NULL };
	struct stage *s = *state;

	s->answers = answers;
	stage_broker(s, steps);
	stage_open(s, "t", "alice");
	assert_int_equal(stage_auth(s, (int)PAM_SILENT), PAM_SUCCESS);
	assert_int_equal(s->shown, 1);
	assert_int_equal(s->message[0].style, PAM_PROMPT_ECHO_ON);
	assert_string_equal(broker_saw(&s->broker, 0), "begin|1|auth|t|alice||||silent|");
	stage_broker(s, tell);
	stage_open(s, "t", "alice");
	assert_int_equal(stage_account(s, (int)PAM_SILENT), PAM_SUCCESS);
	assert_int_equal(s->shown, 0);
}

static void
never_ask_in_account(void **state)
{
	static const char *const answers[] = { "123456", NULL };
	struct stage *s = *state;

	s->answers = answers;
	assert_int_equal(stage_run_account(s, ask_once), PAM_SERVICE_ERR);
	assert_logged(LOG_ERR, "asks in the account phase");
	assert_int_equal(s->shown, 0);
	broker_wait(&s->broker);
	assert_null(broker_saw(&s->broker, 1));
}

/* A person may look for the telephone for longer than the broker may take in all. */
static void
think_slowly(struct stage *s)
{
	(void)s;
	(void)poll(NULL, 0, 5200);
}

static void
not_count_the_person_s_time(void **state)
{
	static const struct broker_step steps[] = { READ, SAY("ask\0Code: "), READ, BEAT(1, 300),
		SAY("verdict\0allow\0code\0id"), { 0 } };
	static const char *const answers[] = { "123456", NULL };
	struct stage *s = *state;
	int64_t since_ms = clock_ms();

	s->answers = answers;
	s->on_ask = think_slowly;
	stage_configure(s, "auth_timeout=5", false);
	stage_broker(s, steps);
	stage_open(s, "t", "alice");
	assert_int_equal(pam_authenticate(s->pamh, 0), PAM_SUCCESS);
	assert_between(clock_ms() - since_ms, 5000, 2 * SOON_MS);
	assert_string_equal(broker_saw(&s->broker, 1), "answer|123456|");
}

static void
wait_for_the_broker_to_leave(struct stage *s)
{
	broker_wait(&s->broker);
}

/* The broker gave up on the person: its verdict counts, and the late answer kills nobody. */
static void
take_the_verdict_of_a_tired_broker(void **state)
{
	static const struct broker_step steps[] = { READ, SAY("ask\0Code: "),
		SAY("verdict\0maxtries\0too-late\0id"), { 0 } };
	static const struct broker_step gone[] = { READ, SAY("ask\0Code: "), { 0 } };
	static const char *const answers[] = { "123456", "123456", NULL };
	struct stage *s = *state;

	s->answers = answers;
	s->on_ask = wait_for_the_broker_to_leave;
	assert_int_equal(stage_run_auth(s, steps), PAM_MAXTRIES);
	assert_logged(LOG_WARNING, "reason=too-late user=alice");
	assert_int_equal(stage_run_auth(s, gone), PAM_AUTHINFO_UNAVAIL);
}

int
main(int argc, char **argv)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(pass_codes_and_nothing_else),
		TEST(ask_as_often_as_the_broker_wants),
		TEST(say_that_an_answer_is_an_echo),
		TEST(fail_when_nobody_can_be_asked),
		TEST(take_silence_for_an_enter),
		TEST(show_cleaned_text_in_the_phase_s_style),
		TEST(show_an_error_beside_a_refusal_only),
		TEST(clean_the_question_too),
		TEST(go_on_when_nothing_can_be_shown),
		TEST(be_silent_when_told),
		TEST(never_ask_in_account),
		TEST(not_count_the_person_s_time),
		TEST(take_the_verdict_of_a_tired_broker),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("pam: conversation", tests, NULL, NULL);
}
