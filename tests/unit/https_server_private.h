/* SPDX-License-Identifier: MIT */
/* What is inside a test server: shared by what plays (https_server.c) and what a test sees of it
 * (https_script.c). */
#ifndef UNIT_HTTPS_SERVER_PRIVATE_H
#define UNIT_HTTPS_SERVER_PRIVATE_H

#include <pthread.h>

#include "tests/unit/https_server.h"

#define THREADS_MAX 256

struct server {
	enum server_mode mode;
	struct ssl_ctx_st *ctx;
	int listener, port;
	int stopping; /* eventfd: readable once the server ends */
	char ca_file[64];
	pthread_t acceptor, threads[THREADS_MAX];
	size_t thread_count; /* the acceptor's own */

	pthread_mutex_t lock; /* guards everything below */
	pthread_cond_t changed;
	int connections, open;
	struct step steps[STEPS_MAX];
	size_t step_count, step_next;
	char *requests[REQUESTS_MAX];
	int request_count, hold;
	bool echo;
	size_t written;
};

/* Waits for a change of what the lock guards, which is held; false when it takes ten seconds. */
bool server_wait_change(struct server *s);

#endif
