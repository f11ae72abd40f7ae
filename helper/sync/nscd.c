/* SPDX-License-Identifier: MIT */
/* nscd answers before libnss_doorward and keeps groups for an hour: it is told after a change. */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/deadline.h"
#include "helper/sync/run.h"

#define NSCD_SOCKET "/run/nscd/socket"
#define NSCD_MS	    2000

static const char *const programs[] = { "/usr/sbin/nscd", "/sbin/nscd", NULL };

/* Returns whether it ended well. */
static bool
run_one(const char *program, const char *table)
{
	char name[] = "nscd", option[] = "-i", copy[8];
	char *const argv[] = { name, option, copy, NULL };
	char *const environment[] = { NULL };
	struct deadline d = deadline_in(NSCD_MS);
	pid_t pid, ended;
	int status;

	(void)!text_copy(copy, sizeof(copy), table);
	if (posix_spawn(&pid, program, NULL, NULL, argv, environment) != 0)
		return false;
	while ((ended = waitpid(pid, &status, WNOHANG)) == 0) {
		if (deadline_passed(d)) {
			(void)kill(pid, SIGKILL);
			(void)waitpid(pid, NULL, 0);
			return false;
		}
		(void)usleep(2000);
	}
	return ended == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool
nscd_forget(void)
{
	if (access(NSCD_SOCKET, F_OK) != 0)
		return true;
	for (size_t i = 0; programs[i] != NULL; i++) {
		if (access(programs[i], X_OK) != 0)
			continue;
		return run_one(programs[i], "passwd") && run_one(programs[i], "group");
	}
	return false;
}
