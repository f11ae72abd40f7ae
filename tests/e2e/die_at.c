/* SPDX-License-Identifier: MIT */
/* Kills a program before its n-th system call of one kind: a crash at each place where it writes.
 *
 *	die_at CALL N PROGRAM [ARGUMENT…]	exits with 137, or as the program does
 *
 * strace can inject a signal too, but stops at every call; here the kernel's filter stops at those
 * of this kind alone. Of openat only those count that may write. */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct {
	const char *name;
	unsigned number;
} calls[] = {
	{ "openat", SYS_openat }, { "write", SYS_write }, { "pwrite64", SYS_pwrite64 },
	{ "ftruncate", SYS_ftruncate }, { "unlink", SYS_unlink }, { "rename", SYS_rename },
	{ "renameat2", SYS_renameat2 }, { "link", SYS_link }, { "fchmod", SYS_fchmod },
	{ "fchown", SYS_fchown }, { "fsync", SYS_fsync }, { "fdatasync", SYS_fdatasync },
};

#define CALLS	(sizeof(calls) / sizeof(calls[0]))
#define OPTIONS                                                                                    \
	(PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEEXEC | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |   \
		PTRACE_O_TRACEVFORK | PTRACE_O_EXITKILL)

static void
give_up(const char *what)
{
	perror(what);
	_exit(2);
}

/* The child: stops at each call with this number, from exec on. */
static void
run(unsigned number, char **argv)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = { .len = sizeof(code) / sizeof(code[0]), .filter = code };

	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0 || raise(SIGSTOP) != 0)
		give_up("ptrace");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
		give_up("seccomp");
	(void)execvp(argv[0], argv);
	give_up(argv[0]);
}

/* Does this one count? */
static int
counts(pid_t pid, unsigned number)
{
	struct __ptrace_syscall_info info;

	if (number != SYS_openat)
		return 1;
	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) <= 0)
		give_up("ptrace");
	return (info.seccomp.args[2] & (O_ACCMODE | O_CREAT)) != O_RDONLY;
}

/* Follows every thread and child until the first one ends; returns its status. */
static int
follow(pid_t first, unsigned number, unsigned long n)
{
	int status;

	for (pid_t pid; (pid = waitpid(-1, &status, __WALL)) > 0;) {
		int event = status >> 8, pass = 0;

		if (!WIFSTOPPED(status)) {
			if (pid == first)
				return status;
			continue;
		}
		if (event == (SIGTRAP | PTRACE_EVENT_SECCOMP << 8)) {
			if (counts(pid, number) && --n == 0)
				(void)kill(first, SIGKILL);
		} else if (event >> 8 == 0 && WSTOPSIG(status) != SIGSTOP) {
			pass = WSTOPSIG(status);
		}
		(void)ptrace(PTRACE_CONT, pid, NULL, (void *)(long)pass);
	}
	return -1;
}

int
main(int argc, char **argv)
{
	unsigned long n = argc > 3 ? strtoul(argv[2], NULL, 10) : 0;
	size_t i = 0;
	int status;
	pid_t pid;

	while (n > 0 && i < CALLS && strcmp(argv[1], calls[i].name) != 0)
		i++;
	if (n == 0 || i == CALLS) {
		fprintf(stderr, "usage: die_at CALL N PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	pid = fork();
	if (pid == 0)
		run(calls[i].number, argv + 3);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status) ||
		ptrace(PTRACE_SETOPTIONS, pid, NULL,
			(void *)OPTIONS) != 0 ||
		ptrace(PTRACE_CONT, pid, NULL, NULL) != 0)
		give_up("ptrace");
	status = follow(pid, calls[i].number, n);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
