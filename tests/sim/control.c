/* SPDX-License-Identifier: MIT */
/* What tests ask of the simulator itself, under /_sim/: counters, faults, state. */
#include "tests/sim/fault.h"
#include "tests/sim/outcome.h"
#include "tests/sim/route.h"
#include "tests/sim/view.h"

#include <stdlib.h>
#include <string.h>

/* Control answers are no envelopes: {"error": TEXT} says what is wrong. */
static void
refuse(struct call *call, const char *text)
{
	cJSON *body = cJSON_CreateObject();

	json_add_text(body, "error", text);
	call_plain(call, 400, body);
}

static void
agree(struct call *call)
{
	call_plain(call, 200, cJSON_CreateObject());
}

/* The body as a JSON object; an empty one counts as {}. NULL: refused. */
static cJSON *
read_body(struct call *call)
{
	const struct buffer *body = &call->request->body;
	cJSON *json = body->length != 0 ? cJSON_ParseWithLength(body->data, body->length)
					: cJSON_CreateObject();

	if (cJSON_IsObject(json))
		return json;
	cJSON_Delete(json);
	refuse(call, "the body is not a JSON object");
	return NULL;
}

static void
get_counters(struct call *call)
{
	const struct counters *counters = &call->sim->counters;
	cJSON *body = cJSON_CreateObject();

	json_add_number(body, "connections", (int64_t)counters->connections);
	json_add_number(body, "full_handshakes", (int64_t)counters->full_handshakes);
	json_add_number(body, "resumed_handshakes", (int64_t)counters->resumed_handshakes);
	json_add_number(body, "requests", (int64_t)counters->requests);
	cJSON_AddItemToObject(body, "by_route", cJSON_Duplicate(counters->by_route, 1));
	call_plain(call, 200, body);
}

static void
post_reset(struct call *call)
{
	struct sim *sim = call->sim;
	auto_json body = read_body(call);
	auto_str error = NULL;

	if (body == NULL)
		return;
	cJSON_Delete(sim->counters.by_route);
	sim->counters = (struct counters){ .by_route = cJSON_CreateObject() };
	fault_clear(sim);
	sim->resets++;
	if (json_flag(body, "state", false)) {
		cJSON_Delete(sim->behaviour.push_for);
		sim->behaviour = (struct behaviour){ .push = OUTCOME_APPROVE };
		for (size_t i = 0; i < APPLICATIONS; i++)
			memset(sim->application[i].bucket, 0, sizeof(sim->application[i].bucket));
		(void)sim_load(sim, &error); /* was read without error at the start */
	}
	pthread_cond_broadcast(&sim->changed);
	agree(call);
}

static void
post_fault(struct call *call)
{
	auto_json body = read_body(call);
	const char *match = json_text(body, "match");
	const char *word = json_text(body, "kind");
	enum fault_kind kind = word != NULL ? fault_parse_kind(word) : FAULT_NONE;
	struct fault *fault;

	if (body == NULL)
		return;
	if (match == NULL || kind == FAULT_NONE) {
		refuse(call, "match or kind is missing or unknown");
		return;
	}
	fault = fault_add(call->sim, match, kind, json_number(body, "value", 0),
		json_number(body, "count", 0));
	fault->body = sim_strdup(json_text(body, "body") != NULL ? json_text(body, "body") : "");
	if (json_text(body, "about") != NULL)
		fault->about = sim_strdup(json_text(body, "about"));
	fault->headers = cJSON_DetachItemFromObjectCaseSensitive(body, "headers");
	agree(call);
}

static cJSON *
show_codes(const struct user *user)
{
	cJSON *codes = cJSON_CreateArray();

	for (size_t i = 0; i < user->bypass_codes.count; i++) {
		const struct bypass_code *code = user->bypass_codes.item[i];
		cJSON *object = view_bypass_code(code);

		json_add_text(object, "code", code->code);
		cJSON_AddItemToArray(codes, object);
	}
	return codes;
}

