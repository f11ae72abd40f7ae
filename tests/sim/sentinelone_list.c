/* SPDX-License-Identifier: MIT */
/* Filters, order and pages of the console's lists; a page is named by an opaque cursor. */
#include "tests/sim/call.h"
#include "tests/sim/services.h"

#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define LIMIT_USUAL 10
#define LIMIT_MAX   1000

/* Its base64 has all three signs that have to be encoded in a query: '+', '/' and '='. */
#define CURSOR_BEGIN ">>>???:"

static const char paging[] = "limit cursor skip sortBy sortOrder countOnly skipCount";

bool
sentinelone_has_word(const char *csv, const char *text)
{
	size_t length = text != NULL ? strlen(text) : 0;

	for (const char *at = csv; at != NULL && length > 0; at = strchr(at, ',')) {
		at += *at == ',' ? 1 : 0;
		if (strncmp(at, text, length) == 0 && (at[length] == ',' || at[length] == '\0'))
			return true;
	}
	return false;
}

static bool
is_known(const char *names, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = names; (at = strstr(at, name)) != NULL; at += length)
		if ((at == names || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
			return true;
	return false;
}

/* A member as text: strings, true and false, whole numbers. The caller frees. */
static char *
text_of(const cJSON *item, const char *name)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(item, name);

	if (cJSON_IsBool(value))
		return sim_strdup(cJSON_IsTrue(value) ? "true" : "false");
	if (cJSON_IsNumber(value))
		return sim_format("%lld", (long long)value->valuedouble);
	return sim_strdup(cJSON_IsString(value) ? value->valuestring : "");
}

static bool
contains_one_of(const char *text, const char *csv)
{
	for (const char *at = csv; at != NULL; at = strchr(at, ',')) {
		auto_str word = NULL;

		at += *at == ',' ? 1 : 0;
		word = sim_strndup(at, strcspn(at, ","));
		if (word[0] != '\0' && strcasestr(text, word) != NULL)
			return true;
	}
	return false;
}

static bool
query_fits(const cJSON *item, const char *words)
{
	static const char *const names[] = { "name", "fullName", "email", "description",
		"accountName" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		auto_str text = text_of(item, names[i]);

		if (strcasestr(text, words) != NULL)
			return true;
	}
	return false;
}

/* Milliseconds since 1970 of a time as the console writes it; -1: none. */
static int64_t
milliseconds_of(const char *text)
{
	struct tm parts = { .tm_isdst = 0 };

	return strptime(text, "%Y-%m-%dT%H:%M:%S", &parts) != NULL ? (int64_t)timegm(&parts) * 1000
								   : -1;
}

/* FROM-TO, both ends counted. */
static bool
is_between(const char *text, const char *value)
{
	int64_t when = milliseconds_of(text), from, to;
	size_t first = strcspn(value, "-");
	auto_str begin = sim_strndup(value, first);

	return when >= 0 && value[first] == '-' && sim_parse_number(begin, 0, INT64_MAX, &from) &&
	       sim_parse_number(value + first + 1, 0, INT64_MAX, &to) && when >= from && when <= to;
}

/* "createdAt__gte" and the like: times in one format compare as text. */
static bool
compares(const char *text, const char *how, const char *value)
{
	int order = strcmp(text, value);

	if (strcmp(how, "between") == 0)
		return is_between(text, value);
	if (strcmp(how, "gt") == 0)
		return order > 0;
	if (strcmp(how, "gte") == 0)
		return order >= 0;
	if (strcmp(how, "lt") == 0)
		return order < 0;
	return order <= 0;
}

/* A filter that is nobody's special case: a member equals, holds, or compares. */
static bool
param_fits(const cJSON *item, const struct param *param)
{
	const char *how = strstr(param->name, "__");
	auto_str name = sim_strndup(
		param->name, how != NULL ? (size_t)(how - param->name) : strlen(param->name));
	auto_str text = text_of(item, name);

	if (strcmp(param->name, "query") == 0)
		return query_fits(item, param->value);
	if (how == NULL)
		return strcmp(text, param->value) == 0;
	if (strcmp(how, "__contains") == 0)
		return contains_one_of(text, param->value);
	return compares(text, how + 2, param->value);
}

/* Filters that the list answers for itself. */
static bool
is_special(const struct sentinelone_list *list, const char *name)
{
	size_t length = strlen(name);

	return is_known(paging, name) || strcmp(name, list->id_list) == 0 ||
	       (length > 3 && strcmp(name + length - 3, "Ids") == 0) ||
	       is_known("tenant includeParents includeChildren sources states twoFaStatuses "
			"accountId features adminOnly availableMoveSites",
		       name);
}

static bool
item_fits(const struct call *call, const struct sentinelone_list *list, const cJSON *item)
{
	const char *ids = call_param(call, list->id_list);
	const char *sources = call_param(call, "sources");
	const char *states = call_param(call, "states");
	const char *two_fa = call_param(call, "twoFaStatuses");

	if ((ids != NULL && !sentinelone_has_word(ids, json_text(item, "id"))) ||
		(sources != NULL && !sentinelone_has_word(sources, json_text(item, "source"))) ||
		(states != NULL && !sentinelone_has_word(states, json_text(item, "state"))) ||
		(two_fa != NULL && !sentinelone_has_word(two_fa, json_text(item, "twoFaStatus"))))
		return false;
	for (size_t i = 0; i < call->params.count; i++)
		if (!is_special(list, call->params.item[i].name) &&
			!param_fits(item, &call->params.item[i]))
			return false;
	return list->admits == NULL || list->admits(call, item);
}

