/* SPDX-License-Identifier: MIT */
/* A broker that is absent, stuck, silent, endless or mad: always a known code, always in time. */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include "base/deadline.h"
#include "base/wire.h"
#include "tests/pam/stage.h"

#define FOREIGN_UID 65534

static const struct broker_step allow[] = { READ, SAY("verdict\0allow\0active\0id"), { 0 } };

static char long_message[WIRE_SIZE + 1] = "info";
static char longest_info[WIRE_SIZE] = "info";

static const struct fault_row {
	const char *name;
	int code; /* in both phases, but where auth differs */
	int auth;
	bool waits; /* the whole limit of silence must have passed */
	struct broker_step steps[6];
} fault_rows[] = {
	{ "closes at once", PAM_AUTHINFO_UNAVAIL, 0, false, { { 0 } } },
	{ "closes after the question", PAM_AUTHINFO_UNAVAIL, 0, false, { READ } },
	{ "is silent", PAM_AUTHINFO_UNAVAIL, 0, true, { STALL } },
	{ "is silent after the question", PAM_AUTHINFO_UNAVAIL, 0, true, { READ, STALL } },
	{ "is silent after a word", PAM_AUTHINFO_UNAVAIL, 0, true,
		{ READ, SAY("info\0x"), STALL } },
	{ "half a message", PAM_AUTHINFO_UNAVAIL, 0, false, { READ, RAW("verdict\0al"), STALL } },
	{ "a verdict without id", PAM_AUTHINFO_UNAVAIL, 0, false,
		{ READ, SAY("verdict\0allow\0active"), STALL } },
	{ "a verdict without reason", PAM_AUTHINFO_UNAVAIL, 0, false,
		{ READ, SAY("verdict\0allow"), STALL } },
	{ "a verdict with too much", PAM_AUTHINFO_UNAVAIL, 0, false,
		{ READ, SAY("verdict\0allow\0a\0b\0c"), STALL } },
	{ "the last NUL is missing", PAM_AUTHINFO_UNAVAIL, 0, false,
		{ READ, RAW("verdict\0allow\0active\0id"), STALL } },
	{ "an empty datagram", PAM_AUTHINFO_UNAVAIL, 0, false, { READ, RAW(""), STALL } },
	{ "a NUL alone", PAM_AUTHINFO_UNAVAIL, 0, false, { READ, SAY(""), STALL } },
	{ "garbage", PAM_AUTHINFO_UNAVAIL, 0, false,
		{ READ, SAY("\x16\x03\x01\x02\0\x01"), STALL } },
	{ "no UTF-8", PAM_AUTHINFO_UNAVAIL, 0, false, { READ, SAY("info\0\xff\xfe"), STALL } },
	{ "a surrogate", PAM_AUTHINFO_UNAVAIL, 0, false,
		{ READ, SAY("info\0\xed\xa0\x80"), STALL } },
	{ "17 fields", PAM_AUTHINFO_UNAVAIL, 0, false,
		{ READ, SAY("info\0b\0c\0d\0e\0f\0g\0h\0i\0j\0k\0l\0m\0n\0o\0p\0q"), STALL } },
	{ "a message too long", PAM_AUTHINFO_UNAVAIL, 0, false,
		{ READ,
			{ .action = BROKER_SEND,
				.bytes = long_message,
				.len = sizeof(long_message) },
			STALL } },
	{ "an unknown verb", PAM_AUTHINFO_UNAVAIL, 0, false,
		{ READ, SAY("allow"), SAY("verdict\0allow\0active\0id"), STALL } },
	{ "a verb in capitals", PAM_AUTHINFO_UNAVAIL, 0, false,
		{ READ, SAY("VERDICT\0allow\0active\0id"), STALL } },
	{ "the module's own verb", PAM_AUTHINFO_UNAVAIL, 0, false,
		{ READ,
			SAY("answer\0"
			    "123456"),
			STALL } },
	{ "info without text", PAM_AUTHINFO_UNAVAIL, 0, false, { READ, SAY("info"), STALL } },
	{ "a question without text", PAM_AUTHINFO_UNAVAIL, 0, false, { READ, SAY("ask"), STALL } },
	{ "talks without end", PAM_AUTHINFO_UNAVAIL, 0, false, { READ, FLOOD("info\0x") } },
	{ "works without end", PAM_AUTHINFO_UNAVAIL, 0, false, { READ, FLOOD("info\0") } },
	{ "asks without end", PAM_SERVICE_ERR, PAM_AUTHINFO_UNAVAIL, false,
		{ READ, CHAT("ask\0Code: ") } },
	{ "two verdicts, no first", PAM_PERM_DENIED, 0, false,
		{ READ, SAY("verdict\0deny\0x\0id"), SAY("verdict\0allow\0x\0id"), STALL } },
	{ "two verdicts, yes first", -1, 0, false,
		{ READ, SAY("verdict\0allow\0x\0id"), SAY("verdict\0deny\0x\0id"), STALL } },
	{ "a verdict without reading", -1, 0, false, { SAY("verdict\0allow\0x\0id") } },
	{ "the longest message", -1, 0, false,
		{ READ,
			{ .action = BROKER_SEND,
				.bytes = longest_info,
				.len = sizeof(longest_info) },
			SAY("verdict\0allow\0x\0id") } },
};

