/* SPDX-License-Identifier: MIT */
/* Waits for sockets and timers in the library's stead. Its own way of waiting asks every transfer
 * with a system call whenever one of them moves. */
#include "api/multi_loop.h"

#include <errno.h>
#include <limits.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/deadline.h"

/* The library says what it waits for on this socket. It can have closed one and opened another with
 * the same number in between, so what the set knows counts. Failing here would kill the multi
 * handle for ever: the fault is kept for multi_loop_turn(). */
static int
watch_socket(CURL *easy, curl_socket_t fd, int what, void *ctx, void *unused)
{
	struct multi_loop *l = ctx;
	struct epoll_event event = { .data.fd = fd };

	(void)easy;
	(void)unused;
	if (what == CURL_POLL_REMOVE) {
		(void)epoll_ctl(l->epoll, EPOLL_CTL_DEL, fd, NULL); /* closed: it is gone already */
		return 0;
	}
	if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
		event.events |= EPOLLIN;
	if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
		event.events |= EPOLLOUT;
	if (epoll_ctl(l->epoll, EPOLL_CTL_MOD, fd, &event) != 0 &&
		(errno != ENOENT || epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &event) != 0))
		l->failed = true;
	return 0;
}

static int
watch_timer(CURLM *multi, long timeout_ms, void *ctx)
{
	struct multi_loop *l = ctx;

	(void)multi;
	l->timer_ms = timeout_ms < 0 ? INT64_MAX : deadline_in(timeout_ms).at_ms;
	return 0;
}

int
multi_loop_open(struct multi_loop *l, struct err *e)
{
	struct epoll_event event = { .events = EPOLLIN };

	*l = (struct multi_loop){ .timer_ms = INT64_MAX };
	l->multi = curl_multi_init();
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	l->alarm = event.data.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (l->epoll < 0 || l->alarm < 0 ||
		epoll_ctl(l->epoll, EPOLL_CTL_ADD, l->alarm, &event) != 0) {
		int sys = errno;

		multi_loop_close(l);
		return err_sys(e, ERR_OTHER, sys, "cannot wait for connections");
	}
	if (l->multi == NULL ||
		curl_multi_setopt(l->multi, CURLMOPT_SOCKETFUNCTION, watch_socket) != CURLM_OK ||
		curl_multi_setopt(l->multi, CURLMOPT_SOCKETDATA, l) != CURLM_OK ||
		curl_multi_setopt(l->multi, CURLMOPT_TIMERFUNCTION, watch_timer) != CURLM_OK ||
		curl_multi_setopt(l->multi, CURLMOPT_TIMERDATA, l) != CURLM_OK) {
		multi_loop_close(l);
		return err_set(e, ERR_OTHER, "out of memory");
	}
	return 0;
}

static bool
act(struct multi_loop *l, curl_socket_t fd, int mask)
{
	int running;

	return curl_multi_socket_action(l->multi, fd, mask, &running) == CURLM_OK;
}

int
multi_loop_turn(struct multi_loop *l, int timeout_ms)
{
	struct deadline timer = { .at_ms = l->timer_ms };
	int left = deadline_left(timer);
	struct epoll_event event;
	int count = epoll_wait(l->epoll, &event, 1, timeout_ms < left ? timeout_ms : left);
	bool fine = count >= 0 || errno == EINTR;
	eventfd_t rings;

	if (count == 1 && event.data.fd == l->alarm)
		(void)eventfd_read(l->alarm, &rings); /* there is something, or it does no harm */
	else if (count == 1)
		fine = act(l, event.data.fd,
			((event.events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
				((event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
				((event.events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR
									      : 0));
	timer.at_ms = l->timer_ms;
	if (fine && deadline_passed(timer)) {
		l->timer_ms = INT64_MAX; /* it asks anew when it wants more */
		fine = act(l, CURL_SOCKET_TIMEOUT, 0);
	}
	fine = fine && !l->failed;
	l->failed = false;
	return fine ? 0 : -1;
}

void
multi_loop_wake(struct multi_loop *l)
{
	(void)eventfd_write(l->alarm, 1); /* fails only when it is full, and then it rings already */
}

void
multi_loop_close(struct multi_loop *l)
{
	if (l->multi != NULL)
		(void)curl_multi_cleanup(l->multi); /* empty: nothing can be wrong */
	if (l->epoll >= 0)
		(void)close(l->epoll);
	if (l->alarm >= 0)
		(void)close(l->alarm);
}
