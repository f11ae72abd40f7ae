/* SPDX-License-Identifier: MIT */
/* Replaces a file by rename; whatever moment the power fails in, there is the old or the new. */
#include "helper/directory/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

static char *
join(const char *path, const char *ending)
{
	char *s;

	return asprintf(&s, "%s%s", path, ending) < 0 ? NULL : s;
}

static int
open_folder(struct publish *p, struct err *e)
{
	const char *slash = strrchr(p->path, '/');
	auto_str folder =
		slash == NULL ? strdup(".")
			      : strndup(p->path, slash == p->path ? 1 : (size_t)(slash - p->path));

	if (folder == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	p->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return p->folder < 0 ? err_sys(e, ERR_OTHER, errno, "%s", folder) : 0;
}

/* A lock ends with its process, so a writer that died never stands in the way. */
static int
take_lock(struct publish *p, uid_t owner, gid_t group, struct err *e)
{
	auto_str path = join(p->path, ".lock");
	struct stat st;

	if (path == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	p->lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (p->lock < 0)
		return err_sys(e, ERR_OTHER, errno, "%s", path);
	/* the owner of the folder must not make root give away another file by a link to it */
	if (fstat(p->lock, &st) != 0 || !S_ISREG(st.st_mode) || st.st_nlink != 1)
		return err_set(e, ERR_CONFIG, "%s: is not a file of its own; remove it", path);
	if ((owner != (uid_t)-1 || group != (gid_t)-1) && fchown(p->lock, owner, group) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s: cannot set the owner", path);
	if (flock(p->lock, LOCK_EX | LOCK_NB) != 0)
		return errno == EWOULDBLOCK
			       ? err_set(e, ERR_CONFLICT, "%s: is being written by another process",
					 p->path)
			       : err_sys(e, ERR_OTHER, errno, "%s: cannot lock", path);
	return 0;
}

int
publish_begin(struct publish *p, const char *path, uid_t owner, gid_t group, struct err *e)
{
	*p = (struct publish){ .fd = -1, .folder = -1, .lock = -1 };
	p->path = strdup(path);
	p->new_path = join(path, ".new");
	if (p->path == NULL || p->new_path == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (open_folder(p, e) != 0 || take_lock(p, owner, group, e) != 0)
		return -1;
	if (unlink(p->new_path) != 0 && errno != ENOENT)
		return err_sys(e, ERR_OTHER, errno, "%s: cannot remove", p->new_path);
	p->fd = open(p->new_path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	return p->fd < 0 ? err_sys(e, ERR_OTHER, errno, "%s", p->new_path) : 0;
}

/* Puts the new file in its place and keeps the old one. */
static int
swap(struct publish *p, struct err *e)
{
	auto_str previous = join(p->path, ".previous");

	if (previous == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (renameat2(AT_FDCWD, p->new_path, AT_FDCWD, p->path, RENAME_EXCHANGE) == 0) {
		/* the name path.new is the old file's now; without it there is just no previous */
		if (rename(p->new_path, previous) != 0)
			(void)unlink(p->new_path);
		return 0;
	}
	if (errno == EINVAL || errno == ENOSYS) { /* a file system that cannot exchange */
		if (unlink(previous) != 0 && errno != ENOENT)
			return err_sys(e, ERR_OTHER, errno, "%s: cannot remove", previous);
		if (link(p->path, previous) != 0 && errno != ENOENT)
			return err_sys(
				e, ERR_OTHER, errno, "%s: cannot keep as %s", p->path, previous);
	} else if (errno != ENOENT) {
		return err_sys(e, ERR_OTHER, errno, "%s: cannot replace", p->path);
	}
	if (rename(p->new_path, p->path) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s: cannot replace", p->path);
	return 0;
}

int
publish_finish(struct publish *p, uid_t owner, gid_t group, mode_t mode, struct err *e)
{
	if ((owner != (uid_t)-1 || group != (gid_t)-1) && fchown(p->fd, owner, group) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s: cannot set the owner", p->new_path);
	if (fchmod(p->fd, mode) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s: cannot set the mode", p->new_path);
	if (fsync(p->fd) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s: cannot sync", p->new_path);
	if (swap(p, e) != 0)
		return -1;
	(void)close(take_fd(&p->fd)); /* synced above */
	if (fsync(p->folder) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s: cannot sync its folder", p->path);
	return 0;
}

void
publish_clear(struct publish *p)
{
	if (p->fd >= 0) {
		(void)unlink(p->new_path); /* the next writer removes it otherwise */
		(void)close(take_fd(&p->fd));
	}
	if (p->folder >= 0)
		(void)close(take_fd(&p->folder));
	if (p->lock >= 0)
		(void)close(take_fd(&p->lock));
	free(take_ptr(p->new_path));
	free(take_ptr(p->path));
}
