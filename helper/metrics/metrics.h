/* SPDX-License-Identifier: MIT */
/* What the programs count of their own work, told in the text format 0.0.4 of Prometheus.
 *
 * One table (table.c) has a row for each metric: name, type, help, labels. What is told, the lists
 * in the manual, and the tests of dashboard and alerts come from it. A label takes its values from
 * a list that is fixed in the program, never from outside: the number of series is bounded, and no
 * name of a person is among them.
 *
 * Counting is one atomic addition. Nothing here locks, waits or fails; a NULL object and a label's
 * value that is none count for nothing. */
#ifndef METRICS_METRICS_H
#define METRICS_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Who tells it; the name begins with the word. */
enum metric_program {
	METRIC_HOST,   /* "doorward": whoever asks the broker */
	METRIC_BROKER, /* "doorwardd" */
	METRIC_SERVE,  /* "doorward_serve" */
};

#define METRIC_PROGRAMS 3

const char *metric_program_word(enum metric_program p);

enum metric_type {
	METRIC_COUNTER,
	METRIC_GAUGE,	  /* not told before it was set */
	METRIC_HISTOGRAM, /* of durations */
};

/* "counter", "gauge", "histogram". */
const char *metric_type_word(enum metric_type t);

struct metric_label {
	const char *name;
	size_t count;			    /* of values */
	const char *(*word)(size_t value); /* of a value below count */
};

#define METRIC_LABELS 4

struct metric {
	const char *name;  /* behind the program's word */
	enum metric_type type;
	unsigned programs; /* a bit for each */
	const char *help;
	const struct metric_label *label[METRIC_LABELS]; /* the first NULL ends */
};

enum metric_id {
	METRIC_BROKER_UP,
	METRIC_BUILD,
	METRIC_START,
	METRIC_LOG_LOST,
	METRIC_VERDICTS,
	METRIC_LOGIN_SECONDS,
	METRIC_CONVERSATIONS,
	METRIC_CONVERSATIONS_MAX,
	METRIC_CONVERSATIONS_REFUSED,
	METRIC_LOOKUPS,
	METRIC_CACHE_ENTRIES,
	METRIC_BREAKER_OPEN,
	METRIC_BREAKER_OPENINGS,
	METRIC_REACHABLE,
	METRIC_ANSWERED,
	METRIC_UNANSWERED,
	METRIC_CONFIGURATION_READS,
	METRIC_CONFIGURATION_GENERATION,
	METRIC_CONFIGURATION_READ,
	METRIC_CONFIGURATION_BROKEN,
	METRIC_CONFIGURATION_REJECTED,
	METRIC_SYNC_INTERVAL,
	METRIC_SYNC_RUNS,
	METRIC_SYNC_SUCCESS,
	METRIC_ACCOUNTS_WRITTEN,
	METRIC_ACCOUNTS_USERS,
	METRIC_ACCOUNTS_GROUPS,
	METRIC_API_CALLS,
	METRIC_API_SECONDS,
	METRIC_REQUESTS,
	METRIC_REQUEST_SECONDS,
	METRIC_REQUESTS_OPEN,
	METRIC_REFUSALS,
	METRIC_CALLS,
	METRIC_TOKENS,
	METRIC_COUNT,
};

extern const struct metric metric_table[METRIC_COUNT];

/* Values of labels that nothing else in the product numbers. */
enum refused_reason {
	REFUSED_TOO_MANY,
	REFUSED_GIVEN_UP,
	REFUSED_NO_DESCRIPTOR,
	REFUSED_MALFORMED,
};
enum read_result { READ_OK, READ_FAULTY };
enum sync_result { SYNC_OK, SYNC_FAILED };
enum serve_listener { LISTENER_REST, LISTENER_MCP, LISTENER_SOCKET };
enum serve_route { ROUTE_NONE, ROUTE_DOCUMENT, ROUTE_METRICS, ROUTE_OPERATION, ROUTE_MCP };
enum serve_adapter { ADAPTER_REST, ADAPTER_MCP, ADAPTER_STDIO };

/* "rest", "mcp", "stdio". */
const char *serve_adapter_word(enum serve_adapter a);

/* The number of a HTTP status among the values of that label. */
size_t metric_status(unsigned http_status);

/* That of the reason of a refusal with it; of no series for a status that refuses nothing. */
size_t metric_refusal(unsigned http_status);

struct metrics;

/* Counters at zero, for what this program tells. Returns NULL without memory. */
struct metrics *metrics_new(enum metric_program program);

/* NULL is allowed. */
void metrics_free(struct metrics *m);

/* value: one for each label of the row, in their order; NULL without labels. */
void metrics_add(struct metrics *m, enum metric_id id, const size_t *value, int64_t n);
void metrics_set(struct metrics *m, enum metric_id id, const size_t *value, int64_t n);

/* One duration, in microseconds. */
void metrics_observe(struct metrics *m, enum metric_id id, const size_t *value, int64_t us);

struct api_op;
struct err;

/* Counts a call to the directory: what api_client_watch wants, and ctx is a struct metrics. */
void metrics_watch_api(void *ctx, const struct api_op *op, const struct err *e, int64_t took_us);

/* Appends everything. Series with many possible labels are told once they have counted. */
void metrics_write(const struct metrics *m, struct text_buf *b);

#endif
