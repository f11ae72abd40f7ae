/* SPDX-License-Identifier: MIT */
/* The module as a guest in somebody's process: it leaves nothing behind and disturbs nothing. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include "tests/pam/stage.h"
#include "tests/rounds.h"

#define TRANSACTIONS 1000
#define SMALL_STACK  65536
#define CHUNK_LEAST  32 /* bytes malloc spends on anything; its caches may grow by less */

static const struct broker_step ask_once[] = { READ, SAY("ask\0Code: "), READ,
	SAY("verdict\0allow\0code\0id"), { 0 } };
static const struct broker_step allow[] = { READ, SAY("verdict\0allow\0active\0id"), { 0 } };
static const struct broker_step garbage[] = { READ,
	RAW("\x7f"
	    "ELF"),
	{ 0 } };
static const struct broker_step leaves[] = { { 0 } };
static const char *const code[] = { "123456", NULL };

static unsigned
count_descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	unsigned count = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		count++;
	(void)closedir(d);
	return count;
}

static void
run_many(struct stage *s, unsigned count)
{
	static const struct {
		const struct broker_step *steps;
		int code;
		enum stage_mode mode;
	} kinds[] = {
		{ ask_once, PAM_SUCCESS, STAGE_ANSWER },
		{ allow, PAM_SUCCESS, STAGE_ANSWER },
		{ garbage, PAM_AUTHINFO_UNAVAIL, STAGE_ANSWER },
		{ leaves, PAM_AUTHINFO_UNAVAIL, STAGE_ANSWER },
		{ ask_once, PAM_CONV_ERR, STAGE_FAILS },
	};
	const unsigned kinds_count = sizeof(kinds) / sizeof(kinds[0]);

	for (unsigned k = 0; k < kinds_count; k++) {
		stage_broker(s, kinds[k].steps);
		s->mode = kinds[k].mode;
		for (unsigned i = 0; i < count / kinds_count; i++) {
			s->answers = code;
			stage_open(s, "t", "alice");
			assert_int_equal(stage_auth(s, 0), kinds[k].code);
		}
	}
	stage_close(s);
}

static void
leak_neither_descriptors_nor_memory(void **state)
{
	struct stage *s = *state;
	const unsigned transactions = rounds(TRANSACTIONS);
	unsigned descriptors;
	size_t heap;

	run_many(s, 10);
	descriptors = count_descriptors();
	heap = mallinfo2().uordblks;
	run_many(s, transactions);
	assert_int_equal(count_descriptors(), descriptors);
	assert_between(mallinfo2().uordblks, 0, heap + transactions * CHUNK_LEAST / 2);
}

static void
look_for_low_descriptors(struct stage *s)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) != -1)
			*(bool *)s->data = true;
}

