/* SPDX-License-Identifier: MIT */
/* Auth API: enrolling a user. */
#include "tests/sim/auth.h"

#include <string.h>

void
auth_enroll(struct call *call)
{
	struct store *store = &call->sim->store;
	const char *wanted = call_param(call, "username");
	struct activation *activation;
	auto_str username =
		wanted != NULL && wanted[0] != '\0' ? sim_strdup(wanted) : sim_random_hex(12);
	struct user *user;
	cJSON *response;
	int64_t seconds;

	if (call_number(call, "valid_secs", 0, INT32_MAX, 86400, &seconds) != 0)
		return;
	if (store_find_username(store, username) != NULL) {
		call_fail(call, 40002, "username");
		return;
	}
	user = store_add_user(store, username, call->now);
	activation = sim_alloc(sizeof(*activation));
	activation->code = sim_random_hex(20);
	activation->expiration = seconds != 0 ? call->now + seconds : 0;
	memcpy(activation->user_id, user->id, sizeof(user->id));
	list_add(&store->activations, activation);
	{
		auto_str code = sim_format("duo://%s-bG9jYWxob3N0", activation->code);
		auto_str address = sim_format("https://localhost:%u/activate/%s",
			(unsigned)call->sim->port, activation->code);
		auto_str barcode = sim_format("https://localhost:%u/frame/qr?value=%s",
			(unsigned)call->sim->port, activation->code);

		response = cJSON_CreateObject();
		json_add_text(response, "activation_barcode", barcode);
		json_add_text(response, "activation_code", code);
		json_add_text(response, "activation_url", address);
		json_add_number(response, "expiration", activation->expiration);
		json_add_text(response, "user_id", user->id);
		json_add_text(response, "username", user->username);
		call_ok(call, response);
	}
}

/* "waiting" until the user has a device, "invalid" for a wrong or expired code. */
void
auth_enroll_status(struct call *call)
{
	const struct store *store = &call->sim->store;
	const char *user_id = call_required(call, "user_id");
	const char *code = user_id != NULL ? call_required(call, "activation_code") : NULL;
	const struct user *user = code != NULL ? store_find_user(store, user_id) : NULL;
	const char *answer = "invalid";

	if (code == NULL)
		return;
	if (user == NULL) {
		call_fail(call, 40002, "user_id");
		return;
	}
	for (size_t i = 0; i < store->activations.count; i++) {
		const struct activation *activation = store->activations.item[i];

		if (strcmp(activation->user_id, user_id) == 0 &&
			strstr(code, activation->code) != NULL &&
			(activation->expiration == 0 || activation->expiration > call->now))
			answer = store_is_enrolled(user) ? "success" : "waiting";
	}
	call_ok(call, cJSON_CreateString(answer));
}
