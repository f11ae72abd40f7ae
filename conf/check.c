/* SPDX-License-Identifier: MIT */
/* Checks what no single option can know: what must be set, and what belongs together. */
#include <string.h>

#include "base/base_url.h"
#include "base/listen_address.h"
#include "conf/reading.h"

/* The line that sets key; 0 when the file does not. */
static unsigned
line_of(const struct reading *r, const char *key)
{
	return r->seen[option_find(key) - options].line;
}

/* Were both values read? What hangs on a faulty value would only be noise. */
static bool
both_good(const struct reading *r, const char *a, const char *b)
{
	return !r->seen[option_find(a) - options].faulty &&
		!r->seen[option_find(b) - options].faulty;
}

static void
check_application(struct reading *r, const struct conf_application *a, const char *ikey,
	const char *skey_file)
{
	bool has_ikey = a->ikey[0] != '\0', has_skey = a->skey_file[0] != '\0';

	if (!both_good(r, ikey, skey_file))
		return;
	if (strspn(a->ikey, LETTERS_DIGITS) != strlen(a->ikey))
		reading_fault(r, line_of(r, ikey), "%s: must be letters and digits only", ikey);
	if (has_ikey && !has_skey)
		reading_fault(r, line_of(r, ikey), "%s: is set and %s is not", ikey, skey_file);
	if (has_skey && !has_ikey)
		reading_fault(r, line_of(r, skey_file), "%s: is set and %s is not", skey_file,
			ikey);
}

static void
check_duo(struct reading *r)
{
	const struct conf *c = r->conf;

	if (both_good(r, "duo.host", "duo.host") && c->duo.host[0] == '\0')
		reading_fault(r, line_of(r, "duo.host"), "duo.host: must be set");
	if (both_good(r, "duo.proxy", "duo.proxy") && c->duo.proxy[0] != '\0' &&
		!proxy_is_valid(c->duo.proxy))
		reading_fault(r, line_of(r, "duo.proxy"),
			"duo.proxy: must read http://[user:password@]host:port");
	check_application(r, &c->duo.admin, "duo.admin.ikey", "duo.admin.skey_file");
	check_application(r, &c->duo.auth, "duo.auth.ikey", "duo.auth.skey_file");
	if (both_good(r, "duo.admin.ikey", "duo.admin.skey_file") &&
		both_good(r, "duo.auth.ikey", "duo.auth.skey_file") &&
		c->duo.admin.ikey[0] == '\0' && c->duo.admin.skey_file[0] == '\0' &&
		c->duo.auth.ikey[0] == '\0' && c->duo.auth.skey_file[0] == '\0')
		reading_fault(r, 0, "duo.admin or duo.auth must be set: without credentials nobody"
			" can be looked up");
}

/* Header names and schemes are tokens of RFC 9110; these signs are enough for all there are. */
static void
check_token(struct reading *r, const char *key, const char *value)
{
	for (; *value != '\0' && both_good(r, key, key); value++)
		if (strchr(LETTERS_DIGITS, *value) == NULL && strchr("-_.", *value) == NULL) {
			reading_fault(r, line_of(r, key), "%s: must be one word", key);
			return;
		}
}

/* A service with an address and a file that holds its one key. */
static void
check_key_service(struct reading *r, const char *base_key, const char *base, const char *file_key,
	const char *file)
{
	struct base_url url;
	struct err e;

	if (both_good(r, base_key, base_key) && base[0] != '\0' &&
		base_url_parse(base, &url, &e) != 0)
		reading_fault(r, line_of(r, base_key), "%s: %s", base_key, e.msg);
	if (!both_good(r, base_key, file_key))
		return;
	if (base[0] != '\0' && file[0] == '\0')
		reading_fault(r, line_of(r, base_key), "%s: is set and %s is not", base_key,
			file_key);
	if (file[0] != '\0' && base[0] == '\0')
		reading_fault(r, line_of(r, file_key), "%s: is set and %s is not", file_key,
			base_key);
}

static void
check_allthenticate(struct reading *r)
{
	const struct conf *c = r->conf;

	check_key_service(r, "allthenticate.base", c->allthenticate.base, "allthenticate.key_file",
		c->allthenticate.key_file);
	check_token(r, "allthenticate.header", c->allthenticate.header);
	check_token(r, "allthenticate.scheme", c->allthenticate.scheme);
}

static void
check_sentinelone(struct reading *r)
{
	check_key_service(r, "sentinelone.base", r->conf->sentinelone.base,
		"sentinelone.token_file", r->conf->sentinelone.token_file);
}

