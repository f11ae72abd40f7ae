/* SPDX-License-Identifier: MIT */
/* Reaches the broker without ever waiting longer than told, and asks the kernel who answers. */
#include "base/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"

/* Some programs run with descriptors 0 to 2 closed; a socket there would receive their output. */
static int
socket_above_stdio(void)
{
	auto_fd fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	if (fd < 0 || fd > STDERR_FILENO)
		return take_fd(&fd);
	return fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

int
wire_connect(const char *path, struct deadline d, struct err *e)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	auto_fd fd = socket_above_stdio();

	if (text_copy(sa.sun_path, sizeof(sa.sun_path), path) != 0)
		return err_set(e, ERR_USAGE, "%s: is too long for a socket's name", path);
	if (fd < 0)
		return err_sys(e, ERR_UNREACHABLE, errno, "socket");
	for (;;) {
		/* connect(2) on a full backlog blocks; only SO_SNDTIMEO bounds that */
		struct timeval tv = deadline_timeval(d);

		if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &tv, sizeof(tv)) != 0)
			return err_sys(e, ERR_UNREACHABLE, errno, "%s", path);
		if (connect(fd, (const struct sockaddr *)&sa, sizeof(sa)) == 0)
			return take_fd(&fd);
		if (errno == EAGAIN || errno == EINPROGRESS)
			return err_set(e, ERR_TIMEOUT, "%s: does not accept in time", path);
		if (errno != EINTR)
			return err_sys(e, ERR_UNREACHABLE, errno, "%s", path);
		if (deadline_passed(d))
			return err_set(e, ERR_TIMEOUT, "%s: does not accept in time", path);
	}
}

int
wire_peer(int fd, uid_t *ret_uid, pid_t *ret_pid, struct err *e)
{
	struct ucred cred;
	socklen_t len = sizeof(cred);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) != 0)
		return err_sys(e, ERR_OTHER, errno, "SO_PEERCRED");
	if (len != sizeof(cred))
		return err_set(e, ERR_OTHER, "SO_PEERCRED: unexpected length");
	*ret_uid = cred.uid;
	*ret_pid = cred.pid;
	return 0;
}
