/* SPDX-License-Identifier: MIT */
/* One login's way through map, look-up and decide; the broker and `doorward explain` share it. */
#ifndef DOOR_DOOR_H
#define DOOR_DOOR_H

#include "conf/conf.h"
#include "helper/common/host.h"
#include "helper/door/cache.h"
#include "policy/map.h"

/* Everything a decision needs; used by many threads, changed by none. All borrowed. */
struct door {
	const struct conf *conf;
	struct api_client *api;
	struct cache *cache;
	struct source source;
	unsigned directory; /* of the cache's people */
};

/* Who asks for what. Strings borrowed, never NULL. */
struct door_request {
	enum phase phase;
	const char *service;
	const char *user;
	const char *rhost;
	const char *tty;
	const char *caller; /* PAM_RUSER */
	uid_t peer_uid;	    /* effective uid of the asking process */
	bool silent;
	bool proof; /* a first factor is proven */
	const char *command;
	int64_t waited_ms; /* the age of the connection */
};

/* What became of it so far; each step fills its part and sets finding. */
struct door_case {
	enum service_class service_class;
	struct host_user subject; /* whom it is about, as this host calls the person */
	bool vouched; /* what is said of where the person is comes from root or the service's account */
	enum map_how how;
	char directory_user[MAP_USER_SIZE]; /* "" = nobody */
	struct known known;
	enum finding finding;
	char reason[ERR_MSG_SIZE]; /* for logs and explain: why, in words; "" = the finding says it */
};

/* The person as the cache knows them. */
struct whom door_whom(const struct door *d, const struct door_case *c);

/* Step 1, peer, subject, exemptions and mapping: no network. Returns true when the directory must
 * be asked (step 2), false when c->finding is final. */
bool door_identify(const struct door *d, const struct door_request *r, struct door_case *c);

/* Step 2, for who must not wait: from the cache at once (CACHE_TOLD), or w is told when c->known is
 * there (see cache.h; w->told is the caller's, ret_known is set here). door_told ends the step. */
enum cache_turn door_ask(const struct door *d, const struct door_request *r,
	struct cache_waiter *w, struct door_case *c) __attribute__((warn_unused_result));
void door_told(const struct door *d, struct door_case *c);

/* Would door_ask have somebody ask the directory? */
bool door_would_ask(const struct door *d, const struct door_request *r, const struct door_case *c);

/* Step 2 as a whole, from the cache or live, as the class of the service allows. */
void door_look_up(const struct door *d, const struct door_request *r, struct deadline deadline,
	struct door_case *c);

/* Step 3. Where the service cannot ask whom it would have to, the finding and the reason say so
 * afterwards. */
enum verdict door_decide(const struct door *d, const struct door_request *r, struct door_case *c);

/* Sets the finding and the reason of a service that turned out not to ask a person: how it came out,
 * as a sentence's beginning. */
void door_cannot_ask(const struct door *d, const struct door_request *r, struct door_case *c,
	const char *how);

/* Should the cache be brought up to date after a cache-only answer, so that machinery learns of a
 * disabled person by its next run at the latest? */
bool door_wants_refresh(const struct door *d, const struct door_request *r,
	const struct door_case *c);

#endif
