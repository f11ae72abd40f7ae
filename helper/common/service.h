/* SPDX-License-Identifier: MIT */
/* Makes API clients of the services beside Duo out of the configuration. */
#ifndef HELPER_SERVICE_H
#define HELPER_SERVICE_H

#include "api/api.h"
#include "conf/conf.h"

/* Is there an address for this service? Duo's is duo.host. */
bool service_is_configured(const struct conf *c, enum api_service service);

/* Reads the file with the key that the configuration names. For API_ALLTHENTICATE and
 * API_SENTINELONE; Duo has duo_client_new. Returns 0 with a client to be freed with
 * api_client_free, or -1 with an error that names the option. */
int service_client_new(const struct conf *c, enum api_service service, const char *user_agent,
	struct api_client **ret_client, struct err *e) __attribute__((warn_unused_result));

#endif
