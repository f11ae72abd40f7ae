/* SPDX-License-Identifier: MIT */
/* Makes an API client out of the configuration: the only place that reads the secret keys. */
#ifndef HELPER_DUO_H
#define HELPER_DUO_H

#include "api/api.h"
#include "conf/conf.h"

/* Reads the secret files that the configuration names; admin, unless NULL, takes the place of the
 * configured Admin API application. Returns 0 with a client to be freed with api_client_free, or
 * -1 with an error that names the file and the option. */
int duo_client_new(const struct conf *c, const char *user_agent,
	const struct api_credentials *admin, struct api_client **ret_client, struct err *e)
	__attribute__((warn_unused_result));

static inline bool
duo_has_admin(const struct conf *c)
{
	return c->via_socket != NULL || c->duo.admin.ikey[0] != '\0';
}

static inline bool
duo_has_auth(const struct conf *c)
{
	return c->duo.auth.ikey[0] != '\0';
}

static inline void
cleanup_client(struct api_client **c)
{
	api_client_free(*c);
}

#define auto_client __attribute__((cleanup(cleanup_client))) struct api_client *

#endif
