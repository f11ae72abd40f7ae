/* SPDX-License-Identifier: MIT */
/* Counts, remembers a little, and puts it into messages. */
#include "helper/broker/watch.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "helper/broker/login.h"
#include "helper/broker/site.h"
#include "helper/common/log.h"
#include "helper/directory/reader.h"
#include "helper/door/mapping.h"

#define SEND_MS	   1000 /* for the whole report */
#define CHUNK_SIZE (WIRE_SIZE - 16)

#define SYNC_FAILED_WORDS "failed: " /* what follows may name a person, so it is for root alone */

struct minute {
	int64_t number; /* since the clock began */
	uint32_t count[VERDICT_COUNT][FINDING_COUNT];
};

struct watch {
	struct metrics *metrics;
	struct cache *cache;
	const char *path;
	int64_t generation; /* of the thread that reads configurations */
	pthread_mutex_t lock; /* of what follows; never held across I/O */
	struct minute minute[WATCH_MINUTES];
	enum err_code last; /* of the calls to the directory */
	bool called;
	char failure[ERR_MSG_SIZE]; /* the last one that an administrator must mend; "" = none */
	char sync[ERR_MSG_SIZE];    /* how the last one ended */
};

struct watch *
watch_new(const char *path, struct cache *cache)
{
	struct watch *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return NULL;
	w->metrics = metrics_new(METRIC_BROKER);
	if (w->metrics == NULL) {
		free(w);
		return NULL;
	}
	w->path = path;
	w->cache = cache;
	(void)pthread_mutex_init(&w->lock, NULL); /* cannot fail on Linux */
	metrics_set(w->metrics, METRIC_BUILD, (size_t[]){ 0 }, 1);
	metrics_set(w->metrics, METRIC_START, NULL, (int64_t)time(NULL));
	metrics_set(w->metrics, METRIC_CONFIGURATION_GENERATION, NULL, 0);
	metrics_set(w->metrics, METRIC_CONFIGURATION_BROKEN, NULL, 1);
	metrics_set(w->metrics, METRIC_CONFIGURATION_REJECTED, NULL, 0);
	return w;
}

void
watch_free(struct watch *w)
{
	if (w == NULL)
		return;
	metrics_free(w->metrics);
	(void)pthread_mutex_destroy(&w->lock);
	free(w);
}

struct metrics *
watch_metrics(struct watch *w)
{
	return w != NULL ? w->metrics : NULL;
}

static int64_t
minute_now(void)
{
	return clock_ms() / 60000;
}

void
watch_verdict(struct watch *w, const struct login *l)
{
	size_t phase = l->request.phase;
	int64_t now = minute_now();
	struct minute *m = &w->minute[now % WATCH_MINUTES];

	metrics_add(w->metrics, METRIC_VERDICTS,
		(size_t[]){ l->verdict, l->c.finding, phase, l->c.service_class }, 1);
	metrics_observe(w->metrics, METRIC_LOGIN_SECONDS, &phase, clock_us() - l->began_us);
	if (l->c.directory_user[0] != '\0')
		metrics_add(w->metrics, METRIC_LOOKUPS, (size_t[]){ l->c.known.origin }, 1);
	(void)pthread_mutex_lock(&w->lock);
	if (m->number != now)
		*m = (struct minute){ .number = now };
	m->count[l->verdict][l->c.finding]++;
	(void)pthread_mutex_unlock(&w->lock);
}

/* What a call says about the directory: nothing, if it was given up or never sent, or was a poll
 * that nobody waits for any longer. */
enum news { NEWS_NONE, NEWS_ANSWERED, NEWS_NOT_ANSWERED };

static enum news
news_of(const struct api_op *op, enum err_code code)
{
	switch (code) {
	case ERR_UNREACHABLE:
	case ERR_TIMEOUT:
		return (op->flags & API_LONG_POLL) != 0 ? NEWS_NONE : NEWS_NOT_ANSWERED;
	case ERR_OTHER:
	case ERR_USAGE:
	case ERR_CONFIG:
		return NEWS_NONE;
	case ERR_NONE:
	case ERR_NOT_FOUND:
	case ERR_CREDENTIALS:
	case ERR_PERMISSION:
	case ERR_RATE_LIMITED:
	case ERR_CONFLICT:
	case ERR_REFUSED:
	case ERR_PARTLY:
	case ERR_UNREADABLE:
		break;
	}
	return NEWS_ANSWERED;
}

