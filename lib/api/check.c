/* SPDX-License-Identifier: MIT */
/* Refuses arguments that a row does not take, before a byte leaves the host. */
#include "api/api.h"

#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "api/check_name.h"
#include "api/json.h"
#include "api/request.h"

#define VALUE_MAX	(1u << 20)
#define PATH_VALUE_MAX	64
#define SUGGEST_MAX	3 /* edits between what was meant and what was typed */
#define ELEMENT_MAX	20000

static const struct json_limits list_limits = { VALUE_MAX, ELEMENT_MAX, 16 };

static bool
is_path_safe(const char *s)
{
	size_t len = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

	return len >= 1 && len <= PATH_VALUE_MAX && s[len] == '\0';
}

/* Tabs and line breaks may stand in notes; other control characters nowhere. */
static bool
is_plain_text(const char *s)
{
	if (!text_is_utf8(s, strlen(s)))
		return false;
	for (; *s != '\0'; s++)
		if (((unsigned char)*s < 0x20 && strchr("\t\n\r", *s) == NULL) || *s == 0x7f)
			return false;
	return true;
}

/* Is word one of the words in list, which are separated by '|'? */
static bool
has_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	if (len == 0 || strchr(word, '|') != NULL)
		return false;
	for (const char *p = list; p != NULL; p = strchr(p, '|')) {
		p += *p == '|' ? 1 : 0;
		if (strncmp(p, word, len) == 0 && (p[len] == '|' || p[len] == '\0'))
			return true;
	}
	return false;
}

/* Nobody has compared this value with the choices yet: what is none of them is grave, too. */
static bool
is_grave_member(const struct api_op *row, const struct cJSON *member)
{
	const struct api_param *p =
		member->string != NULL ? api_param_find(row, member->string) : NULL;

	return p != NULL && p->grave != NULL &&
		(!cJSON_IsString(member) || !has_word(p->choices, member->valuestring) ||
			has_word(p->grave, member->valuestring));
}

/* Every member counts, also one of a name that is there twice. */
static bool
has_grave_element(const struct api_param *p, const char *value)
{
	const struct api_op *row = api_op_find(p->each);
	struct cJSON *list = NULL;
	struct err ignored;
	bool grave = false;

	if (json_check(value, strlen(value), &list_limits) != JSON_FINE)
		return false; /* it is not going to be sent */
	if (json_parse(value, strlen(value), &list_limits, &list, &ignored) != 0)
		return true; /* no memory to find out */
	for (const struct cJSON *item = list->child; item != NULL; item = item->next)
		for (const struct cJSON *m = item->child; m != NULL && !grave; m = m->next)
			grave = is_grave_member(row, m);
	json_free(list);
	return grave;
}

enum api_risk
api_call_risk(const struct api_call *call)
{
	for (size_t i = 0; i < call->arg_count; i++) {
		const struct api_param *p = api_param_find(call->op, call->args[i].name);

		if (p != NULL && p->grave != NULL && has_word(p->grave, call->args[i].value))
			return API_DESTRUCTIVE;
		if (p != NULL && p->each != NULL && has_grave_element(p, call->args[i].value))
			return API_DESTRUCTIVE;
	}
	return call->op->risk;
}

static bool
has_range(const struct api_param *p)
{
	return p->min != 0 || p->max != 0;
}

static int
check_integer(const struct api_param *p, const char *value, struct err *e)
{
	int64_t min = has_range(p) ? p->min : INT64_MIN;
	int64_t max = has_range(p) ? p->max : INT64_MAX;
	int64_t number;

	if (text_to_int(value, min, max, &number) == 0)
		return 0;
	if (!has_range(p))
		return err_set(e, ERR_USAGE, "%s takes a whole number", p->name);
	return err_set(e, ERR_USAGE, "%s takes a whole number from %lld to %lld", p->name,
		(long long)min, (long long)max);
}

static int
check_count(const struct api_param *p, int64_t count, struct err *e)
{
	if (!has_range(p) || (count >= p->min && count <= p->max))
		return 0;
	return err_set(e, ERR_USAGE, "%s takes %lld to %lld elements, not %lld", p->name,
		(long long)p->min, (long long)p->max, (long long)count);
}

/* Counts the elements of a JSON text that has been checked: commas outside strings at depth 1. */
static int64_t
count_elements(const char *json)
{
	const char *p = json + 1 + strspn(json + 1, " \t\r\n");
	int64_t count = *p == ']' ? 0 : 1;
	int depth = 1;

	for (bool quoted = false; *p != '\0'; p++) {
		if (quoted && *p == '\\')
			p++;
		else if (*p == '"')
			quoted = !quoted;
		else if (!quoted && (*p == '[' || *p == '{'))
			depth++;
		else if (!quoted && (*p == ']' || *p == '}'))
			depth--;
		else if (!quoted && depth == 1 && *p == ',')
			count++;
	}
	return count;
}

static int
check_json_list(const struct api_param *p, const char *value, struct err *e)
{
	enum json_fault fault = json_check(value, strlen(value), &list_limits);

	if (fault != JSON_FINE)
		return err_set(e, ERR_USAGE, "%s takes a JSON list; the value is %s", p->name,
			json_fault_words(fault));
	value += strspn(value, " \t\r\n");
	if (*value != '[')
		return err_set(e, ERR_USAGE, "%s takes a JSON list: [ … ]", p->name);
	return check_count(p, count_elements(value), e);
}

