/* SPDX-License-Identifier: MIT */
/* What GET /metrics answers: the numbers of this service, and the broker's if it tells them. */
#ifndef SERVE_NUMBERS_H
#define SERVE_NUMBERS_H

#include "conf/conf.h"
#include "helper/metrics/metrics.h"

struct gate;
struct http_server;

/* All borrowed. */
struct numbers {
	const struct conf *conf;
	struct metrics *metrics;
	struct gate *gate;
	struct http_server *http;
};

/* Appends the text. Waits for the broker, a second at most. */
void numbers_write(const struct numbers *n, struct text_buf *b);

#endif
