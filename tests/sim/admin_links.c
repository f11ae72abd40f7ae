/* SPDX-License-Identifier: MIT */
/* Admin API: what belongs to a user: groups, phones, tokens, and the lists of other authenticators.
 */
#include "tests/sim/admin.h"
#include "tests/sim/view.h"

static void
list_of_user(struct call *call, size_t offset, cJSON *(*view)(const void *item))
{
	const struct user *user = call_user(call);

	if (user != NULL)
		call_page(call, (const struct list *)(const void *)((const char *)user + offset),
			100, 500, view);
}

/* Adds object to the user's list; NULL stands for an id that names nothing. */
static void
link_object(struct call *call, struct list *list, void *object, const char *parameter)
{
	if (object == NULL) {
		call_fail(call, 40002, parameter);
	} else if (!list_has(list, object) && list->count >= LINKS_MAX) {
		call_fail(call, 50001, NULL);
	} else {
		if (!list_has(list, object))
			list_add(list, object);
		call_ok_empty(call);
	}
}

/* How many users have the object in the list at that offset of struct user. */
static size_t
count_users_of(const struct store *store, size_t offset, const void *object)
{
	size_t count = 0;

	for (size_t i = 0; i < store->users.count; i++) {
		const char *user = store->users.item[i];

		count += list_has((const struct list *)(const void *)(user + offset), object);
	}
	return count;
}

void
admin_list_user_groups(struct call *call)
{
	list_of_user(call, offsetof(struct user, groups), view_group);
}

void
admin_add_user_group(struct call *call)
{
	struct user *user = call_user(call);
	const char *id = user != NULL ? call_required(call, "group_id") : NULL;

	if (id != NULL)
		link_object(
			call, &user->groups, store_find_group(&call->sim->store, id), "group_id");
}

void
admin_remove_user_group(struct call *call)
{
	struct user *user = store_find_user(&call->sim->store, call->argument[0]);
	const struct group *group = store_find_group(&call->sim->store, call->argument[1]);

	if (user != NULL && group != NULL)
		(void)list_remove(&user->groups, group);
	call_ok_empty(call);
}

void
admin_list_user_phones(struct call *call)
{
	list_of_user(call, offsetof(struct user, phones), view_phone);
}

void
admin_add_user_phone(struct call *call)
{
	struct user *user = call_user(call);
	const char *id = user != NULL ? call_required(call, "phone_id") : NULL;
	struct phone *phone = id != NULL ? store_find_phone(&call->sim->store, id) : NULL;

	if (phone != NULL && !list_has(&user->phones, phone) &&
		count_users_of(&call->sim->store, offsetof(struct user, phones), phone) >=
			LINKS_MAX)
		call_fail(call, 50001, NULL);
	else if (id != NULL)
		link_object(call, &user->phones, phone, "phone_id");
}

void
admin_remove_user_phone(struct call *call)
{
	struct user *user = store_find_user(&call->sim->store, call->argument[0]);
	const struct phone *phone = store_find_phone(&call->sim->store, call->argument[1]);

	if (user != NULL && phone != NULL)
		(void)list_remove(&user->phones, phone);
	call_ok_empty(call);
}

void
admin_list_user_tokens(struct call *call)
{
	list_of_user(call, offsetof(struct user, tokens), view_token);
}

void
admin_add_user_token(struct call *call)
{
	struct user *user = call_user(call);
	const char *id = user != NULL ? call_required(call, "token_id") : NULL;
	struct token *token = id != NULL ? store_find_token(&call->sim->store, id) : NULL;

	if (token != NULL && !list_has(&user->tokens, token) &&
		count_users_of(&call->sim->store, offsetof(struct user, tokens), token) >=
			LINKS_MAX)
		call_fail(call, 50001, NULL);
	else if (id != NULL)
		link_object(call, &user->tokens, token, "token_id");
}

void
admin_remove_user_token(struct call *call)
{
	struct user *user = store_find_user(&call->sim->store, call->argument[0]);
	const struct token *token = store_find_token(&call->sim->store, call->argument[1]);

	if (user != NULL && token != NULL)
		(void)list_remove(&user->tokens, token);
	call_ok_empty(call);
}

void
admin_list_user_webauthn(struct call *call)
{
	list_of_user(call, offsetof(struct user, webauthn), view_webauthn);
}

void
admin_list_user_desktops(struct call *call)
{
	list_of_user(call, offsetof(struct user, desktops), view_desktop);
}
