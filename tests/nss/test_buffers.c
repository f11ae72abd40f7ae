/* SPDX-License-Identifier: MIT */
/* Every size of buffer from 0 to 4096, at every alignment, on every entry point: nothing is written
 * beside the buffer, and too small is always said as libc expects it. */
#include "tests/nss/stage.h"

#include <errno.h>
#include <grp.h>
#include <sys/mman.h>
#include <unistd.h>

#define SIZE_MAX_TRIED 4096
#define BEFORE	       64 /* bytes in front of the buffer that are watched */
#define WATCHED	       0x5a

/* A buffer that ends where the next byte is a fault. */
struct guarded {
	char *end;
	char *map;
	size_t map_size;
};

static struct guarded
guard(size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), usable = (size + page - 1) / page * page;
	char *map = mmap(
		NULL, usable + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_true(map != MAP_FAILED);
	assert_int_equal(mprotect(map + usable, page, PROT_NONE), 0);
	return (struct guarded){ map + usable, map, usable + page };
}

/* Asks with the last size bytes in front of the guard, which also brings every alignment. */
static void
ask_guarded(const struct guarded *g, const char *question, size_t size, struct answer *ret_answer)
{
	char *buffer = g->end - size;

	memset(buffer - BEFORE, WATCHED, BEFORE);
	stage_ask(question, buffer, size, ret_answer);
	for (size_t i = 1; i <= BEFORE; i++)
		if (buffer[-(ptrdiff_t)i] != WATCHED)
			fail_msg("\"%s\", size %zu: byte -%zu was written", question, size, i);
}

/* Returns the smallest size that was enough. */
static size_t
sweep(const struct guarded *g, const char *question, const char *line, const char *rewind)
{
	size_t first = SIZE_MAX;

	for (size_t size = 0; size <= SIZE_MAX_TRIED; size++) {
		struct answer a;

		if (rewind != NULL)
			stage_call(rewind);
		errno = 77;
		ask_guarded(g, question, size, &a);
		if (a.status == NSS_STATUS_SUCCESS) {
			ROW(question, a.inside && a.error == 0 && errno == 77);
			assert_string_equal(a.line, line);
			if (first == SIZE_MAX)
				first = size;
			continue;
		}
		ROW(question, a.status == NSS_STATUS_TRYAGAIN && a.error == ERANGE);
		/* alignment may ask for up to 7 bytes more at a larger size, never for 8 */
		ROW(question, first == SIZE_MAX || size < first + 8);
	}
	ROW(question, first != SIZE_MAX);
	return first;
}

static void
every_size(void **state)
{
	struct guarded g = guard(SIZE_MAX_TRIED + BEFORE);

	(void)state;
	stage_write_sample();
	for (const struct question *q = stage_questions; q->text != NULL; q++)
		if (q->line != NULL && strncmp(q->text, "groups ", 7) != 0)
			(void)sweep(&g, q->text, q->line, NULL);
	(void)sweep(&g, "next-passwd", "anna:*:2001000001:2001000001:Anna A.:/home/anna:/bin/sh",
		"setpwent");
	(void)sweep(&g, "next-group", "anna:*:2001000001:", "setgrent");
	assert_int_equal(munmap(g.map, g.map_size), 0);
}

