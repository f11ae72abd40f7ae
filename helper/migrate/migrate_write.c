/* SPDX-License-Identifier: MIT */
/* Writes the two files of a migration, both or none, and never over another. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/migrate/migrate.h"

#define SERVICES_GROUP "doorward" /* of sysusers.d: broker and serve */
#define GROUP_SIZE     16384	  /* bytes of its entry */

/* One of the two; it is removed again unless it is kept. */
struct new_file {
	const char *path;
	int fd;
	bool made, kept;
};

static void
new_file_close(struct new_file *f)
{
	if (f->fd >= 0)
		(void)close(f->fd); /* synced, or thrown away now */
	if (f->made && !f->kept)
		(void)unlink(f->path);
}

#define auto_new_file __attribute__((cleanup(new_file_close))) struct new_file

static int
new_file_open(struct new_file *f, struct err *e)
{
	f->fd = open(f->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (f->fd < 0 && errno == EEXIST)
		return err_set(e, ERR_CONFLICT, "%s: exists already, and is not written over",
			f->path);
	if (f->fd < 0)
		return err_sys(e, ERR_OTHER, errno, "%s", f->path);
	f->made = true;
	return 0;
}

static int
new_file_fill(struct new_file *f, const void *bytes, size_t len, struct err *e)
{
	const char *rest = bytes;

	while (len > 0) {
		ssize_t n = write(f->fd, rest, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_sys(e, ERR_OTHER, errno, "%s", f->path);
		rest += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Lets the services in, where this host has their group, or everybody. */
static int
new_file_finish(struct new_file *f, bool secret, struct err *e)
{
	auto_str buf = malloc(GROUP_SIZE);
	struct group group, *found = NULL;
	mode_t mode = secret ? 0600 : 0644;

	if (secret && buf != NULL && geteuid() == 0 &&
		getgrnam_r(SERVICES_GROUP, &group, buf, GROUP_SIZE, &found) == 0 && found != NULL) {
		if (fchown(f->fd, 0, found->gr_gid) != 0)
			return err_sys(e, ERR_OTHER, errno, "%s: cannot set the group", f->path);
		mode = 0640;
	}
	if (fchmod(f->fd, mode) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s: cannot set the mode", f->path);
	return fsync(f->fd) == 0 ? 0 : err_sys(e, ERR_OTHER, errno, "%s", f->path);
}

int
migrate_write(const struct migrate *m, const char *text, size_t len, struct err *e)
{
	auto_new_file conf = { .path = m->conf_path, .fd = -1 };
	auto_new_file skey = { .path = m->skey_path, .fd = -1 };
	bool proxy_secret = strchr(m->conf->duo.proxy, '@') != NULL;

	if (new_file_open(&conf, e) != 0 || new_file_open(&skey, e) != 0)
		return -1;
	if (new_file_fill(&skey, m->skey.bytes, m->skey.len, e) != 0 ||
		new_file_fill(&skey, "\n", 1, e) != 0 || new_file_finish(&skey, true, e) != 0)
		return -1;
	if (new_file_fill(&conf, text, len, e) != 0 ||
		new_file_finish(&conf, proxy_secret, e) != 0)
		return -1;
	conf.kept = skey.kept = true;
	return 0;
}
