/* SPDX-License-Identifier: MIT */
/* The envelopes of a SentinelOne console, for data and for errors. */
#include "tests/sim/call.h"
#include "tests/sim/services.h"

/* Byte for byte what a console answers to a wrong token: 76 of them. */
static const char unauthorized[] =
	"{\"errors\":[{\"code\":4010010,\"detail\":null,\"title\":\"Authentication Failed\"}]}\n";

_Static_assert(sizeof(unauthorized) - 1 == 76, "as long as the real one");

void
sentinelone_fail(
	struct call *call, unsigned status, int code, const char *title, const char *detail)
{
	auto_json body = cJSON_CreateObject();
	cJSON *error = cJSON_CreateObject();
	auto_str text = NULL;

	cJSON_AddItemToArray(cJSON_AddArrayToObject(body, "errors"), error);
	cJSON_AddNumberToObject(error, "code", code);
	json_add_text(error, "detail", detail);
	if (title != NULL)
		json_add_text(error, "title", title);
	text = cJSON_PrintUnformatted(body);
	call_bytes(call, status, sim_format("%s\n", text));
}

void
sentinelone_ok(struct call *call, cJSON *data, cJSON *pagination)
{
	auto_json body = cJSON_CreateObject();
	auto_str text = NULL;

	if (pagination != NULL)
		cJSON_AddItemToObject(body, "pagination", pagination);
	cJSON_AddItemToObject(body, "data", data);
	text = cJSON_PrintUnformatted(body);
	call_bytes(call, 200, sim_format("%s\n", text));
}

void
sentinelone_refuse(struct call *call, unsigned status, int64_t retry_after)
{
	static const struct {
		unsigned status;
		const char *title, *detail;
	} rows[] = {
		{ 404, "Not Found", "The resource was not found." },
		{ 429, "Too Many Requests", NULL },
		{ 500, "Internal server error", "Server could not process the request." },
	};
	const char *title = "Refused", *detail = NULL;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].status == status) {
			title = rows[i].title;
			detail = rows[i].detail;
		}
	if (status == 401)
		call_bytes(call, 401, sim_strdup(unauthorized));
	else
		sentinelone_fail(call, status, (int)status * 10000 + 10, title, detail);
	call_retry_after(call, retry_after);
}
