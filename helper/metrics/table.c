/* SPDX-License-Identifier: MIT */
/* One row per metric, and the lists that labels take their values from. */
#include "helper/metrics/metrics.h"

#include "api/operation.h"
#include "helper/door/cache.h"
#include "policy/policy.h"

#define OPERATIONS_MAX 256 /* at least the rows of the operation table; a test looks */

#define HOST   (1u << METRIC_HOST)
#define BROKER (1u << METRIC_BROKER)
#define SERVE  (1u << METRIC_SERVE)

static const char *
version_of(size_t value)
{
	(void)value;
	return PACKAGE_VERSION;
}

static const char *
verdict_of(size_t value)
{
	return verdict_word((enum verdict)value);
}

static const char *
reason_of(size_t value)
{
	return finding_word((enum finding)value);
}

static const char *
phase_of(size_t value)
{
	return phase_word((enum phase)value);
}

static const char *
class_of(size_t value)
{
	return service_class_word((enum service_class)value);
}

static const char *
source_of(size_t value)
{
	return cache_origin_word((enum cache_origin)value);
}

static const char *
operation_of(size_t value)
{
	return api_operations[value].name;
}

static const char *
result_of(size_t value)
{
	return err_word((enum err_code)value);
}

static const char *
refused_of(size_t value)
{
	static const char *const words[] = {
		[REFUSED_TOO_MANY] = "too-many",
		[REFUSED_GIVEN_UP] = "given-up",
		[REFUSED_NO_DESCRIPTOR] = "no-descriptor",
		[REFUSED_MALFORMED] = "malformed",
	};

	return words[value];
}

static const char *
read_of(size_t value)
{
	return value == READ_OK ? "ok" : "faulty";
}

static const char *
sync_of(size_t value)
{
	return value == SYNC_OK ? "ok" : "failed";
}

static const char *
listener_of(size_t value)
{
	static const char *const words[] = {
		[LISTENER_REST] = "rest",
		[LISTENER_MCP] = "mcp",
		[LISTENER_SOCKET] = "socket",
	};

	return words[value];
}

static const char *
route_of(size_t value)
{
	static const char *const words[] = {
		[ROUTE_NONE] = "none",
		[ROUTE_DOCUMENT] = "document",
		[ROUTE_METRICS] = "metrics",
		[ROUTE_OPERATION] = "operation",
		[ROUTE_MCP] = "mcp",
	};

	return words[value];
}

const char *
serve_adapter_word(enum serve_adapter a)
{
	static const char *const words[] = {
		[ADAPTER_REST] = "rest",
		[ADAPTER_MCP] = "mcp",
		[ADAPTER_STDIO] = "stdio",
	};

	return words[a];
}

static const char *
adapter_of(size_t value)
{
	return serve_adapter_word((enum serve_adapter)value);
}

/* Statuses that answers have, and what ours mean when they refuse; the last row stands for every
 * other status that the directory may send. */
static const struct {
	unsigned status;
	const char *word, *refusal;
} statuses[] = {
	{ 200, "200", NULL },
	{ 202, "202", NULL },
	{ 400, "400", "malformed" },
	{ 401, "401", "token" },
	{ 403, "403", "permission" },
	{ 404, "404", "path" },
	{ 405, "405", "method" },
	{ 406, "406", "accept" },
	{ 413, "413", "length" },
	{ 415, "415", "type" },
	{ 429, "429", "rate" },
	{ 500, "500", "fault" },
	{ 502, "502", "directory" },
	{ 503, "503", "busy" },
	{ 504, "504", "timeout" },
	{ 0, "other", "other" },
};

#define STATUSES (sizeof(statuses) / sizeof(statuses[0]))
#define FIRST_REFUSAL 2 /* rows before it refuse nothing */

size_t
metric_status(unsigned http_status)
{
	size_t i = 0;

	while (i < STATUSES - 1 && statuses[i].status != http_status)
		i++;
	return i;
}

size_t
metric_refusal(unsigned http_status)
{
	return metric_status(http_status) - FIRST_REFUSAL;
}

static const char *
status_of(size_t value)
{
	return statuses[value].word;
}

static const char *
refusal_of(size_t value)
{
	return statuses[FIRST_REFUSAL + value].refusal;
}

