/* SPDX-License-Identifier: MIT */
/* Auth API: ping, check, logo, preauth and the choice of a factor. */
#include "tests/sim/auth.h"
#include "tests/sim/outcome.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char enroll_message[] = "Enroll an authentication device to proceed";

void
auth_ping(struct call *call)
{
	cJSON *response = cJSON_CreateObject();

	json_add_number(response, "time", (int64_t)time(NULL) + call->skew);
	call_ok(call, response);
}

void
auth_logo(struct call *call)
{
	call_fail(call, 40002, "Logo not found");
}

struct user *
auth_find_user(struct call *call, bool unknown_is_fine, bool *ret_failed)
{
	struct store *store = &call->sim->store;
	const char *id = call_param(call, "user_id");
	const char *username = call_param(call, "username");
	struct user *user;

	*ret_failed = true;
	if (id == NULL && username == NULL) {
		call_fail(call, 40001, "username");
		return NULL;
	}
	if (id != NULL && username != NULL) {
		call_fail(call, 40002, "username");
		return NULL;
	}
	user = id != NULL ? store_find_user(store, id) : store_find_username(store, username);
	if (user != NULL) {
		store_settle_user(store, user, call->now);
		*ret_failed = false;
	} else if (unknown_is_fine && username != NULL && username[0] != '\0') {
		*ret_failed = false;
	} else {
		call_fail(call, 40002, id != NULL ? "user_id" : "username");
	}
	return user;
}

static void
add_device(cJSON *devices, const struct phone *phone)
{
	cJSON *device = cJSON_CreateObject();
	cJSON *capabilities = cJSON_AddArrayToObject(device, "capabilities");
	size_t length = strlen(phone->number);
	auto_str masked = sim_format("XXX-XXX-%s", length >= 4 ? phone->number + length - 4 : "");
	auto_str shown = sim_format("%s (%s)", phone->platform, masked);

	if (phone->can_push || phone->can_call)
		cJSON_AddItemToArray(capabilities, cJSON_CreateString("auto"));
	if (phone->can_push)
		cJSON_AddItemToArray(capabilities, cJSON_CreateString("push"));
	if (phone->can_call) {
		cJSON_AddItemToArray(capabilities, cJSON_CreateString("sms"));
		cJSON_AddItemToArray(capabilities, cJSON_CreateString("phone"));
	}
	if (phone->can_push)
		cJSON_AddItemToArray(capabilities, cJSON_CreateString("mobile_otp"));
	json_add_text(device, "device", phone->id);
	json_add_text(device, "display_name", shown);
	json_add_text(device, "name", phone->name);
	json_add_text(device, "number", masked);
	json_add_text(device, "type", "phone");
	cJSON_AddItemToArray(devices, device);
}

static void
add_devices(cJSON *response, const struct user *user)
{
	cJSON *devices = cJSON_AddArrayToObject(response, "devices");

	for (size_t i = 0; i < user->phones.count; i++)
		add_device(devices, user->phones.item[i]);
	for (size_t i = 0; i < user->tokens.count; i++) {
		const struct token *token = user->tokens.item[i];
		cJSON *device = cJSON_CreateObject();
		auto_str shown = sim_format("Token (%s)", token->serial);

		json_add_text(device, "device", token->id);
		json_add_text(device, "display_name", shown);
		json_add_text(device, "name", token->serial);
		json_add_text(device, "type", "token");
		cJSON_AddItemToArray(devices, device);
	}
}

/* The menu duo_unix asks for with text_prompt=1. */
static void
add_prompt(cJSON *response, const struct user *user)
{
	cJSON *prompt = cJSON_AddObjectToObject(response, "prompt");
	cJSON *factors = cJSON_AddObjectToObject(prompt, "factors");
	auto_buffer text = { .data = NULL };
	unsigned choice = 0;
	char number[12], factor[20];

	buffer_printf(&text, "Duo two-factor login for %s\n\n", user->username);
	for (size_t i = 0; i < user->phones.count; i++) {
		const struct phone *phone = user->phones.item[i];

		if (!phone->can_push)
			continue;
		(void)snprintf(number, sizeof(number), "%u", ++choice);
		(void)snprintf(factor, sizeof(factor), "push%u", choice);
		buffer_printf(&text, "%s%u. Duo Push to %s\n",
			choice == 1
				? "Enter a passcode or select one of the following options:\n\n "
				: " ",
			choice, phone->name);
		if (choice == 1)
			json_add_text(factors, "default", factor);
		json_add_text(factors, number, factor);
	}
	if (choice != 0)
		buffer_printf(&text, "\nPasscode or option (1-%u): ", choice);
	else
		buffer_puts(&text, "Passcode: ");
	json_add_text(prompt, "text", text.data);
}

