/* SPDX-License-Identifier: MIT */
/* Objects as the Admin API shows them, see view.h. */
#include "tests/sim/view.h"

#include <stdio.h>

static int64_t
or_null(int64_t time)
{
	return time != 0 ? time : -1;
}

cJSON *
view_list(const struct list *list, cJSON *(*view)(const void *item))
{
	cJSON *array = cJSON_CreateArray();

	for (size_t i = 0; i < list->count; i++)
		cJSON_AddItemToArray(array, view(list->item[i]));
	return array;
}

static void
add_aliases(cJSON *object, const struct user *user)
{
	cJSON *aliases = cJSON_AddObjectToObject(object, "aliases");
	char name[8];

	for (unsigned i = 0; i < ALIASES_MAX; i++) {
		(void)snprintf(name, sizeof(name), "alias%u", i + 1);
		if (i < 4)
			json_add_text(object, name, user->alias[i]);
		if (user->alias[i] != NULL)
			json_add_text(aliases, name, user->alias[i]);
	}
}

cJSON *
view_user_short(const void *item)
{
	const struct user *user = item;
	cJSON *object = cJSON_CreateObject();

	add_aliases(object, user);
	json_add_number(object, "created", user->created);
	json_add_text(object, "email", user->email);
	cJSON_AddBoolToObject(object, "enable_auto_prompt", user->enable_auto_prompt);
	json_add_text(object, "firstname", user->firstname);
	cJSON_AddBoolToObject(object, "is_enrolled", store_is_enrolled(user));
	json_add_number(object, "last_directory_sync", or_null(user->last_directory_sync));
	json_add_number(object, "last_login", or_null(user->last_login));
	json_add_text(object, "lastname", user->lastname);
	json_add_text(object, "lockout_reason", user->lockout_reason);
	json_add_text(object, "notes", user->notes);
	json_add_text(object, "realname", user->realname);
	json_add_text(object, "status", store_user_status_word(user->status));
	json_add_text(object, "user_id", user->id);
	json_add_text(object, "username", user->username);
	return object;
}

cJSON *
view_user(const void *item)
{
	const struct user *user = item;
	cJSON *object;

	if (user->odd != NULL)
		return cJSON_CreateRaw(user->odd);
	object = view_user_short(user);
	cJSON_AddItemToObject(
		object, "desktop_authenticators", view_list(&user->desktops, view_desktop));
	cJSON_AddItemToObject(object, "groups", view_list(&user->groups, view_group));
	cJSON_AddItemToObject(object, "phones", view_list(&user->phones, view_phone));
	cJSON_AddItemToObject(object, "tokens", view_list(&user->tokens, view_token));
	cJSON_AddArrayToObject(object, "u2ftokens");
	cJSON_AddItemToObject(
		object, "webauthncredentials", view_list(&user->webauthn, view_webauthn));
	return object;
}

cJSON *
view_member(const void *item)
{
	const struct user *user = item;
	cJSON *object = cJSON_CreateObject();

	json_add_text(object, "user_id", user->id);
	json_add_text(object, "username", user->username);
	return object;
}

cJSON *
view_group(const void *item)
{
	const struct group *group = item;
	cJSON *object;

	if (group->odd != NULL)
		return cJSON_CreateRaw(group->odd);
	object = cJSON_CreateObject();
	json_add_text(object, "desc", group->desc);
	json_add_text(object, "group_id", group->id);
	cJSON_AddBoolToObject(object, "mobile_otp_enabled", true);
	json_add_text(object, "name", group->name);
	cJSON_AddBoolToObject(object, "push_enabled", true);
	cJSON_AddBoolToObject(object, "sms_enabled", true);
	json_add_text(object, "status", store_group_status_word(group->status));
	cJSON_AddBoolToObject(object, "voice_enabled", false);
	return object;
}

static void
add_capabilities(cJSON *object, const struct phone *phone)
{
	cJSON *list = cJSON_AddArrayToObject(object, "capabilities");

	if (phone->can_push || phone->can_call)
		cJSON_AddItemToArray(list, cJSON_CreateString("auto"));
	if (phone->can_push)
		cJSON_AddItemToArray(list, cJSON_CreateString("push"));
	if (phone->can_call) {
		cJSON_AddItemToArray(list, cJSON_CreateString("sms"));
		cJSON_AddItemToArray(list, cJSON_CreateString("phone"));
	}
	if (phone->can_push)
		cJSON_AddItemToArray(list, cJSON_CreateString("mobile_otp"));
}

cJSON *
view_phone(const void *item)
{
	const struct phone *phone = item;
	cJSON *object = cJSON_CreateObject();

	cJSON_AddBoolToObject(object, "activated", phone->activated);
	add_capabilities(object, phone);
	json_add_text(object, "encrypted", phone->activated ? "Encrypted" : "");
	json_add_text(object, "extension", phone->extension);
	json_add_text(object, "fingerprint", phone->activated ? "Configured" : "");
	json_add_text(object, "last_seen", phone->activated ? "2026-11-20T08:00:00" : "");
	json_add_text(object, "model", phone->model);
	json_add_text(object, "name", phone->name);
	json_add_text(object, "number", phone->number);
	json_add_text(object, "phone_id", phone->id);
	json_add_text(object, "platform", phone->platform);
	json_add_text(object, "postdelay", phone->postdelay);
	json_add_text(object, "predelay", phone->predelay);
	json_add_text(object, "screenlock", phone->activated ? "Locked" : "");
	cJSON_AddBoolToObject(object, "sms_passcodes_sent", phone->sms_sent);
	json_add_text(object, "tampered", phone->activated ? "Not tampered" : "");
	json_add_text(object, "type", phone->type);
	return object;
}

cJSON *
view_token(const void *item)
{
	const struct token *token = item;
	cJSON *object = cJSON_CreateObject();

	json_add_text(object, "serial", token->serial);
	json_add_text(object, "token_id", token->id);
	json_add_number(object, "totp_step", or_null(token->totp_step));
	json_add_text(object, "type", token->type);
	return object;
}

cJSON *
view_webauthn(const void *item)
{
	const struct webauthn *key = item;
	cJSON *object = cJSON_CreateObject();

	json_add_text(object, "credential_name", key->credential_name);
	json_add_number(object, "date_added", key->date_added);
	json_add_text(object, "label", key->label);
	json_add_text(object, "webauthnkey", key->id);
	return object;
}

cJSON *
view_desktop(const void *item)
{
	const struct desktop *desktop = item;
	cJSON *object = cJSON_CreateObject();

	json_add_text(object, "daid", desktop->daid);
	json_add_text(object, "dakey", desktop->id);
	json_add_text(object, "device_name", desktop->device_name);
	json_add_text(object, "duo_desktop_version", desktop->version);
	json_add_text(object, "os_family", desktop->os_family);
	return object;
}

cJSON *
view_bypass_code(const void *item)
{
	const struct bypass_code *code = item;
	cJSON *object = cJSON_CreateObject();

	json_add_text(object, "admin_email", "");
	json_add_text(object, "bypass_code_id", code->id);
	json_add_number(object, "created", code->created);
	json_add_number(object, "expiration", or_null(code->expiration));
	json_add_number(object, "reuse_count", code->uses_left); /* -1, unlimited, gives null */
	return object;
}

cJSON *
view_directory(const void *item)
{
	const struct directory *directory = item;
	cJSON *object = cJSON_CreateObject();

	json_add_text(object, "directory_key", directory->key);
	json_add_text(object, "directory_type", directory->type);
	json_add_text(object, "name", directory->name);
	return object;
}
