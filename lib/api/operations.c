/* SPDX-License-Identifier: MIT */
/* The operation table itself: rows are data, gathered here in the order of publication. */
#include "api/operation.h"

#include <string.h>

#define READ_RESOURCE	 "Grant read resource"
#define WRITE_RESOURCE	 "Grant write resource"
#define READ_INFORMATION "Grant read information"
#define AUTH_APPLICATION "an Auth API application"

/* Parameters that many rows share. */
#define ALIAS_NUMBERED(number)                                                                     \
	{                                                                                          \
		.name = "alias" number, .flags = API_NEW_NAME, .excludes = "aliases",              \
		.help = "alias number " number "; blank removes it"                                 \
	}
#define BODY_ID(id, text)                                                                          \
	{                                                                                          \
		.name = id, .flags = API_REQUIRED, .help = text                                    \
	}
#define GROUP_STATUS(fallback, opening)                                                            \
	{                                                                                          \
		.name = "status", .type = API_CHOICE, .choices = "active|bypass|disabled",         \
		.grave = opening,                                                                  \
		.default_value = fallback, .help = "what membership does to the members' logins"   \
	}
#define LIMIT(most)                                                                                \
	{                                                                                          \
		.name = "limit", .type = API_INTEGER, .min = 1, .max = most,                       \
		.default_value = "100", .help = "rows in one page"                                 \
	}
#define OFFSET                                                                                     \
	{                                                                                          \
		.name = "offset", .type = API_INTEGER, .max = INT32_MAX, .default_value = "0",     \
		.help = "first row, counted from 0"                                                \
	}
#define PATH_ID(id, text)                                                                          \
	{                                                                                          \
		.name = id, .flags = API_PATH, .help = text                                        \
	}
#define USER_ID	       PATH_ID("user_id", "the user's id (DU…)")
#define GROUP_ID       PATH_ID("group_id", "the group's id (DG…)")
#define PHONE_ID       PATH_ID("phone_id", "the phone's id (DP…)")
#define TOKEN_ID       PATH_ID("token_id", "the hardware token's id (DH…)")
#define BYPASS_CODE_ID PATH_ID("bypass_code_id", "the id of the code (not the code itself)")

/* What can be said about a user when making or changing one. */
#define USER_PROPERTIES(status_fallback, opening)                                                  \
	{ .name = "aliases", .flags = API_NEW_NAME,                                                \
		.excludes = "alias1|alias2|alias3|alias4",                                         \
		.help = "up to eight other names: alias1=NAME&alias2=NAME…, each NAME "            \
			"percent-encoded; positions left out stay, a blank one is removed" },      \
		ALIAS_NUMBERED("1"), ALIAS_NUMBERED("2"), ALIAS_NUMBERED("3"),                     \
		ALIAS_NUMBERED("4"), { .name = "realname", .help = "full name" },                  \
		{ .name = "firstname", .help = "given name" },                                     \
		{ .name = "lastname", .help = "family name" },                                     \
		{ .name = "email", .help = "e-mail address" },                                     \
		{ .name = "status",                                                                \
			.type = API_CHOICE,                                                        \
			.choices = "active|bypass|disabled",                                       \
			.grave = opening,                                                          \
			.default_value = status_fallback,                                          \
			.help = "whether a second factor is asked for, skipped, or entry refused"  \
		},                                                                                 \
		{ .name = "notes", .help = "free text for administrators" },                       \
		{ .name = "enable_auto_prompt",                                                    \
			.type = API_BOOLEAN,                                                       \
			.help = "offer the method used last without asking" },                     \
	{                                                                                          \
		.name = "custom_attributes.*", .flags = API_UNDOCUMENTED,                          \
		.help = "value of a custom attribute that exists already"                          \
	}

/* Ends the list, so that no row can forget it. */
#define PARAMS(...) (const struct api_param[]){ __VA_ARGS__, { .name = NULL } }
#define NO_PARAMS   (const struct api_param[]){ { .name = NULL } }

#define USER_COLUMNS   "username,realname,email,status,is_enrolled,last_login,user_id"
#define GROUP_COLUMNS  "name,desc,status,group_id"
#define PHONE_COLUMNS  "number,name,type,platform,activated,phone_id"
#define TOKEN_COLUMNS  "type,serial,token_id"
#define BYPASS_COLUMNS "bypass_code_id,admin_email,created,expiration,reuse_count"

