/* SPDX-License-Identifier: MIT */
/* Parameters in, envelopes out, see call.h. */
#include "tests/sim/call.h"
#include "tests/sim/view.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
	int code;
	const char *message;
} messages[] = {
	{ 40001, "Missing required request parameters" },
	{ 40002, "Invalid request parameters" },
	{ 40003, "Duplicate resource" },
	{ 40101, "Missing request credentials" },
	{ 40102, "Invalid integration key in request credentials" },
	{ 40103, "Invalid signature in request credentials" },
	{ 40104, "Missing request timestamp" },
	{ 40105, "Bad request timestamp" },
	{ 40112, "Signature type is not supported" },
	{ 40301, "Access forbidden" },
	{ 40401, "Resource not found" },
	{ 40501, "Method not allowed" },
	{ 42901, "Too Many Requests" },
	{ 50001, "Unknown internal server error" },
};

static const char *
message_of(int code)
{
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		if (messages[i].code == code)
			return messages[i].message;
	return "Unknown error";
}

static void
set_json(struct call *call, unsigned status, cJSON *json)
{
	cJSON_Delete(call->reply.json);
	cJSON_Delete(call->reply.headers);
	free(call->reply.raw);
	call->reply = (struct reply){
		.status = status,
		.json = json,
		.content_type = "application/json",
	};
}

/* What an object that stands for a failure would have the whole answer be; 0: there is none. */
static int
find_failure(const cJSON *response)
{
	const cJSON *element;

	if (cJSON_IsRaw(response) && response->valuestring[0] == VIEW_FAILURE)
		return atoi(response->valuestring + 1);
	cJSON_ArrayForEach (element, response)
		if (cJSON_IsRaw(element) && element->valuestring[0] == VIEW_FAILURE)
			return atoi(element->valuestring + 1);
	return 0;
}

void
call_ok_page(struct call *call, cJSON *response, cJSON *metadata)
{
	int failure = find_failure(response);
	cJSON *envelope;

	if (failure > 0) {
		cJSON_Delete(response);
		cJSON_Delete(metadata);
		call_fail(call, failure, NULL);
		return;
	}
	envelope = cJSON_CreateObject();
	if (metadata != NULL)
		cJSON_AddItemToObject(envelope, "metadata", metadata);
	cJSON_AddItemToObject(envelope, "response", response);
	cJSON_AddStringToObject(envelope, "stat", "OK");
	set_json(call, 200, envelope);
}

void
call_ok(struct call *call, cJSON *response)
{
	call_ok_page(call, response, NULL);
}

void
call_ok_empty(struct call *call)
{
	call_ok(call, cJSON_CreateString(""));
}

void
call_fail(struct call *call, int code, const char *detail)
{
	cJSON *envelope = cJSON_CreateObject();

	cJSON_AddNumberToObject(envelope, "code", code);
	cJSON_AddStringToObject(envelope, "message", message_of(code));
	if (detail != NULL)
		cJSON_AddStringToObject(envelope, "message_detail", detail);
	cJSON_AddStringToObject(envelope, "stat", "FAIL");
	set_json(call, (unsigned)code / 100, envelope);
}

void
call_plain(struct call *call, unsigned status, cJSON *body)
{
	set_json(call, status, body);
}

void
call_bytes(struct call *call, unsigned status, char *bytes)
{
	set_json(call, status, NULL);
	call->reply.raw = bytes;
	call->reply.foreign = true;
}

void
call_retry_after(struct call *call, int64_t seconds)
{
	auto_str text = sim_format("%lld", (long long)seconds);

	if (seconds <= 0)
		return;
	cJSON_Delete(call->reply.headers);
	call->reply.headers = cJSON_CreateObject();
	json_add_text(call->reply.headers, "Retry-After", text);
}

const char *
request_header(const struct request *request, const char *name)
{
	for (size_t i = 0; i < request->headers; i++)
		if (strcasecmp(request->header[i].name, name) == 0)
			return request->header[i].value;
	return NULL;
}

