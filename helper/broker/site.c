/* SPDX-License-Identifier: MIT */
/* Loads a configuration completely before anybody sees it. */
#include "helper/broker/site.h"

#include <stdlib.h>
#include <string.h>

#include "helper/broker/watch.h"
#include "helper/common/duo.h"
#include "helper/common/log.h"

#define USER_AGENT "doorwardd/" PACKAGE_VERSION

static struct site *
site_new(struct conf *conf, struct api_client *api, struct cache *cache, struct watch *watch)
{
	struct site *s = calloc(1, sizeof(*s));

	if (s == NULL) {
		conf_free(conf);
		api_client_free(api);
		return NULL;
	}
	s->conf = conf;
	s->api = api;
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
site_load(const char *path, struct cache *cache, struct watch *watch)
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
	return site_new(conf, api, cache, watch);
}

struct site *
site_broken(struct cache *cache, struct watch *watch)
{
	struct conf *conf = conf_defaults();

	return conf != NULL ? site_new(conf, NULL, cache, watch) : NULL;
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
	if (s == NULL || --s->users > 0)
		return;
	api_client_free(s->api);
	conf_free(s->conf);
	free(s);
}
