/* SPDX-License-Identifier: MIT */
/* A bounded set of threads that may wait for the directory, so that the sockets never do. */
#include <stdlib.h>

#include "helper/serve/http_private.h"

#define STACK_SIZE (512 * 1024) /* libcurl and OpenSSL want more than our own frames */

int
workers_give(struct http_server *s, struct http_exchange *x)
{
	int rc = -1;

	(void)pthread_mutex_lock(&s->lock);
	if (!s->stopping && s->queued < s->thread_count * HTTP_QUEUE) {
		x->counted = true;
		s->open++;
		if (x->connection != NULL)
			x->connection->until_ms = 0;
		MHD_suspend_connection(x->mhd); /* before a worker can resume it */
		x->next = NULL;
		if (s->last != NULL)
			s->last->next = x;
		else
			s->first = x;
		s->last = x;
		s->queued++;
		(void)pthread_cond_signal(&s->work);
		rc = 0;
	}
	(void)pthread_mutex_unlock(&s->lock);
	return rc;
}

static void *
worker_run(void *arg)
{
	struct http_server *s = arg;

	(void)pthread_mutex_lock(&s->lock);
	for (;;) {
		struct http_exchange *x;
		const struct http_endpoint *endpoint;

		while (s->first == NULL && !s->stopping)
			(void)pthread_cond_wait(&s->work, &s->lock);
		x = s->first;
		if (x == NULL)
			break;
		s->first = x->next;
		if (s->first == NULL)
			s->last = NULL;
		s->queued--;
		(void)pthread_mutex_unlock(&s->lock);
		endpoint = x->listener->endpoint;
		endpoint->answer(endpoint->ctx, &x->request, &x->reply);
		MHD_resume_connection(x->mhd); /* from here on x is not ours */
		(void)pthread_mutex_lock(&s->lock);
	}
	(void)pthread_mutex_unlock(&s->lock);
	return NULL;
}

int
workers_start(struct http_server *s, struct err *e)
{
	pthread_attr_t attr;

	s->thread = calloc(s->config.workers, sizeof(*s->thread));
	if (s->thread == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setstacksize(&attr, STACK_SIZE);
	while (s->thread_count < s->config.workers &&
		pthread_create(&s->thread[s->thread_count], &attr, worker_run, s) == 0)
		s->thread_count++;
	(void)pthread_attr_destroy(&attr);
	return s->thread_count == s->config.workers
		? 0
		: err_set(e, ERR_OTHER, "no threads for %u workers", s->config.workers);
}

void
workers_stop(struct http_server *s)
{
	(void)pthread_mutex_lock(&s->lock);
	s->stopping = true;
	(void)pthread_cond_broadcast(&s->work);
	(void)pthread_mutex_unlock(&s->lock);
	for (size_t i = 0; i < s->thread_count; i++)
		(void)pthread_join(s->thread[i], NULL);
	s->thread_count = 0;
	free(s->thread);
	s->thread = NULL;
}
