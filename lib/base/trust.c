/* SPDX-License-Identifier: MIT */
/* Decides whether a file may be believed, on the descriptor and not on the name. */
#include "base/trust.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/cleanup.h"

/* What systemd loads for a service belongs to the service's user, but lies on a read-only file system:
 * root may take it from there, since not even its owner has had a hand in it. */
static bool
is_for_root(int fd, enum trust_kind kind)
{
	struct statvfs fs;

	return kind == TRUST_SECRET && geteuid() == 0 && fstatvfs(fd, &fs) == 0 &&
		(fs.f_flag & ST_RDONLY) != 0;
}

/* What a service keeps in its own folder may be read by root, too. */
static bool
is_of_folder(const char *path, uid_t owner, enum trust_kind kind)
{
	auto_str folder = kind == TRUST_STATE ? strdup(path) : NULL;
	char *slash = folder != NULL ? strrchr(folder, '/') : NULL;
	struct stat st;

	if (slash == NULL || slash == folder)
		return false;
	*slash = '\0';
	return lstat(folder, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == owner;
}

int
trust_open(const char *path, enum trust_kind kind, struct err *e)
{
	mode_t refused = kind == TRUST_SECRET ? S_IWGRP | S_IRWXO : S_IWGRP | S_IWOTH;
	struct stat st;
	/* O_NONBLOCK: opening a FIFO must not wait for a writer */
	auto_fd fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0 && errno == ELOOP)
		return err_set(e, ERR_CONFIG, "%s: is a symbolic link; name the file itself", path);
	if (fd < 0)
		return err_sys(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_CONFIG, errno, "%s", path);
	if (fstat(fd, &st) != 0)
		return err_sys(e, ERR_CONFIG, errno, "%s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_CONFIG, "%s: is not a regular file", path);
	if (st.st_uid != 0 && st.st_uid != geteuid() && !is_for_root(fd, kind) &&
		!is_of_folder(path, st.st_uid, kind))
		return err_set(e, ERR_CONFIG, "%s: belongs to uid %u, not to root or uid %u;"
			" run: chown root %s", path, (unsigned)st.st_uid, (unsigned)geteuid(), path);
	if ((st.st_mode & refused) != 0)
		return err_set(e, ERR_CONFIG, "%s: mode %04o lets others %s it; run: chmod %s %s",
			path, (unsigned)(st.st_mode & 07777),
			(st.st_mode & (S_IWGRP | S_IWOTH)) != 0 ? "write" : "read",
			kind == TRUST_SECRET ? "0600" : "go-w", path);
	return take_fd(&fd);
}

int
trust_read_file(const char *path, enum trust_kind kind, char *buf, size_t size, size_t *ret_len,
	struct err *e)
{
	auto_fd fd = trust_open(path, kind, e);
	size_t len = 0;

	if (fd < 0)
		return -1;
	for (;;) {
		ssize_t n = read(fd, buf + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			int saved = errno;

			explicit_bzero(buf, size);
			return err_sys(e, ERR_CONFIG, saved, "%s", path);
		}
		len += (size_t)n;
		if (n == 0)
			break;
		if (len == size) {
			explicit_bzero(buf, size);
			return err_set(e, ERR_CONFIG, "%s: is longer than %zu bytes", path, size - 1);
		}
	}
	buf[len] = '\0';
	*ret_len = len;
	return 0;
}
