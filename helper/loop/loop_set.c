/* SPDX-License-Identifier: MIT */
/* The set of descriptors that somebody waits for. Each tells once, and is then set anew. */
#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include "helper/loop/loop_private.h"

static uint64_t
name_of(const struct loop *l, const struct task *t)
{
	return (uint64_t)t->slot << 32 | l->slot[t->slot].generation;
}

int
loop_watch_task(struct loop *l, struct task *t)
{
	struct epoll_event event = { .events = EPOLLRDHUP | EPOLLONESHOT,
		.data.u64 = name_of(l, t) };

	if (t->awaits_input)
		event.events |= EPOLLIN;
	if (epoll_ctl(l->epoll_fd, t->watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, t->fd, &event) != 0)
		return -1;
	t->watched = true;
	return 0;
}

void
loop_listen(struct loop *l, bool listen)
{
	struct epoll_event event = { .events = listen ? EPOLLIN : 0, .data.u64 = LOOP_OF_LISTEN };

	if (l->config.listen_fd < 0 || l->listening == listen)
		return;
	l->listening = listen;
	(void)epoll_ctl(l->epoll_fd, EPOLL_CTL_MOD, l->config.listen_fd, &event); /* it is in the set */
}

int
loop_watch_open(struct loop *l, struct err *e)
{
	struct epoll_event wake = { .events = EPOLLIN, .data.u64 = LOOP_OF_WAKE };
	struct epoll_event listen = { .events = 0, .data.u64 = LOOP_OF_LISTEN };
	struct epoll_event urgent = { .events = EPOLLIN, .data.u64 = LOOP_OF_URGENT };

	l->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	l->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (l->epoll_fd < 0 || l->wake_fd < 0 ||
		epoll_ctl(l->epoll_fd, EPOLL_CTL_ADD, l->wake_fd, &wake) != 0 ||
		(l->config.listen_fd >= 0 && epoll_ctl(l->epoll_fd, EPOLL_CTL_ADD,
			l->config.listen_fd, &listen) != 0) ||
		(l->config.urgent_fd >= 0 && epoll_ctl(l->epoll_fd, EPOLL_CTL_ADD,
			l->config.urgent_fd, &urgent) != 0))
		return err_sys(e, ERR_OTHER, errno, "watching connections");
	return 0;
}
