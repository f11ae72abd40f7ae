/* SPDX-License-Identifier: MIT */
/* Each connection has a thread of its own, which may wait for the directory; only so many do at the
 * same time, and the others in the order in which they came. */
#include "helper/serve/http_private.h"

/* The lock is held. */
static bool
is_too_long(const struct http_server *s)
{
	return s->turns_taken - s->turns_ended >= (uint64_t)s->config.workers * (1 + HTTP_QUEUE);
}

int
turn_take(struct http_server *s, struct http_exchange *x)
{
	int rc = -1;

	(void)pthread_mutex_lock(&s->lock);
	if (!s->stopping && (!x->waits || !is_too_long(s))) {
		x->counted = true;
		s->open++;
		if (x->connection != NULL)
			x->connection->until_ms = 0;
		if (x->waits) {
			uint64_t turn = s->turns_taken++;

			while (turn >= s->turns_ended + s->config.workers)
				(void)pthread_cond_wait(&s->turn, &s->lock);
		}
		rc = 0;
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
	s->turns_ended++;
	if (s->turns_taken - s->turns_ended >= s->config.workers)
		(void)pthread_cond_broadcast(&s->turn); /* somebody waits */
	(void)pthread_mutex_unlock(&s->lock);
}
