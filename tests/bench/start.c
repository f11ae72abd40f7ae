/* SPDX-License-Identifier: MIT */
/* What it costs to run one command beside another, both many times, by turns: the processors' time
 * and the time that passes are told as the medians of each, in microseconds.
 *
 *	start COUNT FIRST… -- SECOND…
 *
 * prints "FIRST_CPU FIRST_TIME SECOND_CPU SECOND_TIME". Their output goes to /dev/null. */
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct cost {
	int64_t cpu, time; /* microseconds */
};

static int64_t
now_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t
time_us(struct timeval t)
{
	return (int64_t)t.tv_sec * 1000000 + t.tv_usec;
}

/* Returns 0, or -1 when it does not end with success. */
static int
measure(char *const command[], const posix_spawn_file_actions_t *actions, struct cost *ret_cost)
{
	int64_t start = now_us();
	struct rusage usage;
	int status = 0;
	pid_t pid;

	if (posix_spawnp(&pid, command[0], actions, NULL, command, environ) != 0 ||
		wait4(pid, &status, 0, &usage) != pid || status != 0) {
		(void)fprintf(stderr, "start: %s: ended with status %d\n", command[0], status);
		return -1;
	}
	*ret_cost = (struct cost){ time_us(usage.ru_utime) + time_us(usage.ru_stime),
		now_us() - start };
	return 0;
}

static int
compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Prints the medians of what was measured. */
static int
tell(const struct cost *costs, size_t count, const char *end)
{
	int64_t *cpu = calloc(count, sizeof(*cpu)), *time = calloc(count, sizeof(*time));
	int rc = -1;

	if (cpu != NULL && time != NULL) {
		for (size_t i = 0; i < count; i++) {
			cpu[i] = costs[i].cpu;
			time[i] = costs[i].time;
		}
		qsort(cpu, count, sizeof(*cpu), compare);
		qsort(time, count, sizeof(*time), compare);
		(void)printf("%lld %lld%s", (long long)cpu[count / 2], (long long)time[count / 2],
			end);
		rc = 0;
	}
	free(cpu);
	free(time);
	return rc;
}

int
main(int argc, char *argv[])
{
	size_t count = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 0;
	posix_spawn_file_actions_t actions;
	struct cost *costs;
	int second = 2;

	while (second < argc && strcmp(argv[second], "--") != 0)
		second++;
	costs = count > 0 ? calloc(2 * count, sizeof(*costs)) : NULL;
	if (costs == NULL || second == 2 || second + 1 >= argc ||
		posix_spawn_file_actions_init(&actions) != 0 ||
		posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0) != 0) {
		(void)fputs("usage: start COUNT FIRST... -- SECOND...\n", stderr);
		return 2;
	}
	argv[second] = NULL;
	for (size_t i = 0; i < count; i++)
		if (measure(argv + 2, &actions, &costs[i]) != 0 ||
			measure(argv + second + 1, &actions, &costs[count + i]) != 0)
			return 1;
	return tell(costs, count, " ") == 0 && tell(costs + count, count, "\n") == 0 ? 0 : 1;
}
