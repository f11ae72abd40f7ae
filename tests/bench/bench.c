/* SPDX-License-Identifier: MIT */
/* Measures real PAM transactions in this process; prints numbers for bench.sh to lay out.
 *
 *	bench pair CONFDIR SERVICE SERVICE USER COUNT
 *		account transactions of two services in turns: median and 99th percentile of both
 *		in microseconds, and the ratio of the medians
 *	bench crowd CONFDIR SERVICE USER COUNT THREADS
 *		account transactions from THREADS at once: how many a second, median, 99th percentile
 *	bench code CONFDIR SERVICE USER CODE COUNT [COMMAND]
 *		auth transactions: median and 99th percentile from Enter to the end. Typing takes
 *		TYPING_MS; COMMAND runs once when the first code is about to be handed over
 *	bench whole CONFDIR SERVICE USER CODE COUNT
 *		auth transactions in which the code is there as soon as it is asked for: median and
 *		99th percentile from begin to end
 *	bench raw SOCKET USER COUNT
 *		account conversations without PAM: median and 99th percentile */
#include <pthread.h>
#include <security/pam_appl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/wire.h"

#define COUNT_MAX   1000000
#define THREADS_MAX 64
#define TYPING_MS   150
#define WAIT_MS	    20000

static int64_t
now_us(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void __attribute__((noreturn))
die(const char *what)
{
	(void)fprintf(stderr, "bench: %s\n", what);
	_exit(1); /* other threads may be in libpam */
}

/* What the conversation needs and notes. */
struct talk {
	const char *code;
	const char *command; /* NULL once it ran */
	long typing_ms;
	int64_t enter_us;
};

static int
converse(int count, const struct pam_message **messages, struct pam_response **ret, void *data)
{
	struct pam_response *list = calloc((size_t)count, sizeof(*list));
	struct talk *talk = data;
	const struct timespec typing = { .tv_nsec = talk->typing_ms * 1000000 };

	if (list == NULL)
		return PAM_BUF_ERR;
	for (int i = 0; i < count; i++) {
		if (messages[i]->msg_style != PAM_PROMPT_ECHO_ON)
			continue;
		(void)nanosleep(&typing, NULL);
		if (talk->command != NULL && system(talk->command) != 0)
			die("the command failed");
		talk->command = NULL;
		list[i].resp = strdup(talk->code);
	}
	talk->enter_us = now_us();
	*ret = list;
	return PAM_SUCCESS;
}

struct door {
	const char *confdir, *service, *user;
};

/* One whole transaction. Returns its microseconds; where somebody typed, those from Enter on. */
static int64_t
knock(const struct door *d, struct talk *talk)
{
	const struct pam_conv conv = { .conv = converse, .appdata_ptr = talk };
	int64_t began = now_us();
	pam_handle_t *pamh;
	int rc;

	if (pam_start_confdir(d->service, d->user, &conv, d->confdir, &pamh) != PAM_SUCCESS)
		die("pam_start failed");
	rc = talk != NULL ? pam_authenticate(pamh, 0) : pam_acct_mgmt(pamh, 0);
	if (rc != PAM_SUCCESS)
		die(pam_strerror(pamh, rc));
	(void)pam_end(pamh, rc);
	return now_us() - (talk != NULL && talk->typing_ms > 0 ? talk->enter_us : began);
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Sorts. */
static int64_t
percentile(int64_t *times, size_t count, size_t percent)
{
	qsort(times, count, sizeof(*times), compare);
	return times[(count - 1) * percent / 100];
}

static int64_t *
times_new(size_t count)
{
	int64_t *times = calloc(count, sizeof(*times));

	if (times == NULL)
		die("out of memory");
	return times;
}

static size_t
number(const char *text)
{
	long n = atol(text);

	if (n < 1 || n > COUNT_MAX)
		die("not a count");
	return (size_t)n;
}

static void
pair(char **arg)
{
	struct door d[2] = { { arg[0], arg[1], arg[3] }, { arg[0], arg[2], arg[3] } };
	size_t count = number(arg[4]);
	int64_t *times[2] = { times_new(count), times_new(count) };
	int64_t median[2];

	for (int i = 0; i < 20; i++) /* the first ones load what stays */
		(void)knock(&d[i % 2], NULL);
	for (size_t i = 0; i < count; i++)
		for (int k = 0; k < 2; k++)
			times[k][i] = knock(&d[k], NULL);
	for (int k = 0; k < 2; k++) {
		median[k] = percentile(times[k], count, 50);
		(void)printf("%lld %lld ", (long long)median[k],
			(long long)percentile(times[k], count, 99));
		free(times[k]);
	}
	(void)printf("%.2f\n", (double)median[1] / (double)median[0]);
}

struct client {
	pthread_t thread;
	struct door door;
	size_t count;
	int64_t *times;
};

static void *
client_run(void *arg)
{
	struct client *c = arg;

	for (size_t i = 0; i < c->count; i++)
		c->times[i] = knock(&c->door, NULL);
	return NULL;
}

static void
crowd(char **arg)
{
	struct client client[THREADS_MAX];
	size_t count = number(arg[3]), threads = number(arg[4]), each = count / threads;
	int64_t *times = times_new(count), began;

	if (threads > THREADS_MAX || each == 0)
		die("too many threads");
	began = now_us();
	for (size_t i = 0; i < threads; i++) {
		client[i] = (struct client){ .door = { arg[0], arg[1], arg[2] }, .count = each,
			.times = times + i * each };
		if (pthread_create(&client[i].thread, NULL, client_run, &client[i]) != 0)
			die("no thread");
	}
	for (size_t i = 0; i < threads; i++)
		(void)pthread_join(client[i].thread, NULL);
	began = now_us() - began;
	count = each * threads;
	(void)printf("%lld ", (long long)count * 1000000 / (began > 0 ? began : 1));
	(void)printf("%lld ", (long long)percentile(times, count, 50));
	(void)printf("%lld\n", (long long)percentile(times, count, 99));
	free(times);
}

static void
code(char **arg, long typing_ms, const char *command)
{
	struct door d = { arg[0], arg[1], arg[2] };
	struct talk talk = { .code = arg[3], .command = command, .typing_ms = typing_ms };
	size_t count = number(arg[4]);
	int64_t *times = times_new(count);

	for (size_t i = 0; i < count; i++)
		times[i] = knock(&d, &talk);
	(void)printf("%lld ", (long long)percentile(times, count, 50));
	(void)printf("%lld\n", (long long)percentile(times, count, 99));
	free(times);
}

static void
raw(char **arg)
{
	size_t count = number(arg[2]);
	int64_t *times = times_new(count);

	for (size_t i = 0; i < count; i++) {
		int64_t began = now_us();
		struct wire_msg m;
		struct err e;
		int fd = wire_connect(arg[0], deadline_in(WAIT_MS), &e);

		if (fd < 0 || wire_send(fd, deadline_in(WAIT_MS), &e, "begin", WIRE_VERSION,
				      "account", "bench", arg[1], "", "", "", NULL) != 0 ||
			wire_receive(fd, deadline_in(WAIT_MS), &m, &e) != 0)
			die(e.msg);
		times[i] = now_us() - began;
		(void)close(fd);
	}
	(void)printf("%lld ", (long long)percentile(times, count, 50));
	(void)printf("%lld\n", (long long)percentile(times, count, 99));
	free(times);
}

int
main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (strcmp(what, "pair") == 0 && argc == 7)
		pair(argv + 2);
	else if (strcmp(what, "crowd") == 0 && argc == 7)
		crowd(argv + 2);
	else if (strcmp(what, "code") == 0 && argc >= 7)
		code(argv + 2, TYPING_MS, argv[7]);
	else if (strcmp(what, "whole") == 0 && argc == 7)
		code(argv + 2, 0, NULL);
	else if (strcmp(what, "raw") == 0 && argc == 5)
		raw(argv + 2);
	else
		die("see the head of tests/bench/bench.c");
	return 0;
}
