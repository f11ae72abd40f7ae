/* SPDX-License-Identifier: MIT */
/* Runs a command and tells what it took: "STATUS FIRST_MS TOTAL_MS CPU_MS PEAK_KIB ROWS".
 *
 *	run COMMAND…
 *
 * FIRST_MS is when the first byte of its output was there. Small, so that the child's peak is its
 * own and not what it had from its parent. */
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double
time_ms(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

int
main(int argc, char *argv[])
{
	posix_spawn_file_actions_t actions;
	double start = now_ms(), first = 0;
	struct rusage usage;
	char buffer[65536];
	long rows = 0;
	int fds[2], status = 0;
	ssize_t len;
	pid_t pid;

	if (argc < 2 || pipe(fds) != 0 || posix_spawn_file_actions_init(&actions) != 0 ||
		posix_spawn_file_actions_adddup2(&actions, fds[1], 1) != 0 ||
		posix_spawn_file_actions_addclose(&actions, fds[0]) != 0 ||
		posix_spawn_file_actions_addclose(&actions, fds[1]) != 0 ||
		posix_spawnp(&pid, argv[1], &actions, NULL, argv + 1, environ) != 0) {
		(void)fputs("run: cannot start the command\n", stderr);
		return 2;
	}
	(void)close(fds[1]);
	while ((len = read(fds[0], buffer, sizeof(buffer))) > 0) {
		if (first == 0)
			first = now_ms() - start;
		for (ssize_t i = 0; i < len; i++)
			rows += buffer[i] == '\n' ? 1 : 0;
	}
	if (wait4(pid, &status, 0, &usage) != pid)
		return 2;
	(void)printf("%d %.0f %.0f %.0f %ld %ld\n", WIFEXITED(status) ? WEXITSTATUS(status) : 255,
		first, now_ms() - start, time_ms(usage.ru_utime) + time_ms(usage.ru_stime),
		usage.ru_maxrss, rows);
	return 0;
}
