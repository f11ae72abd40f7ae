/* SPDX-License-Identifier: MIT */
/* Walks one login through peer check, exemptions, mapping, look-up and decision. */
#include "helper/door/door.h"

#include <stdarg.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "helper/door/mapping.h"
#include "helper/door/peers.h"

/* A step that ends the walk: the finding and why, in words. Returns false for door_identify. */
static bool __attribute__((format(printf, 3, 4)))
found(struct door_case *c, enum finding f, const char *fmt, ...)
{
	va_list ap;

	c->finding = f;
	va_start(ap, fmt);
	(void)vsnprintf(c->reason, sizeof(c->reason), fmt, ap); /* cut if too long */
	va_end(ap);
	return false;
}

/* Effective uid 0 may ask about anybody, and so may the accounts that a service is known to ask as,
 * for that service; any other uid only about itself, and then all it says is the person's own word. */
static bool
peer_permitted(const struct door *d, const struct door_request *r, const struct host_user *user,
	int user_found, bool *ret_vouched)
{
	bool own = user_found == 1 && user->uid == r->peer_uid;

	*ret_vouched = r->peer_uid == 0 ||
		(!own && peers_have(&d->conf->services, r->service, r->peer_uid));
	return *ret_vouched || own;
}

/* The line that an administrator finds names the way out. Any user may ask for any service: that the
 * account is really that of the service is for the administrator to know. */
static bool
refuse_peer(const struct door_request *r, struct door_case *c)
{
	char option[ERR_MSG_SIZE / 2];
	struct host_user peer;
	struct err e;

	if (host_user_by_uid(r->peer_uid, &peer, &e) != 1)
		peer.name[0] = '\0';
	return found(c, FINDING_PEER_REFUSED, "uid %u asked about somebody else as service %.80s; if "
		"that service runs as %.80s, %s lets it ask",
		(unsigned)r->peer_uid, r->service, peer.name[0] != '\0' ? peer.name : "that user",
		service_option(r->service, "peers", option, sizeof(option)));
}

/* Whoever reaches the account phase or has proven a factor was found by the application: if we
 * find nobody then, our list of users is at fault, and who stands behind the name is not known. */
static bool
host_must_know(const struct door_request *r)
{
	return r->phase == PHASE_ACCOUNT || r->proof;
}

static bool
exempt_by_rule(const struct door *d, struct door_case *c)
{
	const struct conf *conf = d->conf;
	struct err e = { 0 };
	int member;

	if ((int64_t)c->subject.uid < conf->login.min_uid) {
		(void)found(c, FINDING_EXEMPT, "uid %u is below login.min_uid",
			(unsigned)c->subject.uid);
		return true;
	}
	if (names_has(&conf->login.exempt_users, c->subject.name)) {
		(void)found(c, FINDING_EXEMPT, "listed in login.exempt_users");
		return true;
	}
	member = host_user_in_groups(&c->subject, &conf->login.exempt_groups, &e);
	if (member > 0)
		(void)found(c, FINDING_EXEMPT, "member of a group in login.exempt_groups");
	else if (member < 0)
		(void)found(c, FINDING_HOST_FAILED, "%s", e.msg);
	return member != 0;
}

struct whom
door_whom(const struct door *d, const struct door_case *c)
{
	return (struct whom){ .directory = d->directory, .user = c->directory_user };
}

bool
door_identify(const struct door *d, const struct door_request *r, struct door_case *c)
{
	const struct conf *conf = d->conf;
	char option[ERR_MSG_SIZE / 2];
	const char *subject;
	struct err e = { 0 };
	int rc;

	*c = (struct door_case){ .service_class = service_classify(&conf->services, r->service) };
	rc = host_user_find(r->user, &c->subject, &e);
	if (!peer_permitted(d, r, &c->subject, rc, &c->vouched))
		return refuse_peer(r, c);
	if (rc < 0)
		return found(c, FINDING_HOST_FAILED, "%s", e.msg);
	if (rc == 0 && host_must_know(r))
		return found(c, FINDING_HOST_FAILED,
			"the broker finds no such user on this host, and the application has");
	if (rc == 0)
		return found(c, FINDING_UNMAPPED, "this host has no such user");
	if (c->service_class == CLASS_EXEMPT)
		return found(c, FINDING_EXEMPT, "%s is \"exempt\"",
			service_option(r->service, "class", option, sizeof(option)));
	subject = subject_choose(&conf->services, r->service, c->subject.name, c->subject.uid,
		r->peer_uid == 0 ? r->caller : NULL);
	if (subject == NULL)
		return found(c, FINDING_EXEMPT, "root acts");
	if (subject == r->caller) {
		rc = host_user_find(r->caller, &c->subject, &e);
		if (rc <= 0)
			return found(c, FINDING_HOST_FAILED, "%s",
				rc < 0 ? e.msg : "this host does not know the caller");
	}
	if (exempt_by_rule(d, c))
		return false;
	if (mapping_find(conf, c->subject.name, &c->how, c->directory_user, &e) != 0) {
		c->directory_user[0] = '\0';
		return found(c, FINDING_HOST_FAILED, "%s", e.msg);
	}
	if (c->how == MAP_NONE)
		return found(c, FINDING_UNMAPPED, "no mapping rule applies");
	return true;
}

