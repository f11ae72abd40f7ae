/* SPDX-License-Identifier: MIT */
/* Waits, syncs, says how it went, and waits again. */
#include "helper/broker/syncer.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "base/cleanup.h"
#include "helper/broker/watch.h"
#include "helper/common/duo.h"
#include "helper/common/log.h"
#include "helper/directory/reader.h"
#include "helper/door/mapping.h"
#include "helper/sync/sync.h"

#define PAGE_MS	      30000  /* of one page of the answer */
#define RETRY_MS      300000 /* after a failure, unless the interval is shorter */
#define REFUSED_LINES 20

struct syncer {
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows; not held while a sync runs */
	pthread_cond_t changed;
	struct site *site;
	bool replaced;
	_Atomic bool stop;
	int64_t refused; /* by the last sync; -1 = there was none */
	int64_t told, told_kept; /* by this one */
};

/* Hosts that were started together do not ask together: 0.9 to 1.1 of the time. */
static int64_t
jitter(int64_t ms)
{
	uint16_t random = 32768;

	(void)!getrandom(&random, sizeof(random), GRND_NONBLOCK);
	return ms / 10 * 9 + ms / 5 * random / 65535;
}

static bool
wants_sync(const struct site *site)
{
	return !site->broken && site->conf->sync.interval_ms > 0 && duo_has_admin(site->conf);
}

/* How long a new site waits; -1 = it does not sync. A file that another run has just written is
 * young enough. */
static int64_t
first_wait(const struct site *site)
{
	int64_t interval = jitter(site->conf->sync.interval_ms);
	auto_str path = mapping_directory_file(site->conf);
	struct directory_info info;
	struct err e;
	int64_t age;

	if (!wants_sync(site))
		return -1;
	if (path == NULL || directory_info(path, &info, &e) != 0)
		return 0;
	age = ((int64_t)time(NULL) - (int64_t)info.time) * 1000;
	return age >= 0 && age < interval ? interval - age : 0;
}

static int
tick(void *ctx)
{
	const struct syncer *s = ctx;

	return s->stop;
}

/* Whoever stays as last seen is told once; how many there are, after each sync. */
static void
told_kept(struct syncer *s, const struct sync_event *event)
{
	if (!event->known && ++s->told_kept <= REFUSED_LINES)
		log_line(LOG_LEVEL_WARNING, "sync: %s %s stays as last seen: %s",
			event->group ? "group" : "user", event->title, event->why);
}

/* Refusals are told when they are news. */
static void
told(void *ctx, const struct sync_event *event)
{
	struct syncer *s = ctx;

	if (event->change == SYNC_KEPT)
		told_kept(s, event);
	else if (event->change == SYNC_REFUSED && ++s->told <= REFUSED_LINES && s->refused <= 0)
		log_line(LOG_LEVEL_WARNING, "sync: %s %s goes without: %s%s%s",
			event->group ? "group" : "user", event->title, event->name,
			event->name[0] != '\0' ? ": " : "", event->why);
}

static void
outcome_log(const struct sync_outcome *o)
{
	struct log_pairs pairs = { .count = 0 };

	log_number(&pairs, "accounts", o->accounts);
	log_number(&pairs, "groups", o->unix_groups);
	log_number(&pairs, "added", o->added);
	log_number(&pairs, "changed", o->changed);
	log_number(&pairs, "removed", o->removed);
	log_number(&pairs, "refused", o->refused);
	log_number(&pairs, "kept", o->kept);
	log_number(&pairs, "generation", (int64_t)o->written.generation);
	log_event(LOG_LEVEL_INFO, &pairs, "sync:");
}

static int
sync_once(struct syncer *s, struct site *site)
{
	struct sync_job job = { .conf = site->conf, .api = site->api, .now = time(NULL),
		.page_ms = PAGE_MS, .told = told, .tick = tick, .ctx = s };
	struct sync_outcome o;
	struct err e = { 0 };

	s->told = s->told_kept = 0;
	if (sync_run(&job, &o, &e) != 0) {
		watch_sync(site->watch, NULL, &e);
		if (!s->stop)
			log_line(LOG_LEVEL_ERR, "sync: %s", e.msg);
		return -1;
	}
	watch_sync(site->watch, &o, NULL);
	s->refused = o.refused;
	outcome_log(&o);
	if (o.moved)
		log_line(LOG_LEVEL_WARNING, "sync: " SYNC_MOVED_WORDS);
	if (o.nscd_remembers && o.added + o.removed + o.changed > 0)
		log_line(LOG_LEVEL_WARNING, "sync: nscd runs on this host, only root may tell it to"
			" forget, and it gives former answers for a while");
	return 0;
}

/* Waits until the moment, a new site or the end. The lock is held. Returns whether time is up. */
static bool
wait_for(struct syncer *s, int64_t ms)
{
	struct timespec at;

	if (ms < 0) {
		(void)pthread_cond_wait(&s->changed, &s->lock);
		return false;
	}
	(void)clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += (time_t)(ms / 1000);
	at.tv_nsec += (long)(ms % 1000) * 1000000;
	if (at.tv_nsec >= 1000000000) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000;
	}
	while (!s->stop && !s->replaced)
		if (pthread_cond_timedwait(&s->changed, &s->lock, &at) != 0)
			return true;
	return false;
}

static void *
run(void *arg)
{
	struct syncer *s = arg;
	int64_t wait = -1;

	(void)pthread_mutex_lock(&s->lock);
	s->replaced = true;
	while (!s->stop) {
		bool fresh = s->replaced; /* a site that has not been looked at yet */
		struct site *site;

		s->replaced = false;
		if (!fresh && !wait_for(s, wait))
			continue;
		site = site_hold(s->site);
		(void)pthread_mutex_unlock(&s->lock); /* files and network are slow */
		if (fresh) {
			wait = first_wait(site);
		} else {
			wait = site->conf->sync.interval_ms;
			if (sync_once(s, site) != 0 && wait > RETRY_MS)
				wait = RETRY_MS;
			wait = jitter(wait);
		}
		site_release(site);
		(void)pthread_mutex_lock(&s->lock);
	}
	(void)pthread_mutex_unlock(&s->lock);
	return NULL;
}

int
syncer_new(struct site *site, struct syncer **ret_syncer, struct err *e)
{
	struct syncer *s = calloc(1, sizeof(*s));
	pthread_condattr_t attributes;
	int error;

	if (s == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	s->refused = -1;
	(void)pthread_mutex_init(&s->lock, NULL);
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&s->changed, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	s->site = site_hold(site);
	error = pthread_create(&s->thread, NULL, run, s);
	if (error != 0) {
		site_release(s->site);
		free(s);
		return err_sys(e, ERR_OTHER, error, "the thread of the sync");
	}
	*ret_syncer = s;
	return 0;
}

void
syncer_replace_site(struct syncer *s, struct site *site)
{
	struct site *old;

	(void)pthread_mutex_lock(&s->lock);
	old = s->site;
	s->site = site_hold(site);
	s->replaced = true;
	(void)pthread_cond_signal(&s->changed);
	(void)pthread_mutex_unlock(&s->lock);
	site_release(old);
}

void
syncer_free(struct syncer *s)
{
	if (s == NULL)
		return;
	(void)pthread_mutex_lock(&s->lock);
	s->stop = true;
	(void)pthread_cond_signal(&s->changed);
	(void)pthread_mutex_unlock(&s->lock);
	(void)pthread_join(s->thread, NULL);
	(void)pthread_cond_destroy(&s->changed);
	(void)pthread_mutex_destroy(&s->lock);
	site_release(s->site);
	free(s);
}
