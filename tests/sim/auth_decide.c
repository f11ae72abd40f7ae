/* SPDX-License-Identifier: MIT */
/* Auth API: what status and passcodes decide, and the counting of failures. */
#include "tests/sim/auth.h"
#include "tests/sim/outcome.h"

#include <string.h>

const struct ending auth_allowed = { "allow", "allow", "Success. Logging you in..." };
const struct ending auth_incorrect = { "deny", "deny", "Incorrect passcode. Please try again." };
static const struct ending reused = { "deny", "fraud",
	"This passcode has already been used. Please generate a new passcode and try again." };

const struct ending *
auth_ending_of_status(const struct user *user)
{
	static const struct ending bypassed = { "allow", "bypass", "Account is bypassed" };
	static const struct ending disabled = { "deny", "deny",
		"Your account is disabled and cannot access this application. Please contact your "
		"administrator." };
	static const struct ending locked_out = { "deny", "locked_out",
		"Your account has been locked out due to excessive authentication failures. Please "
		"contact your administrator." };

	switch (outcome_effective_status(user)) {
	case STATUS_ACTIVE:
		return NULL;
	case STATUS_BYPASS:
		return &bypassed;
	case STATUS_LOCKED_OUT:
		return &locked_out;
	case STATUS_DISABLED:
	case STATUS_PENDING_DELETION:
		return &disabled;
	}
	return &disabled;
}

const struct ending *
auth_check_passcode(struct call *call, struct user *user, const char *code)
{
	store_settle_user(&call->sim->store, user, call->now);
	for (size_t i = 0; i < user->bypass_codes.count; i++) {
		struct bypass_code *bypass = user->bypass_codes.item[i];

		if (strcmp(bypass->code, code) != 0)
			continue;
		if (bypass->uses_left > 0 && --bypass->uses_left == 0)
			store_delete_code(user, bypass);
		return &auth_allowed;
	}
	for (size_t i = 0; i < user->passcodes.count; i++) {
		struct passcode *passcode = user->passcodes.item[i];

		if (strcmp(passcode->code, code) != 0)
			continue;
		if (passcode->used)
			return &reused;
		passcode->used = true;
		return &auth_allowed;
	}
	return &auth_incorrect;
}

void
auth_record(struct call *call, struct user *user, const struct ending *ending)
{
	if (strcmp(ending->result, "allow") == 0) {
		user->failures = 0;
		user->last_login = call->now;
		return;
	}
	user->failures++;
	if (user->failures >= call->sim->store.lockout_threshold) {
		user->status = STATUS_LOCKED_OUT;
		user->lockout_reason = "Failed Attempts";
		user->locked_at = call->now;
	}
}

void
auth_answer(struct call *call, const struct ending *ending)
{
	cJSON *response = cJSON_CreateObject();

	json_add_text(response, "result", ending->result);
	json_add_text(response, "status", ending->status);
	json_add_text(response, "status_msg", ending->message);
	call_ok(call, response);
}