/* Insertion keeps the order of what is equal. */
static void
add_sorted(struct list *items, const cJSON *item, const char *by, bool descending)
{
	auto_str text = by != NULL ? text_of(item, by) : NULL;
	size_t at;

	list_add(items, (void *)(uintptr_t)item);
	for (at = items->count - 1; by != NULL && at > 0; at--) {
		auto_str before = text_of(items->item[at - 1], by);
		int order = strcmp(before, text);

		if (descending ? order >= 0 : order <= 0)
			break;
		items->item[at] = items->item[at - 1];
	}
	items->item[at] = (void *)(uintptr_t)item;
}

static char *
cursor_write(int64_t offset)
{
	auto_str plain = sim_format("%s%09lld", CURSOR_BEGIN, (long long)offset);
	const gnutls_datum_t in = { (unsigned char *)plain, (unsigned)strlen(plain) };
	gnutls_datum_t out = { NULL, 0 };
	char *text;

	if (gnutls_base64_encode2(&in, &out) < 0)
		return sim_strdup("");
	text = sim_strndup((const char *)out.data, out.size);
	gnutls_free(out.data);
	return text;
}

/* -1: no cursor of ours. */
static int64_t
cursor_read(const char *text)
{
	const gnutls_datum_t in = { (unsigned char *)(uintptr_t)text, (unsigned)strlen(text) };
	gnutls_datum_t out = { NULL, 0 };
	auto_str plain = NULL;
	int64_t offset = -1;

	if (gnutls_base64_decode2(&in, &out) < 0)
		return -1;
	plain = sim_strndup((const char *)out.data, out.size);
	gnutls_free(out.data);
	if (strncmp(plain, CURSOR_BEGIN, strlen(CURSOR_BEGIN)) != 0 ||
		!sim_parse_number(plain + strlen(CURSOR_BEGIN), 0, INT32_MAX, &offset))
		return -1;
	return offset;
}

/* A cursor has signs that mean something else in a query unless they are encoded. */
static bool
is_encoded(const char *query)
{
	const char *at = query != NULL ? strstr(query, "cursor=") : NULL;
	size_t length = at != NULL ? strcspn(at + 7, "&") : 0;

	return at == NULL || strcspn(at + 7, "=+/") >= length;
}

static int
read_number(struct call *call, const char *name, int64_t low, int64_t high, int64_t usual,
	int64_t *ret_number)
{
	const char *text = call_param(call, name);
	auto_str detail = sim_format("%s must be greater than or equals to %lld and lower than or "
				     "equals to %lld",
		name, (long long)low, (long long)high);

	*ret_number = usual;
	if (text == NULL || sim_parse_number(text, low, high, ret_number))
		return 0;
	sentinelone_fail(call, 400, 4000010, "Validation Error", detail);
	return -1;
}

/* Whether the parameters are known and where the page begins; -1: the call was answered. */
static int
read_place(struct call *call, const struct sentinelone_list *list, int64_t *ret_offset,
	int64_t *ret_limit)
{
	const char *cursor = call_param(call, "cursor");
	int64_t skip;

	for (size_t i = 0; i < call->params.count; i++) {
		const char *name = call->params.item[i].name;
		const char *how = strstr(name, "__");
		auto_str base = sim_strndup(name, how != NULL ? (size_t)(how - name) : 0);
		auto_str detail = sim_format("%s: Unknown field", name);

		if (is_known(paging, name) || is_known(list->known, name) ||
			(how != NULL && is_known("__between __gt __gte __lt __lte", how) &&
				is_known(list->known, base)))
			continue;
		sentinelone_fail(call, 400, 4000010, "Validation Error", detail);
		return -1;
	}
	if (read_number(call, "limit", 1, LIMIT_MAX, LIMIT_USUAL, ret_limit) != 0 ||
		read_number(call, "skip", 0, 1000, 0, &skip) != 0)
		return -1;
	*ret_offset = cursor != NULL ? cursor_read(cursor) : 0;
	if (*ret_offset < 0 || !is_encoded(call->request->query)) {
		sentinelone_fail(call, 400, 4000010, "Validation Error", "cursor: Invalid cursor");
		return -1;
	}
	*ret_offset += skip;
	return 0;
}

void
sentinelone_page(struct call *call, const struct sentinelone_list *list)
{
	const char *order = call_param(call, "sortOrder");
	const char *count_only = call_param(call, "countOnly");
	auto_list fitting = { .item = NULL };
	cJSON *page, *data, *pagination;
	int64_t offset, limit, total;
	const cJSON *item;

	if (read_place(call, list, &offset, &limit) != 0)
		return;
	cJSON_ArrayForEach (item, list->items)
		if (item_fits(call, list, item))
			add_sorted(&fitting, item, call_param(call, "sortBy"),
				order != NULL && strcmp(order, "desc") == 0);
	total = (int64_t)fitting.count;
	if (count_only != NULL && strcmp(count_only, "true") == 0)
		offset = total;
	page = cJSON_CreateArray();
	for (int64_t i = offset; i < total && i < offset + limit; i++)
		cJSON_AddItemToArray(page, list->view(fitting.item[i]));
	pagination = cJSON_CreateObject();
	if (offset + limit < total) {
		auto_str cursor = cursor_write(offset + limit);

		json_add_text(pagination, "nextCursor", cursor);
	} else {
		json_add_text(pagination, "nextCursor", NULL);
	}
	json_add_number(pagination, "totalItems", total);
	data = page;
	if (list->member != NULL) {
		data = cJSON_CreateObject();
		cJSON_AddItemToObject(data, list->member, page);
		cJSON_AddItemToObject(data, "allSites", cJSON_CreateObject());
	}
	sentinelone_ok(call, data, pagination);
}
