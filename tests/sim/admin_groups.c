/* SPDX-License-Identifier: MIT */
/* Admin API: groups. */
#include "tests/sim/admin.h"
#include "tests/sim/view.h"

#define LIST_MAX 100

static void
list_given_groups(struct call *call)
{
	auto_json ids = call_array(call, "group_id_list", LIST_MAX, false);
	auto_list found = { .item = NULL };
	const cJSON *id;
	cJSON *metadata;

	if (ids == NULL)
		return;
	cJSON_ArrayForEach (id, ids) {
		struct group *group = cJSON_IsString(id)
					      ? store_find_group(&call->sim->store, id->valuestring)
					      : NULL;

		if (group != NULL && !list_has(&found, group))
			list_add(&found, group);
	}
	metadata = cJSON_CreateObject();
	json_add_number(metadata, "total_objects", (int64_t)found.count);
	call_ok_page(call, view_list(&found, view_group), metadata);
}

void
admin_list_groups(struct call *call)
{
	if (call_param(call, "group_id_list") != NULL)
		list_given_groups(call);
	else
		call_page(call, &call->sim->store.groups, 100, 500, view_group);
}

static void
find_members(const struct call *call, const struct group *group, struct list *members)
{
	const struct store *store = &call->sim->store;

	for (size_t i = 0; i < store->users.count; i++) {
		struct user *user = store->users.item[i];

		if (list_has(&user->groups, group))
			list_add(members, user);
	}
}

/* Applies name, desc and status; group NULL checks only. -1: the call has failed. */
static int
apply_group(struct call *call, struct group *group)
{
	const char *name = call_param(call, "name");
	const char *desc = call_param(call, "desc");
	const char *word = call_param(call, "status");
	int status = word != NULL ? store_parse_group_status(word) : 0;
	const struct group *owner =
		name != NULL ? store_find_group_name(&call->sim->store, name) : NULL;

	if (status < 0) {
		call_fail(call, 40002, "status");
		return -1;
	}
	if (name != NULL && name[0] == '\0') {
		call_fail(call, 40002, "name");
		return -1;
	}
	if (owner != NULL && owner != group) {
		call_fail(call, 40003, NULL);
		return -1;
	}
	if (group == NULL)
		return 0;
	if (name != NULL)
		sim_set(&group->name, name);
	if (desc != NULL)
		sim_set(&group->desc, desc);
	if (word != NULL)
		group->status = (enum group_status)status;
	return 0;
}

void
admin_create_group(struct call *call)
{
	const char *name = call_required(call, "name");
	struct group *group;

	if (name == NULL || apply_group(call, NULL) != 0)
		return;
	group = store_add_group(&call->sim->store, name);
	if (apply_group(call, group) == 0)
		call_ok(call, view_group(group));
}

void
admin_get_group_v2(struct call *call)
{
	const struct group *group = call_group(call, 0);

	if (group != NULL)
		call_ok(call, view_group(group));
}

/* The first version still carries its members. */
void
admin_get_group_v1(struct call *call)
{
	const struct group *group = call_group(call, 0);
	auto_list members = { .item = NULL };
	cJSON *object;

	if (group == NULL)
		return;
	find_members(call, group, &members);
	object = view_group(group);
	cJSON_AddItemToObject(object, "users", view_list(&members, view_member));
	call_ok(call, object);
}

void
admin_list_group_users(struct call *call)
{
	const struct group *group = call_group(call, 0);
	auto_list members = { .item = NULL };

	if (group == NULL)
		return;
	find_members(call, group, &members);
	call_page(call, &members, 100, 500, view_member);
}

void
admin_update_group(struct call *call)
{
	struct group *group = call_group(call, 0);

	if (group != NULL && apply_group(call, group) == 0)
		call_ok(call, view_group(group));
}

void
admin_delete_group(struct call *call)
{
	struct group *group = store_find_group(&call->sim->store, call->argument[0]);

	if (group != NULL)
		store_delete_group(&call->sim->store, group);
	call_ok_empty(call);
}
