/* SPDX-License-Identifier: MIT */
/* From a request to the handler that answers it: services, their tables of routes, and the checks.
 */
#ifndef SIM_ROUTE_H
#define SIM_ROUTE_H

#include "tests/sim/call.h"

struct route {
	const char *method;
	const char *path; /* template; {parts} match one segment and land in call->argument */
	void (*handle)(struct call *call);
	unsigned permission; /* enum permission the application must have */
	enum rate rate;
	bool in_bulk; /* may be named in POST /admin/v1/bulk */
};

struct service {
	const char *prefix;	    /* of all its paths */
	enum application_type type; /* of the application that may call it */
	/*
	 * Who may call, as the service does it. Runs before anything of the route is looked at;
	 * route is NULL for an unknown path. -1: the call was answered. NULL: everybody may.
	 */
	int (*admit)(struct call *call, const struct request *request,
		const struct service *service, const struct route *route);
	/* Answers with a refusal of this status in the words of the service; retry_after 0: none. */
	void (*refuse)(struct call *call, unsigned status, int64_t retry_after);
	const struct route *routes;
	const size_t *count;
	bool counted; /* in the counters, and subject to faults */
};

/* In the order they are tried; the first whose prefix fits. NULL: none fits. */
const struct service *route_service(const char *path);

/*
 * Row for the method and the path; NULL: none. *ret_path_known tells a wrong method from a wrong
 * path. The first path of the table that fits wins whatever its methods, so fixed words stand
 * before {parts}. call may be NULL when the arguments are not wanted.
 */
const struct route *route_find(const struct service *service, const char *method, const char *path,
	struct call *call, bool *ret_path_known);

/* Check order of Duo: who, what kind of application, permission, route, rate, then the handler. */
void route_answer(struct call *call, const struct request *request, const struct service *service,
	const struct route *route, bool path_known);

/* Handlers of sentinelone_users.c. */
void sentinelone_get_user(struct call *call);
void sentinelone_put_user(struct call *call);
void sentinelone_delete_user(struct call *call);

/* Tables of the services. */
extern const struct route allthenticate_routes[];
extern const size_t allthenticate_route_count;
extern const struct route sentinelone_routes[];
extern const size_t sentinelone_route_count;
extern const struct route admin_routes[];
extern const size_t admin_route_count;
extern const struct route auth_routes[];
extern const size_t auth_route_count;
extern const struct route control_routes[];
extern const size_t control_route_count;

#endif