void
check_connection(struct reading *r, const char *service)
{
	const struct conf *c = r->conf;

	if (strcmp(service, "duo") == 0) {
		check_duo(r);
		return;
	}
	if (strcmp(service, "allthenticate") == 0) {
		check_allthenticate(r);
		if (c->allthenticate.base[0] == '\0' && c->allthenticate.key_file[0] == '\0')
			reading_fault(r, 0, "allthenticate.base: must be set");
	} else {
		check_sentinelone(r);
		if (c->sentinelone.base[0] == '\0' && c->sentinelone.token_file[0] == '\0')
			reading_fault(r, 0, "sentinelone.base: must be set");
	}
}

/* map_check() stops at its first fault; asked twice, each fault gets the line of its option. */
static void
check_map(struct reading *r)
{
	struct map_rules table = { .users = r->conf->map.users };
	struct map_rules template = { .name_template = r->conf->map_template };
	struct err e;

	if (map_check(&table, &e) != 0)
		reading_fault(r, line_of(r, "map.users"), "%s", e.msg);
	if (map_check(&template, &e) != 0)
		reading_fault(r, line_of(r, "map.template"), "%s", e.msg);
}

static void
check_deadlines(struct reading *r)
{
	unsigned api = line_of(r, "deadline.api"), broker = line_of(r, "deadline.broker");
	const struct conf *c = r->conf;

	if (!both_good(r, "deadline.api", "deadline.broker") ||
		c->deadline.api_ms < c->deadline.broker_ms)
		return;
	reading_fault(r, api > broker ? api : broker,
		"deadline.api (%g seconds) must be less than deadline.broker (%g seconds)",
		(double)c->deadline.api_ms / 1000, (double)c->deadline.broker_ms / 1000);
}

static void
check_sync_ids(struct reading *r)
{
	const struct conf *c = r->conf;
	unsigned first = line_of(r, "sync.uid_first"), last = line_of(r, "sync.uid_last");

	if (!both_good(r, "sync.uid_first", "sync.uid_last"))
		return;
	if (c->sync.uid_first > c->sync.uid_last)
		reading_fault(r, first > last ? first : last,
			"sync.uid_first must not be greater than sync.uid_last");
}

/* Only %u and %% follow a percent sign, and no ':' ends the field of passwd(5). */
static bool
home_is_valid(const char *home)
{
	for (const char *p = home; *p != '\0'; p++)
		if (*p == ':' || (*p == '%' && *++p != 'u' && *p != '%'))
			return false;
	return true;
}

static void
check_sync(struct reading *r)
{
	const struct conf *c = r->conf;

	check_sync_ids(r);
	if (both_good(r, "sync.home", "sync.home") && !home_is_valid(c->sync.home))
		reading_fault(r, line_of(r, "sync.home"), "sync.home: only %%u and %%%% may "
			"follow a percent sign, and a colon may not stand there");
	for (size_t i = 0; i < c->sync.shells.count; i++) {
		const char *equals = strchr(c->sync.shells.name[i], '=');

		if (equals == NULL || equals == c->sync.shells.name[i] || equals[1] != '/')
			reading_fault(r, line_of(r, "sync.shells"),
				"sync.shells: entry %zu must read \"group=/path\"", i + 1);
	}
}

static bool
reaches_beyond(const struct listen_address *a)
{
	return a->len > 0 && !listen_address_is_loopback(&a->address);
}

static void
check_listener(struct reading *r, const char *key, const char *value)
{
	struct listen_address a = { .len = 0 };
	const struct conf *c = r->conf;

	if (!both_good(r, key, key) || value[0] == '\0')
		return;
	if (listen_address_parse(value, &a) != 0)
		reading_fault(r, line_of(r, key),
			"%s: must be a numeric address and a port: 127.0.0.1:8080 or [::1]:8080",
			key);
	else if (reaches_beyond(&a) && both_good(r, "serve.tls_cert", "serve.tls_key") &&
		(c->serve.tls_cert[0] == '\0' || c->serve.tls_key[0] == '\0'))
		reading_fault(r, line_of(r, key), "%s: reaches beyond this host, so "
			"serve.tls_cert and serve.tls_key must be set", key);
}

static void
check_serve(struct reading *r)
{
	const struct conf *c = r->conf;

	check_listener(r, "serve.rest", c->serve.rest);
	check_listener(r, "serve.mcp", c->serve.mcp);
	if (both_good(r, "serve.tls_cert", "serve.tls_key") &&
		(c->serve.tls_cert[0] == '\0') != (c->serve.tls_key[0] == '\0'))
		reading_fault(r, line_of(r, c->serve.tls_cert[0] != '\0' ? "serve.tls_cert"
								       : "serve.tls_key"),
			"serve.tls_cert and serve.tls_key belong together");
}

void
check_together(struct reading *r)
{
	check_serve(r);
	check_duo(r);
	check_allthenticate(r);
	check_sentinelone(r);
	check_map(r);
	check_deadlines(r);
	check_sync(r);
	services_check(r);
}
