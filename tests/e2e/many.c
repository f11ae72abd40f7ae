/* SPDX-License-Identifier: MIT */
/* Starts one command many times, types the same lines into each, and leaves each where it asks for
 * more: what one person at one keyboard can do with patience.
 *
 *	many COUNT PATIENCE_MS WORDS LINE… -- COMMAND…
 *
 * Prints "settled waiting=N ended=N succeeded=N" once each has said WORDS or has ended, or patience
 * has. Then all stay until SIGTERM; an empty line is typed into those that wait then, their input
 * ends, and what each has said is printed. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COUNT_MAX 1000
#define HEARD_MAX 1024
#define END_MS	  10000

extern char **environ;

struct one {
	pid_t pid;
	int in, out; /* what it reads; what it says; -1 once it has ended */
	size_t used;
	char heard[HEARD_MAX];
	bool waits, succeeded;
};

static struct one one[COUNT_MAX];

static long
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool
begin(struct one *o, char **command, char **lines, size_t count)
{
	posix_spawn_file_actions_t actions;
	int in[2], out[2], rc;

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC | O_NONBLOCK) != 0 ||
		posix_spawn_file_actions_init(&actions) != 0)
		return false;
	(void)fcntl(out[1], F_SETFL, 0);
	rc = posix_spawn_file_actions_adddup2(&actions, in[0], 0) != 0 ||
		posix_spawn_file_actions_adddup2(&actions, out[1], 1) != 0 ||
		posix_spawn_file_actions_adddup2(&actions, out[1], 2) != 0 ||
		posix_spawnp(&o->pid, command[0], &actions, NULL, command, environ) != 0;
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)close(in[0]);
	(void)close(out[1]);
	o->in = in[1];
	o->out = out[0];
	for (size_t i = 0; i < count; i++)
		if (write(o->in, lines[i], strlen(lines[i])) < 0 || write(o->in, "\n", 1) < 0)
			return false;
	return rc == 0;
}

static void
ended(struct one *o)
{
	int status;

	(void)close(o->out);
	o->out = -1;
	o->waits = false;
	o->succeeded = waitpid(o->pid, &status, 0) == o->pid && WIFEXITED(status) &&
		WEXITSTATUS(status) == 0;
}

static void
hear(struct one *o, const char *words)
{
	ssize_t n = read(o->out, o->heard + o->used, sizeof(o->heard) - 1 - o->used);

	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0) {
		ended(o);
		return;
	}
	o->used += (size_t)n;
	o->waits = strstr(o->heard, words) != NULL;
}

/* Until each has said the words or has ended; with NULL, until each has ended. */
static void
settle(int count, const char *words, long patience_ms)
{
	struct pollfd p[COUNT_MAX];
	long end = now_ms() + patience_ms, left;
	bool settled = false;

	while (!settled && (left = end - now_ms()) > 0) {
		settled = true;
		for (int i = 0; i < count; i++) {
			p[i] = (struct pollfd){ .fd = one[i].out, .events = POLLIN };
			settled = settled && (one[i].out < 0 || (words != NULL && one[i].waits));
		}
		if (settled || poll(p, (nfds_t)count, (int)left) <= 0)
			continue;
		for (int i = 0; i < count; i++)
			if (p[i].revents != 0)
				hear(&one[i], words != NULL ? words : "");
	}
}

static void
print(int count)
{
	int waiting = 0, over = 0, succeeded = 0;

	for (int i = 0; i < count; i++) {
		waiting += one[i].waits;
		over += one[i].out < 0;
		succeeded += one[i].succeeded;
	}
	(void)printf("settled waiting=%d ended=%d succeeded=%d\n", waiting, over, succeeded);
	(void)fflush(stdout);
}

int
main(int argc, char **argv)
{
	struct rlimit files = { .rlim_cur = 0 };
	sigset_t term;
	int count = argc > 1 ? atoi(argv[1]) : 0, dashes = 4;
	int number;

	while (dashes < argc && strcmp(argv[dashes], "--") != 0)
		dashes++;
	if (dashes + 1 >= argc || count < 1 || count > COUNT_MAX) {
		(void)fputs("many: see the head of tests/e2e/many.c\n", stderr);
		return 2;
	}
	(void)signal(SIGPIPE, SIG_IGN);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &files);
	}
	for (int i = 0; i < count; i++)
		if (!begin(&one[i], argv + dashes + 1, argv + 4, (size_t)(dashes - 4))) {
			perror("many");
			return 1;
		}
	(void)sigemptyset(&term); /* only now, or the commands would be deaf to it as well */
	(void)sigaddset(&term, SIGTERM);
	(void)sigprocmask(SIG_BLOCK, &term, NULL);
	settle(count, argv[3], atol(argv[2]));
	print(count);
	(void)sigwait(&term, &number);
	for (int i = 0; i < count; i++) {
		(void)!write(one[i].in, "\n", 1); /* it may have ended */
		(void)close(one[i].in);
	}
	settle(count, NULL, END_MS);
	for (int i = 0; i < count; i++) {
		if (one[i].out >= 0)
			(void)kill(one[i].pid, SIGKILL); /* refused where it is root's */
		for (char *p = one[i].heard; *p != '\0'; p++)
			if (*p == '\n')
				*p = ' ';
		(void)printf("%d: %s\n", i + 1, one[i].heard);
	}
	return 0;
}
