/* SPDX-License-Identifier: MIT */
/* The services, a row each: what is here is nowhere else an "if". */
#include "api/service.h"

static const struct service services[API_SERVICES] = {
	[API_DUO] = {
		.name = "duo",
		.root = "",
		.address = "duo.host",
		.body = BODY_JSON, /* a form under the older signature, see service_body() */
		.paging = PAGING_OFFSET,
		.response = "response",
		.code_bad_time = 40105,
		.code_conflict = 40003,
		.refused = duo_refused,
		.check = duo_check,
		.authorize = duo_authorize,
		.read = duo_read,
	},
	/* The address, the header and the answers to a wrong key are not published. */
	[API_ALLTHENTICATE] = {
		.name = "allthenticate",
		.root = "/allthenticate",
		.address = "allthenticate.base",
		.body = BODY_FORM,
		.paging = PAGING_NONE,
		.response = "",
		.bare_refusals = true,
		.check_credentials = "check the API key, its expiry, allthenticate.header and "
				     "allthenticate.scheme",
		.lacks = "whoever the API key belongs to needs",
		.lacks_unknown = "whoever the API key belongs to may not do this; which rank it "
				 "takes is not documented",
		.check = key_check,
		.authorize = key_authorize,
		.read = allthenticate_read,
	},
	[API_SENTINELONE] = {
		.name = "sentinelone",
		.root = "/sentinelone",
		.address = "sentinelone.base",
		.body = BODY_JSON_DATA,
		.paging = PAGING_CURSOR,
		.response = "data",
		.check_credentials = "check the API token and when it expires",
		.lacks = "the role of the token's user needs",
		.lacks_unknown = "the role or the scope of the token's user does not cover this",
		.check = key_check,
		.authorize = key_authorize,
		.read = sentinelone_read,
	},
};

const struct service *
service_find(enum api_service service)
{
	return &services[service];
}

const char *
api_service_name(enum api_service service)
{
	return services[service].name;
}

const char *
api_service_root(enum api_service service)
{
	return services[service].root;
}

enum request_body
service_body(const struct api_client *c)
{
	return c->service->body == BODY_JSON && c->signature != 5 ? BODY_FORM : c->service->body;
}
