/* SPDX-License-Identifier: MIT */
/* Learns a person's standing from Duo and puts it into the policy's terms. */
#include "helper/door/source.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/api.h"
#include "api/json.h"

/* Nobody is called so: that name ends in a domain that cannot exist (RFC 6761). */
#define NOBODY "nobody@doorward.invalid"

/* What the directory says of this one person makes no sense. That is an answer and no outage:
 * nobody else is kept waiting for it, and no setting lets the person pass. */
static void __attribute__((format(printf, 2, 3)))
not_understood(struct standing *ret_standing, const char *fmt, ...)
{
	va_list ap;

	*ret_standing = (struct standing){ .finding = FINDING_STATUS_NOT_KNOWN };
	va_start(ap, fmt);
	(void)vsnprintf(ret_standing->cause, sizeof(ret_standing->cause), fmt, ap);
	va_end(ap);
}

/* Names the group that a finding comes from, if it is not the user's own. */
static void
cause_find(const struct cJSON *user, enum finding found, char *ret_cause, size_t size)
{
	const cJSON *group;

	ret_cause[0] = '\0';
	if (status_effective(json_string(user, "status"), NULL, 0, true) == found)
		return;
	cJSON_ArrayForEach(group, cJSON_GetObjectItemCaseSensitive(user, "groups")) {
		const char *status = json_string(group, "status");
		const char *name = json_string(group, "name");
		char clean[80];

		if (status_effective(status, NULL, 0, true) != found)
			continue;
		(void)snprintf(ret_cause, size, "group %s is %.20s",
			text_clean(clean, sizeof(clean), name != NULL ? name : "without a name"),
			found == FINDING_STATUS_NOT_KNOWN ? "of a status not known" : status);
		return;
	}
}

/* Reads a user object: own status, the groups' statuses, enrolment. */
static void
user_read(const struct cJSON *user, struct standing *ret_standing)
{
	const cJSON *groups = cJSON_GetObjectItemCaseSensitive(user, "groups");
	bool enrolled;
	const char *group_status[STATUS_GROUPS_MAX];
	const cJSON *group;
	size_t count = 0;

	if (!cJSON_IsObject(user)) {
		not_understood(ret_standing, "the directory's answer holds no user object");
		return;
	}
	/* a list that cannot be read may hold a disabled group */
	if (groups != NULL && !cJSON_IsNull(groups) && json_array(user, "groups") == NULL) {
		not_understood(ret_standing, "the user's groups are not a list");
		return;
	}
	if (json_bool(user, "is_enrolled", &enrolled) != 0)
		enrolled = true; /* preauth tells, before anybody is asked */
	cJSON_ArrayForEach(group, groups) {
		if (count == STATUS_GROUPS_MAX) {
			not_understood(ret_standing,
				"the user has more than " STATUS_GROUPS_MAX_TEXT " groups");
			return;
		}
		group_status[count++] = json_string(group, "status");
	}
	ret_standing->finding = status_effective(json_string(user, "status"), group_status, count,
		enrolled);
	ret_standing->text[0] = '\0';
	cause_find(user, ret_standing->finding, ret_standing->cause, sizeof(ret_standing->cause));
}

struct duo_question
duo_status_question(bool has_admin, const char *directory_user)
{
	if (!has_admin)
		return duo_preauth_question(directory_user, NULL);
	return (struct duo_question){ .operation = "listusers",
		.arg = { { "username", directory_user } }, .count = 1 };
}

struct duo_question
duo_statuses_question(const char *names)
{
	return (struct duo_question){ .operation = "listusers",
		.arg = { { "username_list", names } }, .count = 1 };
}

struct duo_question
duo_preauth_question(const char *directory_user, const char *ipaddr)
{
	return (struct duo_question){ .operation = "authpreauth",
		.arg = { { "username", directory_user }, { "ipaddr", ipaddr } },
		.count = ipaddr != NULL ? 2 : 1 };
}

struct duo_question
duo_nobody_question(bool has_admin)
{
	if (!has_admin)
		return (struct duo_question){ .operation = "authping" };
	return (struct duo_question){ .operation = "listusers",
		.arg = { { "username", NOBODY } }, .count = 1 };
}

void
duo_status_read(bool has_admin, const struct api_answer *a, struct standing *ret_standing)
{
	int count = cJSON_GetArraySize(a->response);

	if (!has_admin)
		duo_preauth_read(a, ret_standing);
	else if (!cJSON_IsArray(a->response))
		not_understood(ret_standing, "the directory's answer is not a list of users");
	else if (count > 1)
		not_understood(ret_standing, "the directory has %d users of this name", count);
	else if (count == 0)
		*ret_standing = (struct standing){ .finding = FINDING_UNKNOWN };
	else
		user_read(a->response->child, ret_standing);
}

