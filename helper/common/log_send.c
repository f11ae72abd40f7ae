/* SPDX-License-Identifier: MIT */
/* Speaks to /dev/log in datagrams of RFC 3164, and asks for room before it writes. */
#include "helper/common/log_send.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "base/deadline.h"

#define GRACE_MS 200

static _Atomic int log_fd = -1;
static _Atomic bool alone; /* standard error is not there for the system's log */
static _Atomic bool stuck; /* the last line was not taken */

/* Waits for room until the deadline. */
static bool
has_room(int fd, struct deadline d)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return poll(&p, 1, deadline_left(d)) > 0 && (p.revents & (POLLNVAL | POLLERR)) == 0;
}

/* Pieces of PIPE_BUF do not block after poll(2); the lock keeps those of one line together. */
static bool
send_stderr(const char *text, struct deadline d)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	char line[LOG_SEND_MAX + 2];
	int len = snprintf(line, sizeof(line), "%.*s\n", LOG_SEND_MAX, text);
	ssize_t n = 1;

	(void)pthread_mutex_lock(&lock); /* for as long as the grace lasts, once */
	for (const char *p = line, *end = line + len; p < end && n > 0; p += n)
		n = !has_room(STDERR_FILENO, d) ? -1
			: write(STDERR_FILENO, p,
				  end - p < PIPE_BUF ? (size_t)(end - p) : (size_t)PIPE_BUF);
	(void)pthread_mutex_unlock(&lock);
	return n > 0;
}

/* Connects the socket; a socket of datagrams may be connected as often as syslogd is started. */
static int
connect_log(void)
{
	static const struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = _PATH_LOG };
	int fd = log_fd, none = -1;

	if (fd < 0) {
		fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		if (fd >= 0 && !atomic_compare_exchange_strong(&log_fd, &none, fd)) {
			(void)close(fd); /* another thread was faster */
			fd = none;
		}
	}
	return fd < 0 ? -1 : connect(fd, (const struct sockaddr *)&address, sizeof(address));
}

/* "<PRIORITY>Mmm dd hh:mm:ss ": what stands before the words. */
static int
make_header(char *header, size_t size, int priority)
{
	time_t now = time(NULL);
	char stamp[32] = "";
	struct tm tm;

	if (localtime_r(&now, &tm) != NULL)
		(void)strftime(stamp, sizeof(stamp), "%b %e %T ", &tm);
	return snprintf(header, size, "<%d>%s", LOG_AUTHPRIV | priority, stamp);
}

static bool
send_syslog(const char *program, int priority, const char *text, struct deadline d)
{
	char header[64], words[LOG_SEND_MAX + 64];
	int head = make_header(header, sizeof(header), priority);
	int len = snprintf(words, sizeof(words), "%.32s[%d]: %.*s", program, (int)getpid(),
		LOG_SEND_MAX, text);
	struct iovec part[] = { { .iov_base = header, .iov_len = (size_t)head },
		{ .iov_base = words, .iov_len = (size_t)len } };
	const struct msghdr message = { .msg_iov = part, .msg_iovlen = 2 };
	bool tried = false;

	for (;;) {
		if (log_fd >= 0 && sendmsg(log_fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
			return true;
		if (log_fd >= 0 && (errno == EAGAIN || errno == ENOBUFS || errno == EINTR)) {
			if (deadline_passed(d))
				return false;
			(void)has_room(log_fd, d); /* the next turn tells */
		} else if (tried || connect_log() != 0) {
			return !alone && send_stderr(words, d);
		} else {
			tried = true;
		}
	}
}

bool
log_send(enum log_target target, const char *program, int priority, const char *text)
{
	struct deadline d = deadline_in(stuck ? 0 : GRACE_MS);
	bool taken = target == LOG_TARGET_SYSLOG ? send_syslog(program, priority, text, d)
						 : send_stderr(text, d);

	stuck = !taken;
	return taken;
}

void
log_send_alone(void)
{
	alone = true;
}

bool
log_send_ready(enum log_target target)
{
	struct deadline d = deadline_in(GRACE_MS);

	/* connected anew: a socket whose listener has gone would seem to have room */
	if (target == LOG_TARGET_SYSLOG && connect_log() == 0)
		return has_room(log_fd, d);
	return !(target == LOG_TARGET_SYSLOG && alone) && has_room(STDERR_FILENO, d);
}