static int
check_csv(const struct api_param *p, const char *value, struct err *e)
{
	size_t len = strlen(value);
	int64_t count = 1;

	if (!is_plain_text(value))
		return err_set(e, ERR_USAGE, "%s is not plain text in UTF-8", p->name);
	if (len == 0 || value[0] == ',' || value[len - 1] == ',' || strstr(value, ",,") != NULL)
		return err_set(e, ERR_USAGE, "%s takes elements separated by commas, none empty",
			p->name);
	for (; *value != '\0'; value++)
		count += *value == ',' ? 1 : 0;
	return check_count(p, count, e);
}

static int
check_type(const struct api_param *p, const char *value, struct err *e)
{
	switch (p->type) {
	case API_STRING:
		if (is_plain_text(value))
			return 0;
		return err_set(e, ERR_USAGE, "%s is not plain text in UTF-8", p->name);
	case API_INTEGER:
		return check_integer(p, value, e);
	case API_BOOLEAN:
		if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)
			return 0;
		return err_set(e, ERR_USAGE, "%s takes true or false", p->name);
	case API_CHOICE:
		if (has_word(p->choices, value))
			return 0;
		return err_set(e, ERR_USAGE, "%s takes one of: %s", p->name, p->choices);
	case API_JSON_LIST:
		return check_json_list(p, value, e);
	case API_CSV:
		return check_csv(p, value, e);
	case API_ID:
		if (*value != '\0' && strlen(value) <= PATH_VALUE_MAX &&
			value[strspn(value, "0123456789")] == '\0')
			return 0;
		return err_set(e, ERR_USAGE, "%s takes an id of digits only", p->name);
	}
	return err_set(e, ERR_USAGE, "%s has a type this version does not know", p->name);
}

static int
check_value(const struct api_op *op, const struct api_param *p, const char *value, struct err *e)
{
	bool in_query = !api_op_has_body(op);

	if (strlen(value) > VALUE_MAX)
		return err_set(e, ERR_USAGE, "%s is longer than 1 MiB", p->name);
	if ((p->flags & API_PATH) != 0) {
		if (is_path_safe(value))
			return p->type == API_ID ? check_type(p, value, e) : 0;
		return err_set(e, ERR_USAGE,
			"%s takes an id of 1 to %d letters, digits, '_' and '-'", p->name,
			PATH_VALUE_MAX);
	}
	/* an empty filter would not filter; in a body, empty means: remove */
	if (*value == '\0' && (in_query || (p->flags & API_REQUIRED) != 0))
		return err_set(e, ERR_USAGE, "%s may not be empty", p->name);
	return check_type(p, value, e);
}

static const struct api_arg *
find_arg(const struct api_arg *args, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(args[i].name, name) == 0)
			return &args[i];
	return NULL;
}

/* Returns the first given argument out of a list of names separated by '|', or NULL. */
static const char *
find_excluded(const char *list, const struct api_arg *args, size_t count)
{
	for (size_t i = 0; list != NULL && i < count; i++)
		if (has_word(list, args[i].name))
			return args[i].name;
	return NULL;
}

static int
refuse_unknown(const struct api_op *op, const char *name, struct err *e)
{
	const char *nearest = NULL;
	size_t least = SUGGEST_MAX + 1;
	char shown[64];

	for (const struct api_param *p = op->params; p->name != NULL; p++) {
		size_t distance = text_distance(p->name, name);

		if ((p->flags & API_UNDOCUMENTED) == 0 && distance < least) {
			least = distance;
			nearest = p->name;
		}
	}
	(void)text_clean(shown, sizeof(shown), name);
	if (nearest != NULL)
		return err_set(e, ERR_USAGE, "%s takes no %s; did you mean %s?", op->name, shown,
			nearest);
	return err_set(e, ERR_USAGE, "%s takes no %s", op->name, shown);
}

static int
check_given(const struct api_op *op, const struct api_arg *args, size_t count, struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		const struct api_param *p = api_param_find(op, args[i].name);
		const char *other;

		if (p == NULL || !is_plain_text(args[i].name))
			return refuse_unknown(op, args[i].name, e);
		if (find_arg(args, i, args[i].name) != NULL)
			return err_set(e, ERR_USAGE, "%s is given twice", p->name);
		if (args[i].value == NULL)
			return err_set(e, ERR_USAGE, "%s needs a value", p->name);
		if (check_value(op, p, args[i].value, e) != 0)
			return -1;
		if ((p->flags & API_NEW_NAME) != 0 && check_new_name(p, args[i].value, e) != 0)
			return -1;
		other = find_excluded(p->excludes, args, count);
		if (other != NULL)
			return err_set(e, ERR_USAGE, "%s and %s cannot be given together", p->name,
				other);
	}
	return 0;
}

static int
check_missing(const struct api_op *op, const struct api_arg *args, size_t count, struct err *e)
{
	for (const struct api_param *p = op->params; p->name != NULL; p++) {
		if ((p->flags & (API_REQUIRED | API_PATH)) == 0 ||
			find_arg(args, count, p->name) != NULL ||
			find_excluded(p->excludes, args, count) != NULL)
			continue;
		if (p->excludes != NULL)
			return err_set(e, ERR_USAGE, "%s needs one of: %s|%s", op->name, p->name,
				p->excludes);
		return err_set(e, ERR_USAGE, "%s needs %s (%s)", op->name, p->name, p->help);
	}
	return 0;
}

int
api_check(const struct api_op *op, const struct api_arg *args, size_t count, struct err *e)
{
	if (count > REQUEST_ARGS_MAX)
		return err_set(e, ERR_USAGE, "%s: more than %d arguments", op->name,
			REQUEST_ARGS_MAX);
	if (check_given(op, args, count, e) != 0)
		return -1;
	return check_missing(op, args, count, e);
}
