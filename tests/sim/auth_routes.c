/* SPDX-License-Identifier: MIT */
/* Every call of the Auth API v2. */
#include "tests/sim/auth.h"
#include "tests/sim/route.h"

const struct route auth_routes[] = {
	{ "GET", "/auth/v2/ping", auth_ping, PERMIT_NOTHING, RATE_NONE, false },
	{ "GET", "/auth/v2/check", auth_ping, PERMIT_NOTHING, RATE_NONE, false },
	{ "GET", "/auth/v2/logo", auth_logo, PERMIT_NOTHING, RATE_NONE, false },
	{ "POST", "/auth/v2/enroll", auth_enroll, PERMIT_NOTHING, RATE_NONE, false },
	{ "POST", "/auth/v2/enroll_status", auth_enroll_status, PERMIT_NOTHING, RATE_NONE, false },
	{ "POST", "/auth/v2/preauth", auth_preauth, PERMIT_NOTHING, RATE_NONE, false },
	{ "POST", "/auth/v2/auth", auth_auth, PERMIT_NOTHING, RATE_NONE, false },
	{ "GET", "/auth/v2/auth_status", auth_auth_status, PERMIT_NOTHING, RATE_NONE, false },
};

const size_t auth_route_count = sizeof(auth_routes) / sizeof(auth_routes[0]);
