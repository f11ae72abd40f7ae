/* SPDX-License-Identifier: MIT */
/* One child, one pipe, one deadline. */
#include "helper/doctor/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"

static void __attribute__((noreturn))
be_child(int (*work)(void *ctx), void *ctx, int out, struct deadline d)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	(void)alarm((unsigned)deadline_left(d) / 1000 + 1); /* should it close its end and stay */
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
		dup2(out, STDERR_FILENO) < 0)
		_exit(127);
	_exit(work(ctx));
}

/* Until the child has closed its end. Returns 0, or -1. */
static int
collect(int fd, struct deadline d, struct text_buf *out, struct err *e)
{
	char buf[4096];
	ssize_t n = -1;

	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };

		if (poll(&p, 1, deadline_left(d)) == 0)
			return err_set(e, ERR_TIMEOUT, "took too long");
		n = read(fd, buf, sizeof(buf));
		if (n < 0 && errno == EINTR && !deadline_passed(d))
			continue;
		if (n <= 0)
			break;
		text_buf_add(out, buf, (size_t)n);
		if (out->failed)
			return err_set(e, ERR_OTHER, "said too much");
	}
	return n == 0 ? 0 : err_sys(e, ERR_OTHER, errno, "read");
}

int
child_run(int (*work)(void *ctx), void *ctx, struct deadline d, struct text_buf *out,
	struct err *e)
{
	int ends[2], status = 0, rc;
	auto_fd from = -1;
	pid_t pid;

	if (fflush(stdout) != 0 || pipe2(ends, O_CLOEXEC) != 0)
		return err_sys(e, ERR_OTHER, errno, "pipe");
	from = ends[0];
	(void)signal(SIGCHLD, SIG_DFL); /* whoever started us may have had it ignored */
	pid = fork();
	if (pid == 0)
		be_child(work, ctx, ends[1], d);
	(void)close(ends[1]); /* only the child writes */
	if (pid < 0)
		return err_sys(e, ERR_OTHER, errno, "fork");
	rc = collect(from, d, out, e);
	if (rc != 0)
		(void)kill(pid, SIGKILL); /* it is ours until it is waited for */
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (rc == 0 && !WIFEXITED(status))
		return err_set(e, ERR_OTHER, "was ended by signal %d", WTERMSIG(status));
	return rc == 0 ? WEXITSTATUS(status) : -1;
}
