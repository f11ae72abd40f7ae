/* SPDX-License-Identifier: MIT */
/* The broker's numbers as rows that people read. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/cleanup.h"
#include "helper/cli/connect.h"
#include "helper/status/status.h"

#define OLD_NEWS_S 60 /* a failure so long ago is history if the directory answers us */

/* Seconds since the moment that a series tells; -1 = it was not told. */
static int64_t
since(const struct report *r, const char *series)
{
	int64_t then = report_number(r, series);

	return then < 0 ? -1 : (int64_t)time(NULL) - then;
}

static void
add_configuration(struct status *s, const struct report *r)
{
	int64_t age = since(r, "doorwardd_configuration_timestamp_seconds");
	const char *ours = connect_path(s->cli), *theirs = report_text(r, "configuration");
	int64_t generation = report_number(r, "doorwardd_configuration_generation");
	char text[STATUS_SPAN_SIZE];
	struct stat st;

	if (s->doors.broken)
		status_add(s, "configuration", "fails", ERR_CONFIG,
			"the broker has none that is usable: doorward config check");
	else if (report_number(r, "doorwardd_configuration_rejected") == 1)
		status_add(s, "configuration", "fails", ERR_CONFIG,
			"faulty, so the former one stays in force: doorward config check");
	else if (strcmp(ours, theirs) != 0)
		status_add(s, "configuration", "ok", ERR_NONE, "%s; the broker uses %s",
			ours, theirs);
	else if (stat(ours, &st) == 0 &&
		(int64_t)st.st_mtime > (int64_t)time(NULL) - age)
		status_add(s, "configuration", "ok", ERR_NONE,
			"%s, changed since the broker read it: reload doorwardd", ours);
	else
		status_add(s, "configuration", "ok", ERR_NONE,
			"%s, in force for %s, number %" PRId64, ours, status_span(age, text),
			generation);
}

/* A row of its own only where somebody was sent away: then it is what people complain of. */
static void
add_places(struct status *s, const struct report *r)
{
	int64_t none = report_number(r,
		"doorwardd_conversations_refused_total{reason=\"too-many\"}");
	int64_t given = report_number(r,
		"doorwardd_conversations_refused_total{reason=\"given-up\"}");

	if (none > 0 || given > 0)
		status_add(s, "places", "ok", ERR_NONE, "since the start %" PRId64 " logins found no "
			"place and %" PRId64 " gave theirs up; the log names who holds them "
			"(broker.conversations, broker.per_origin)",
			none > 0 ? none : 0, given > 0 ? given : 0);
}

void
status_broker(struct status *s, const struct report *r, int64_t took_ms)
{
	char text[STATUS_SPAN_SIZE];

	s->doors.broker = true;
	s->doors.broken = report_number(r, "doorwardd_configuration_broken") == 1;
	/* ours is one of the conversations */
	status_add(s, "broker", "ok", ERR_NONE,
		"answered in %" PRId64 " ms; up for %s; %" PRId64 " of %" PRId64 " conversations",
		took_ms, status_span(since(r, "doorwardd_start_time_seconds"), text),
		report_number(r, "doorwardd_conversations") - 1,
		report_number(r, "doorwardd_conversations_max"));
	add_places(s, r);
	add_configuration(s, r);
}

/* The mean of all calls, in milliseconds. */
static int64_t
mean_ms(const struct report *r)
{
	double sum, count;

	if (report_sum(r, "doorwardd_api_seconds_sum", &sum) != 0 ||
		report_sum(r, "doorwardd_api_seconds_count", &count) != 0 || count < 1)
		return 0;
	return (int64_t)(sum / count * 1000);
}

