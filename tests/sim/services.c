/* SPDX-License-Identifier: MIT */
/* Start, end and control of the services beside Duo, see services.h. */
#include "tests/sim/services.h"
#include "tests/sim/outcome.h"
#include "tests/sim/sim.h"

#include <stdlib.h>
#include <string.h>

#define GENERATED_MAX 20000

const char *const suspension_words[5] = { "ad_status", "email_status", "status", "hidden", "none" };

void
services_make_secrets(struct sim *sim)
{
	sim->allthenticate.key = sim_random_hex(40);
	sim->sentinelone.token = sim_random_hex(80);
	sim->sentinelone.token_ro = sim_random_hex(80);
}

cJSON *
services_find(const cJSON *array, const char *name, const char *value)
{
	cJSON *item;

	cJSON_ArrayForEach (item, array) {
		const char *text = json_text(item, name);

		if (text != NULL && value != NULL && strcmp(text, value) == 0)
			return item;
	}
	return NULL;
}

/* Copies of the last user, so that lists have more than one page. */
static int
generate_users(cJSON *console)
{
	cJSON *users = cJSON_GetObjectItemCaseSensitive(console, "users");
	const cJSON *model = cJSON_GetArrayItem(users, cJSON_GetArraySize(users) - 1);
	int64_t count = json_number(console, "generate", 0);

	if (count < 0 || count > GENERATED_MAX || (count > 0 && model == NULL))
		return -1;
	for (int64_t i = 1; i <= count; i++) {
		auto_str id = sim_format("2254947309385%05lld", (long long)i);
		auto_str email = sim_format("agent%04lld@example.com", (long long)i);
		auto_str name = sim_format("Agent %04lld", (long long)i);
		cJSON *user = cJSON_Duplicate(model, 1);

		cJSON_ReplaceItemInObjectCaseSensitive(user, "id", cJSON_CreateString(id));
		cJSON_ReplaceItemInObjectCaseSensitive(user, "email", cJSON_CreateString(email));
		cJSON_ReplaceItemInObjectCaseSensitive(user, "fullName", cJSON_CreateString(name));
		cJSON_AddTrueToObject(user, "generated"); /* never shown */
		cJSON_AddItemToArray(users, user);
	}
	return 0;
}

int
services_load(struct sim *sim, char **ret_error)
{
	auto_json own = cJSON_Parse(sim->fixture);
	auto_json usual = cJSON_Parse(services_fixture);
	const char *names[] = { "allthenticate", "sentinelone" };
	cJSON *part[2];

	services_free(sim);
	for (size_t i = 0; i < 2; i++) {
		part[i] = cJSON_DetachItemFromObjectCaseSensitive(own, names[i]);
		if (part[i] == NULL)
			part[i] = cJSON_DetachItemFromObjectCaseSensitive(usual, names[i]);
	}
	sim->allthenticate.users = part[0];
	sim->sentinelone.console = part[1];
	sim_set(&sim->allthenticate.header, "X-API-Key");
	sim_set(&sim->allthenticate.scheme, "");
	sim->allthenticate.suspension = 0;
	sim->allthenticate.append = false;
	sim->allthenticate.promote_by_user_id = false;
	sim->sentinelone.viewer_default = false;
	if (cJSON_IsArray(part[0]) && cJSON_IsObject(part[1]) && generate_users(part[1]) == 0)
		return 0;
	free(*ret_error);
	*ret_error = sim_strdup("fixture: allthenticate is a list, sentinelone an object");
	return -1;
}

void
services_free(struct sim *sim)
{
	cJSON_Delete(sim->allthenticate.users);
	cJSON_Delete(sim->sentinelone.console);
	sim->allthenticate.users = NULL;
	sim->sentinelone.console = NULL;
	sim_set(&sim->allthenticate.header, NULL);
	sim_set(&sim->allthenticate.scheme, NULL);
}

void
services_show(const struct sim *sim, cJSON *state)
{
	const struct allthenticate *a = &sim->allthenticate;
	cJSON *organisation = cJSON_AddObjectToObject(state, "allthenticate");
	cJSON *console = cJSON_AddObjectToObject(state, "sentinelone");
	cJSON *users = cJSON_AddArrayToObject(console, "users");
	const cJSON *user;

	json_add_text(organisation, "header", a->header);
	json_add_text(organisation, "scheme", a->scheme);
	json_add_text(organisation, "suspension", suspension_words[a->suspension]);
	cJSON_AddBoolToObject(organisation, "append", a->append);
	cJSON_AddBoolToObject(organisation, "promote_by_user_id", a->promote_by_user_id);
	cJSON_AddItemToObject(organisation, "users", cJSON_Duplicate(a->users, 1));
	cJSON_AddBoolToObject(console, "viewer_default", sim->sentinelone.viewer_default);
	cJSON_ArrayForEach (
		user, cJSON_GetObjectItemCaseSensitive(sim->sentinelone.console, "users"))
		if (!json_flag(user, "generated", false))
			cJSON_AddItemToArray(users, cJSON_Duplicate(user, 1));
}

int
services_change(struct sim *sim, const cJSON *state)
{
	const cJSON *a = cJSON_GetObjectItemCaseSensitive(state, "allthenticate");
	const cJSON *s = cJSON_GetObjectItemCaseSensitive(state, "sentinelone");
	const char *word = json_text(a, "suspension");
	int suspension = word != NULL ? outcome_find_word(suspension_words, 5, word)
				      : sim->allthenticate.suspension;

	if (suspension < 0)
		return -1;
	sim->allthenticate.suspension = suspension;
	if (json_text(a, "header") != NULL)
		sim_set(&sim->allthenticate.header, json_text(a, "header"));
	if (json_text(a, "scheme") != NULL)
		sim_set(&sim->allthenticate.scheme, json_text(a, "scheme"));
	sim->allthenticate.append = json_flag(a, "append", sim->allthenticate.append);
	sim->allthenticate.promote_by_user_id =
		json_flag(a, "promote_by_user_id", sim->allthenticate.promote_by_user_id);
	sim->sentinelone.viewer_default =
		json_flag(s, "viewer_default", sim->sentinelone.viewer_default);
	return 0;
}