/* Rows of the services beside Duo; a part of the name keeps them apart from Duo's. */
#define ALLTHENTICATE(op)                                                                          \
	.name = "allthenticate_" op, .service = API_ALLTHENTICATE, .application = API_KEY
#define SENTINELONE(op)                                                                            \
	.name = "sentinelone_" op, .service = API_SENTINELONE, .application = API_KEY
#define EMAIL_ID                                                                                   \
	{                                                                                          \
		.name = "email_id", .type = API_ID, .flags = API_REQUIRED,                         \
		.help = "id of the person's e-mail address in the organisation, no user_id"        \
	}
#define IDS(param, text)                                                                           \
	{                                                                                          \
		.name = param, .type = API_CSV, .min = 1, .max = 1000, .help = text                \
	}
#define WORDS(param, text)                                                                         \
	{                                                                                          \
		.name = param, .type = API_CSV, .min = 1, .max = 100, .help = text                 \
	}
#define TRUTH(param, text)                                                                         \
	{                                                                                          \
		.name = param, .type = API_BOOLEAN, .help = text                                   \
	}
#define TEXT(param, text)                                                                          \
	{                                                                                          \
		.name = param, .help = text                                                        \
	}
#define COUNT_OF(param, text)                                                                      \
	{                                                                                          \
		.name = param, .type = API_INTEGER, .max = INT32_MAX, .help = text                 \
	}
/* The comparisons that the console offers for a time. */
#define TIMES(field, text)                                                                         \
	TEXT(field "__between", text " within FROM-TO, in milliseconds since 1970"),               \
		TEXT(field "__gt", text " after this time"),                                       \
		TEXT(field "__gte", text " at or after this time"),                                \
		TEXT(field "__lt", text " before this time"),                                      \
		TEXT(field "__lte", text " at or before this time")
#define CURSOR_PAGING(sort_columns)                                                                \
	{ .name = "limit", .type = API_INTEGER, .min = 1, .max = 1000, .default_value = "10",      \
		.help = "rows in one page" },                                                      \
		TEXT("cursor", "where to go on: pagination.nextCursor of the page before"),        \
		{ .name = "skip", .type = API_INTEGER, .max = 1000,                                \
			.help = "rows to leave out at the start" },                                \
		{ .name = "sortBy", .type = API_CHOICE, .choices = sort_columns,                   \
			.help = "order of the rows" },                                             \
		{ .name = "sortOrder", .type = API_CHOICE, .choices = "asc|desc",                  \
			.help = "direction of the order" },                                        \
		TRUTH("countOnly", "only the number of rows"),                                     \
	TRUTH("skipCount", "do not count the rows, which is faster")

#define SENTINELONE_USER_COLUMNS "fullName,email,scope,scopeRoles.roleName,source,lastLogin,id"

const struct api_op api_operations[] = {
#include "api/operations_users.inc"
#include "api/operations_devices.inc"
#include "api/operations_groups.inc"
#include "api/operations_more.inc"
#include "api/operations_auth.inc"
#include "api/operations_allthenticate.inc"
#include "api/operations_sentinelone.inc"
	{ .name = NULL },
};

const struct api_op *
api_op_find(const char *name)
{
	for (const struct api_op *op = api_operations; op->name != NULL; op++)
		if (strcmp(op->name, name) == 0)
			return op;
	return NULL;
}

const struct api_op *
api_op_by_command(const char *command)
{
	for (const struct api_op *op = api_operations; op->name != NULL; op++)
		if (op->command != NULL && strcmp(op->command, command) == 0)
			return op;
	return NULL;
}

const char *
api_risk_word(enum api_risk risk)
{
	static const char *const words[] = { [API_READ] = "read", [API_WRITE] = "write",
		[API_DESTRUCTIVE] = "destructive" };

	return words[risk];
}

bool
api_op_has_body(const struct api_op *op)
{
	return strcmp(op->method, "POST") == 0 || strcmp(op->method, "PUT") == 0;
}

static bool
param_has_name(const struct api_param *p, const char *name)
{
	size_t len = strlen(p->name);

	if (p->name[len - 1] == '*')
		return strncmp(p->name, name, len - 1) == 0 && name[len - 1] != '\0';
	return strcmp(p->name, name) == 0;
}

const struct api_param *
api_param_find(const struct api_op *op, const char *name)
{
	for (const struct api_param *p = op->params; p->name != NULL; p++)
		if (param_has_name(p, name))
			return p;
	return NULL;
}