static void
check_fault(struct stage *s, const struct fault_row *row,
	int (*run)(struct stage *, const struct broker_step *), int code)
{
	static const char *const answers[200] = { [0 ... 198] = "123456" };
	int64_t since_ms = clock_ms();

	print_message("%s\n", row->name);
	s->answers = answers;
	assert_int_equal(run(s, row->steps), code == -1 ? PAM_SUCCESS : code);
	if (row->waits)
		assert_between(clock_ms() - since_ms, 900, SOON_MS);
	if (code == PAM_AUTHINFO_UNAVAIL)
		assert_logged(LOG_ERR, "no verdict");
}

static void
survive_every_fault(void **state)
{
	memset(long_message + 5, 'x', sizeof(long_message) - 6);
	memset(longest_info + 5, 'x', sizeof(longest_info) - 6);
	for (size_t i = 0; i < sizeof(fault_rows) / sizeof(fault_rows[0]); i++) {
		const struct fault_row *row = &fault_rows[i];

		check_fault(*state, row, stage_run_auth, row->auth != 0 ? row->auth : row->code);
		check_fault(*state, row, stage_run_account, row->code);
	}
}

/* What a person sees of endless talk is bounded too, and each line fits PAM_MAX_MSG_SIZE. */
static void
bound_what_is_shown(void **state)
{
	static const struct broker_step endless[] = { READ, FLOOD("info\0x"), { 0 } };
	static const struct broker_step longest[] = { READ,
		{ .action = BROKER_SEND, .bytes = longest_info, .len = sizeof(longest_info) },
		SAY("verdict\0allow\0x\0id"), { 0 } };
	struct stage *s = *state;

	assert_int_equal(stage_run_auth(s, endless), PAM_AUTHINFO_UNAVAIL);
	assert_between(s->shown, 1, 64 + 1); /* and our own, that there is no answer */
	memset(longest_info + 5, 'x', sizeof(longest_info) - 6);
	assert_int_equal(stage_run_auth(s, longest), PAM_SUCCESS);
	assert_int_equal(strlen(s->message[0].text), PAM_MAX_MSG_SIZE - 1);
}

static void
fail_without_a_broker(void **state)
{
	struct stage *s = *state;

	stage_open(s, "t", "alice"); /* there is no socket */
	assert_int_equal(stage_auth(s, 0), PAM_AUTHINFO_UNAVAIL);
	assert_logged(LOG_ERR, s->socket);
	assert_int_equal(stage_account(s, 0), PAM_AUTHINFO_UNAVAIL);
	assert_logged(LOG_ERR, s->socket);
	assert_int_equal(s->shown, 2);
	assert_int_equal(s->message[0].style, PAM_TEXT_INFO);
	assert_int_equal(s->message[1].style, PAM_ERROR_MSG);
	assert_non_null(strstr(s->message[1].text, "does not answer"));
	assert_int_equal(stage_account(s, PAM_SILENT), PAM_AUTHINFO_UNAVAIL);
	assert_int_equal(s->shown, 2);
	stage_broker(s, allow); /* there is a socket and nobody behind it */
	broker_stop(&s->broker);
	s->has_broker = false;
	assert_int_equal(stage_auth(s, 0), PAM_AUTHINFO_UNAVAIL);
	assert_logged(LOG_ERR, s->socket);
}

/* The wrong kind of thing where the socket should be. */
static void
fail_at_a_plain_file(void **state)
{
	struct stage *s = *state;
	int fd = open(s->socket, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	(void)close(fd);
	stage_open(s, "t", "alice");
	assert_int_equal(stage_account(s, 0), PAM_AUTHINFO_UNAVAIL);
	assert_logged(LOG_ERR, s->socket);
}

static void
give_up_on_a_stopped_broker(void **state)
{
	struct stage *s = *state;

	stage_broker(s, allow);
	stage_open(s, "t", "alice");
	assert_int_equal(kill(s->broker.pid, SIGSTOP), 0);
	assert_int_equal(stage_auth(s, 0), PAM_AUTHINFO_UNAVAIL);
	assert_logged(LOG_ERR, "in time");
	assert_int_equal(stage_account(s, 0), PAM_AUTHINFO_UNAVAIL);
	assert_int_equal(kill(s->broker.pid, SIGCONT), 0);
	assert_int_equal(stage_account(s, 0), PAM_SUCCESS);
}

/* connect(2) itself blocks here. */
static void
give_up_on_a_full_backlog(void **state)
{
	struct stage *s = *state;
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0), waiting[8];
	size_t count = 0;
	int64_t since_ms;

	(void)snprintf(sa.sun_path, sizeof(sa.sun_path), "%s", s->socket);
	assert_int_equal(bind(listener, (struct sockaddr *)&sa, sizeof(sa)), 0);
	assert_int_equal(listen(listener, 0), 0);
	for (int rc = 0; rc == 0 && count < 8; count++) {
		waiting[count] = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		rc = connect(waiting[count], (struct sockaddr *)&sa, sizeof(sa));
		assert_true(rc == 0 || errno == EAGAIN);
	}
	stage_open(s, "t", "alice");
	since_ms = clock_ms();
	assert_int_equal(stage_account(s, 0), PAM_AUTHINFO_UNAVAIL);
	assert_logged(LOG_ERR, "does not accept in time");
	assert_between(clock_ms() - since_ms, 900, SOON_MS);
	while (count > 0)
		(void)close(waiting[--count]);
	(void)close(listener);
}

