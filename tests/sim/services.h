/* SPDX-License-Identifier: MIT */
/*
 * Two services beside Duo: an Allthenticate organisation under /allthenticate/ and a SentinelOne
 * console under /web/api/v2.1/. Their data are JSON, kept as they are shown; ids are kept as text,
 * because some of them are beyond 2^53.
 */
#ifndef SIM_SERVICES_H
#define SIM_SERVICES_H

#include "tests/sim/util.h"

/* Which field of a list row shows a suspension, which its maker does not say. "hidden" shows
 * everybody as active, "none" shows nothing at all. */
extern const char *const suspension_words[5];

struct allthenticate {
	char *key;
	char *header, *scheme; /* where the key has to stand; scheme "" = alone */
	cJSON *users;
	int suspension;		 /* index into suspension_words */
	bool append;		 /* lists that are set are added to what is there */
	bool promote_by_user_id; /* /promoteguest wants the user_id under the name of email_id */
};

struct sentinelone {
	char *token, *token_ro; /* of an administrator, and of somebody who can only look */
	cJSON *console;		/* {"users", "roles", "accounts", "sites"} */
	bool viewer_default;	/* a role that the scope lacks becomes Viewer instead of an error */
};

struct sim;
struct call;
struct request;
struct service;
struct route;

/* Keys and tokens of a start. */
void services_make_secrets(struct sim *sim);

/* Data and behaviour as at the start: those of the fixture, or the built-in ones; -1 with a text
 * in *ret_error (free it). */
int services_load(struct sim *sim, char **ret_error);
void services_free(struct sim *sim);
extern const char services_fixture[];

/* What the control page shows and changes; -1: refused, nothing was changed. */
void services_show(const struct sim *sim, cJSON *state);
int services_change(struct sim *sim, const cJSON *state);

/* Member of an array of objects whose text member name has this value; NULL: none. */
cJSON *services_find(const cJSON *array, const char *name, const char *value);

/* Who may call; see struct service in route.h. */
int allthenticate_admit(struct call *call, const struct request *request,
	const struct service *service, const struct route *route);
int sentinelone_admit(struct call *call, const struct request *request,
	const struct service *service, const struct route *route);

/* Refusals in the words of the service; retry_after 0: no such header. */
void allthenticate_refuse(struct call *call, unsigned status, int64_t retry_after);
void sentinelone_refuse(struct call *call, unsigned status, int64_t retry_after);

/* SentinelOne's envelope of errors; title NULL: left out, as some answers have it. */
void sentinelone_fail(
	struct call *call, unsigned status, int code, const char *title, const char *detail);
/* {"data": data} with the pagination, if not NULL; takes both over. */
void sentinelone_ok(struct call *call, cJSON *data, cJSON *pagination);

/* Is the role to be had in the scope ("tenant", "account", "site") with this id? */
bool sentinelone_role_fits(
	const struct sentinelone *s, const cJSON *role, const char *scope, const char *scope_id);

/* One page of an array, after the filters of the query; see sentinelone_list.c. */
struct sentinelone_list {
	const cJSON *items;
	const char *known;   /* names of parameters, separated by blanks */
	const char *id_list; /* the parameter that lists ids of the items */
	const char *member;  /* of the data that holds the rows; NULL: the data are the list */
	/* Further filters; false: the item is left out. NULL: none. */
	bool (*admits)(const struct call *call, const cJSON *item);
	cJSON *(*view)(const cJSON *item);
};
void sentinelone_page(struct call *call, const struct sentinelone_list *list);
/* Is text one of the comma-separated words of csv? */
bool sentinelone_has_word(const char *csv, const char *text);

#endif