static cJSON *
show_user(struct call *call, struct user *user)
{
	cJSON *object = cJSON_CreateObject();

	store_settle_user(&call->sim->store, user, call->now);
	json_add_text(object, "username", user->username);
	json_add_text(object, "user_id", user->id);
	json_add_text(object, "status", store_user_status_word(user->status));
	json_add_text(
		object, "effective_status", store_user_status_word(outcome_effective_status(user)));
	json_add_text(object, "lockout_reason", user->lockout_reason);
	json_add_number(object, "failures", user->failures);
	json_add_number(object, "phones", (int64_t)user->phones.count);
	json_add_number(object, "bypass_codes_left", (int64_t)user->bypass_codes.count);
	cJSON_AddItemToObject(object, "bypass_codes", show_codes(user));
	return object;
}

/* What the phone was told about the login it was last asked to permit. */
static void
show_last_login(const struct store *store, cJSON *body)
{
	const struct list *all = &store->transactions;
	const struct transaction *last = all->count != 0 ? all->item[all->count - 1] : NULL;
	const struct user *user = last != NULL ? store_find_user(store, last->user_id) : NULL;
	cJSON *object = cJSON_AddObjectToObject(body, "last_login");

	if (last == NULL)
		return;
	json_add_text(object, "username", user != NULL ? user->username : "");
	json_add_text(object, "pushinfo", last->pushinfo);
	json_add_text(object, "ipaddr", last->ipaddr);
}

static void
get_state(struct call *call)
{
	const struct sim *sim = call->sim;
	cJSON *body = cJSON_CreateObject();
	cJSON *users = cJSON_AddArrayToObject(body, "users");
	cJSON *faults = cJSON_AddArrayToObject(body, "faults");

	for (size_t i = 0; i < sim->store.users.count; i++)
		cJSON_AddItemToArray(users, show_user(call, sim->store.users.item[i]));
	for (size_t i = 0; i < sim->faults.count; i++) {
		const struct fault *fault = sim->faults.item[i];
		cJSON *object = cJSON_CreateObject();

		json_add_text(object, "match", fault->match);
		json_add_text(object, "kind", fault_kind_word(fault->kind));
		json_add_number(object, "left", fault->left); /* null: until reset */
		cJSON_AddItemToArray(faults, object);
	}
	show_last_login(&sim->store, body);
	cJSON_AddNumberToObject(body, "clock_offset", (double)sim->behaviour.clock_offset);
	json_add_text(body, "push", outcome_words[sim->behaviour.push]);
	cJSON_AddItemToObject(body, "push_for",
		sim->behaviour.push_for != NULL ? cJSON_Duplicate(sim->behaviour.push_for, 1)
						: cJSON_CreateObject());
	json_add_text(
		body, "new_user_policy", new_user_policy_words[sim->behaviour.new_user_policy]);
	json_add_text(body, "unknown_ids", unknown_ids_words[sim->behaviour.unknown_ids]);
	cJSON_AddBoolToObject(body, "rate_limits", sim->behaviour.rate_limits);
	call_plain(call, 200, body);
}

/* {"alice": {"odd": "{}"}}: what is sent in the object's place; "" ends it. False: it says nothing
 * of this. */
static bool
change_odd(const cJSON *change, char **odd, bool apply)
{
	const char *text = json_text(change, "odd");

	if (text != NULL && apply) {
		free(*odd);
		*odd = text[0] != '\0' ? sim_strdup(text) : NULL;
	}
	return text != NULL;
}

/* {"alice": {"status": "disabled"}}: also what the API itself refuses to set. */
static bool
change_users(struct call *call, const cJSON *users, bool apply)
{
	const cJSON *change;

	cJSON_ArrayForEach (change, users) {
		struct user *user = store_find_username(&call->sim->store, change->string);
		const char *word = json_text(change, "status");
		int status = word != NULL ? store_parse_user_status(word) : -1;

		if (user != NULL && change_odd(change, &user->odd, apply))
			continue;
		if (user == NULL || status < 0)
			return false;
		if (!apply)
			continue;
		user->status_before_trash = STATUS_ACTIVE;
		user->status = (enum user_status)status;
		user->lockout_reason = status == STATUS_LOCKED_OUT ? "Failed Attempts" : NULL;
		user->locked_at = status == STATUS_LOCKED_OUT ? call->now : 0;
		user->failures = 0;
	}
	return true;
}