static int64_t
fresh_limit(const struct conf *conf, enum service_class service_class)
{
	return service_class == CLASS_ELEVATION ? conf->cache.elevation_ms : conf->cache.fresh_ms;
}

/* A refusal outlives the broker: the last sync may have seen one, unless the directory has told the
 * broker something else since. */
static void
recall_refusal(const struct door *d, struct door_case *c)
{
	int64_t seen, age_ms;
	enum finding f = mapping_last_refusal(d->conf, c->subject.name, c->directory_user, &seen);

	if (f == FINDING_UNREACHABLE)
		return;
	age_ms = 1000 * ((int64_t)time(NULL) - seen);
	if (c->known.age_ms >= 0 && c->known.age_ms < age_ms)
		return;
	c->known.standing = (struct standing){ .finding = f };
	c->known.origin = ORIGIN_STALE;
	c->known.age_ms = age_ms > 0 ? age_ms : 0;
	(void)found(c, f, "so the last sync saw it, and nothing newer is known%s%.300s",
		c->known.err.code != ERR_NONE ? ": " : "",
		c->known.err.code != ERR_NONE ? c->known.err.msg : "");
}

static bool
cache_only(const struct door_request *r, const struct door_case *c)
{
	return c->service_class == CLASS_MACHINERY && r->phase == PHASE_ACCOUNT;
}

bool
door_would_ask(const struct door *d, const struct door_request *r, const struct door_case *c)
{
	return !cache_only(r, c) && cache_would_ask(d->cache, door_whom(d, c),
		fresh_limit(d->conf, c->service_class));
}

enum cache_turn
door_ask(const struct door *d, const struct door_request *r, struct cache_waiter *w,
	struct door_case *c)
{
	int64_t fresh_ms = fresh_limit(d->conf, c->service_class);

	w->ret_known = &c->known;
	if (!cache_only(r, c))
		return cache_ask(d->cache, door_whom(d, c), fresh_ms, w, &c->known);
	cache_recall(d->cache, door_whom(d, c), fresh_ms, &c->known);
	return CACHE_TOLD;
}

void
door_told(const struct door *d, struct door_case *c)
{
	c->finding = c->known.standing.finding;
	if (c->known.origin != ORIGIN_LIVE && c->known.err.code != ERR_NONE)
		(void)text_clean(c->reason, sizeof(c->reason), c->known.err.msg);
	else if (c->known.standing.cause[0] != '\0')
		(void)found(c, c->finding, "%s", c->known.standing.cause);
	else if (c->known.origin == ORIGIN_NONE)
		(void)found(c, c->finding, "nothing is known yet, and this service does not wait");
	if (c->finding == FINDING_UNREACHABLE)
		recall_refusal(d, c);
}

void
door_look_up(const struct door *d, const struct door_request *r, struct deadline deadline,
	struct door_case *c)
{
	int64_t fresh_ms = fresh_limit(d->conf, c->service_class);

	if (cache_only(r, c))
		cache_recall(d->cache, door_whom(d, c), fresh_ms, &c->known);
	else
		cache_look_up(d->cache, &d->source, door_whom(d, c), fresh_ms, deadline, &c->known);
	door_told(d, c);
}

bool
door_wants_refresh(const struct door *d, const struct door_request *r, const struct door_case *c)
{
	return c->directory_user[0] != '\0' && cache_only(r, c) &&
		cache_would_ask(d->cache, door_whom(d, c), d->conf->cache.fresh_ms);
}

void
door_cannot_ask(const struct door *d, const struct door_request *r, struct door_case *c,
	const char *how)
{
	char option[ERR_MSG_SIZE / 2];
	bool shared = service_row_find(&d->conf->services, r->service)->shared;

	(void)found(c, FINDING_CANNOT_ASK, "%s; %s may be %sstatus (the status alone decides) or "
		"person (somebody does see the question)", how,
		service_option(r->service, "ask", option, sizeof(option)),
		shared ? "" : "push (one push, no question), ");
}

enum verdict
door_decide(const struct door *d, const struct door_request *r, struct door_case *c)
{
	const struct service_row *s = service_row_find(&d->conf->services, r->service);
	enum finding f = c->finding;
	enum verdict v = service_decide(s, &d->conf->policy, &f, r->phase, c->service_class);
	char how[128];

	if (f != c->finding) {
		(void)snprintf(how, sizeof(how), "%.80s cannot ask a person for a code", r->service);
		door_cannot_ask(d, r, c, how);
	}
	return v;
}