static void
answer_enroll(struct call *call)
{
	cJSON *response = cJSON_CreateObject();
	auto_str code = sim_random_hex(16);
	auto_str url =
		sim_format("https://localhost:%u/portal?code=%s", (unsigned)call->sim->port, code);

	json_add_text(response, "enroll_portal_url", url);
	json_add_text(response, "result", "enroll");
	json_add_text(response, "status_msg", enroll_message);
	call_ok(call, response);
}

static void
answer_result(struct call *call, const char *result, const char *message)
{
	cJSON *response = cJSON_CreateObject();

	json_add_text(response, "result", result);
	json_add_text(response, "status_msg", message);
	call_ok(call, response);
}

/* A name the tenant does not know: its policy for new users decides. */
static void
answer_unknown(struct call *call)
{
	switch (call->sim->behaviour.new_user_policy) {
	case NEW_USER_ENROLL:
		answer_enroll(call);
		return;
	case NEW_USER_DENY:
		answer_result(call, "deny",
			"Access is not allowed because you are not enrolled in Duo. Please contact "
			"your "
			"organization's IT help desk.");
		return;
	case NEW_USER_ALLOW:
		answer_result(call, "allow", "Success. Logging you in...");
		return;
	}
}

void
auth_preauth(struct call *call)
{
	const struct ending *ending;
	const struct user *user;
	bool failed, prompt;
	cJSON *response;

	user = auth_find_user(call, true, &failed);
	if (failed || call_flag(call, "text_prompt", false, &prompt) != 0)
		return;
	ending = user != NULL ? auth_ending_of_status(user) : NULL;
	if (user == NULL) {
		answer_unknown(call);
	} else if (ending != NULL) {
		answer_result(call, ending->result, ending->message);
	} else if (!store_is_enrolled(user)) {
		answer_enroll(call);
	} else {
		response = cJSON_CreateObject();
		add_devices(response, user);
		if (prompt)
			add_prompt(response, user);
		json_add_text(response, "result", "auth");
		json_add_text(response, "status_msg", "Account is active");
		call_ok(call, response);
	}
}

/* Does the user have a phone that can do it, or can the one that was named? */
static bool
has_device(const struct user *user, const char *device, bool by_call)
{
	for (size_t i = 0; i < user->phones.count; i++) {
		const struct phone *phone = user->phones.item[i];

		if (device != NULL && device[0] != '\0' && strcmp(device, "auto") != 0 &&
			strcmp(device, phone->id) != 0)
			continue;
		if (by_call ? phone->can_call : phone->can_push)
			return true;
	}
	return false;
}

static void
send_passcodes(struct call *call, struct user *user, bool async)
{
	static const struct ending sent = { "deny", "sent", "New SMS passcodes sent." };

	if (!has_device(user, call_param(call, "device"), true)) {
		call_fail(call, 40002, "no capable device");
		return;
	}
	((struct phone *)user->phones.item[0])->sms_sent = true;
	if (async)
		auth_start_decided(call, user, &sent);
	else
		auth_answer(call, &sent);
}

static void
use_passcode(struct call *call, struct user *user, const char *parameter, bool async)
{
	const char *code = call_required(call, parameter);
	const struct ending *ending;

	if (code == NULL)
		return;
	ending = auth_check_passcode(call, user, code);
	auth_record(call, user, ending);
	if (async)
		auth_start_decided(call, user, ending);
	else
		auth_answer(call, ending);
}

static void
use_push(struct call *call, struct user *user, bool by_call, bool async)
{
	if (has_device(user, call_param(call, "device"), by_call))
		auth_start_push(call, user, by_call, async);
	else
		call_fail(call, 40002, "no capable device");
}

void
auth_auth(struct call *call)
{
	static const char *const factors[] = { "auto", "push", "passcode", "sms", "phone",
		"prompt" };
	bool failed, async;
	struct user *user = auth_find_user(call, false, &failed);
	const char *factor = failed ? NULL : call_required(call, "factor");
	const char *prompt = call_param(call, "prompt");
	const struct ending *ending;

	if (factor == NULL || call_flag(call, "async", false, &async) != 0)
		return;
	ending = auth_ending_of_status(user);
	if (outcome_find_word(factors, sizeof(factors) / sizeof(factors[0]), factor) < 0)
		call_fail(call, 40002, "factor");
	else if (ending != NULL && async)
		auth_start_decided(call, user, ending);
	else if (ending != NULL)
		auth_answer(call, ending);
	else if (strcmp(factor, "passcode") == 0)
		use_passcode(call, user, "passcode", async);
	else if (strcmp(factor, "prompt") == 0 &&
		 (prompt == NULL || strncmp(prompt, "push", 4) != 0))
		use_passcode(call, user, "prompt", async);
	else if (strcmp(factor, "sms") == 0)
		send_passcodes(call, user, async);
	else if (strcmp(factor, "phone") == 0)
		use_push(call, user, true, async);
	else
		use_push(call, user, strcmp(factor, "auto") == 0 && !has_device(user, NULL, false),
			async);
}