const char *
call_param(const struct call *call, const char *name)
{
	return params_get(&call->params, name);
}

const char *
call_required(struct call *call, const char *name)
{
	const char *value = call_param(call, name);

	if (value == NULL || value[0] == '\0') {
		call_fail(call, 40001, name);
		return NULL;
	}
	return value;
}

int
call_number(struct call *call, const char *name, int64_t low, int64_t high, int64_t fallback,
	int64_t *ret_number)
{
	const char *value = call_param(call, name);

	*ret_number = fallback;
	if (value == NULL || value[0] == '\0' || sim_parse_number(value, low, high, ret_number))
		return 0;
	call_fail(call, 40002, name);
	return -1;
}

int
call_flag(struct call *call, const char *name, bool fallback, bool *ret_flag)
{
	const char *value = call_param(call, name);

	*ret_flag = fallback;
	if (value == NULL || value[0] == '\0')
		return 0;
	*ret_flag = strcmp(value, "true") == 0 || strcmp(value, "1") == 0;
	if (*ret_flag || strcmp(value, "false") == 0 || strcmp(value, "0") == 0)
		return 0;
	call_fail(call, 40002, name);
	return -1;
}

cJSON *
call_array(struct call *call, const char *name, size_t max, bool native_too)
{
	const struct param *param = params_find(&call->params, name);
	cJSON *array;

	if (param == NULL || param->value[0] == '\0') {
		call_fail(call, 40001, name);
		return NULL;
	}
	array = cJSON_ParseWithOpts(param->value, NULL, 1);
	if (!cJSON_IsArray(array) || (param->structured && !native_too) ||
		(size_t)cJSON_GetArraySize(array) > max) {
		cJSON_Delete(array);
		call_fail(call, 40002, name);
		return NULL;
	}
	return array;
}

void
call_page(struct call *call, const struct list *items, int64_t usual, int64_t most,
	cJSON *(*view)(const void *item))
{
	cJSON *page, *metadata;
	int64_t limit, offset, total = (int64_t)items->count;

	if (call_number(call, "limit", 0, INT32_MAX, usual, &limit) != 0 ||
		call_number(call, "offset", 0, INT32_MAX, 0, &offset) != 0)
		return;
	if (limit > most)
		limit = most;
	if (limit < 1)
		limit = 1;
	page = cJSON_CreateArray();
	metadata = cJSON_CreateObject();
	for (int64_t i = offset; i < total && i < offset + limit; i++)
		cJSON_AddItemToArray(page, view(items->item[i]));
	if (offset + limit < total)
		json_add_number(metadata, "next_offset", offset + limit);
	if (offset > 0)
		json_add_number(metadata, "prev_offset", offset > limit ? offset - limit : 0);
	json_add_number(metadata, "total_objects", total);
	call_ok_page(call, page, metadata);
}

struct user *
call_user(struct call *call)
{
	struct user *user = store_find_user(&call->sim->store, call->argument[0]);

	if (user == NULL)
		call_fail(call, 40401, NULL);
	else
		store_settle_user(&call->sim->store, user, call->now);
	return user;
}

struct group *
call_group(struct call *call, size_t argument)
{
	struct group *group = store_find_group(&call->sim->store, call->argument[argument]);

	if (group == NULL)
		call_fail(call, 40401, NULL);
	return group;
}

struct phone *
call_phone(struct call *call, size_t argument)
{
	struct phone *phone = store_find_phone(&call->sim->store, call->argument[argument]);

	if (phone == NULL)
		call_fail(call, 40401, NULL);
	return phone;
}

struct token *
call_token(struct call *call, size_t argument)
{
	struct token *token = store_find_token(&call->sim->store, call->argument[argument]);

	if (token == NULL)
		call_fail(call, 40401, NULL);
	return token;
}

void
call_free(struct call *call)
{
	cJSON_Delete(call->reply.json);
	cJSON_Delete(call->reply.headers);
	free(call->reply.raw);
	params_free(&call->params);
	free(call);
}
