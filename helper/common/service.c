/* SPDX-License-Identifier: MIT */
/* One address, one key, one header: all that a service beside Duo needs. */
#include "helper/common/service.h"

#include "base/base_url.h"

/* What the sections of the two services have in common. */
struct section {
	const char *base, *header, *scheme, *key_file, *ca_file;
	const char *base_option, *key_option;
};

static struct section
section_of(const struct conf *c, enum api_service service)
{
	if (service == API_ALLTHENTICATE)
		return (struct section){ .base = c->allthenticate.base,
			.header = c->allthenticate.header,
			.scheme = c->allthenticate.scheme,
			.key_file = c->allthenticate.key_file,
			.ca_file = c->allthenticate.ca_file,
			.base_option = "allthenticate.base",
			.key_option = "allthenticate.key_file" };
	return (struct section){ .base = c->sentinelone.base,
		.header = "Authorization",
		.scheme = "ApiToken",
		.key_file = c->sentinelone.token_file,
		.ca_file = c->sentinelone.ca_file,
		.base_option = "sentinelone.base",
		.key_option = "sentinelone.token_file" };
}

bool
service_is_configured(const struct conf *c, enum api_service service)
{
	if (service == API_DUO)
		return c->duo.host[0] != '\0';
	return section_of(c, service).base[0] != '\0';
}

int
service_client_new(const struct conf *c, enum api_service service, const char *user_agent,
	struct api_client **ret_client, struct err *e)
{
	struct section s = section_of(c, service);
	bool relayed = c->via_socket != NULL; /* whoever listens there has address and key */
	struct base_url url = { .host = "localhost", .port = 443 };
	struct api_config config = {
		.service = service,
		.ca_file = relayed ? NULL : s.ca_file,
		.user_agent = user_agent,
		.header = s.header,
		.scheme = s.scheme,
		.socket = c->via_socket,
	};
	int rc;

	if (s.base[0] == '\0' && !relayed)
		return err_set(
			e, ERR_CONFIG, "%s is not set, and this command needs it", s.base_option);
	if (s.base[0] != '\0' && base_url_parse(s.base, &url, e) != 0)
		return err_where(e, "%s", s.base_option);
	config.host = url.host;
	config.port = url.port;
	config.base_path = url.path;
	if (!relayed && secret_read_file(&config.key, s.key_file, e) != 0)
		return err_where(e, "%s", s.key_option);
	rc = api_client_new(&config, ret_client, e);
	secret_clear(&config.key);
	return rc;
}
