/* SPDX-License-Identifier: MIT */
/* Admin API: directory syncs, verification pushes, information, settings, logs. */
#include "tests/sim/admin.h"
#include "tests/sim/outcome.h"
#include "tests/sim/view.h"

#include <string.h>

#define VERIFICATION_SECONDS 120

void
admin_list_directories(struct call *call)
{
	call_ok(call, view_list(&call->sim->store.directories, view_directory));
}

void
admin_sync_user(struct call *call)
{
	const struct store *store = &call->sim->store;
	const char *username = call_required(call, "username");
	const struct directory *directory = NULL;
	struct user *user;
	cJSON *response;

	if (username == NULL)
		return;
	for (size_t i = 0; i < store->directories.count; i++)
		if (strcmp(((struct directory *)store->directories.item[i])->key,
			    call->argument[0]) == 0)
			directory = store->directories.item[i];
	user = store_find_username(store, username);
	if (directory == NULL || user == NULL) {
		call_fail(call, 40401, NULL);
		return;
	}
	user->last_directory_sync = call->now;
	response = cJSON_CreateObject();
	json_add_text(response, "message", "Syncing user.");
	cJSON_AddItemToObject(response, "user", view_user(user));
	call_ok(call, response);
}

void
admin_send_verification(struct call *call)
{
	struct store *store = &call->sim->store;
	struct user *user = call_user(call);
	const char *phone_id = user != NULL ? call_required(call, "phone_id") : NULL;
	const struct phone *phone = phone_id != NULL ? store_find_phone(store, phone_id) : NULL;
	struct verification *verification;
	auto_str digits = NULL;
	cJSON *response;

	if (phone_id == NULL)
		return;
	if (phone == NULL || !list_has(&user->phones, phone) || !phone->activated) {
		call_fail(call, 40002, "phone_id");
		return;
	}
	verification = sim_alloc(sizeof(*verification));
	verification->push_id = sim_random_uuid();
	verification->created = call->now;
	memcpy(verification->user_id, user->id, sizeof(user->id));
	list_add(&store->verifications, verification);
	digits = sim_random_digits(6);
	response = cJSON_CreateObject();
	json_add_text(response, "confirmation_code", digits);
	json_add_text(response, "push_id", verification->push_id);
	call_ok(call, response);
}

void
admin_get_verification(struct call *call)
{
	static const char *const results[] = {
		[OUTCOME_APPROVE] = "approve",
		[OUTCOME_DENY] = "deny",
		[OUTCOME_FRAUD] = "fraud",
		[OUTCOME_TIMEOUT] = "waiting",
		[OUTCOME_WAIT] = "waiting",
	};
	const struct store *store = &call->sim->store;
	const struct user *user = call_user(call);
	const char *push_id = user != NULL ? call_required(call, "push_id") : NULL;
	const struct verification *found = NULL;
	cJSON *response;

	if (push_id == NULL)
		return;
	for (size_t i = 0; i < store->verifications.count; i++) {
		const struct verification *at = store->verifications.item[i];

		if (strcmp(at->push_id, push_id) == 0 && strcmp(at->user_id, user->id) == 0 &&
			call->now - at->created < VERIFICATION_SECONDS)
			found = at;
	}
	if (found == NULL) {
		call_fail(call, 40401, NULL);
		return;
	}
	response = cJSON_CreateObject();
	json_add_text(response, "push_id", found->push_id);
	json_add_text(response, "result", results[outcome_for(call->sim, user)]);
	call_ok(call, response);
}

void
admin_info_summary(struct call *call)
{
	const struct store *store = &call->sim->store;
	cJSON *response = cJSON_CreateObject();
	int64_t pending = 0;

	for (size_t i = 0; i < store->users.count; i++)
		pending += ((struct user *)store->users.item[i])->status == STATUS_PENDING_DELETION;
	json_add_number(response, "admin_count", 1);
	json_add_number(response, "integration_count", APPLICATIONS);
	json_add_number(response, "telephony_credits_remaining", 960);
	json_add_number(response, "user_count", (int64_t)store->users.count);
	json_add_number(response, "user_pending_deletion_count", pending);
	call_ok(call, response);
}

void
admin_get_settings(struct call *call)
{
	const struct store *store = &call->sim->store;
	cJSON *response = cJSON_CreateObject();

	json_add_text(response, "fraud_email", "");
	json_add_number(response, "lockout_expire_duration", store->lockout_minutes);
	json_add_number(response, "lockout_threshold", store->lockout_threshold);
	json_add_number(response, "minimum_password_length", 12);
	json_add_text(response, "name", "Doorward Simulator");
	json_add_number(response, "sms_batch", 1);
	json_add_text(response, "timezone", "UTC");
	call_ok(call, response);
}

void
admin_update_settings(struct call *call)
{
	struct store *store = &call->sim->store;
	int64_t threshold, minutes;

	if (call_number(call, "lockout_threshold", 1, 9999, store->lockout_threshold, &threshold) !=
			0 ||
		call_number(call, "lockout_expire_duration", 0, 30000, store->lockout_minutes,
			&minutes) != 0)
		return;
	store->lockout_threshold = threshold;
	store->lockout_minutes = minutes;
	admin_get_settings(call);
}

/* The simulator keeps no log: the answer has the form of one without entries. */
void
admin_list_auth_logs(struct call *call)
{
	int64_t from, to;
	cJSON *response, *metadata;

	if (call_required(call, "mintime") == NULL || call_required(call, "maxtime") == NULL ||
		call_number(call, "mintime", 1000000000000, 9999999999999, 0, &from) != 0 ||
		call_number(call, "maxtime", 1000000000000, 9999999999999, 0, &to) != 0)
		return;
	if (to < from) {
		call_fail(call, 40002, "maxtime");
		return;
	}
	response = cJSON_CreateObject();
	cJSON_AddArrayToObject(response, "authlogs");
	metadata = cJSON_AddObjectToObject(response, "metadata");
	json_add_text(metadata, "next_offset", NULL);
	json_add_number(metadata, "total_objects", 0);
	call_ok(call, response);
}
