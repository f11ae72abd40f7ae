/* SPDX-License-Identifier: MIT */
/* A test server in a process of its own, for tests of what is in this one. */
#ifndef UNIT_API_REMOTE_H
#define UNIT_API_REMOTE_H

#include "tests/unit/api_stage.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* It answers everything with SERVER_OK. */
struct remote {
	pid_t pid;
	int port;
	char ca_file[64];
};

static inline int
start_remote(void **state)
{
	static struct remote r;
	int ready[2];

	assert_int_equal(pipe(ready), 0);
	r.pid = fork();
	if (r.pid == 0) {
		struct server *s;

		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		s = server_start(SERVER_TLS, false);
		r.port = server_port(s);
		(void)snprintf(r.ca_file, sizeof(r.ca_file), "%s", server_ca_file(s));
		if (write(ready[1], &r, sizeof(r)) != (ssize_t)sizeof(r))
			_exit(1);
		for (;;)
			(void)pause();
	}
	{
		struct remote told;

		assert_int_equal(read(ready[0], &told, sizeof(told)), sizeof(told));
		r.port = told.port;
		memcpy(r.ca_file, told.ca_file, sizeof(r.ca_file));
	}
	(void)close(ready[0]);
	(void)close(ready[1]);
	*state = &r;
	return 0;
}

static inline int
stop_remote(void **state)
{
	struct remote *r = *state;

	(void)kill(r->pid, SIGKILL);
	(void)waitpid(r->pid, NULL, 0);
	(void)unlink(r->ca_file);
	return 0;
}

#endif
