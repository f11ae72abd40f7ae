/* SPDX-License-Identifier: MIT */
/* Admin API: phones and hardware tokens. */
#include "tests/sim/admin.h"
#include "tests/sim/view.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A phone or token with its users needs the store, which a view is not given: both go in here. */
struct device {
	const struct store *store;
	const void *object;
};

static cJSON *
users_of(const struct device *device, size_t offset)
{
	cJSON *users = cJSON_CreateArray();

	for (size_t i = 0; i < device->store->users.count; i++) {
		const char *user = device->store->users.item[i];

		if (list_has((const struct list *)(const void *)(user + offset), device->object))
			cJSON_AddItemToArray(users, view_user_short(user));
	}
	return users;
}

static cJSON *
view_phone_with_users(const void *item)
{
	const struct device *device = item;
	cJSON *object = view_phone(device->object);

	cJSON_AddItemToObject(object, "users", users_of(device, offsetof(struct user, phones)));
	return object;
}

static cJSON *
view_token_with_users(const void *item)
{
	const struct device *device = item;
	cJSON *object = view_token(device->object);

	cJSON_AddArrayToObject(object, "admins");
	cJSON_AddItemToObject(object, "users", users_of(device, offsetof(struct user, tokens)));
	return object;
}

/* Answers one page of found objects, each with its users. */
static void
answer_devices(struct call *call, const struct list *found, cJSON *(*view)(const void *item))
{
	struct device *devices = sim_alloc(sizeof(*devices) * (found->count + 1));
	auto_list items = { .item = NULL };

	for (size_t i = 0; i < found->count; i++) {
		devices[i] =
			(struct device){ .store = &call->sim->store, .object = found->item[i] };
		list_add(&items, &devices[i]);
	}
	call_page(call, &items, 100, 500, view);
	free(devices);
}

static void
answer_device(struct call *call, const void *object, cJSON *(*view)(const void *item))
{
	call_ok(call, view(&(struct device){ .store = &call->sim->store, .object = object }));
}

void
admin_list_phones(struct call *call)
{
	const struct store *store = &call->sim->store;
	const char *number = call_param(call, "number");
	const char *extension = call_param(call, "extension");
	auto_list found = { .item = NULL };

	for (size_t i = 0; i < store->phones.count; i++) {
		struct phone *phone = store->phones.item[i];

		if ((number == NULL || strcmp(phone->number, number) == 0) &&
			(extension == NULL || strcmp(phone->extension, extension) == 0))
			list_add(&found, phone);
	}
	answer_devices(call, &found, view_phone_with_users);
}

static bool
is_number(const char *text)
{
	size_t length = strlen(text);

	return length == 0 || (text[0] == '+' && length >= 8 && length <= 16 &&
				      strspn(text + 1, "0123456789") == length - 1);
}

/* The word in its spelling of answers, or NULL. */
static const char *
phone_type(const char *word)
{
	static const char *const types[] = { "Unknown", "Mobile", "Landline" };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcasecmp(types[i], word) == 0)
			return types[i];
	return NULL;
}

static int
apply_phone(struct call *call, struct phone *phone)
{
	const char *number = call_param(call, "number");
	const char *word = call_param(call, "type");
	const char *type = word != NULL ? phone_type(word) : NULL;

	if (number != NULL && !is_number(number)) {
		call_fail(call, 40002, "number");
		return -1;
	}
	if (word != NULL && type == NULL) {
		call_fail(call, 40002, "type");
		return -1;
	}
	if (phone == NULL)
		return 0;
	if (number != NULL)
		sim_set(&phone->number, number);
	if (type != NULL)
		sim_set(&phone->type, type);
	if (call_param(call, "name") != NULL)
		sim_set(&phone->name, call_param(call, "name"));
	if (call_param(call, "extension") != NULL)
		sim_set(&phone->extension, call_param(call, "extension"));
	if (call_param(call, "platform") != NULL)
		sim_set(&phone->platform, call_param(call, "platform"));
	if (call_param(call, "predelay") != NULL)
		sim_set(&phone->predelay, call_param(call, "predelay"));
	if (call_param(call, "postdelay") != NULL)
		sim_set(&phone->postdelay, call_param(call, "postdelay"));
	phone->can_call = phone->number[0] != '\0';
	return 0;
}