static bool
is_one_of(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

void
status_broker_directory(struct status *s, const struct report *r)
{
	static const char *const silent[] = { "unreachable", "timeout", NULL };
	static const char *const refused[] = { "credentials", "permission", "config", NULL };
	const char *last = report_text(r, "directory");
	int64_t answered = since(r, "doorwardd_directory_answer_timestamp_seconds");
	int64_t failed = since(r, "doorwardd_directory_failure_timestamp_seconds");
	bool open = report_number(r, "doorwardd_breaker_open") == 1;
	bool answers_us = s->doors.answers;
	char text[STATUS_SPAN_SIZE], ago[STATUS_SPAN_SIZE];

	s->doors.refused = is_one_of(last, refused);
	s->doors.silent = open || is_one_of(last, silent);
	if (s->doors.silent && failed <= OLD_NEWS_S) /* then it is what logins meet */
		s->doors.answers = false;
	if (last[0] == '\0')
		status_add(s, "directory", "unknown", ERR_NONE, "the broker has not asked it yet");
	else if (s->doors.refused)
		status_add(s, "directory", "fails", ERR_CREDENTIALS, "%s",
			report_text(r, "failure"));
	else if (s->doors.silent && !(answers_us && failed > OLD_NEWS_S))
		status_add(s, "directory", "fails", ERR_UNREACHABLE, "silent %s ago%s: %s",
			status_span(failed, text), open ? ", left alone for now" : "",
			report_text(r, "failure"));
	else if (s->doors.silent)
		status_add(s, "directory", "ok", ERR_NONE,
			"answers you; was silent to a login %s ago", status_span(failed, text));
	else {
		s->doors.answers = true;
		status_add(s, "directory", "ok", ERR_NONE, "answered the broker %s ago; %" PRId64
			" ms on average; breaker closed%s%s%s", status_span(answered, text),
			mean_ms(r), failed >= 0 ? "; was silent " : "",
			failed >= 0 ? status_span(failed, ago) : "", failed >= 0 ? " ago" : "");
	}
}

static void
add_cache(struct status *s, const struct report *r)
{
	int64_t hits = report_number(r, "doorwardd_lookups_total{source=\"cache\"}");
	double all = 0;

	(void)!report_sum(r, "doorwardd_lookups_total", &all);
	if (all < 1)
		status_add(s, "cache", "ok", ERR_NONE, "nobody was looked up yet");
	else
		status_add(s, "cache", "ok", ERR_NONE,
			"%" PRId64 " people; answered %.0f %% of %.0f look-ups",
			report_number(r, "doorwardd_cache_entries"), 100 * (double)hits / all, all);
}

/* Reasons in the order of their weight, as many as fit. */
static void
add_reasons(struct status *s, const struct report *r)
{
	struct report_verdicts left[REPORT_VERDICTS];
	auto_text_buf line = { .limit = ERR_MSG_SIZE };

	memcpy(left, r->verdicts, sizeof(left));
	for (size_t n = 0; n < r->verdicts_count; n++) {
		struct report_verdicts *most = &left[0];

		for (size_t i = 1; i < r->verdicts_count; i++)
			if (left[i].count > most->count)
				most = &left[i];
		text_buf_printf(&line, "%s%" PRId64 " %s: %s", n > 0 ? ", " : "", most->count,
			most->reason, most->verdict);
		most->count = -1;
	}
	status_add(s, "reasons", "ok", ERR_NONE, "%s", line.data != NULL ? line.data : "");
}

void
status_broker_logins(struct status *s, const struct report *r)
{
	int64_t allowed = 0, aside = 0, refused = 0;

	add_cache(s, r);
	for (size_t i = 0; i < r->verdicts_count; i++) {
		const struct report_verdicts *v = &r->verdicts[i];

		if (strcmp(v->verdict, "allow") == 0)
			allowed += v->count;
		else if (strcmp(v->verdict, "ignore") == 0)
			aside += v->count;
		else
			refused += v->count;
	}
	status_add(s, "logins", "ok", ERR_NONE, "last %s min: %" PRId64 " allowed, %" PRId64
		" refused, stepped aside for %" PRId64, report_text(r, "minutes"), allowed, refused,
		aside);
	if (r->verdicts_count > 0)
		add_reasons(s, r);
}

void
status_broker_sync(struct status *s, const struct report *r)
{
	int64_t interval = report_number(r, "doorwardd_sync_interval_seconds");
	int64_t ok = since(r, "doorwardd_sync_success_timestamp_seconds");
	const char *words = report_text(r, "sync");
	char every[STATUS_SPAN_SIZE], ago[STATUS_SPAN_SIZE];

	if (interval <= 0)
		status_add(s, "sync", "off", ERR_NONE,
			"sync.interval is 0: only doorward sync changes accounts");
	else if (words[0] == '\0')
		status_add(s, "sync", "ok", ERR_NONE, "every %s; none was due since the start",
			status_span(interval, every));
	else if (strncmp(words, "failed", 6) == 0)
		status_add(s, "sync", "fails", ERR_OTHER, "%s", words);
	else
		status_add(s, "sync", "ok", ERR_NONE, "every %s; %s ago: %s",
			status_span(interval, every), status_span(ok, ago), words);
}
