/* SPDX-License-Identifier: MIT */
/* Turns the configuration's names of secret files into credentials that wipe themselves. */
#include "helper/common/duo.h"

#include <stdio.h>

static int
credentials_read(const struct conf_application *a, const char *option,
	struct api_credentials *ret_credentials, struct err *e)
{
	if (a->ikey[0] == '\0')
		return 0;
	if (text_copy(ret_credentials->ikey, sizeof(ret_credentials->ikey), a->ikey) != 0)
		return err_set(e, ERR_CONFIG, "%s.ikey: is too long", option);
	if (secret_read_file(&ret_credentials->skey, a->skey_file, e) != 0)
		return err_where(e, "%s.skey_file", option);
	(void)snprintf(ret_credentials->ikey_origin, sizeof(ret_credentials->ikey_origin), "%s.ikey",
		option);
	(void)snprintf(ret_credentials->skey_origin, sizeof(ret_credentials->skey_origin), "%s",
		a->skey_file);
	return 0;
}

int
duo_client_new(const struct conf *c, const char *user_agent,
	const struct api_credentials *admin, struct api_client **ret_client, struct err *e)
{
	struct api_config config = {
		.host = c->duo.host,
		.port = (int)c->duo.port,
		.ca_file = c->duo.ca_file,
		.proxy = c->duo.proxy,
		.user_agent = user_agent,
		.signature = (int)c->duo.signature,
		.socket = c->via_socket,
	};
	int rc = 0;

	if (c->via_socket != NULL) { /* whoever listens there has the credentials */
		if (config.host[0] == '\0')
			config.host = "localhost";
		config.ca_file = NULL;
		return api_client_new(&config, ret_client, e);
	}

	if (admin != NULL)
		config.admin = *admin;
	else
		rc = credentials_read(&c->duo.admin, "duo.admin", &config.admin, e);
	if (rc == 0)
		rc = credentials_read(&c->duo.auth, "duo.auth", &config.auth, e);
	if (rc == 0)
		rc = api_client_new(&config, ret_client, e);
	secret_clear(&config.admin.skey);
	secret_clear(&config.auth.skey);
	return rc;
}
