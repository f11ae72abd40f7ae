/* SPDX-License-Identifier: MIT */
/* Admin API: the parameters that create and update of a user share. */
#include "tests/sim/admin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* New aliases by position; NULL: not named, "": to be removed. */
struct aliases {
	char *text[ALIASES_MAX];
};

static void
free_aliases(struct aliases *aliases)
{
	for (size_t i = 0; i < ALIASES_MAX; i++)
		free(aliases->text[i]);
}

/* Position of "alias1" to "alias8", or -1. */
static int
alias_position(const char *name)
{
	if (strncmp(name, "alias", 5) != 0 || name[5] < '1' || name[5] > '8' || name[6] != '\0')
		return -1;
	return name[5] - '1';
}

/* Reads "aliases": encoded pairs, or a JSON object. -1: neither. */
static int
read_alias_set(const struct param *param, struct aliases *aliases)
{
	struct param_set *set = sim_alloc(sizeof(*set));
	size_t length = strlen(param->value);
	int status = param->structured ? params_read_json(set, param->value, length)
				       : params_read_form(set, param->value, length);

	for (size_t i = 0; status == 0 && i < set->count; i++) {
		int position = alias_position(set->item[i].name);

		if (position < 0 || set->item[i].structured)
			status = -1;
		else
			sim_set(&aliases->text[position], set->item[i].value);
	}
	params_free(set);
	free(set);
	return status;
}

static int
read_aliases(struct call *call, struct aliases *aliases)
{
	const struct param *set = params_find(&call->params, "aliases");
	char name[] = "alias1";

	for (; name[5] <= '4'; name[5]++) {
		const char *value = call_param(call, name);

		if (value != NULL && set != NULL) {
			call_fail(call, 40002, "aliases");
			return -1;
		}
		if (value != NULL)
			sim_set(&aliases->text[name[5] - '1'], value);
	}
	if (set != NULL && read_alias_set(set, aliases) != 0) {
		call_fail(call, 40002, "aliases");
		return -1;
	}
	return 0;
}

/* Names are unique among all users, aliases included. */
static bool
name_is_taken(const struct call *call, const char *name, const struct user *by_other_than)
{
	const struct user *owner = store_find_username(&call->sim->store, name);

	return owner != NULL && owner != by_other_than;
}

static int
check_names(struct call *call, const struct user *user, const struct aliases *aliases)
{
	const char *username = call_param(call, "username");

	if (username != NULL && username[0] == '\0') {
		call_fail(call, 40002, "username");
		return -1;
	}
	if (username != NULL && name_is_taken(call, username, user)) {
		call_fail(call, 40003, NULL);
		return -1;
	}
	for (size_t i = 0; i < ALIASES_MAX; i++) {
		const char *alias = aliases->text[i];

		if (alias == NULL || alias[0] == '\0')
			continue;
		for (size_t j = 0; j < i; j++) {
			if (aliases->text[j] != NULL && strcmp(aliases->text[j], alias) == 0) {
				call_fail(call, 40002, "aliases");
				return -1;
			}
		}
		if (name_is_taken(call, alias, user)) {
			call_fail(call, 40003, NULL);
			return -1;
		}
	}
	return 0;
}

/* The status to set, or -1 for none; -2: the call has failed. */
static int
read_status(struct call *call)
{
	const char *word = call_param(call, "status");
	int status = word != NULL ? store_parse_user_status(word) : -1;

	if (word == NULL)
		return -1;
	if (status >= 0 && status <= STATUS_DISABLED)
		return status;
	call_fail(call, 40002, "status");
	return -2;
}

static void
set_texts(struct call *call, struct user *user)
{
	const struct {
		const char *name;
		char **where;
	} texts[] = {
		{ "username", &user->username },
		{ "realname", &user->realname },
		{ "firstname", &user->firstname },
		{ "lastname", &user->lastname },
		{ "email", &user->email },
		{ "notes", &user->notes },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (call_param(call, texts[i].name) != NULL)
			sim_set(texts[i].where, call_param(call, texts[i].name));
}

static void
set_aliases(struct user *user, const struct aliases *aliases)
{
	for (size_t i = 0; i < ALIASES_MAX; i++)
		if (aliases->text[i] != NULL)
			sim_set(&user->alias[i],
				aliases->text[i][0] != '\0' ? aliases->text[i] : NULL);
}

static void
set_status(struct user *user, int status)
{
	user->status = (enum user_status)status;
	user->lockout_reason = NULL;
	user->locked_at = 0;
	user->failures = 0;
}

int
admin_apply_user(struct call *call, struct user *user)
{
	__attribute__((cleanup(free_aliases))) struct aliases aliases = { .text = { NULL } };
	bool auto_prompt;
	int status;

	if (read_aliases(call, &aliases) != 0 || check_names(call, user, &aliases) != 0)
		return -1;
	status = read_status(call);
	if (status == -2 || call_flag(call, "enable_auto_prompt", true, &auto_prompt) != 0)
		return -1;
	if (user == NULL)
		return 0;
	set_texts(call, user);
	set_aliases(user, &aliases);
	if (status >= 0)
		set_status(user, status);
	if (call_param(call, "enable_auto_prompt") != NULL)
		user->enable_auto_prompt = auto_prompt;
	return 0;
}
