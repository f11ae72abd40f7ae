/* SPDX-License-Identifier: MIT */
/* Opens sockets without ever taking one from a program that is alive. */
#include "helper/serve/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/cleanup.h"
#include "base/listen_address.h"
#include "base/text.h"

#define BACKLOG 1024

int
listen_tcp(const char *address, struct err *e)
{
	struct listen_address a;
	auto_fd fd = -1;
	int one = 1;

	if (listen_address_parse(address, &a) != 0)
		return err_set(e, ERR_CONFIG, "%s: is no numeric address with a port", address);
	fd = socket(a.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_sys(e, ERR_OTHER, errno, "%s", address);
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
		(a.address.ss_family == AF_INET6 &&
			setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one)) != 0) ||
		bind(fd, (const struct sockaddr *)&a.address, a.len) != 0 ||
		listen(fd, BACKLOG) != 0)
		return err_sys(e, errno == EADDRINUSE ? ERR_CONFLICT : ERR_OTHER, errno, "%s",
			address);
	return take_fd(&fd);
}

/* Removes a socket that a dead program left; refuses to touch anything else. */
static int
leftover_remove(const struct sockaddr_un *sa, struct err *e)
{
	const char *path = sa->sun_path;
	struct stat st;
	auto_fd probe = -1;

	if (lstat(path, &st) != 0)
		return errno == ENOENT ? 0 : err_sys(e, ERR_OTHER, errno, "%s", path);
	if (!S_ISSOCK(st.st_mode))
		return err_set(e, ERR_OTHER, "%s: exists and is not a socket", path);
	probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (probe < 0)
		return err_sys(e, ERR_OTHER, errno, "%s", path);
	if (connect(probe, (const struct sockaddr *)sa, sizeof(*sa)) == 0 || errno == EAGAIN)
		return err_set(e, ERR_CONFLICT, "%s: somebody listens there already", path);
	if (unlink(path) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s", path);
	return 0;
}

int
listen_local(const char *path, struct err *e)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	auto_fd fd = -1;

	if (text_copy(sa.sun_path, sizeof(sa.sun_path), path) != 0)
		return err_set(e, ERR_CONFIG, "%s: is too long for a socket", path);
	if (leftover_remove(&sa, e) != 0)
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&sa, sizeof(sa)) != 0 ||
		chmod(path, 0666) != 0 || listen(fd, BACKLOG) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s", path);
	return take_fd(&fd);
}

const char *
listen_name(int fd, char buf[LISTEN_NAME_SIZE])
{
	struct sockaddr_storage a = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(a);
	char host[INET6_ADDRSTRLEN], port[8];
	bool six;

	(void)snprintf(buf, LISTEN_NAME_SIZE, "a local socket");
	if (getsockname(fd, (struct sockaddr *)&a, &len) != 0 || a.ss_family == AF_UNIX ||
		getnameinfo((const struct sockaddr *)&a, len, host, sizeof(host), port,
			sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return buf;
	six = a.ss_family == AF_INET6;
	(void)snprintf(buf, LISTEN_NAME_SIZE, "%s%s%s:%s", six ? "[" : "", host, six ? "]" : "",
		port);
	return buf;
}

int
listen_check(int fd, struct err *e)
{
	int listening = 0;
	socklen_t len = sizeof(listening);

	if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &len) == 0 && listening)
		return 0;
	return err_set(e, ERR_USAGE, "descriptor %d is not a listening socket", fd);
}

bool
listen_is_local(int fd)
{
	int domain = AF_UNSPEC;
	socklen_t len = sizeof(domain);

	return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) == 0 && domain == AF_UNIX;
}

bool
listen_is_private(int fd)
{
	struct sockaddr_storage a = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(a);

	if (getsockname(fd, (struct sockaddr *)&a, &len) != 0)
		return false;
	return a.ss_family == AF_UNIX || listen_address_is_loopback(&a);
}
