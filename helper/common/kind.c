/* SPDX-License-Identifier: MIT */
/* One row for each kind of name; asks nobody, so help can read it. */
#include "helper/common/kind.h"

#include <string.h>

static const struct kind kinds[] = {
	{ .param = "user_id",
		.noun = "user",
		.words = "username, alias, e-mail address or id of a user",
		.prefix = "DU",
		.placeholder = "DU000000000000000000",
		.id_field = "user_id",
		.name_field = "username",
		.more_field = "realname",
		.get_op = "getuser",
		.list_op = "listusers",
		.query = { "username", "email" } },
	{ .param = "group_id",
		.noun = "group",
		.words = "name or id of a group",
		.prefix = "DG",
		.placeholder = "DG000000000000000000",
		.id_field = "group_id",
		.name_field = "name",
		.get_op = "getgroupv2",
		.list_op = "listgroups" },
	{ .param = "phone_id",
		.noun = "phone",
		.words = "number or id of a phone",
		.prefix = "DP",
		.placeholder = "DP000000000000000000",
		.id_field = "phone_id",
		.name_field = "number",
		.more_field = "name",
		.get_op = "getphone",
		.list_op = "listphones",
		.query = { "number" } },
	{ .param = "token_id",
		.noun = "hardware token",
		.words = "serial number or id of a hardware token",
		.prefix = "DH",
		.placeholder = "DH000000000000000000",
		.id_field = "token_id",
		.name_field = "serial",
		.more_field = "type",
		.get_op = "gettoken",
		.list_op = "listtokens" },
};

const struct kind *
resolve_kind(const char *param)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].param, param) == 0)
			return &kinds[i];
	return NULL;
}

const struct kind *
kind_made_by(const struct api_op *op)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct api_op *list = api_op_find(kinds[i].list_op);

		if (op->service == API_DUO && strcmp(op->method, "POST") == 0 &&
			strcmp(op->path, list->path) == 0)
			return &kinds[i];
	}
	return NULL;
}

bool
resolve_wants(const char *param)
{
	return resolve_kind(param) != NULL;
}

const char *
resolve_kind_words(const char *param)
{
	const struct kind *k = resolve_kind(param);

	return k != NULL ? k->words : NULL;
}

const char *
resolve_placeholder(const char *param)
{
	return resolve_kind(param)->placeholder;
}