static bool
phone_exists(const struct store *store, const char *number, const char *extension)
{
	for (size_t i = 0; i < store->phones.count; i++) {
		const struct phone *phone = store->phones.item[i];

		if (number[0] != '\0' && strcmp(phone->number, number) == 0 &&
			strcmp(phone->extension, extension) == 0)
			return true;
	}
	return false;
}

void
admin_create_phone(struct call *call)
{
	struct store *store = &call->sim->store;
	const char *number = call_param(call, "number");
	const char *extension = call_param(call, "extension");
	struct phone *phone;

	if (apply_phone(call, NULL) != 0)
		return;
	if (number == NULL)
		number = "";
	if (phone_exists(store, number, extension != NULL ? extension : "")) {
		call_fail(call, 40003, NULL);
		return;
	}
	phone = store_add_phone(store, number);
	if (apply_phone(call, phone) == 0)
		answer_device(call, phone, view_phone_with_users);
}

void
admin_get_phone(struct call *call)
{
	const struct phone *phone = call_phone(call, 0);

	if (phone != NULL)
		answer_device(call, phone, view_phone_with_users);
}

void
admin_update_phone(struct call *call)
{
	struct phone *phone = call_phone(call, 0);

	if (phone != NULL && apply_phone(call, phone) == 0)
		answer_device(call, phone, view_phone_with_users);
}

void
admin_delete_phone(struct call *call)
{
	struct phone *phone = store_find_phone(&call->sim->store, call->argument[0]);

	if (phone != NULL)
		store_delete_phone(&call->sim->store, phone);
	call_ok_empty(call);
}

void
admin_list_tokens(struct call *call)
{
	const struct store *store = &call->sim->store;
	const char *type = call_param(call, "type");
	const char *serial = call_param(call, "serial");
	auto_list found = { .item = NULL };

	if (serial != NULL && type == NULL) {
		call_fail(call, 40002, "type");
		return;
	}
	for (size_t i = 0; i < store->tokens.count; i++) {
		struct token *token = store->tokens.item[i];

		if ((type == NULL || strcmp(token->type, type) == 0) &&
			(serial == NULL || strcmp(token->serial, serial) == 0))
			list_add(&found, token);
	}
	answer_devices(call, &found, view_token_with_users);
}

void
admin_create_token(struct call *call)
{
	static const char *const types[] = { "h6", "h8", "yk", "t6", "t8" };
	struct store *store = &call->sim->store;
	const char *type = call_required(call, "type");
	const char *serial = type != NULL ? call_required(call, "serial") : NULL;
	bool known = false;
	struct token *token;
	int64_t step;

	if (serial == NULL || call_number(call, "totp_step", 1, 3600, 30, &step) != 0)
		return;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		known = known || strcmp(types[i], type) == 0;
	if (!known) {
		call_fail(call, 40002, "type");
		return;
	}
	if (type[0] == 'h' && call_required(call, "secret") == NULL)
		return;
	if (store_find_serial(store, type, serial) != NULL) {
		call_fail(call, 40003, NULL);
		return;
	}
	token = store_add_token(store, type, serial);
	if (type[0] == 't')
		token->totp_step = step;
	answer_device(call, token, view_token_with_users);
}

void
admin_get_token(struct call *call)
{
	const struct token *token = call_token(call, 0);

	if (token != NULL)
		answer_device(call, token, view_token_with_users);
}

void
admin_delete_token(struct call *call)
{
	struct token *token = store_find_token(&call->sim->store, call->argument[0]);

	if (token != NULL)
		store_delete_token(&call->sim->store, token);
	call_ok_empty(call);
}
