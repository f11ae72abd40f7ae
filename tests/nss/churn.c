/* SPDX-License-Identifier: MIT */
/* In each generation everybody's real name is its number, so a mixture of two can be told. */
#include "tests/nss/churn.h"

#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/nss/stage.h"

#define PEOPLE 40
#define FIRST  2001000001u

struct shared {
	_Atomic bool stop;
	_Atomic unsigned long lookups, wrong, missing;
};

static double
seconds_now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
replace(unsigned long generation)
{
	struct directory_writer *w = stage_begin();
	static const gid_t crew[] = { 2001000900 };
	char number[24], name[24], home[48];
	struct directory_person p = {
		.gecos = number,
		.name = name,
		.home = home,
		.shell = "/bin/sh",
		.gids = crew,
		.gid_count = 1,
	};
	struct err e = { 0 };

	/* the file's length changes from one generation to the next, too */
	(void)snprintf(number, sizeof(number), "%0*lu", generation % 2 ? 12 : 8, generation);
	stage_add_group(w, "crew", crew[0]);
	for (unsigned i = 0; i < PEOPLE; i++) {
		(void)snprintf(name, sizeof(name), "p%u", i);
		(void)snprintf(home, sizeof(home), "/home/%s", number);
		p.uid = p.gid = FIRST + i;
		if (directory_writer_add_person(w, &p, &e) != 0)
			fail_msg("%s", e.msg);
	}
	stage_finish(w);
}

/* The generation that this answer is from; 0 when it is wrong. */
static unsigned long
generation_of(const char *line, unsigned i)
{
	const char *gecos = line;
	char expected[256];

	for (int colon = 0; colon < 4; colon++) {
		gecos = strchr(gecos, ':');
		if (gecos == NULL)
			return 0;
		gecos++;
	}
	(void)snprintf(expected, sizeof(expected), "p%u:*:%u:%u:%.*s:/home/%.*s:/bin/sh", i,
		FIRST + i, FIRST + i, (int)strcspn(gecos, ":"), gecos, (int)strcspn(gecos, ":"),
		gecos);
	return strcmp(line, expected) == 0 ? strtoul(gecos, NULL, 10) : 0;
}

static void
read_until_stop(struct shared *s, unsigned seed)
{
	unsigned long last = 0, lookups = 0;
	char question[32];

	for (unsigned i = seed; !s->stop; i = (i + 7) % PEOPLE) {
		const struct answer *a;
		unsigned long generation;

		lookups++;
		switch (lookups % 4) {
		case 0:
			(void)snprintf(question, sizeof(question), "groups p%u", i);
			a = stage_answer(question);
			if (a->status != NSS_STATUS_SUCCESS)
				s->missing++;
			else if (strcmp(a->line, "2001000900") != 0)
				s->wrong++;
			continue;
		case 1:
			(void)snprintf(question, sizeof(question), "uid %u", FIRST + i);
			break;
		default:
			(void)snprintf(question, sizeof(question), "passwd p%u", i);
			break;
		}
		a = stage_answer(question);
		if (a->status != NSS_STATUS_SUCCESS) {
			s->missing++;
			continue;
		}
		generation = generation_of(a->line, i);
		if (generation < last || generation == 0)
			s->wrong++;
		last = generation;
	}
	s->lookups += lookups;
}

void
churn_run(unsigned replacements, double seconds, struct churn *ret_churn)
{
	struct shared *s =
		mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child[CHURN_READERS];
	struct churn c = { 0 };
	double begin;

	assert_true(s != MAP_FAILED);
	replace(1);
	begin = seconds_now();
	for (unsigned i = 0; i < CHURN_READERS; i++) {
		child[i] = fork();
		assert_true(child[i] >= 0);
		if (child[i] == 0) {
			read_until_stop(s, i);
			_exit(0);
		}
	}
	do {
		replace(++c.replacements + 1);
		c.seconds = seconds_now() - begin;
	} while (c.replacements < replacements || c.seconds < seconds);
	s->stop = true;
	for (unsigned i = 0; i < CHURN_READERS; i++) {
		int status;

		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		c.deaths += status != 0;
	}
	c.lookups = s->lookups;
	c.wrong = s->wrong;
	c.missing = s->missing;
	(void)munmap(s, sizeof(*s));
	*ret_churn = c;
}
