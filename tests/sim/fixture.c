/* SPDX-License-Identifier: MIT */
/* Reads a fixture, the JSON text that says what a tenant holds at the start. */
#include "tests/sim/sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GENERATED_MAX 100000

/* Where reading stands, for the error text. */
struct reader {
	struct store *store;
	int64_t now;
	char **error;
};

static int
complain(const struct reader *reader, const char *what, const char *name)
{
	free(*reader->error);
	*reader->error = sim_format("%s: %s", name != NULL ? name : "fixture", what);
	return -1;
}

static const char *
text_or(const cJSON *object, const char *name, const char *fallback)
{
	const char *text = json_text(object, name);

	return text != NULL ? text : fallback;
}

static int
read_group(const struct reader *reader, const cJSON *from)
{
	const char *name = json_text(from, "name");
	int status = store_parse_group_status(text_or(from, "status", "Active"));
	struct group *group;

	if (name == NULL || status < 0)
		return complain(reader, "a group needs a name and a known status", name);
	group = store_add_group(reader->store, name);
	group->status = (enum group_status)status;
	sim_set(&group->desc, text_or(from, "desc", ""));
	return 0;
}

static void
read_phone(const struct reader *reader, struct user *user, const cJSON *from)
{
	struct phone *phone = store_add_phone(reader->store, text_or(from, "number", ""));

	sim_set(&phone->name, text_or(from, "name", ""));
	sim_set(&phone->type, text_or(from, "type", "Mobile"));
	sim_set(&phone->platform, text_or(from, "platform", "Apple iOS"));
	sim_set(&phone->model, text_or(from, "model", "Unknown"));
	phone->can_push = json_flag(from, "push", true);
	phone->activated = json_flag(from, "activated", phone->can_push);
	phone->can_call = phone->number[0] != '\0';
	list_add(&user->phones, phone);
}

static void
read_code(const struct reader *reader, struct user *user, const cJSON *from)
{
	int64_t uses = json_number(from, "reuse_count", 1);
	int64_t seconds = json_number(from, "valid_secs", 0);
	struct bypass_code *code =
		store_add_code(reader->store, user, text_or(from, "code", ""), reader->now);

	code->uses_left = uses > 0 ? uses : -1;
	code->expiration = seconds > 0 ? reader->now + seconds : 0;
}

static int
read_user_groups(const struct reader *reader, struct user *user, const cJSON *from)
{
	const cJSON *at;

	cJSON_ArrayForEach (at, cJSON_GetObjectItemCaseSensitive(from, "groups")) {
		const char *name = cJSON_GetStringValue(at);
		struct group *group =
			name != NULL ? store_find_group_name(reader->store, name) : NULL;

		if (group == NULL)
			return complain(reader, "is in an unknown group", user->username);
		list_add(&user->groups, group);
	}
	return 0;
}

static int
read_belongings(const struct reader *reader, struct user *user, const cJSON *from)
{
	const cJSON *at;
	size_t position = 0;

	cJSON_ArrayForEach (at, cJSON_GetObjectItemCaseSensitive(from, "aliases"))
		if (position < ALIASES_MAX)
			sim_set(&user->alias[position++], cJSON_GetStringValue(at));
	cJSON_ArrayForEach (at, cJSON_GetObjectItemCaseSensitive(from, "phones"))
		read_phone(reader, user, at);
	cJSON_ArrayForEach (at, cJSON_GetObjectItemCaseSensitive(from, "tokens"))
		list_add(&user->tokens, store_add_token(reader->store, text_or(at, "type", "h6"),
						text_or(at, "serial", "0")));
	cJSON_ArrayForEach (at, cJSON_GetObjectItemCaseSensitive(from, "bypass_codes"))
		read_code(reader, user, at);
	cJSON_ArrayForEach (at, cJSON_GetObjectItemCaseSensitive(from, "passcodes"))
		if (cJSON_IsString(at))
			store_add_passcode(user, at->valuestring);
	cJSON_ArrayForEach (at, cJSON_GetObjectItemCaseSensitive(from, "webauthn"))
		if (cJSON_IsString(at))
			(void)store_add_webauthn(reader->store, user, at->valuestring);
	cJSON_ArrayForEach (at, cJSON_GetObjectItemCaseSensitive(from, "desktops"))
		if (cJSON_IsString(at))
			(void)store_add_desktop(reader->store, user, at->valuestring);
	return read_user_groups(reader, user, from);
}

