/* SPDX-License-Identifier: MIT */
/* Reads in /proc when a process was started (proc(5)). */
#include "pam/age.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"

#define START_FIELD 22 /* of the line in stat; the one behind the name is the third */

int64_t
age_of_process(pid_t pid)
{
	char path[32], line[1024];
	struct timespec now;
	long ticks = sysconf(_SC_CLK_TCK);
	const char *p;
	auto_fd fd = -1;
	ssize_t n;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, line, sizeof(line) - 1);
	if (n <= 0 || ticks <= 0 || clock_gettime(CLOCK_BOOTTIME, &now) != 0)
		return -1;
	line[n] = '\0';
	p = strrchr(line, ')'); /* the name may hold anything, also this */
	for (int field = 2; p != NULL && field < START_FIELD; field++)
		p = strchr(p + 1, ' ');
	if (p == NULL)
		return -1;
	return (int64_t)now.tv_sec - (int64_t)(strtoull(p, NULL, 10) / (unsigned long)ticks);
}

/* Does it run what we run? A shell in which sshd's file is tried out has an age of its own. */
static bool
is_our_program(pid_t pid)
{
	struct stat ours, theirs;
	char path[32];

	(void)snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	return stat("/proc/self/exe", &ours) == 0 && stat(path, &theirs) == 0 &&
		ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}

int64_t
age_of_connection(void)
{
	pid_t leader = getsid(0);

	return leader > 0 && is_our_program(leader) ? age_of_process(leader) : -1;
}
