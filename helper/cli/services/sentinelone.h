/* SPDX-License-Identifier: MIT */
/* Commands about the users of a SentinelOne console. */
#ifndef SERVICES_SENTINELONE_H
#define SERVICES_SENTINELONE_H

#include "helper/cli/services/service_run.h"

/* Every field that Update User is described with, in that order. */
#define SENTINELONE_CARD                                                                           \
	"id,apiToken.createdAt,apiToken.expiresAt,canGenerateApiToken,"                            \
	"elevatedSessionDurationMinutes,dateJoined,email,isExternalLoginUser,emailReadOnly,"       \
	"emailVerified,agreedEula,agreementUrl,firstLogin,fullName,fullNameReadOnly,"              \
	"globalOrganizationId,globalUserId,isSystem,lastLogin,primaryTwoFaMethod,scope,source,"    \
	"twoFaConfigured,twoFaEnabled,twoFaEnabledReadOnly,twoFaStatus,scopeRoles.accountName,"    \
	"scopeRoles.id,scopeRoles.name,scopeRoles.roleId"

enum console_kind { CONSOLE_USER, CONSOLE_ROLE, CONSOLE_ACCOUNT, CONSOLE_SITE };

/* Finds by id, e-mail address (users) or name, in this order, each exact; more may narrow the
 * search to a scope (ends with a NULL name; NULL = everywhere). Returns 0 with what the caller
 * clears, or -1: ERR_NOT_FOUND; ERR_USAGE when several fit, naming them. */
int console_find(const struct service_run *r, enum console_kind kind, const char *word,
	const struct api_arg *more, struct service_found *ret_found, struct err *e)
	__attribute__((warn_unused_result));

/* Reads one user whole, which lists do not show. Returns as api_call; the caller clears. */
int console_get_user(const struct service_run *r, const char *id, struct api_answer *ret_answer,
	struct err *e) __attribute__((warn_unused_result));

/* The commands. */
int sentinelone_user_get_run(const struct cli *cli, struct err *e);
int sentinelone_user_delete_run(const struct cli *cli, struct err *e);
int sentinelone_user_update_run(const struct cli *cli, struct err *e);
int sentinelone_role_get_run(const struct cli *cli, struct err *e);

#endif