/* A person needs exactly its strings and "*"; the largest one fits what sysconf recommends. */
static void
exact_size(void **state)
{
	static char gecos[DIRECTORY_TEXT_MAX];
	struct guarded g = guard(SIZE_MAX_TRIED + BEFORE);
	struct directory_person p = {
		.name = "big",
		.uid = 2001000001,
		.gid = 2001000001,
		.gecos = gecos,
		.home = "/h",
		.shell = "/s",
	};
	struct directory_writer *w = stage_begin();
	char line[STAGE_LINE];

	(void)state;
	memset(gecos, 'g', DIRECTORY_TEXT_MAX - sizeof("big") - 2 * sizeof("/h"));
	assert_int_equal(directory_writer_add_person(w, &p, NULL), -1);
	gecos[DIRECTORY_TEXT_MAX - sizeof("big") - 2 * sizeof("/h") - 1] = '\0';
	assert_int_equal(directory_writer_add_person(w, &p, NULL), 0);
	stage_finish(w);
	(void)snprintf(line, sizeof(line), "big:*:2001000001:2001000001:%s:/h:/s", gecos);
	assert_int_equal(sweep(&g, "passwd big", line, NULL), DIRECTORY_TEXT_MAX + sizeof("*"));
	assert_true(DIRECTORY_TEXT_MAX + (long)sizeof("*") <= sysconf(_SC_GETPW_R_SIZE_MAX));
	stage_write_sample();
	assert_int_equal(
		sweep(&g, "passwd ben", "ben:*:2001000002:2001000100::/home/ben:/bin/bash", NULL),
		sizeof("ben") + sizeof("") + sizeof("/home/ben") + sizeof("/bin/bash") +
			sizeof("*"));
	assert_int_equal(munmap(g.map, g.map_size), 0);
}

/* ---- initgroups: the buffer is libc's array ------------------------------------------------ */

struct gids {
	gid_t *gids;
	long start, size;
	int error;
};

static enum nss_status
initgroups_of(const char *name, gid_t skipped, long limit, struct gids *g)
{
	enum nss_status (*function)(const char *, gid_t, long *, long *, gid_t **, long, int *) =
		stage_symbol("initgroups_dyn");

	return function(name, skipped, &g->start, &g->size, &g->gids, limit, &g->error);
}

/* size entries that end at a fault, the first start of them taken: realloc cannot be used on such
 * memory, so only where the array does not need to grow. */
static void
initgroups_in_place(void **state)
{
	struct guarded guarded = guard(4096);

	(void)state;
	stage_write_sample();
	for (long size = 3; size <= 64; size++)
		for (long start = 0; start <= size - 3; start++) {
			struct gids g = { (gid_t *)(void *)guarded.end - size, start, size, 0 };

			memset(guarded.end - 4 * size, WATCHED, 4 * (size_t)size);
			assert_int_equal(initgroups_of("anna", 2001000001, -1, &g), NSS_STATUS_SUCCESS);
			assert_int_equal(g.start, start + 2);
			assert_int_equal(g.size, size);
			assert_int_equal(g.gids[start], 2001000100);
			assert_int_equal(g.gids[start + 1], 2001000101);
			for (long i = 0; i < size; i++)
				if (i < start || i > start + 1)
					assert_int_equal(g.gids[i], 0x5a5a5a5a);
		}
	assert_int_equal(munmap(guarded.map, guarded.map_size), 0);
}

/* Growing from every size, to every limit. */
static void
initgroups_many(void **state)
{
	static gid_t all[1000];
	struct directory_writer *w = stage_begin();
	char name[32];

	(void)state;
	for (unsigned i = 0; i < COUNT(all); i++) {
		(void)snprintf(name, sizeof(name), "g%u", i);
		all[i] = 2001000000 + i;
		stage_add_group(w, name, all[i]);
	}
	stage_add_person(w, "joiner", 2001500000, all, COUNT(all));
	stage_finish(w);
	for (long limit = -1; limit <= (long)COUNT(all) + 10; limit += limit < 40 ? 1 : 53) {
		for (long size = 0; size <= 3 && (limit <= 0 || size <= limit); size++) {
			struct gids g = { size == 0 ? NULL : calloc((size_t)size, sizeof(gid_t)), 0,
				size, 0 };
			long expected = limit > 0 && limit < (long)COUNT(all) - 1
						? limit
						: (long)COUNT(all) - 1;

			assert_int_equal(
				initgroups_of("joiner", all[500], limit, &g), NSS_STATUS_SUCCESS);
			assert_int_equal(g.start, expected);
			assert_true(g.size >= g.start && (limit <= 0 || g.size <= limit));
			for (long i = 0; i < g.start; i++)
				assert_int_equal(g.gids[i], all[i < 500 ? i : i + 1]);
			free(g.gids);
		}
	}
}

