/* SPDX-License-Identifier: MIT */
/* One scrape for a whole host. */
#include "helper/serve/numbers.h"

#include "helper/common/log.h"
#include "helper/metrics/ask.h"
#include "helper/serve/gate.h"
#include "helper/serve/http.h"

#define BROKER_MS 1000

void
numbers_write(const struct numbers *n, struct text_buf *b)
{
	struct err ignored;

	metrics_set(n->metrics, METRIC_REQUESTS_OPEN, NULL, (int64_t)http_server_open(n->http));
	metrics_set(n->metrics, METRIC_LOG_LOST, NULL, log_lost());
	metrics_set(n->metrics, METRIC_TOKENS, NULL, (int64_t)gate_tokens(n->gate));
	metrics_write(n->metrics, b);
	/* a broker that does not answer is told as a number */
	(void)!report_metrics(n->conf->broker.socket, deadline_in(BROKER_MS), b, &ignored);
}
