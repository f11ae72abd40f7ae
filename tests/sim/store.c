/* SPDX-License-Identifier: MIT */
/* Words and look-ups of the tenant's data, see store.h. */
#include "tests/sim/store.h"

#include <string.h>
#include <strings.h>

static const char *const user_words[] = {
	[STATUS_ACTIVE] = "active",
	[STATUS_BYPASS] = "bypass",
	[STATUS_DISABLED] = "disabled",
	[STATUS_LOCKED_OUT] = "locked out",
	[STATUS_PENDING_DELETION] = "pending deletion",
};

static const char *const group_words[] = {
	[GROUP_ACTIVE] = "Active",
	[GROUP_BYPASS] = "Bypass",
	[GROUP_DISABLED] = "Disabled",
};

const char *
store_user_status_word(enum user_status status)
{
	return user_words[status];
}

int
store_parse_user_status(const char *word)
{
	for (int i = 0; i < (int)(sizeof(user_words) / sizeof(user_words[0])); i++)
		if (strcmp(user_words[i], word) == 0)
			return i;
	return -1;
}

const char *
store_group_status_word(enum group_status status)
{
	return group_words[status];
}

int
store_parse_group_status(const char *word)
{
	for (int i = 0; i < (int)(sizeof(group_words) / sizeof(group_words[0])); i++)
		if (strcasecmp(group_words[i], word) == 0)
			return i;
	return -1;
}

/* Every object begins with its id. */
static void *
find_id(const struct list *list, const char *id)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->item[i], id) == 0)
			return list->item[i];
	return NULL;
}

struct user *
store_find_user(const struct store *store, const char *id)
{
	return find_id(&store->users, id);
}

struct group *
store_find_group(const struct store *store, const char *id)
{
	return find_id(&store->groups, id);
}

struct phone *
store_find_phone(const struct store *store, const char *id)
{
	return find_id(&store->phones, id);
}

struct token *
store_find_token(const struct store *store, const char *id)
{
	return find_id(&store->tokens, id);
}

static bool
user_is_called(const struct user *user, const char *name)
{
	if (strcasecmp(user->username, name) == 0)
		return true;
	for (size_t i = 0; i < ALIASES_MAX; i++)
		if (user->alias[i] != NULL && strcasecmp(user->alias[i], name) == 0)
			return true;
	return false;
}

struct user *
store_find_username(const struct store *store, const char *username_or_alias)
{
	for (size_t i = 0; i < store->users.count; i++)
		if (user_is_called(store->users.item[i], username_or_alias))
			return store->users.item[i];
	return NULL;
}

struct user *
store_find_email(const struct store *store, const char *email)
{
	for (size_t i = 0; i < store->users.count; i++) {
		struct user *user = store->users.item[i];

		if (user->email[0] != '\0' && strcasecmp(user->email, email) == 0)
			return user;
	}
	return NULL;
}

struct group *
store_find_group_name(const struct store *store, const char *name)
{
	for (size_t i = 0; i < store->groups.count; i++) {
		struct group *group = store->groups.item[i];

		if (strcasecmp(group->name, name) == 0)
			return group;
	}
	return NULL;
}

struct token *
store_find_serial(const struct store *store, const char *type, const char *serial)
{
	for (size_t i = 0; i < store->tokens.count; i++) {
		struct token *token = store->tokens.item[i];

		if (strcmp(token->type, type) == 0 && strcmp(token->serial, serial) == 0)
			return token;
	}
	return NULL;
}

struct bypass_code *
store_find_code(const struct store *store, const char *id, struct user **ret_user)
{
	for (size_t i = 0; i < store->users.count; i++) {
		struct user *user = store->users.item[i];
		struct bypass_code *code = find_id(&user->bypass_codes, id);

		if (code != NULL) {
			*ret_user = user;
			return code;
		}
	}
	return NULL;
}

bool
store_is_enrolled(const struct user *user)
{
	return user->phones.count != 0 || user->tokens.count != 0 || user->webauthn.count != 0;
}

void
store_settle_user(struct store *store, struct user *user, int64_t now)
{
	for (size_t i = user->bypass_codes.count; i > 0; i--) {
		struct bypass_code *code = user->bypass_codes.item[i - 1];

		if (code->expiration != 0 && code->expiration <= now)
			store_delete_code(user, code);
	}
	if (user->status == STATUS_LOCKED_OUT && user->locked_at != 0 &&
		store->lockout_minutes != 0 &&
		now - user->locked_at >= store->lockout_minutes * 60) {
		user->status = STATUS_ACTIVE;
		user->lockout_reason = NULL;
		user->failures = 0;
		user->locked_at = 0;
	}
}
