/* SPDX-License-Identifier: MIT */
/* The module in the life of a program: forks, threads, descriptors, stacks, a file that changes. */
#include "tests/nss/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/nss/churn.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif
#ifdef __OPTIMIZE__
#define OPTIMIZED true
#else
#define OPTIMIZED false
#endif

static void
replaced_under_readers(void **state)
{
	struct churn c;

	(void)state;
	churn_run(400, 0, &c);
	print_message("%u replacements in %.1f s, %lu lookups, %lu wrong, %lu missing, %u deaths\n",
		c.replacements, c.seconds, c.lookups, c.wrong, c.missing, c.deaths);
	assert_true(c.lookups > c.replacements);
	assert_int_equal(c.wrong, 0);
	assert_int_equal(c.missing, 0);
	assert_int_equal(c.deaths, 0);
}

/* ---- threads ------------------------------------------------------------------------------- */

static _Atomic bool stop;
static _Atomic unsigned long asked;

static void *
ask_until_stop(void *arg)
{
	while (!stop) {
		(void)stage_answer("passwd anna");
		(void)stage_answer("groups anna");
		asked++;
		pthread_testcancel();
	}
	return arg;
}

/* A child of a program whose other thread was in the middle of a lookup. */
static void
fork_while_looking_up(void **state)
{
	unsigned hung = 0;
	pthread_t thread;

	(void)state;
	stage_write_sample();
	stop = false;
	assert_int_equal(pthread_create(&thread, NULL, ask_until_stop, NULL), 0);
	for (unsigned i = 0; i < 100; i++) {
		unsigned long before = asked;
		pid_t child;
		int status;

		while (asked == before) /* it is at work */
			(void)sched_yield();
		child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			const struct answer *a;

			(void)alarm(10); /* ends a child that hangs, and nothing else */
			a = stage_answer("passwd anna");
			_exit(a->status == NSS_STATUS_SUCCESS && a->inside ? 0 : 1);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		hung += status != 0;
	}
	stop = true;
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(hung, 0);
}

static void
cancelled_threads(void **state)
{
	size_t before = stage_descriptors();

	(void)state;
	stage_write_sample();
	stop = false;
	for (unsigned i = 0; i < 300; i++) {
		unsigned long at = asked;
		pthread_t thread;

		assert_int_equal(pthread_create(&thread, NULL, ask_until_stop, NULL), 0);
		while (asked == at)
			(void)sched_yield();
		assert_int_equal(pthread_cancel(thread), 0);
		assert_int_equal(pthread_join(thread, NULL), 0);
	}
	assert_int_equal(stage_descriptors(), before);
}

#define STACK	(256u << 10)
#define PATTERN 0xd5

/* Resolved before, because dlsym needs a deeper stack than a lookup. */
static enum nss_status (*group_by_name)(const char *, void *, char *, size_t, int *);

static void *
ask_on_own_stack(void *name)
{
	char buffer[16], result[64];
	int error;

	if (name != NULL)
		(void)group_by_name(name, result, buffer, sizeof(buffer), &error);
	return NULL;
}

