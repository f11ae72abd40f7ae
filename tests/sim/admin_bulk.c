/* SPDX-License-Identifier: MIT */
/* Admin API: many users in one call, and several calls in one. */
#include "tests/sim/admin.h"
#include "tests/sim/route.h"
#include "tests/sim/view.h"

#include <stdlib.h>
#include <string.h>

#define USERS_MAX      100
#define OPERATIONS_MAX 50

/*
 * A call inside a call: the members of body are its parameters. NULL: body is no object.
 * Free with call_free.
 */
static struct call *
make_inner(const struct call *outer, const char *method, const cJSON *body)
{
	struct call *inner = sim_alloc(sizeof(*inner));
	auto_str text = body != NULL ? cJSON_PrintUnformatted(body) : sim_strdup("{}");

	inner->sim = outer->sim;
	inner->application = outer->application;
	inner->request = outer->request;
	inner->method = method;
	inner->descriptor = outer->descriptor;
	inner->now = outer->now;
	if (params_read_json(&inner->params, text, strlen(text)) == 0)
		return inner;
	call_free(inner);
	return NULL;
}

/* Makes one user of a bulk_create; NULL: it cannot be. check_only changes nothing. */
static struct user *
create_one(struct call *outer, const cJSON *fields, bool check_only, bool *ret_fine)
{
	struct call *inner = make_inner(outer, "POST", fields);
	const char *username = inner != NULL ? call_required(inner, "username") : NULL;
	struct user *user = NULL;

	*ret_fine = username != NULL && call_param(inner, "aliases") == NULL &&
		    admin_apply_user(inner, NULL) == 0;
	if (*ret_fine && !check_only) {
		user = store_add_user(&outer->sim->store, username, outer->now);
		*ret_fine = admin_apply_user(inner, user) == 0;
	}
	if (inner != NULL)
		call_free(inner);
	return user;
}

/* Two users of one call must not share a name either. */
static bool
named_before(const cJSON *users, const cJSON *fields)
{
	const char *username = json_text(fields, "username");
	const cJSON *at;

	cJSON_ArrayForEach (at, users) {
		const char *other = json_text(at, "username");

		if (at == fields)
			return false;
		if (username != NULL && other != NULL && strcmp(username, other) == 0)
			return true;
	}
	return false;
}

void
admin_bulk_create(struct call *call)
{
	auto_json users = call_array(call, "users", USERS_MAX, false);
	const cJSON *fields;
	cJSON *response;
	bool fine;

	if (users == NULL)
		return;
	cJSON_ArrayForEach (fields, users) {
		(void)create_one(call, fields, true, &fine);
		if (!fine || named_before(users, fields)) {
			call_fail(call, 40002, "users");
			return;
		}
	}
	response = cJSON_CreateArray();
	cJSON_ArrayForEach (fields, users) {
		const struct user *user = create_one(call, fields, false, &fine);

		if (user != NULL)
			cJSON_AddItemToArray(response, view_user(user));
	}
	call_ok(call, response);
}

static void
send_to_trash(struct user *user)
{
	if (user->status == STATUS_PENDING_DELETION)
		return;
	user->status_before_trash = user->status;
	user->status = STATUS_PENDING_DELETION;
}

static void
restore(struct user *user)
{
	if (user->status == STATUS_PENDING_DELETION)
		user->status = user->status_before_trash;
}

/* The users of user_id_list; an id that names nobody fails the call and nothing is changed. */
static void
change_listed(struct call *call, void (*change)(struct user *user))
{
	auto_json ids = call_array(call, "user_id_list", USERS_MAX, false);
	auto_list found = { .item = NULL };
	const cJSON *id;

	if (ids == NULL)
		return;
	cJSON_ArrayForEach (id, ids) {
		struct user *user = cJSON_IsString(id)
					    ? store_find_user(&call->sim->store, id->valuestring)
					    : NULL;

		if (user == NULL) {
			call_fail(call, 40002, "user_id_list");
			return;
		}
		list_add(&found, user);
	}
	for (size_t i = 0; i < found.count; i++)
		change(found.item[i]);
	call_ok(call, view_list(&found, view_user));
}

void
admin_bulk_restore(struct call *call)
{
	change_listed(call, restore);
}

void
admin_bulk_trash(struct call *call)
{
	change_listed(call, send_to_trash);
}

/* One entry of the answer: the envelope the operation alone would have had. */
static cJSON *
run_operation(struct call *outer, const cJSON *operation)
{
	const char *method = json_text(operation, "method");
	const char *path = json_text(operation, "path");
	const cJSON *body = cJSON_GetObjectItemCaseSensitive(operation, "body");
	struct call *inner = make_inner(outer, method, body);
	const struct route *route = NULL;
	bool path_known;
	cJSON *envelope;

	if (inner == NULL)
		inner = make_inner(outer, method, NULL);
	else if (method != NULL && path != NULL)
		route = route_find(outer->service, method, path, inner, &path_known);
	if (route == NULL || !route->in_bulk)
		call_fail(inner, 40002, "operations");
	else
		route->handle(inner);
	envelope = inner->reply.json;
	inner->reply.json = NULL;
	call_free(inner);
	return envelope;
}

void
admin_bulk(struct call *call)
{
	auto_json operations = call_array(call, "operations", OPERATIONS_MAX, true);
	const cJSON *operation;
	cJSON *response;

	if (operations == NULL)
		return;
	response = cJSON_CreateArray();
	cJSON_ArrayForEach (operation, operations)
		cJSON_AddItemToArray(response, run_operation(call, operation));
	call_ok(call, response);
}