static void
wait_while_the_broker_works(void **state)
{
	static const struct broker_step steps[] = { READ, BEAT(4, 400),
		SAY("verdict\0allow\0active\0id"), { 0 } };
	struct stage *s = *state;

	assert_int_equal(stage_run_auth(s, steps), PAM_SUCCESS);
	assert_int_equal(s->shown, 0); /* a sign of life is for nobody's eyes */
}

static void
end_account_at_its_total_time(void **state)
{
	static const struct broker_step steps[] = { READ, BEAT(100, 300), { 0 } };
	int64_t since_ms = clock_ms();

	assert_int_equal(stage_run_account(*state, steps), PAM_AUTHINFO_UNAVAIL);
	assert_between(clock_ms() - since_ms, 900, 2500);
}

static void
end_auth_at_its_total_time(void **state)
{
	static const struct broker_step steps[] = { READ, BEAT(100, 300), { 0 } };
	struct stage *s = *state;
	int64_t since_ms = clock_ms();

	stage_configure(s, "auth_timeout=5", false);
	stage_broker(s, steps);
	stage_open(s, "t", "alice");
	assert_int_equal(pam_authenticate(s->pamh, 0), PAM_AUTHINFO_UNAVAIL);
	assert_between(clock_ms() - since_ms, 4900, 8000);
}

/* Who serves the socket decides who gets in: only the broker's user, root and ourselves may. */
static void
distrust_a_foreign_server(void **state)
{
	struct stage *s = *state;
	const struct passwd *foreign = getpwuid(FOREIGN_UID);
	char arguments[128];

	if (geteuid() != 0 || foreign == NULL)
		skip(); /* another user's process can be made by root only */
	(void)snprintf(arguments, sizeof(arguments), "broker=%s", foreign->pw_name);
	for (int trusted = 0; trusted < 2; trusted++) {
		stage_configure(s, trusted ? arguments : "broker=no-such-user", false);
		broker_start(&s->broker, s->socket, allow, FOREIGN_UID);
		s->has_broker = true;
		stage_open(s, "t", "alice");
		assert_int_equal(stage_auth(s, 0), trusted ? PAM_SUCCESS : PAM_AUTHINFO_UNAVAIL);
		if (!trusted) {
			assert_logged(LOG_ALERT, "is served by uid 65534");
			broker_wait(&s->broker);
			/* it does not even learn who came */
			assert_null(broker_saw(&s->broker, 0));
		}
		broker_stop(&s->broker);
		s->has_broker = false;
	}
}

static volatile sig_atomic_t interruptions;

static void
interrupt(int number)
{
	(void)number;
	interruptions++;
}

/* In sudo a call of ours was interrupted now and then: it is gone on with, and no longer than before. */
static void
go_on_when_interrupted(void **state)
{
	static const struct broker_step works[] = { READ, BEAT(2, 50), SAY("ask\0Code: "), READ,
		BEAT(2, 50), SAY("verdict\0allow\0code\0id"), { 0 } };
	static const struct broker_step silent[] = { READ, STALL, { 0 } };
	static const char *const answers[] = { "123456", NULL };
	const struct sigaction often = { .sa_handler = interrupt }; /* and nothing is restarted */
	const struct itimerval each = { .it_interval = { .tv_usec = 500 }, .it_value = { .tv_usec = 1 } };
	struct stage *s = *state;

	assert_int_equal(sigaction(SIGALRM, &often, NULL), 0);
	for (int i = 0; i < 2; i++) {
		stage_broker(s, i == 0 ? works : silent);
		stage_open(s, "t", "alice");
		s->answers = answers;
		interruptions = 0;
		assert_int_equal(setitimer(ITIMER_REAL, &each, NULL), 0);
		assert_int_equal(stage_auth(s, 0), i == 0 ? PAM_SUCCESS : PAM_AUTHINFO_UNAVAIL);
		assert_int_equal(setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, NULL), 0);
		assert_between(interruptions, 10, INT32_MAX);
	}
	assert_int_equal(signal(SIGALRM, SIG_DFL) == SIG_ERR, 0);
}

int
main(int argc, char **argv)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(survive_every_fault),
		TEST(bound_what_is_shown),
		TEST(fail_without_a_broker),
		TEST(fail_at_a_plain_file),
		TEST(give_up_on_a_stopped_broker),
		TEST(give_up_on_a_full_backlog),
		TEST(wait_while_the_broker_works),
		TEST(end_account_at_its_total_time),
		TEST(end_auth_at_its_total_time),
		TEST(go_on_when_interrupted),
		TEST(distrust_a_foreign_server),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("pam: faults", tests, NULL, NULL);
}
