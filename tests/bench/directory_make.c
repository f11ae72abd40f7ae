/* SPDX-License-Identifier: MIT */
/* Writes a directory file of any size, and says what that took; the benchmark and tests use it.
 *
 *	directory-make FILE PERSONS [FIRST_ID [enumerate]]
 *
 * user000001 to userN have uids from FIRST_ID (2001000000) on. They are in groups of 50, in order
 * (team00001 …), with gids after the uids; 20 groups of 100 (circle01 …) all hold user000500 or,
 * where there are fewer persons, user000001. One alias (aka.user000001) and maps for all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "helper/directory/writer.h"

#define TEAM	50
#define CIRCLES 20
#define CIRCLE	100

static double
seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
add_groups(struct directory_writer *w, unsigned long persons, gid_t first, struct err *e)
{
	char name[32];
	gid_t gid = first + (gid_t)persons;

	for (unsigned long i = 0; i < (persons + TEAM - 1) / TEAM; i++) {
		(void)snprintf(name, sizeof(name), "team%05lu", i + 1);
		if (directory_writer_add_group(w, name, gid++, e) != 0)
			return -1;
	}
	for (unsigned i = 0; i < CIRCLES; i++) {
		(void)snprintf(name, sizeof(name), "circle%02u", i + 1);
		if (directory_writer_add_group(w, name, gid++, e) != 0)
			return -1;
	}
	return 0;
}

static int
add_person(struct directory_writer *w, unsigned long i, unsigned long persons, gid_t first,
	struct err *e)
{
	unsigned long popular = persons >= 500 ? 499 : 0, teams = (persons + TEAM - 1) / TEAM;
	gid_t gids[1 + CIRCLES], circle = first + (gid_t)(persons + teams);
	char name[32], gecos[48], home[48], key[32];
	const char *alias = "aka.user000001";
	struct directory_person p = {
		.name = name, .alias = &alias, .alias_count = i == 0,
		.uid = first + (uid_t)i, .gid = first + (gid_t)i,
		.gecos = gecos, .home = home, .shell = "/bin/bash", .gids = gids,
	};
	struct directory_user user = {
		.key = key, .username = name, .status = "active", .time = 1700000000,
	};

	(void)snprintf(name, sizeof(name), "user%06lu", i + 1);
	(void)snprintf(gecos, sizeof(gecos), "Test User %lu", i + 1);
	(void)snprintf(home, sizeof(home), "/home/%s", name);
	(void)snprintf(key, sizeof(key), "DU%018lu", i + 1);
	gids[p.gid_count++] = first + (gid_t)(persons + i / TEAM);
	if (i == popular)
		for (unsigned c = 0; c < CIRCLES; c++)
			gids[p.gid_count++] = circle + c;
	else if (i >= 1000 && i < 1000 + CIRCLES * (CIRCLE - 1))
		gids[p.gid_count++] = circle + (gid_t)((i - 1000) / (CIRCLE - 1));
	if (directory_writer_add_person(w, &p, e) != 0)
		return -1;
	return directory_writer_add_map(w, name, &user, e);
}

int
main(int argc, char **argv)
{
	struct directory_writer_options options = {
		.path = argc > 1 ? argv[1] : "", .owner = (uid_t)-1, .group = (gid_t)-1,
		.time = 1700000000, .enumerate = argc > 4,
	};
	unsigned long persons = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	gid_t first = argc > 3 ? (gid_t)strtoul(argv[3], NULL, 10) : 2001000000;
	double begin = seconds(), added, end;
	struct directory_writer *w = NULL;
	struct directory_counts counts;
	struct rusage usage;
	struct err e = { 0 };
	int bad = persons == 0 ? err_set(&e, ERR_USAGE, "directory-make FILE PERSONS [FIRST_ID"
		" [enumerate]]") : directory_writer_new(&options, &w, &e);

	if (bad == 0)
		bad = add_groups(w, persons, first, &e);
	for (unsigned long i = 0; i < persons && bad == 0; i++)
		bad = add_person(w, i, persons, first, &e);
	added = seconds();
	if (bad == 0)
		bad = directory_writer_finish(w, &counts, &e);
	end = seconds();
	directory_writer_free(w);
	if (bad != 0) {
		(void)fprintf(stderr, "%s\n", e.msg);
		return 1;
	}
	(void)getrusage(RUSAGE_SELF, &usage);
	(void)printf("persons=%u groups=%u bytes=%u seconds=%.2f adding=%.2f peak_kib=%ld\n",
		counts.persons, counts.groups, counts.bytes, end - begin, added - begin,
		usage.ru_maxrss);
	return 0;
}
