/* SPDX-License-Identifier: MIT */
/* Loads a configuration completely before anybody sees it. */
#include "helper/broker/site.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "helper/broker/watch.h"
#include "helper/common/duo.h"
#include "helper/common/log.h"

#define USER_AGENT  "doorwardd/" PACKAGE_VERSION
#define CONNECTIONS 16 /* kept open while nothing uses them */

static struct site *
site_new(struct conf *conf, struct api_client *api, struct cache *cache, struct watch *watch,
	struct sites *former)
{
	struct site *s = calloc(1, sizeof(*s));
	struct err e = { 0 };

	if (s == NULL || (api != NULL &&
		api_flights_new(api, CONNECTIONS, &s->flights, &e) != 0)) {
		log_line(LOG_LEVEL_ERR, "%s", s == NULL ? "out of memory" : e.msg);
		conf_free(conf);
		api_client_free(api);
		free(s);
		return NULL;
	}
	s->conf = conf;
	s->api = api;
	s->former = former;
	s->users = 1;
	s->broken = api == NULL;
	s->watch = watch;
	s->duo = (struct source_duo){
		.api = api,
		.has_admin = duo_has_admin(conf),
		.limit_ms = conf->deadline.api_ms,
	};
	s->door = (struct door){
		.conf = conf,
		.api = api,
		.cache = cache,
		.source = { .look_up = source_duo_look_up, .ctx = &s->duo },
	};
	return s;
}

struct site *
site_load(const char *path, struct cache *cache, struct watch *watch, struct sites *former)
{
	struct conf_faults *faults = calloc(1, sizeof(*faults));
	struct api_client *api = NULL;
	struct conf *conf = NULL;
	struct err e = { 0 };

	if (faults == NULL)
		return NULL;
	if (conf_load(path, &conf, faults) != 0) {
		for (size_t i = 0; i < faults->count && i < CONF_FAULTS_MAX; i++)
			log_line(LOG_LEVEL_ERR, "%s", faults->fault[i].msg);
		free(faults);
		return NULL;
	}
	free(faults);
	if (duo_client_new(conf, USER_AGENT, NULL, &api, &e) != 0) {
		log_line(LOG_LEVEL_ERR, "%s: %s", path, e.msg);
		conf_free(conf);
		return NULL;
	}
	cache_set_limits(cache, &(struct cache_limits){
		.negative_ms = conf->cache.negative_ms,
		.stale_ms = conf->cache.stale_ms,
		.entries = conf->cache.entries,
		.breaker = { .failures = conf->breaker.failures,
			.pause_ms = conf->breaker.pause_ms },
		.unknown_permits = conf->policy.unknown == STANCE_IGNORE,
	});
	api_client_watch(api, watch_api, watch);
	return site_new(conf, api, cache, watch, former);
}

struct site *
site_broken(struct cache *cache, struct watch *watch, struct sites *former)
{
	struct conf *conf = conf_defaults();

	return conf != NULL ? site_new(conf, NULL, cache, watch, former) : NULL;
}

bool
site_same_directory(const struct site *a, const struct site *b)
{
	return strcmp(a->conf->duo.host, b->conf->duo.host) == 0 &&
		a->conf->duo.port == b->conf->duo.port &&
		strcmp(a->conf->duo.admin.ikey, b->conf->duo.admin.ikey) == 0 &&
		strcmp(a->conf->duo.auth.ikey, b->conf->duo.auth.ikey) == 0;
}

struct site *
site_hold(struct site *s)
{
	s->users++;
	return s;
}

void
site_release(struct site *s)
{
	uint64_t one = 1;

	if (s == NULL || --s->users > 0)
		return;
	s->next = s->former->first;
	while (!atomic_compare_exchange_weak(&s->former->first, &s->next, s))
		continue;
	(void)!write(s->former->fd, &one, sizeof(one)); /* a full counter wakes as well */
}

int
sites_open(struct sites *s, struct err *e)
{
	s->first = NULL;
	s->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return s->fd < 0 ? err_sys(e, ERR_OTHER, errno, "eventfd") : 0;
}

void
sites_free(struct sites *s)
{
	struct site *site = atomic_exchange(&s->first, NULL), *next;
	uint64_t count;

	(void)!read(s->fd, &count, sizeof(count)); /* only to be quiet again */
	for (; site != NULL; site = next) {
		next = site->next;
		api_flights_free(site->flights);
		api_client_free(site->api);
		conf_free(site->conf);
		free(site);
	}
}

void
sites_close(struct sites *s)
{
	sites_free(s);
	(void)close(s->fd);
}