/* Is it a fault that an administrator must mend, and not the end of one person's login? */
static bool
is_fault(enum err_code code)
{
	return code == ERR_UNREACHABLE || code == ERR_TIMEOUT || code == ERR_CREDENTIALS ||
		code == ERR_PERMISSION || code == ERR_CONFIG || code == ERR_RATE_LIMITED;
}

void
watch_api(void *watch, const struct api_op *op, const struct err *e, int64_t took_us)
{
	struct watch *w = watch;
	enum news news = news_of(op, e->code);

	metrics_watch_api(w->metrics, op, e, took_us);
	if (news != NEWS_NONE) {
		metrics_set(w->metrics, METRIC_REACHABLE, NULL, news == NEWS_ANSWERED);
		metrics_set(w->metrics, news == NEWS_ANSWERED ? METRIC_ANSWERED
			: METRIC_UNANSWERED, NULL, (int64_t)time(NULL));
	} else if (e->code != ERR_CONFIG) {
		return;
	}
	(void)pthread_mutex_lock(&w->lock);
	w->called = true;
	w->last = e->code;
	if (is_fault(e->code))
		memcpy(w->failure, e->msg, sizeof(w->failure));
	(void)pthread_mutex_unlock(&w->lock);
}

void
watch_configuration(struct watch *w, const struct site *site)
{
	size_t result = site != NULL ? READ_OK : READ_FAULTY;

	metrics_add(w->metrics, METRIC_CONFIGURATION_READS, &result, 1);
	metrics_set(w->metrics, METRIC_CONFIGURATION_REJECTED, NULL,
		site == NULL && w->generation > 0);
	if (site == NULL)
		return;
	metrics_set(w->metrics, METRIC_CONFIGURATION_GENERATION, NULL, ++w->generation);
	metrics_set(w->metrics, METRIC_CONFIGURATION_BROKEN, NULL, 0);
	metrics_set(w->metrics, METRIC_CONFIGURATION_READ, NULL, (int64_t)time(NULL));
	metrics_set(w->metrics, METRIC_SYNC_INTERVAL, NULL, site->conf->sync.interval_ms / 1000);
}

void
watch_sync(struct watch *w, const struct sync_outcome *o, const struct err *e)
{
	size_t result = o != NULL ? SYNC_OK : SYNC_FAILED;
	char words[ERR_MSG_SIZE];

	metrics_add(w->metrics, METRIC_SYNC_RUNS, &result, 1);
	if (o != NULL) {
		metrics_set(w->metrics, METRIC_SYNC_SUCCESS, NULL, (int64_t)time(NULL));
		(void)snprintf(words, sizeof(words), "%" PRId64 " added, %" PRId64 " changed, %"
			PRId64 " removed, %" PRId64 " refused%s", o->added, o->changed, o->removed,
			o->refused, o->kept > 0 ? ", some kept as last seen" : "");
	} else {
		(void)snprintf(words, sizeof(words), SYNC_FAILED_WORDS "%.480s", e->msg);
	}
	(void)pthread_mutex_lock(&w->lock);
	memcpy(w->sync, words, sizeof(words));
	(void)pthread_mutex_unlock(&w->lock);
}

/* What others know better is asked when somebody wants to know. */
static void
collect(struct watch *w, const struct site *site)
{
	auto_str path = mapping_directory_file(site->conf);
	struct directory_info info;
	struct cache_state cache;
	struct err ignored;

	metrics_set(w->metrics, METRIC_LOG_LOST, NULL, log_lost());
	cache_state(w->cache, &cache);
	metrics_set(w->metrics, METRIC_CACHE_ENTRIES, NULL, (int64_t)cache.entries);
	metrics_set(w->metrics, METRIC_BREAKER_OPEN, NULL, cache.breaker_open);
	metrics_set(w->metrics, METRIC_BREAKER_OPENINGS, NULL, cache.breaker_openings);
	if (path == NULL || directory_info(path, &info, &ignored) != 0)
		return;
	metrics_set(w->metrics, METRIC_ACCOUNTS_WRITTEN, NULL, (int64_t)info.time);
	metrics_set(w->metrics, METRIC_ACCOUNTS_USERS, NULL, info.counts.persons);
	metrics_set(w->metrics, METRIC_ACCOUNTS_GROUPS, NULL, info.counts.groups);
}

