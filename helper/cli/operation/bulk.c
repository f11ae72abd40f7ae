/* SPDX-License-Identifier: MIT */
/* The answer to a bulk call is an OK even when nothing of it was done: this looks inside. */
#include "helper/cli/operation/bulk.h"

#include <inttypes.h>
#include <string.h>

#include "api/json.h"

static bool
failed(const cJSON *answer)
{
	const char *stat = json_string(answer, "stat");

	return stat != NULL && strcmp(stat, "OK") != 0;
}

int
bulk_judge(const struct special_call *c, const cJSON *response, struct err *e)
{
	const cJSON *answer, *first = NULL;
	size_t count = 0, failures = 0, number = 0;
	const char *message;
	int64_t code = 0;
	char clean[128];

	(void)c;
	if (!cJSON_IsArray(response))
		return 0;
	cJSON_ArrayForEach(answer, response) {
		count++;
		if (!failed(answer))
			continue;
		if (failures++ == 0) {
			first = answer;
			number = count;
		}
	}
	if (failures == 0)
		return 0;
	message = json_string(first, "message");
	if (json_int(first, "code", &code) != 0)
		code = 0;
	return err_set(e, ERR_PARTLY, "%zu of %zu operations failed, the first of them number %zu: "
		"%" PRId64 " %s", failures, count, number, code,
		text_clean(clean, sizeof(clean), message != NULL ? message : "without a reason"));
}