static const struct metric_label
	version = { "version", 1, version_of },
	verdict = { "verdict", VERDICT_COUNT, verdict_of },
	reason = { "reason", FINDING_COUNT, reason_of },
	phase = { "phase", PHASE_COUNT, phase_of },
	service_class = { "class", CLASS_COUNT, class_of },
	source = { "source", ORIGIN_STALE + 1, source_of },
	operation = { "operation", OPERATIONS_MAX, operation_of },
	result = { "result", ERR_UNREADABLE + 1, result_of },
	refused = { "reason", REFUSED_MALFORMED + 1, refused_of },
	read_result = { "result", READ_FAULTY + 1, read_of },
	sync_result = { "result", SYNC_FAILED + 1, sync_of },
	listener = { "listener", LISTENER_SOCKET + 1, listener_of },
	route = { "route", ROUTE_MCP + 1, route_of },
	http_status = { "status", STATUSES, status_of },
	refusal = { "reason", STATUSES - FIRST_REFUSAL, refusal_of },
	adapter = { "via", ADAPTER_MCP + 1, adapter_of };

const struct metric metric_table[METRIC_COUNT] = {
	[METRIC_BROKER_UP] = { "broker_up", METRIC_GAUGE, HOST,
		"Whether the broker answered whoever asked it for its numbers.", { NULL } },

	[METRIC_BUILD] = { "build_info", METRIC_GAUGE, BROKER | SERVE,
		"Always 1; the version is in the label.", { &version } },
	[METRIC_START] = { "start_time_seconds", METRIC_GAUGE, BROKER | SERVE,
		"When the program started, in seconds since 1970.", { NULL } },

	[METRIC_LOG_LOST] = { "log_lines_lost_total", METRIC_COUNTER, BROKER | SERVE,
		"Log lines that are lost, because the log did not take them.", { NULL } },

	[METRIC_VERDICTS] = { "verdicts_total", METRIC_COUNTER, BROKER,
		"Verdicts on logins, by what was found and at which kind of door.",
		{ &verdict, &reason, &phase, &service_class } },
	[METRIC_LOGIN_SECONDS] = { "login_seconds", METRIC_HISTOGRAM, BROKER,
		"Time from the question to the verdict; the auth phase includes people typing.",
		{ &phase } },
	[METRIC_CONVERSATIONS] = { "conversations", METRIC_GAUGE, BROKER,
		"Conversations under way, with that of whoever asks for this number.", { NULL } },
	[METRIC_CONVERSATIONS_MAX] = { "conversations_max", METRIC_GAUGE, BROKER,
		"How many may wait for a person: broker.conversations, or as many as the open files permit.", { NULL } },
	[METRIC_CONVERSATIONS_REFUSED] = { "conversations_refused_total", METRIC_COUNTER, BROKER,
		"Conversations that got no place (too-many), gave theirs up to a newcomer (given-up), "
		"found no descriptor, or said nothing sensible in time (malformed).", { &refused } },

	[METRIC_LOOKUPS] = { "lookups_total", METRIC_COUNTER, BROKER,
		"Statuses of people by where they came from: asked live, a fresh or stale cache "
		"entry, or nothing was to be had.", { &source } },
	[METRIC_CACHE_ENTRIES] = { "cache_entries", METRIC_GAUGE, BROKER,
		"People remembered.", { NULL } },
	[METRIC_BREAKER_OPEN] = { "breaker_open", METRIC_GAUGE, BROKER,
		"Whether the directory is left alone after failures in a row.", { NULL } },
	[METRIC_BREAKER_OPENINGS] = { "breaker_openings_total", METRIC_COUNTER, BROKER,
		"How often that began.", { NULL } },
	[METRIC_REACHABLE] = { "directory_reachable", METRIC_GAUGE, BROKER,
		"Whether the directory answered the last call.", { NULL } },
	[METRIC_ANSWERED] = { "directory_answer_timestamp_seconds", METRIC_GAUGE, BROKER,
		"When the directory last answered, in seconds since 1970.", { NULL } },
	[METRIC_UNANSWERED] = { "directory_failure_timestamp_seconds", METRIC_GAUGE, BROKER,
		"When the directory last gave no answer, in seconds since 1970.", { NULL } },

	[METRIC_CONFIGURATION_READS] = { "configuration_reads_total", METRIC_COUNTER, BROKER,
		"How often the configuration was read.", { &read_result } },
	[METRIC_CONFIGURATION_GENERATION] = { "configuration_generation", METRIC_GAUGE, BROKER,
		"Number of the configuration in force since the start; 0 = none.", { NULL } },
	[METRIC_CONFIGURATION_READ] = { "configuration_timestamp_seconds", METRIC_GAUGE, BROKER,
		"When it was read, in seconds since 1970.", { NULL } },
	[METRIC_CONFIGURATION_BROKEN] = { "configuration_broken", METRIC_GAUGE, BROKER,
		"Whether no configuration is in force, so that every login is refused.", { NULL } },
	[METRIC_CONFIGURATION_REJECTED] = { "configuration_rejected", METRIC_GAUGE, BROKER,
		"Whether the last reading found faults, so that the former one stays in force.",
		{ NULL } },

	[METRIC_SYNC_INTERVAL] = { "sync_interval_seconds", METRIC_GAUGE, BROKER,
		"How often the broker brings accounts up to date; 0 = not at all.", { NULL } },
	[METRIC_SYNC_RUNS] = { "sync_runs_total", METRIC_COUNTER, BROKER,
		"How often the broker did.", { &sync_result } },
	[METRIC_SYNC_SUCCESS] = { "sync_success_timestamp_seconds", METRIC_GAUGE, BROKER,
		"When that last went well, in seconds since 1970.", { NULL } },
	[METRIC_ACCOUNTS_WRITTEN] = { "accounts_file_timestamp_seconds", METRIC_GAUGE, BROKER,
		"When the directory file was written, in seconds since 1970.", { NULL } },
	[METRIC_ACCOUNTS_USERS] = { "accounts_users", METRIC_GAUGE, BROKER,
		"Accounts in the directory file.", { NULL } },
	[METRIC_ACCOUNTS_GROUPS] = { "accounts_groups", METRIC_GAUGE, BROKER,
		"Groups in the directory file.", { NULL } },

	[METRIC_API_CALLS] = { "api_calls_total", METRIC_COUNTER, BROKER | SERVE,
		"Calls to the directory; result is ok or the kind of error.",
		{ &operation, &result } },
	[METRIC_API_SECONDS] = { "api_seconds", METRIC_HISTOGRAM, BROKER | SERVE,
		"How long they took, with retries.", { &operation } },

	[METRIC_REQUESTS] = { "requests_total", METRIC_COUNTER, SERVE,
		"Requests answered.", { &listener, &route, &http_status } },
	[METRIC_REQUEST_SECONDS] = { "request_seconds", METRIC_HISTOGRAM, SERVE,
		"Time from the head of a request to its answer.", { &route } },
	[METRIC_REQUESTS_OPEN] = { "requests_open", METRIC_GAUGE, SERVE,
		"Requests under way, with that for this number.", { NULL } },
	[METRIC_REFUSALS] = { "refusals_total", METRIC_COUNTER, SERVE,
		"Requests that were not handed on, or whose answer could not be; \"rate\" is "
		"serve.rate.", { &refusal } },
	[METRIC_CALLS] = { "calls_total", METRIC_COUNTER, SERVE,
		"Operations that callers asked for; result is ok or the kind of error, "
		"\"permission\" also where the caller may not.",
		{ &adapter, &operation, &result } },
	[METRIC_TOKENS] = { "tokens", METRIC_GAUGE, SERVE,
		"Tokens that are valid.", { NULL } },
};

const char *
metric_program_word(enum metric_program p)
{
	static const char *const words[METRIC_PROGRAMS] = {
		[METRIC_HOST] = "doorward",
		[METRIC_BROKER] = "doorwardd",
		[METRIC_SERVE] = "doorward_serve",
	};

	return words[p];
}

const char *
metric_type_word(enum metric_type t)
{
	static const char *const words[] = {
		[METRIC_COUNTER] = "counter",
		[METRIC_GAUGE] = "gauge",
		[METRIC_HISTOGRAM] = "histogram",
	};

	return words[t];
}