/* A socket as descriptor 1 would receive what the program prints. */
static void
keep_away_from_standard_descriptors(void **state)
{
	struct stage *s = *state;
	bool taken = false;
	pid_t pid;
	int status;

	s->answers = code;
	s->data = &taken;
	s->on_ask = look_for_low_descriptors;
	stage_broker(s, ask_once);
	stage_open(s, "t", "alice");
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		for (int fd = 0; fd <= 2; fd++)
			(void)close(fd);
		_exit(pam_authenticate(s->pamh, 0) != PAM_SUCCESS ? 1 : taken ? 2 : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_string_equal(broker_saw(&s->broker, 1), "answer|123456|");
}

static void
fail_when_descriptors_run_out(void **state)
{
	struct stage *s = *state;
	struct rlimit limit, none;
	int next, rc;

	stage_broker(s, allow);
	stage_open(s, "t", "alice");
	next = open("/dev/null", O_RDONLY | O_CLOEXEC);
	assert_true(next > 2);
	(void)close(next);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	none = limit;
	none.rlim_cur = (rlim_t)next;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	rc = stage_account(s, 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_int_not_equal(rc, PAM_SUCCESS); /* libpam has its own trouble, and its own code */
	assert_logged(LOG_ERR, "Too many open files");
	assert_int_equal(stage_account(s, 0), PAM_SUCCESS);
}

static void
leave_signals_as_they_are(void **state)
{
	struct stage *s = *state;
	struct sigaction before[32], after;

	for (int n = 1; n < 32; n++)
		assert_int_equal(sigaction(n, NULL, &before[n]), 0);
	run_many(s, 10);
	for (int n = 1; n < 32; n++) {
		assert_int_equal(sigaction(n, NULL, &after), 0);
		assert_ptr_equal(after.sa_handler, before[n].sa_handler);
	}
	assert_ptr_equal(
		before[SIGPIPE].sa_handler, SIG_DFL); /* so a SIGPIPE would have ended us */
}

static void
ignore_the_environment(void **state)
{
	static const char *const hostile[] = { "HTTPS_PROXY=http://192.0.2.66:3128",
		"DUO_PASSCODE=123456", "SUDO_COMMAND=/bin/sh", "SSH_AUTH_INFO_0=publickey x",
		"LC_ALL=tr_TR.UTF-8", "TZ=../../etc/shadow" };
	struct stage *s = *state;
	char **before = environ;
	size_t count = 0, i;
	char *copy[256], **pam_environment;

	environ = NULL;
	for (i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		char *text = strdup(hostile[i]);

		assert_int_equal(putenv(text), 0);
	}
	for (; environ[count] != NULL; count++)
		copy[count] = environ[count];
	s->answers = code;
	assert_int_equal(stage_run_auth(s, ask_once), PAM_SUCCESS);
	assert_string_equal(broker_saw(&s->broker, 0), "begin|1|auth|t|alice||||");
	for (i = 0; i < count; i++)
		assert_ptr_equal(environ[i], copy[i]);
	assert_null(environ[count]);
	pam_environment = pam_getenvlist(s->pamh);
	assert_null(pam_environment[0]);
	free(pam_environment);
	for (i = 0; i < count; i++)
		free(copy[i]);
	environ = before;
}

struct worker {
	pthread_t thread;
	struct stage *stage;
	int failures;
};

static void *
work(void *data)
{
	struct worker *w = data;

	for (unsigned i = rounds(200); i > 0; i--) {
		w->stage->answers = code;
		w->failures += pam_authenticate(w->stage->pamh, 0) != PAM_SUCCESS;
		w->failures += pam_acct_mgmt(w->stage->pamh, 0) != PAM_SERVICE_ERR; /* it asks */
	}
	return NULL;
}

/* Display managers and data bases do so; some give their threads no more than this stack. */
static void
serve_two_threads_with_small_stacks(void **state)
{
	struct worker workers[2] = { { .stage = *state }, { .stage = NULL } };
	pthread_attr_t attributes;
	void *second = NULL;

	assert_int_equal(stage_setup(&second), 0);
	workers[1].stage = second;
	assert_int_equal(pthread_attr_init(&attributes), 0);
#ifndef __SANITIZE_ADDRESS__ /* its frames are many times larger */
	assert_int_equal(pthread_attr_setstacksize(&attributes, SMALL_STACK), 0);
#endif
	for (int i = 0; i < 2; i++) {
		stage_broker(workers[i].stage, ask_once);
		stage_open(workers[i].stage, "t", "alice");
	}
	for (int i = 0; i < 2; i++)
		assert_int_equal(
			pthread_create(&workers[i].thread, &attributes, work, &workers[i]), 0);
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
	(void)pthread_attr_destroy(&attributes);
	(void)stage_teardown(&second);
	assert_int_equal(workers[0].failures, 0);
	assert_int_equal(workers[1].failures, 0);
}

static void
load_and_unload_many_times(void **state)
{
	size_t heap = 0;

	(void)state;
	for (unsigned i = 0; i < rounds(1000); i++) {
		void *module = dlopen(MODULE_PATH, RTLD_NOW | RTLD_LOCAL);

		if (module == NULL)
			fail_msg("%s", dlerror());
		assert_non_null(dlsym(module, "pam_sm_acct_mgmt"));
		assert_int_equal(dlclose(module), 0);
		assert_null(dlopen(MODULE_PATH, RTLD_NOW | RTLD_NOLOAD)); /* it is really gone */
		(void)dlerror();
		if (i == 10)
			heap = mallinfo2().uordblks;
	}
	assert_between(mallinfo2().uordblks, 0, heap + 256);
}

int
main(int argc, char **argv)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(leak_neither_descriptors_nor_memory),
		TEST(keep_away_from_standard_descriptors),
		TEST(fail_when_descriptors_run_out),
		TEST(leave_signals_as_they_are),
		TEST(ignore_the_environment),
		TEST(serve_two_threads_with_small_stacks),
		cmocka_unit_test(load_and_unload_many_times),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("pam: guest", tests, NULL, NULL);
}
