/* SPDX-License-Identifier: MIT */
/* All of `doorward serve`: opens its sockets, serves the adapters on them, ends well. */
#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H

#include "conf/conf.h"
#include "helper/serve/relay.h"

struct serve_options {
	const struct conf *conf;
	struct relay *relay; /* it counts while it serves */
	int rest_fd, mcp_fd, socket_fd; /* inherited listening sockets; -1 = made as conf says */
};

/* Serves until SIGTERM or SIGINT. Returns 0, or -1 when it could not start. */
int serve(const struct serve_options *options, struct err *e) __attribute__((warn_unused_result));

#endif
