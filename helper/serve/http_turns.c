/* SPDX-License-Identifier: MIT */
/* Each connection has a thread of its own, which may wait for the directory; only so many do at the
 * same time, and the others wait for their turn: not too many of them, and not for ever. */
#include <errno.h>

#include "base/deadline.h"
#include "helper/serve/http_private.h"

void
turns_init(struct http_server *s)
{
	pthread_condattr_t attr;

	(void)pthread_condattr_init(&attr); /* none of these can fail on Linux */
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&s->turn, &attr);
	(void)pthread_condattr_destroy(&attr);
}

/* The lock is held. */
static int
wait_for_turn(struct http_server *s)
{
	int64_t until_ms = clock_ms() + s->config.turn_ms;
	const struct timespec until = { .tv_sec = until_ms / 1000,
		.tv_nsec = until_ms % 1000 * 1000000 };
	int rc = 0;

	if (s->busy >= s->config.workers) {
		if (s->waiting >= s->config.workers * HTTP_QUEUE)
			return -1;
		s->waiting++;
		while (s->busy >= s->config.workers && rc == 0)
			rc = pthread_cond_timedwait(&s->turn, &s->lock, &until);
		s->waiting--;
	}
	if (s->busy >= s->config.workers)
		return -1;
	s->busy++;
	return 0;
}

int
turn_take(struct http_server *s, struct http_exchange *x)
{
	int rc = -1;

	(void)pthread_mutex_lock(&s->lock);
	if (!s->stopping) {
		x->counted = true;
		s->open++;
		if (x->connection != NULL)
			x->connection->until_ms = 0;
		rc = x->waits ? wait_for_turn(s) : 0;
	}
	(void)pthread_mutex_unlock(&s->lock);
	return rc;
}

void
turn_end(struct http_server *s, const struct http_exchange *x)
{
	if (!x->waits)
		return;
	(void)pthread_mutex_lock(&s->lock);
	s->busy--;
	if (s->waiting > 0)
		(void)pthread_cond_signal(&s->turn);
	(void)pthread_mutex_unlock(&s->lock);
}

bool
turns_are_taken(struct http_server *s)
{
	bool taken;

	(void)pthread_mutex_lock(&s->lock);
	taken = s->busy > 0 || s->waiting > 0;
	(void)pthread_mutex_unlock(&s->lock);
	return taken;
}