static bool
change_groups(struct call *call, const cJSON *groups, bool apply)
{
	const cJSON *change;

	cJSON_ArrayForEach (change, groups) {
		struct group *group = store_find_group_name(&call->sim->store, change->string);
		const char *word = json_text(change, "status");
		int status = word != NULL ? store_parse_group_status(word) : -1;

		if (group != NULL && change_odd(change, &group->odd, apply))
			continue;
		if (group == NULL || status < 0)
			return false;
		if (apply)
			group->status = (enum group_status)status;
	}
	return true;
}

/* Index of the word under name, or present when there is none; -1: unknown word. */
static int
read_word(const cJSON *body, const char *name, const char *const *words, size_t count, int present)
{
	if (cJSON_GetObjectItemCaseSensitive(body, name) == NULL)
		return present;
	return outcome_find_word(words, count, json_text(body, name));
}

static bool
push_for_is_fine(const cJSON *push_for)
{
	const cJSON *one;

	if (push_for != NULL && !cJSON_IsObject(push_for))
		return false;
	cJSON_ArrayForEach (one, push_for)
		if (outcome_find_word(outcome_words, 5, cJSON_GetStringValue(one)) < 0)
			return false;
	return true;
}

static void
post_state(struct call *call)
{
	struct behaviour *behaviour = &call->sim->behaviour;
	auto_json body = read_body(call);
	const cJSON *push_for = cJSON_GetObjectItemCaseSensitive(body, "push_for");
	const cJSON *users = cJSON_GetObjectItemCaseSensitive(body, "users");
	const cJSON *groups = cJSON_GetObjectItemCaseSensitive(body, "groups");
	int push = read_word(body, "push", outcome_words, 5, (int)behaviour->push);
	int policy = read_word(
		body, "new_user_policy", new_user_policy_words, 3, (int)behaviour->new_user_policy);
	int unknown_ids = read_word(
		body, "unknown_ids", unknown_ids_words, 3, (int)behaviour->unknown_ids);

	if (body == NULL)
		return;
	if (push < 0 || policy < 0 || unknown_ids < 0 || !push_for_is_fine(push_for) ||
		!change_users(call, users, false) || !change_groups(call, groups, false) ||
		services_change(call->sim, body) != 0) {
		refuse(call, "an unknown word, user or group; nothing was changed");
		return;
	}
	(void)change_users(call, users, true);
	(void)change_groups(call, groups, true);
	behaviour->push = (enum outcome)push;
	behaviour->new_user_policy = (enum new_user_policy)policy;
	behaviour->unknown_ids = (enum unknown_ids)unknown_ids;
	behaviour->clock_offset = json_number(body, "clock_offset", behaviour->clock_offset);
	behaviour->rate_limits = json_flag(body, "rate_limits", behaviour->rate_limits);
	if (push_for != NULL) {
		cJSON_Delete(behaviour->push_for);
		behaviour->push_for = cJSON_Duplicate(push_for, 1);
	}
	pthread_cond_broadcast(&call->sim->changed);
	agree(call);
}

/* Apart from the rest, because it is long and most tests want Duo's users. */
static void
get_services(struct call *call)
{
	cJSON *body = cJSON_CreateObject();

	services_show(call->sim, body);
	call_plain(call, 200, body);
}

const struct route control_routes[] = {
	{ "GET", "/_sim/counters", get_counters, PERMIT_NOTHING, RATE_NONE, false },
	{ "POST", "/_sim/reset", post_reset, PERMIT_NOTHING, RATE_NONE, false },
	{ "POST", "/_sim/fault", post_fault, PERMIT_NOTHING, RATE_NONE, false },
	{ "GET", "/_sim/state", get_state, PERMIT_NOTHING, RATE_NONE, false },
	{ "GET", "/_sim/services", get_services, PERMIT_NOTHING, RATE_NONE, false },
	{ "POST", "/_sim/state", post_state, PERMIT_NOTHING, RATE_NONE, false },
};

const size_t control_route_count = sizeof(control_routes) / sizeof(control_routes[0]);
