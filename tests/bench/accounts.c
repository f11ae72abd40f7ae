/* SPDX-License-Identifier: MIT */
/* What a lookup through libc and nsswitch.conf costs in this process.
 *
 *	accounts PERSONS	a hit by name, by uid, a miss, a group by name, by gid, the groups
 *				of user000500: microseconds of processor time, medians
 *	accounts once NAME	the same for the first lookup, its module loaded
 *	accounts calls NAME	one lookup between two calls of getppid, for strace */
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BUFFER	 (2u << 20) /* one of the modules wants that much for a group */
#define FIRST	 2001000000u
#define BATCHES	 9
#define AT_MOST	 0.02 /* seconds for a batch, where one lookup is no longer than that */
#define IN_BATCH 2000

static char *buffer;
static unsigned long persons;

/* Seconds of this process's own: nothing in a lookup waits, and the machine may have other work. */
static double
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The same numbers in each run. */
static unsigned long
draw(void)
{
	static uint64_t state = 88172645463325252u;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned long)(state >> 16) % persons;
}

static bool
by_name(void)
{
	struct passwd p, *found = NULL;
	char name[32];

	(void)snprintf(name, sizeof(name), "user%06lu", draw() + 1);
	return getpwnam_r(name, &p, buffer, BUFFER, &found) == 0 && found != NULL;
}

static bool
by_uid(void)
{
	struct passwd p, *found = NULL;

	return getpwuid_r(FIRST + (uid_t)draw(), &p, buffer, BUFFER, &found) == 0 && found != NULL;
}

static bool
miss(void)
{
	struct passwd p, *found = NULL;
	char name[32];

	(void)snprintf(name, sizeof(name), "nobody%06lu", draw() + 1);
	return getpwnam_r(name, &p, buffer, BUFFER, &found) == 0 && found == NULL;
}

static bool
group_by_name(void)
{
	struct group g, *found = NULL;
	char name[32];

	(void)snprintf(name, sizeof(name), "team%05lu", draw() / 50 + 1);
	return getgrnam_r(name, &g, buffer, BUFFER, &found) == 0 && found != NULL;
}

static bool
group_by_gid(void)
{
	struct group g, *found = NULL;

	return getgrgid_r(FIRST + (gid_t)persons + (gid_t)(draw() / 50), &g, buffer, BUFFER,
		&found) == 0 && found != NULL;
}

static bool
groups_of(void)
{
	gid_t gids[64];
	int count = 64;

	return getgrouplist("user000500", 2001000499, gids, &count) >= 0 && count == 22;
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double
time_of(bool (*look_up)(void), int count)
{
	double begin = now();

	for (int i = 0; i < count; i++)
		(void)look_up();
	return (now() - begin) / count;
}

static double
measure(bool (*look_up)(void), const char *what)
{
	double batch[BATCHES], one;
	int count;

	if (!look_up()) { /* loads the module */
		(void)fprintf(stderr, "%s: wrong answer\n", what);
		exit(1);
	}
	one = time_of(look_up, 1);
	if (one > 10 * AT_MOST) /* slow: one has to do */
		return one * 1e6;
	count = one * IN_BATCH < AT_MOST ? IN_BATCH : 1 + (int)(AT_MOST / one);
	for (int i = 0; i < BATCHES; i++)
		batch[i] = time_of(look_up, count) * 1e6;
	qsort(batch, BATCHES, sizeof(batch[0]), compare);
	return batch[BATCHES / 2];
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		bool (*look_up)(void);
	} rows[] = {
		{ "hit by name", by_name }, { "hit by uid", by_uid }, { "miss", miss },
		{ "group by name", group_by_name }, { "group by gid", group_by_gid },
		{ "groups of a person", groups_of },
	};
	struct passwd p, *found = NULL;

	buffer = malloc(BUFFER);
	if (buffer == NULL || argc < 2)
		return 2;
	memset(buffer, 0, BUFFER);
	if (argc > 2) {
		double begin, end;

		setgrent(); /* loads the module, which serves persons and groups */
		if (strcmp(argv[1], "calls") == 0) /* not what libc does once in a process */
			(void)getpwnam_r(argv[2], &p, buffer, 65536, &found);
		(void)getppid();
		begin = now();
		(void)getpwnam_r(argv[2], &p, buffer, 65536, &found);
		end = now();
		(void)getppid();
		(void)printf("%.1f\n", (end - begin) * 1e6);
		return found == NULL;
	}
	persons = strtoul(argv[1], NULL, 10);
	if (persons < 500)
		return 2;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		(void)printf("%.2f ", measure(rows[i].look_up, rows[i].name));
	(void)printf("\n");
	return 0;
}
