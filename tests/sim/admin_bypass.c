/* SPDX-License-Identifier: MIT */
/* Admin API: bypass codes. */
#include "tests/sim/admin.h"
#include "tests/sim/view.h"

#include <stdlib.h>
#include <string.h>

#define CREATE_MAX  10
#define CODE_DIGITS 9

/* What POST .../bypass_codes asks for. */
struct order {
	char code[CREATE_MAX][CODE_DIGITS + 1];
	size_t count;
	int64_t reuse_count, valid_secs;
	bool preserve;
};

static bool
order_has(const struct order *order, const char *code)
{
	for (size_t i = 0; i < order->count; i++)
		if (strcmp(order->code[i], code) == 0)
			return true;
	return false;
}

static bool
user_has_code(const struct user *user, const char *code)
{
	for (size_t i = 0; i < user->bypass_codes.count; i++)
		if (strcmp(((struct bypass_code *)user->bypass_codes.item[i])->code, code) == 0)
			return true;
	return false;
}

/* Nine digits each, none twice, at most ten. */
static bool
read_codes(const char *text, struct order *order)
{
	for (;;) {
		char *code = order->code[order->count];

		if (order->count == CREATE_MAX || strspn(text, "0123456789") != CODE_DIGITS ||
			(text[CODE_DIGITS] != ',' && text[CODE_DIGITS] != '\0'))
			return false;
		memcpy(code, text, CODE_DIGITS);
		if (order_has(order, code))
			return false;
		order->count++;
		if (text[CODE_DIGITS] == '\0')
			return true;
		text += CODE_DIGITS + 1;
	}
}

static void
make_codes(const struct user *user, size_t count, struct order *order)
{
	while (order->count < count) {
		auto_str code = sim_random_digits(CODE_DIGITS);

		if (order_has(order, code) || user_has_code(user, code))
			continue;
		memcpy(order->code[order->count++], code, CODE_DIGITS);
	}
}

static int
read_order(struct call *call, const struct user *user, struct order *order)
{
	const char *codes = call_param(call, "codes");
	int64_t count;

	if (call_number(call, "count", 1, CREATE_MAX, CREATE_MAX, &count) != 0 ||
		call_number(call, "reuse_count", 0, INT32_MAX, 1, &order->reuse_count) != 0 ||
		call_number(call, "valid_secs", 0, INT32_MAX, 0, &order->valid_secs) != 0 ||
		call_flag(call, "preserve_existing", false, &order->preserve) != 0)
		return -1;
	if (codes != NULL && call_param(call, "count") != NULL) {
		call_fail(call, 40002, "codes");
		return -1;
	}
	if (codes != NULL && !read_codes(codes, order)) {
		call_fail(call, 40002, "codes");
		return -1;
	}
	if (codes == NULL)
		make_codes(user, (size_t)count, order);
	return 0;
}

/* With preserve_existing nothing changes unless all fit in beside the old ones. */
static int
check_room(struct call *call, const struct user *user, const struct order *order)
{
	for (size_t i = 0; i < order->count; i++) {
		if (user_has_code(user, order->code[i])) {
			call_fail(call, 40002, "codes");
			return -1;
		}
	}
	if (user->bypass_codes.count + order->count > CODES_MAX) {
		call_fail(call, 50001, NULL);
		return -1;
	}
	return 0;
}

void
admin_create_user_codes(struct call *call)
{
	struct order order = { .count = 0 };
	struct user *user = call_user(call);
	cJSON *response;

	if (user == NULL || read_order(call, user, &order) != 0)
		return;
	if (order.preserve && check_room(call, user, &order) != 0)
		return;
	if (!order.preserve)
		store_delete_codes(user);
	response = cJSON_CreateArray();
	for (size_t i = 0; i < order.count; i++) {
		struct bypass_code *code =
			store_add_code(&call->sim->store, user, order.code[i], call->now);

		code->uses_left = order.reuse_count != 0 ? order.reuse_count : -1;
		code->expiration = order.valid_secs != 0 ? call->now + order.valid_secs : 0;
		cJSON_AddItemToArray(response, cJSON_CreateString(order.code[i]));
	}
	call_ok(call, response);
}

void
admin_list_user_codes(struct call *call)
{
	const struct user *user = call_user(call);

	if (user != NULL)
		call_page(call, &user->bypass_codes, 100, 500, view_bypass_code);
}

/* A code and the user it belongs to, for lists over all users. */
struct owned_code {
	const struct bypass_code *code;
	const struct user *user;
};

static cJSON *
view_owned_code(const void *item)
{
	const struct owned_code *owned = item;
	cJSON *object = view_bypass_code(owned->code);

	cJSON_AddItemToObject(object, "user", view_user_short(owned->user));
	return object;
}

void
admin_list_codes(struct call *call)
{
	struct store *store = &call->sim->store;
	auto_list all = { .item = NULL };

	for (size_t i = 0; i < store->users.count; i++) {
		struct user *user = store->users.item[i];

		store_settle_user(store, user, call->now);
		for (size_t j = 0; j < user->bypass_codes.count; j++) {
			struct owned_code *owned = sim_alloc(sizeof(*owned));

			owned->code = user->bypass_codes.item[j];
			owned->user = user;
			list_add(&all, owned);
		}
	}
	call_page(call, &all, 100, 500, view_owned_code);
	for (size_t i = 0; i < all.count; i++)
		free(all.item[i]);
}

/* NULL: there is none, or it has expired. */
static struct bypass_code *
find_code(struct call *call, struct user **ret_user)
{
	struct store *store = &call->sim->store;

	if (store_find_code(store, call->argument[0], ret_user) == NULL)
		return NULL;
	store_settle_user(store, *ret_user, call->now);
	return store_find_code(store, call->argument[0], ret_user);
}

void
admin_get_code(struct call *call)
{
	struct user *user;
	const struct bypass_code *code = find_code(call, &user);

	if (code == NULL)
		call_fail(call, 40401, NULL);
	else
		call_ok(call, view_owned_code(&(struct owned_code){ .code = code, .user = user }));
}

void
admin_delete_code(struct call *call)
{
	struct user *user;
	struct bypass_code *code = find_code(call, &user);

	if (code != NULL)
		store_delete_code(user, code);
	call_ok_empty(call);
}