/* Whoever has another primary gid is somebody else, whom another source has. */
static void
initgroups_of_a_namesake(void **state)
{
	static const struct {
		gid_t skipped;
		enum nss_status status;
		long added;
	} rows[] = {
		{ 2001000001, NSS_STATUS_SUCCESS, 2 },
		{ 2001000100, NSS_STATUS_SUCCESS, 1 }, /* a unit with Group=staff */
		{ (gid_t)-1, NSS_STATUS_SUCCESS, 2 },
		{ 5002, NSS_STATUS_NOTFOUND, 0 },
		{ 0, NSS_STATUS_NOTFOUND, 0 },
		{ 2001000102, NSS_STATUS_NOTFOUND, 0 },
	};

	(void)state;
	stage_write_sample();
	for (size_t i = 0; i < COUNT(rows); i++) {
		gid_t room[8] = { 0 };
		struct gids g = { room, 1, 8, 0 };

		assert_int_equal(initgroups_of("anna", rows[i].skipped, -1, &g), rows[i].status);
		assert_int_equal(g.start, 1 + rows[i].added);
	}
}

static void
initgroups_without_memory(void **state)
{
	gid_t *one = calloc(1, sizeof(*one));
	struct gids g = { one, 1L << 44, 1L << 44, 0 }; /* full, as the numbers say */

	(void)state;
	assert_non_null(one);
	stage_write_sample();
	assert_int_equal(initgroups_of("anna", 2001000001, -1, &g), NSS_STATUS_TRYAGAIN);
	assert_int_equal(g.error, ENOMEM);
	assert_int_equal(g.start, 1L << 44);
	assert_int_equal(g.size, 1L << 44);
	assert_ptr_equal(g.gids, one);
	free(one);
}

/* What the sanitizer's allocator must know for that. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

/* ---- a group that half of the company is in ------------------------------------------------ */

#define MANY 100000

static void
many_members(void **state)
{
	static const gid_t all[] = { 2001000000 };
	enum nss_status (*by_name)(const char *, struct group *, char *, size_t, int *) =
		stage_symbol("getgrnam_r");
	struct directory_writer *w = stage_begin();
	size_t need, text = 0;
	struct guarded g;
	struct group group;
	char name[32];
	int error = 0;

	(void)state;
	stage_add_group(w, "all", all[0]);
	for (unsigned i = 0; i < MANY; i++) {
		text += (size_t)snprintf(name, sizeof(name), "p%u", i) + 1;
		stage_add_person(w, name, 2001000001 + i, all, 1);
	}
	stage_finish(w);
	need = (MANY + 1) * sizeof(char *) + sizeof("all") + text + sizeof("*");
	g = guard(need + BEFORE);
	assert_int_equal(by_name("all", &group, g.end - 1024, 1024, &error), NSS_STATUS_TRYAGAIN);
	assert_int_equal(error, ERANGE);
	assert_int_equal(
		by_name("all", &group, g.end - need + 1, need - 1, &error), NSS_STATUS_TRYAGAIN);
	need += -(uintptr_t)(g.end - need) % sizeof(char *) == 0 ? 0 : sizeof(char *);
	assert_int_equal(by_name("all", &group, g.end - need, need, &error), NSS_STATUS_SUCCESS);
	for (unsigned i = 0; i < MANY; i++) {
		(void)snprintf(name, sizeof(name), "p%u", i);
		if (strcmp(group.gr_mem[i], name) != 0)
			fail_msg("member %u is \"%s\"", i, group.gr_mem[i]);
	}
	assert_null(group.gr_mem[MANY]);
	assert_int_equal(munmap(g.map, g.map_size), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_size),
		cmocka_unit_test(exact_size),
		cmocka_unit_test(initgroups_in_place),
		cmocka_unit_test(initgroups_many),
		cmocka_unit_test(initgroups_of_a_namesake),
		cmocka_unit_test(initgroups_without_memory),
		cmocka_unit_test(many_members),
	};

	return cmocka_run_group_tests(tests, stage_open, stage_close);
}
