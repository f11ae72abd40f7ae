/* SPDX-License-Identifier: MIT */
/* Asks the module in words, so that tests can be tables. */
#include "tests/nss/stage.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdalign.h>
#include <sys/stat.h>
#include <unistd.h>

#define ANNA  2001000001u
#define BEN   2001000002u
#define CLEO  2001000003u
#define STAFF 2001000100u
#define OPS   2001000101u
#define EMPTY 2001000102u

const struct question stage_questions[] = {
	{ "passwd anna", "anna:*:2001000001:2001000001:Anna A.:/home/anna:/bin/sh" },
	{ "passwd a.nna", "anna:*:2001000001:2001000001:Anna A.:/home/anna:/bin/sh" },
	{ "passwd ben", "ben:*:2001000002:2001000100::/home/ben:/bin/bash" },
	{ "passwd cleo", "cleo:*:2001000003:2001000003:cleo:/home/cleo:/bin/sh" },
	{ "passwd staff", NULL },
	{ "passwd dora", NULL },
	{ "uid 2001000001", "anna:*:2001000001:2001000001:Anna A.:/home/anna:/bin/sh" },
	{ "uid 2001000002", "ben:*:2001000002:2001000100::/home/ben:/bin/bash" },
	{ "uid 2001000003", "cleo:*:2001000003:2001000003:cleo:/home/cleo:/bin/sh" },
	{ "uid 2001000100", NULL },
	{ "uid 2001000004", NULL },
	{ "group staff", "staff:*:2001000100:anna" },
	{ "group ops", "ops:*:2001000101:anna,ben" },
	{ "group nobody-there", "nobody-there:*:2001000102:" },
	{ "group anna", "anna:*:2001000001:" },
	{ "group a.nna", NULL },
	{ "group ben", NULL },
	{ "group dora", NULL },
	{ "gid 2001000100", "staff:*:2001000100:anna" },
	{ "gid 2001000101", "ops:*:2001000101:anna,ben" },
	{ "gid 2001000102", "nobody-there:*:2001000102:" },
	{ "gid 2001000003", "cleo:*:2001000003:" },
	{ "gid 2001000002", NULL },
	{ "gid 2001000004", NULL },
	{ "groups anna", "2001000100 2001000101" },
	{ "groups a.nna", "2001000100 2001000101" },
	{ "groups ben", "2001000101" },
	{ "groups cleo", NULL },
	{ "groups dora", NULL },
	{ NULL, NULL },
};

static char folder[] = "/tmp/doorward-nss-XXXXXX";
static void *handle;

int
stage_open(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL || chdir(folder) != 0)
		return -1;
	(void)chmod(folder, 0755);
	handle = dlopen(MODULE_PATH, RTLD_NOW | RTLD_LOCAL);
	if (handle == NULL)
		(void)fprintf(stderr, "%s\n", dlerror());
	return handle == NULL ? -1 : 0;
}