static size_t
stack_used(const char *name)
{
	unsigned char *stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	pthread_attr_t attributes;
	pthread_t thread;
	size_t untouched = 0;

	assert_true(stack != MAP_FAILED);
	memset(stack, PATTERN, STACK);
	assert_int_equal(pthread_attr_init(&attributes), 0);
	assert_int_equal(pthread_attr_setstack(&attributes, stack, STACK), 0);
	/* glibc's cache of stacks has no say in one of ours */
	assert_int_equal(
		pthread_create(&thread, &attributes, ask_on_own_stack, (void *)(uintptr_t)name), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	while (untouched < STACK && stack[untouched] == PATTERN)
		untouched++;
	(void)pthread_attr_destroy(&attributes);
	(void)munmap(stack, STACK);
	return STACK - untouched;
}

/* Programs look up on small stacks, too. */
static void
small_stack(void **state)
{
	size_t used;

	(void)state;
	if (SANITIZED || !OPTIMIZED)
		skip();
	stage_write_sample();
	group_by_name = stage_symbol("getgrnam_r");
	used = stack_used("anna") - stack_used(NULL);
	print_message("%zu bytes of stack\n", used);
	assert_true(used > 0 && used <= 4096);
}

/* ---- descriptors --------------------------------------------------------------------------- */

/* The program closes what it does not know, and gets the same numbers for files of its own. */
static void
descriptors_reused(void **state)
{
	struct stat before[32], after;

	(void)state;
	stage_write_sample();
	assert_int_equal(stage_answer("passwd anna")->status, NSS_STATUS_SUCCESS);
	for (int fd = 3; fd < 32; fd++)
		(void)close(fd);
	for (int fd = 3; fd < 32; fd++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "own-%d", fd);
		assert_int_equal(open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600), fd);
		assert_int_equal(fstat(fd, &before[fd]), 0);
	}
	for (const struct question *q = stage_questions; q->text != NULL; q++)
		ROW(q->text, stage_answer(q->text)->status ==
				     (q->line != NULL ? NSS_STATUS_SUCCESS : NSS_STATUS_NOTFOUND));
	(void)stage_answer("next-passwd");
	for (int fd = 3; fd < 32; fd++) {
		assert_int_equal(fstat(fd, &after), 0);
		assert_int_equal(after.st_ino, before[fd].st_ino);
		assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
		assert_int_equal(close(fd), 0);
	}
}

/* None is left to be had: that is no "no such user". */
static void
descriptors_used_up(void **state)
{
	struct rlimit before, none;

	(void)state;
	stage_write_sample();
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(stage_answer("passwd anna")->status, NSS_STATUS_UNAVAIL);
	assert_int_equal(stage_answer("passwd anna")->error, EMFILE);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(stage_answer("passwd anna")->status, NSS_STATUS_SUCCESS);
}

/* Nothing stays open, and not even for a moment may a child inherit it. */
static void
descriptors_closed(void **state)
{
	size_t before = stage_descriptors();

	(void)state;
	stage_write_sample();
	for (unsigned i = 0; i < 100; i++) {
		for (const struct question *q = stage_questions; q->text != NULL; q++)
			(void)stage_answer(q->text);
		stage_call("setpwent");
		stage_call("setpwent");
		(void)stage_answer("next-passwd");
		stage_call("setgrent");
		(void)stage_answer("next-group");
	}
	assert_int_equal(stage_descriptors(), before);
}

/* ---- a file written in place, against all rules -------------------------------------------- */

static void
written_in_place(void **state)
{
	unsigned char *whole, *other;
	size_t size, right = 0;
	int status;
	pid_t child;

	(void)state;
	stage_write_sample();
	whole = stage_read(&size);
	other = calloc(1, size);
	assert_non_null(other);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) { /* writes until it is ended */
		for (size_t n = 0;; n = (n + 127) % size) {
			stage_overwrite(whole, n);
			stage_overwrite(other, size);
			stage_overwrite(whole, size);
		}
	}
	for (unsigned i = 0; i < 30000; i++) {
		const struct answer *a = stage_answer(i % 2 ? "passwd anna" : "group ops");

		if (a->status != NSS_STATUS_SUCCESS)
			continue;
		right++;
		assert_string_equal(
			a->line, i % 2 ? "anna:*:2001000001:2001000001:Anna A.:/home/anna:/bin/sh"
				       : "ops:*:2001000101:anna,ben");
	}
	(void)kill(child, SIGKILL);
	assert_int_equal(waitpid(child, &status, 0), child);
	stage_overwrite(whole, size);
	assert_int_equal(stage_answer("passwd anna")->status, NSS_STATUS_SUCCESS);
	print_message("%zu of 30000 answered\n", right);
	free(whole);
	free(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replaced_under_readers),
		cmocka_unit_test(fork_while_looking_up),
		cmocka_unit_test(cancelled_threads),
		cmocka_unit_test(small_stack),
		cmocka_unit_test(descriptors_reused),
		cmocka_unit_test(descriptors_used_up),
		cmocka_unit_test(descriptors_closed),
		cmocka_unit_test(written_in_place),
	};

	return cmocka_run_group_tests(tests, stage_open, stage_close);
}