/* Whole lines, as many as fit a message. */
static int
send_metrics(const struct watch *w, int fd, struct deadline d, struct err *e)
{
	auto_text_buf text = { .limit = 0 };
	char chunk[CHUNK_SIZE + 1];
	size_t sent = 0;

	metrics_write(w->metrics, &text);
	if (text.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	while (sent < text.len) {
		size_t len = text.len - sent;

		if (len > CHUNK_SIZE) {
			const char *end = memrchr(text.data + sent, '\n', CHUNK_SIZE);

			len = end != NULL ? (size_t)(end + 1 - text.data) - sent : CHUNK_SIZE;
		}
		memcpy(chunk, text.data + sent, len);
		chunk[len] = '\0';
		if (wire_send(fd, d, e, "metrics", chunk, NULL) != 0)
			return -1;
		sent += len;
	}
	return 0;
}

static int
send_verdicts(struct watch *w, int fd, struct deadline d, struct err *e)
{
	uint32_t sum[VERDICT_COUNT][FINDING_COUNT] = { { 0 } };
	int64_t now = minute_now();

	(void)pthread_mutex_lock(&w->lock);
	for (size_t i = 0; i < WATCH_MINUTES; i++)
		for (size_t v = 0; v < VERDICT_COUNT; v++)
			for (size_t f = 0; f < FINDING_COUNT; f++)
				if (now - w->minute[i].number < WATCH_MINUTES)
					sum[v][f] += w->minute[i].count[v][f];
	(void)pthread_mutex_unlock(&w->lock);
	for (size_t v = 0; v < VERDICT_COUNT; v++)
		for (size_t f = 0; f < FINDING_COUNT; f++) {
			char count[16];

			(void)snprintf(count, sizeof(count), "%" PRIu32, sum[v][f]);
			if (sum[v][f] != 0 && wire_send(fd, d, e, "verdicts",
				verdict_word((enum verdict)v), finding_word((enum finding)f), count,
				NULL) != 0)
				return -1;
		}
	return 0;
}

static int
send_facts(struct watch *w, bool to_root, int fd, struct deadline d, struct err *e)
{
	char failure[ERR_MSG_SIZE], sync[ERR_MSG_SIZE], minutes[8];
	const char *last;

	(void)pthread_mutex_lock(&w->lock);
	last = w->called ? err_word(w->last) : "";
	(void)text_clean(failure, sizeof(failure), w->failure);
	(void)text_clean(sync, sizeof(sync), w->sync);
	(void)pthread_mutex_unlock(&w->lock);
	if (!to_root && strncmp(sync, SYNC_FAILED_WORDS, strlen(SYNC_FAILED_WORDS)) == 0)
		(void)snprintf(sync, sizeof(sync), SYNC_FAILED_WORDS "root is told why");
	(void)snprintf(minutes, sizeof(minutes), "%d", WATCH_MINUTES);
	{
		const struct {
			const char *name, *text;
		} facts[] = { { "version", PACKAGE_VERSION }, { "configuration", w->path },
			{ "directory", last }, { "failure", failure }, { "sync", sync },
			{ "minutes", minutes } };

		for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
			if (wire_send(fd, d, e, "fact", facts[i].name, facts[i].text, NULL) != 0)
				return -1;
	}
	return 0;
}

void
watch_report(struct watch *w, const struct site *site, bool to_root, int fd)
{
	struct deadline d = deadline_in(SEND_MS);
	struct err e = { 0 };

	collect(w, site);
	if (send_metrics(w, fd, d, &e) != 0 || send_verdicts(w, fd, d, &e) != 0 ||
		send_facts(w, to_root, fd, d, &e) != 0 || wire_send(fd, d, &e, "end", NULL) != 0)
		log_line(LOG_LEVEL_DEBUG, "a report was not taken: %s", e.msg);
}
