/* SPDX-License-Identifier: MIT */
/* Puts messages together and apart; the only place that knows how they look as bytes. */
#include "base/wire.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>

#include "base/text.h"

int
wire_split(struct wire_msg *m, size_t len, struct err *e)
{
	const char *p = m->buf, *end = m->buf + len;

	m->count = 0;
	if (len == 0 || len > sizeof(m->buf) || end[-1] != '\0')
		return err_set(e, ERR_OTHER, "a message does not end with a NUL byte");
	if (!text_is_utf8(m->buf, len))
		return err_set(e, ERR_OTHER, "a message is not UTF-8");
	while (p < end) {
		if (m->count == WIRE_FIELDS)
			return err_set(e, ERR_OTHER, "a message has more than %d fields",
				WIRE_FIELDS);
		m->field[m->count++] = p;
		p += strlen(p) + 1;
	}
	return 0;
}

int
wire_send_fields(int fd, struct deadline d, const char *const *fields, size_t count, struct err *e)
{
	char buf[WIRE_SIZE];
	size_t used = 0;
	ssize_t n;

	if (count == 0 || count > WIRE_FIELDS)
		return err_set(e, ERR_USAGE, "a message of %zu fields", count);
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(fields[i]) + 1;

		if (len > sizeof(buf) - used) {
			explicit_bzero(buf, used);
			return err_set(e, ERR_USAGE, "a message is longer than %d bytes", WIRE_SIZE);
		}
		memcpy(buf + used, fields[i], len);
		used += len;
	}
	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLOUT };

		n = send(fd, buf, used, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n >= 0 || (errno != EAGAIN && errno != EINTR))
			break;
		if (deadline_passed(d)) {
			errno = ETIMEDOUT;
			break;
		}
		(void)poll(&p, 1, deadline_left(d)); /* the next send tells what happened */
	}
	if (n >= 0) {
		explicit_bzero(buf, used);
		return 0;
	}
	{
		int saved = errno;

		explicit_bzero(buf, used);
		return err_sys(e, saved == ETIMEDOUT ? ERR_TIMEOUT : ERR_UNREACHABLE, saved, "send");
	}
}

int
wire_send(int fd, struct deadline d, struct err *e, const char *verb, ...)
{
	const char *fields[WIRE_FIELDS + 1] = { verb }; /* one more, so that too many are noticed */
	const char *field;
	size_t count = 1;
	va_list ap;

	va_start(ap, verb);
	while (count <= WIRE_FIELDS && (field = va_arg(ap, const char *)) != NULL)
		fields[count++] = field;
	va_end(ap);
	return wire_send_fields(fd, d, fields, count, e);
}

static int
receive(int fd, struct deadline d, struct wire_msg *m, struct err *e)
{
	bool reset = false;

	for (;;) {
		struct iovec iov = { .iov_base = m->buf, .iov_len = sizeof(m->buf) };
		struct msghdr h = { .msg_iov = &iov, .msg_iovlen = 1 };
		struct pollfd p = { .fd = fd, .events = POLLIN };
		ssize_t n = recvmsg(fd, &h, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);

		if (n > 0 && (h.msg_flags & MSG_TRUNC) == 0)
			return wire_split(m, (size_t)n, e);
		if (n > 0)
			return err_set(e, ERR_OTHER, "a message is longer than %d bytes", WIRE_SIZE);
		if (n == 0)
			return err_set(e, ERR_UNREACHABLE, "the other side closed the connection");
		if (errno == ECONNRESET && !reset) {
			/* said once, and before what the other side sent before it closed */
			reset = true;
			continue;
		}
		if (errno != EAGAIN && errno != EINTR)
			return err_sys(e, ERR_UNREACHABLE, errno, "receive");
		if (deadline_passed(d))
			return err_set(e, ERR_TIMEOUT, "no message in time");
		(void)poll(&p, 1, deadline_left(d));
	}
}

int
wire_receive(int fd, struct deadline d, struct wire_msg *m, struct err *e)
{
	if (receive(fd, d, m, e) == 0)
		return 0;
	wire_clear(m); /* half an answer is still an answer */
	return -1;
}

bool
wire_hung_up(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLRDHUP };

	return poll(&p, 1, 0) > 0 && (p.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
}

void
wire_clear(struct wire_msg *m)
{
	explicit_bzero(m, sizeof(*m));
}
