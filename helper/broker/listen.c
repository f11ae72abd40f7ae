/* SPDX-License-Identifier: MIT */
/* Makes the broker's socket without ever taking it from a broker that is alive. */
#include "helper/broker/server.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/wire.h"

#define BACKLOG	 4096 /* as systemd's sockets; the kernel has its own limit below */
#define PROBE_MS 500

/* Removes a socket that a dead broker left; refuses to touch anything else, also a living socket of
 * another kind. */
static int
leftover_remove(const char *path, struct err *e)
{
	struct stat st;
	struct err ignored;
	auto_fd probe = -1;

	if (lstat(path, &st) != 0)
		return errno == ENOENT ? 0 : err_sys(e, ERR_OTHER, errno, "%s", path);
	if (!S_ISSOCK(st.st_mode))
		return err_set(e, ERR_OTHER, "%s: exists and is not a socket", path);
	probe = wire_connect(path, deadline_in(PROBE_MS), &ignored);
	if (probe >= 0 || ignored.code == ERR_TIMEOUT)
		return err_set(e, ERR_CONFLICT, "%s: another broker listens there", path);
	if (ignored.sys != ECONNREFUSED)
		return err_set(e, ERR_CONFLICT, "%s: another program listens there", path);
	if (unlink(path) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s", path);
	return 0;
}

int
server_listen(const char *path, struct err *e)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	auto_fd fd = -1;

	if (text_copy(sa.sun_path, sizeof(sa.sun_path), path) != 0)
		return err_set(e, ERR_CONFIG, "broker.socket: %s is too long for a socket", path);
	if (leftover_remove(path, e) != 0)
		return -1;
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_sys(e, ERR_OTHER, errno, "socket");
	if (bind(fd, (const struct sockaddr *)&sa, sizeof(sa)) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s", path);
	if (chmod(path, 0666) != 0 || listen(fd, BACKLOG) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s", path);
	return take_fd(&fd);
}