static int
read_user(const struct reader *reader, const cJSON *from)
{
	const char *username = json_text(from, "username");
	int status = store_parse_user_status(text_or(from, "status", "active"));
	struct user *user;

	if (username == NULL || status < 0)
		return complain(reader, "a user needs a username and a known status", username);
	if (store_find_username(reader->store, username) != NULL)
		return complain(reader, "is there twice", username);
	user = store_add_user(reader->store, username, json_number(from, "created", 1700000000));
	user->status = (enum user_status)status;
	if (user->status == STATUS_LOCKED_OUT) {
		user->lockout_reason = "Failed Attempts";
		user->locked_at = reader->now;
	}
	sim_set(&user->realname, json_text(from, "realname"));
	sim_set(&user->firstname, json_text(from, "firstname"));
	sim_set(&user->lastname, json_text(from, "lastname"));
	sim_set(&user->email, text_or(from, "email", ""));
	sim_set(&user->notes, text_or(from, "notes", ""));
	return read_belongings(reader, user, from);
}

/*
 * {"prefix": "user", "count": 350}: user001 and so on, every second with a phone, every third in a
 * group, in turn; one has a name that is not ASCII.
 */
static int
generate_users(const struct reader *reader, const cJSON *from)
{
	const char *prefix = text_or(from, "prefix", "user");
	int64_t count = json_number(from, "count", 0);
	struct store *store = reader->store;

	if (count < 0 || count > GENERATED_MAX)
		return complain(reader, "too many users to generate", prefix);
	for (int64_t i = 1; i <= count; i++) {
		auto_str name = sim_format("%s%03lld", prefix, (long long)i);
		struct user *user = store_add_user(store, name, 1700000000 + i);

		user->realname =
			i == 7 ? sim_strdup(
					 "J\xc3\xbcrgen \xe5\xb1\xb1\xe7\x94\xb0 \xf0\x9f\x9a\xaa")
			       : sim_format("User %03lld", (long long)i);
		free(user->email);
		user->email = sim_format("%s@example.com", name);
		if (i % 2 == 0) {
			auto_str number = sim_format("+1555%07lld", (long long)i);
			struct phone *phone = store_add_phone(store, number);

			phone->activated = phone->can_push = phone->can_call = true;
			sim_set(&phone->type, "Mobile");
			sim_set(&phone->platform, "Google Android");
			list_add(&user->phones, phone);
		}
		if (i % 3 == 0 && store->groups.count != 0)
			list_add(&user->groups, store->groups.item[0]);
	}
	return 0;
}

static int
read_all(const struct reader *reader, const cJSON *root)
{
	const cJSON *at;

	cJSON_ArrayForEach (at, cJSON_GetObjectItemCaseSensitive(root, "groups"))
		if (read_group(reader, at) != 0)
			return -1;
	cJSON_ArrayForEach (at, cJSON_GetObjectItemCaseSensitive(root, "users"))
		if (read_user(reader, at) != 0)
			return -1;
	cJSON_ArrayForEach (at, cJSON_GetObjectItemCaseSensitive(root, "directories"))
		store_add_directory(reader->store, text_or(at, "name", "Directory"),
			text_or(at, "type", "azure"));
	cJSON_ArrayForEach (at, cJSON_GetObjectItemCaseSensitive(root, "generate"))
		if (generate_users(reader, at) != 0)
			return -1;
	return 0;
}

int
fixture_read(struct store *store, const char *text, int64_t now, char **ret_error)
{
	struct reader reader = { .store = store, .now = now, .error = ret_error };
	auto_json root = cJSON_ParseWithOpts(text, NULL, 1);

	store->lockout_threshold = 10;
	if (!cJSON_IsObject(root))
		return complain(&reader, "not a JSON object", NULL);
	return read_all(&reader, root);
}