int
stage_close(void **state)
{
	DIR *d = opendir(".");
	struct dirent *entry;

	(void)state;
	if (d == NULL)
		return -1;
	while ((entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.')
			(void)unlink(entry->d_name);
	(void)closedir(d);
	return chdir("/") == 0 && rmdir(folder) == 0 && dlclose(handle) == 0 ? 0 : -1;
}

void *
stage_symbol(const char *name)
{
	char symbol[64];
	void *function;

	(void)snprintf(symbol, sizeof(symbol), "_nss_doorward_%s", name);
	function = dlsym(handle, symbol);
	if (function == NULL)
		fail_msg("the module has no %s", symbol);
	return function;
}

/* ---- asking -------------------------------------------------------------------------------- */

struct buffer {
	char *start;
	size_t size;
};

static bool
string_inside(const char *s, struct buffer b)
{
	return s >= b.start && s < b.start + b.size &&
	       memchr(s, '\0', (size_t)(b.start + b.size - s)) != NULL;
}

static void
show_passwd(const struct passwd *p, struct buffer b, struct answer *a)
{
	a->inside = string_inside(p->pw_name, b) && string_inside(p->pw_passwd, b) &&
		    string_inside(p->pw_gecos, b) && string_inside(p->pw_dir, b) &&
		    string_inside(p->pw_shell, b);
	(void)snprintf(a->line, sizeof(a->line), "%s:%s:%u:%u:%s:%s:%s", p->pw_name, p->pw_passwd,
		p->pw_uid, p->pw_gid, p->pw_gecos, p->pw_dir, p->pw_shell);
}

static void
show_group(const struct group *g, struct buffer b, struct answer *a)
{
	size_t len = (size_t)snprintf(
		a->line, sizeof(a->line), "%s:%s:%u:", g->gr_name, g->gr_passwd, g->gr_gid);
	char *const *m = g->gr_mem;

	a->inside = string_inside(g->gr_name, b) && string_inside(g->gr_passwd, b) &&
		    (uintptr_t)m % alignof(char *) == 0;
	for (;; m++) {
		a->inside = a->inside && (const char *)m >= b.start &&
			    (const char *)(m + 1) <= b.start + b.size;
		if (!a->inside || *m == NULL)
			return;
		a->inside = string_inside(*m, b);
		if (a->inside && len < sizeof(a->line))
			len += (size_t)snprintf(a->line + len, sizeof(a->line) - len, "%s%s",
				m == g->gr_mem ? "" : ",", *m);
	}
}

/* The array begins with 7 as the one gid that is there, as libc does; none is skipped, as nscd asks. */
static enum nss_status
ask_groups(const char *name, struct answer *a)
{
	enum nss_status (*function)(const char *, gid_t, long *, long *, gid_t **, long, int *) =
		stage_symbol("initgroups_dyn");
	long start = 1, size = 1;
	gid_t *gids = calloc(1, sizeof(*gids));
	enum nss_status status;
	size_t len = 0;

	assert_non_null(gids);
	gids[0] = 7;
	status = function(name, (gid_t)-1, &start, &size, &gids, -1, &a->error);
	a->inside = gids[0] == 7 && start >= 1 && start <= size;
	a->line[0] = '\0';
	for (long i = 1; i < start && len < sizeof(a->line); i++)
		len += (size_t)snprintf(
			a->line + len, sizeof(a->line) - len, "%s%u", i == 1 ? "" : " ", gids[i]);
	free(gids);
	return status;
}

static uint32_t
number(const char *s)
{
	return (uint32_t)strtoul(s, NULL, 10);
}

void
stage_ask(const char *question, char *buffer, size_t size, struct answer *ret_answer)
{
	enum nss_status (*by_name)(const char *, void *, char *, size_t, int *);
	enum nss_status (*by_id)(uint32_t, void *, char *, size_t, int *);
	enum nss_status (*next)(void *, char *, size_t, int *);
	struct buffer b = { buffer, size };
	struct answer *a = ret_answer;
	const char *what = strchr(question, ' ');
	struct passwd p;
	struct group g;
	bool person = strstr(question, "passwd") != NULL || question[0] == 'u';

	what = what == NULL ? "" : what + 1;
	*a = (struct answer){ .status = NSS_STATUS_NOTFOUND };
	memset(&p, 0xa5, sizeof(p));
	memset(&g, 0xa5, sizeof(g));
	if (strncmp(question, "groups ", 7) == 0) {
		a->status = ask_groups(what, a);
	} else if (strncmp(question, "next-", 5) == 0) {
		next = stage_symbol(person ? "getpwent_r" : "getgrent_r");
		a->status = next(person ? (void *)&p : &g, buffer, size, &a->error);
	} else if (strncmp(question, "uid ", 4) == 0 || strncmp(question, "gid ", 4) == 0) {
		by_id = stage_symbol(person ? "getpwuid_r" : "getgrgid_r");
		a->status = by_id(number(what), person ? (void *)&p : &g, buffer, size, &a->error);
	} else {
		by_name = stage_symbol(person ? "getpwnam_r" : "getgrnam_r");
		a->status = by_name(what, person ? (void *)&p : &g, buffer, size, &a->error);
	}
	if (a->status < NSS_STATUS_TRYAGAIN || a->status > NSS_STATUS_SUCCESS)
		fail_msg("\"%s\": libc would abort on status %d", question, (int)a->status);
	if (a->status == NSS_STATUS_SUCCESS && strncmp(question, "groups ", 7) != 0) {
		if (person)
			show_passwd(&p, b, a);
		else
			show_group(&g, b, a);
	}
}

const struct answer *
stage_answer(const char *question)
{
	static __thread struct answer answer;
	static __thread char buffer[65536];

	stage_ask(question, buffer, sizeof(buffer), &answer);
	return &answer;
}

void
stage_call(const char *name)
{
	if (strncmp(name, "set", 3) == 0) {
		enum nss_status (*set)(int) = stage_symbol(name);

		assert_int_equal(set(0), NSS_STATUS_SUCCESS);
	} else {
		enum nss_status (*end)(void) = stage_symbol(name);

		assert_int_equal(end(), NSS_STATUS_SUCCESS);
	}
}

/* ---- the file ------------------------------------------------------------------------------ */

struct directory_writer *
stage_begin(void)
{
	const struct directory_writer_options options = {
		.path = STAGE_FILE,
		.time = 1700000000,
		.enumerate = true,
		.owner = (uid_t)-1,
		.group = (gid_t)-1,
	};
	struct directory_writer *w = NULL;
	struct err e = { 0 };

	if (directory_writer_new(&options, &w, &e) != 0)
		fail_msg("%s", e.msg);
	return w;
}

void
stage_add_person(struct directory_writer *w, const char *name, uid_t uid, const gid_t *gids,
	size_t gid_count)
{
	char home[300];
	struct directory_person p = {
		.name = name,
		.uid = uid,
		.gid = uid,
		.gecos = name,
		.home = home,
		.shell = "/bin/sh",
		.gids = gids,
		.gid_count = gid_count,
	};
	struct err e = { 0 };

	(void)snprintf(home, sizeof(home), "/home/%s", name);
	if (directory_writer_add_person(w, &p, &e) != 0)
		fail_msg("%s", e.msg);
}

void
stage_add_group(struct directory_writer *w, const char *name, gid_t gid)
{
	struct err e = { 0 };

	if (directory_writer_add_group(w, name, gid, &e) != 0)
		fail_msg("%s", e.msg);
}

void
stage_finish(struct directory_writer *w)
{
	struct err e = { 0 };

	if (directory_writer_finish(w, NULL, &e) != 0)
		fail_msg("%s", e.msg);
	directory_writer_free(w);
}

void
stage_write_sample(void)
{
	static const char *const alias[] = { "a.nna" };
	static const gid_t gids[] = { OPS, STAFF, OPS, ANNA }, ops[] = { OPS };
	const struct directory_person anna = {
		.name = "anna",
		.alias = alias,
		.alias_count = 1,
		.uid = ANNA,
		.gid = ANNA,
		.gecos = "Anna A.",
		.home = "/home/anna",
		.shell = "/bin/sh",
		.gids = gids,
		.gid_count = 4,
	};
	const struct directory_person ben = {
		.name = "ben",
		.uid = BEN,
		.gid = STAFF,
		.gecos = "",
		.home = "/home/ben",
		.shell = "/bin/bash",
		.gids = ops,
		.gid_count = 1,
	};
	const struct directory_user user = { "DU0001", "alice", "active", 1700000001 };
	struct directory_writer *w = stage_begin();
	struct err e = { 0 };

	stage_add_group(w, "ops", OPS);
	if (directory_writer_add_person(w, &anna, &e) != 0 ||
		directory_writer_add_person(w, &ben, &e) != 0 ||
		directory_writer_add_map(w, "anna", &user, &e) != 0)
		fail_msg("%s", e.msg);
	stage_add_person(w, "cleo", CLEO, NULL, 0);
	stage_add_group(w, "staff", STAFF);
	stage_add_group(w, "nobody-there", EMPTY);
	stage_finish(w);
}

unsigned char *
stage_read(size_t *ret_size)
{
	int fd = open(STAGE_FILE, O_RDONLY | O_CLOEXEC);
	struct stat st;
	unsigned char *bytes;

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	bytes = malloc((size_t)st.st_size);
	assert_non_null(bytes);
	assert_int_equal(read(fd, bytes, (size_t)st.st_size), st.st_size);
	assert_int_equal(close(fd), 0);
	*ret_size = (size_t)st.st_size;
	return bytes;
}

void
stage_overwrite(const unsigned char *bytes, size_t size)
{
	int fd = open(STAGE_FILE, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, bytes, size, 0), size);
	assert_int_equal(ftruncate(fd, (off_t)size), 0);
	assert_int_equal(close(fd), 0);
}

size_t
stage_descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	size_t count = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		count++;
	(void)closedir(d);
	return count;
}
