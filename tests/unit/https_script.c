/* SPDX-License-Identifier: MIT */
/* Tells a test server what to do next, and a test what the server has seen. */
#include "tests/unit/https_server_private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void
server_script(struct server *s, const struct step *steps, size_t count)
{
	assert(count <= STEPS_MAX);
	(void)pthread_mutex_lock(&s->lock);
	for (int i = 0; i < s->request_count && i < REQUESTS_MAX; i++) {
		free(s->requests[i]);
		s->requests[i] = NULL;
	}
	if (count > 0)
		memcpy(s->steps, steps, count * sizeof(*steps));
	s->step_count = count;
	s->step_next = 0;
	s->request_count = s->hold = 0;
	s->echo = false;
	s->written = 0;
	(void)pthread_mutex_unlock(&s->lock);
}

void
server_hold(struct server *s, int requests)
{
	(void)pthread_mutex_lock(&s->lock);
	s->hold = requests;
	(void)pthread_mutex_unlock(&s->lock);
}

void
server_echo(struct server *s)
{
	(void)pthread_mutex_lock(&s->lock);
	s->echo = true;
	(void)pthread_mutex_unlock(&s->lock);
}

int
server_port(const struct server *s)
{
	return s->port;
}

const char *
server_ca_file(const struct server *s)
{
	return s->ca_file;
}

int
server_connections(struct server *s)
{
	int count;

	(void)pthread_mutex_lock(&s->lock);
	count = s->connections;
	(void)pthread_mutex_unlock(&s->lock);
	return count;
}

int
server_requests_with(struct server *s, const char *text)
{
	int count = 0;

	(void)pthread_mutex_lock(&s->lock);
	for (int i = 0; i < s->request_count && i < REQUESTS_MAX; i++)
		count += strstr(s->requests[i], text) != NULL ? 1 : 0;
	(void)pthread_mutex_unlock(&s->lock);
	return count;
}

int
server_requests(struct server *s)
{
	int count;

	(void)pthread_mutex_lock(&s->lock);
	count = s->request_count;
	(void)pthread_mutex_unlock(&s->lock);
	return count;
}

size_t
server_written(struct server *s)
{
	size_t written;

	(void)pthread_mutex_lock(&s->lock);
	written = s->written;
	(void)pthread_mutex_unlock(&s->lock);
	return written;
}

const char *
server_request(struct server *s, int n)
{
	const char *request = NULL;

	(void)pthread_mutex_lock(&s->lock);
	if (n < s->request_count && n < REQUESTS_MAX)
		request = s->requests[n];
	(void)pthread_mutex_unlock(&s->lock);
	return request != NULL ? request : "";
}

bool
server_wait_closed(struct server *s)
{
	return server_wait_open(s, 0);
}

bool
server_wait_open(struct server *s, int connections)
{
	bool came;

	(void)pthread_mutex_lock(&s->lock);
	while (s->open != connections && server_wait_change(s))
		continue;
	came = s->open == connections;
	(void)pthread_mutex_unlock(&s->lock);
	return came;
}

bool
server_wait_requests(struct server *s, int requests)
{
	bool came;

	(void)pthread_mutex_lock(&s->lock);
	while (s->request_count < requests && server_wait_change(s))
		continue;
	came = s->request_count >= requests;
	(void)pthread_mutex_unlock(&s->lock);
	return came;
}

bool
server_wait_change(struct server *s)
{
	struct timespec limit;

	(void)clock_gettime(CLOCK_REALTIME, &limit);
	limit.tv_sec += 10;
	return pthread_cond_timedwait(&s->changed, &s->lock, &limit) == 0;
}