/* Does it begin as the service's answers do? A page of somebody on the way does not. */
static bool
is_object(const struct api_answer *a)
{
	const char *text = a->body.data != NULL ? a->body.data : "";

	return text[strspn(text, " \t\r\n")] == '{';
}

enum duo_failure
duo_failure_read(const struct api_answer *a, const struct err *e, struct standing *ret_standing)
{
	if (e->code != ERR_UNREACHABLE || (a->status == 0 && !a->too_big))
		return DUO_FAILED;
	if (a->status != 200 || a->root != NULL || a->too_big || !is_object(a))
		return DUO_DOUBTED;
	not_understood(ret_standing, "%s", e->msg);
	return DUO_ODD;
}

void
duo_blame(struct err *e)
{
	e->code = ERR_UNREADABLE;
	(void)err_add(e, "that is about this person alone, because a question about nobody was answered");
}

bool
duo_statuses_find(const struct api_answer *a, const char *directory_user,
	struct standing *ret_standing)
{
	const cJSON *user, *found = NULL;

	if (!cJSON_IsArray(a->response))
		return false;
	cJSON_ArrayForEach(user, a->response) {
		const char *name = json_string(user, "username");

		if (name == NULL || strcasecmp(name, directory_user) != 0)
			continue;
		if (found != NULL)
			return false;
		found = user;
	}
	if (found != NULL)
		user_read(found, ret_standing);
	return found != NULL;
}

static const struct {
	const char *result;
	enum finding finding;
} preauth_results[] = {
	{ "auth", FINDING_ACTIVE },
	{ "allow", FINDING_BYPASS },
	{ "deny", FINDING_DENIED },
	{ "enroll", FINDING_NOT_ENROLLED },
};

void
duo_preauth_read(const struct api_answer *a, struct standing *ret_standing)
{
	const char *result = json_string(a->response, "result");
	const char *text = json_string(a->response, "status_msg");
	const char *address = json_string(a->response, "enroll_portal_url");
	char clean[32];

	ret_standing->text[0] = '\0';
	ret_standing->cause[0] = '\0';
	for (size_t i = 0; result != NULL &&
		i < sizeof(preauth_results) / sizeof(preauth_results[0]); i++) {
		struct text_buf words = { .limit = 2 * WIRE_TEXT };

		if (strcmp(result, preauth_results[i].result) != 0)
			continue;
		ret_standing->finding = preauth_results[i].finding;
		text_buf_printf(&words, "%s%s%s", text != NULL ? text : "",
			text != NULL && address != NULL ? ": " : "", address != NULL ? address : "");
		if (!words.failed)
			(void)text_clean(ret_standing->text, sizeof(ret_standing->text),
				words.data);
		text_buf_clear(&words);
		return;
	}
	if (result == NULL)
		not_understood(ret_standing, "preauth answered no result");
	else
		not_understood(ret_standing,
			"preauth answered \"%s\", which this version does not know",
			text_clean(clean, sizeof(clean), result));
}

/* Sends a question and waits. */
static int
ask(struct api_client *api, const struct duo_question *q, struct deadline d,
	struct api_answer *ret_answer, struct err *e)
{
	const struct api_call call = { .op = api_op_find(q->operation), .args = q->arg,
		.arg_count = q->count, .deadline = d };

	return api_call(api, &call, ret_answer, e);
}

int
duo_preauth(struct api_client *api, const char *directory_user, const char *ipaddr,
	struct deadline d, struct standing *ret_standing, struct err *e)
{
	const struct duo_question q = duo_preauth_question(directory_user, ipaddr);
	auto_api_answer answer = { 0 };

	if (ask(api, &q, d, &answer, e) != 0)
		return -1;
	duo_preauth_read(&answer, ret_standing);
	return 0;
}

int
source_duo_look_up(void *ctx, const char *directory_user, struct deadline d,
	struct standing *ret_standing, struct err *e)
{
	const struct source_duo *s = ctx;
	const struct duo_question q = duo_status_question(s->has_admin, directory_user);
	struct deadline limited = deadline_min(d, deadline_in(s->limit_ms));
	const struct duo_question nobody = duo_nobody_question(s->has_admin);
	auto_api_answer answer = { 0 }, other = { 0 };
	struct err ignored;

	if (ask(s->api, &q, limited, &answer, e) == 0) {
		duo_status_read(s->has_admin, &answer, ret_standing);
		return 0;
	}
	switch (duo_failure_read(&answer, e, ret_standing)) {
	case DUO_ODD:
		return 0;
	case DUO_DOUBTED:
		limited = deadline_min(d, deadline_in(s->limit_ms));
		if (ask(s->api, &nobody, limited, &other, &ignored) == 0)
			duo_blame(e);
		break;
	case DUO_FAILED:
		break;
	}
	return -1;
}
