/* SPDX-License-Identifier: MIT */
/* Reads members strictly and writes strings, so that callers never touch the parser's quirks. */
#include "api/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#define INTEGER_LIMIT 1e15 /* from here on a double's text may lose digits */

const char *
json_fault_words(enum json_fault f)
{
	static const char *const words[] = {
		[JSON_FINE] = "fine",
		[JSON_SYNTAX] = "not JSON",
		[JSON_UTF8] = "not UTF-8",
		[JSON_NUL] = "holding a NUL character",
		[JSON_NUMBER] = "holding a number beyond all measure",
		[JSON_DEPTH] = "nested too deeply",
		[JSON_COUNT] = "holding too many values",
		[JSON_SIZE] = "too long",
	};

	return words[f];
}

/* The tree is at most JSON_DEPTH_MAX deep, so recursion is bounded. */
static void
wipe(cJSON *item)
{
	for (; item != NULL; item = item->next) {
		if (item->valuestring != NULL)
			explicit_bzero(item->valuestring, strlen(item->valuestring));
		wipe(item->child);
	}
}

void
json_free(struct cJSON *root)
{
	wipe(root);
	cJSON_Delete(root);
}

const struct cJSON *
json_get(const struct cJSON *object, const char *name)
{
	const cJSON *found = NULL;
	const cJSON *item;

	if (!cJSON_IsObject(object))
		return NULL;
	cJSON_ArrayForEach(item, object)
	{
		if (strcmp(item->string, name) != 0)
			continue;
		if (found != NULL)
			return NULL; /* two answers to one question are none */
		found = item;
	}
	return found;
}

const char *
json_string(const struct cJSON *object, const char *name)
{
	const cJSON *item = json_get(object, name);

	return cJSON_IsString(item) ? item->valuestring : NULL;
}

int
json_int(const struct cJSON *object, const char *name, int64_t *ret_value)
{
	const cJSON *item = json_get(object, name);

	double number;

	if (!cJSON_IsNumber(item))
		return -1;
	number = item->valuedouble;
	if (!(number > -INTEGER_LIMIT && number < INTEGER_LIMIT) ||
		(double)(int64_t)number != number)
		return -1;
	*ret_value = (int64_t)number;
	return 0;
}

const char *
json_id(const struct cJSON *object, const char *name, char buf[JSON_ID_SIZE])
{
	int64_t number;

	if (json_int(object, name, &number) != 0)
		return json_string(object, name);
	(void)snprintf(buf, JSON_ID_SIZE, "%" PRId64, number);
	return buf;
}

int
json_bool(const struct cJSON *object, const char *name, bool *ret_value)
{
	const cJSON *item = json_get(object, name);

	if (!cJSON_IsBool(item))
		return -1;
	*ret_value = cJSON_IsTrue(item);
	return 0;
}

const struct cJSON *
json_array(const struct cJSON *object, const char *name)
{
	const cJSON *item = json_get(object, name);

	return cJSON_IsArray(item) ? item : NULL;
}

void
json_write_string(struct text_buf *b, const char *s)
{
	size_t start = 0, i;

	text_buf_puts(b, "\"");
	for (i = 0; s[i] != '\0'; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
			continue;
		text_buf_add(b, s + start, i - start);
		if (c == '"' || c == '\\')
			text_buf_printf(b, "\\%c", c);
		else
			text_buf_printf(b, "\\u%04x", c);
		start = i + 1;
	}
	text_buf_add(b, s + start, i - start);
	text_buf_puts(b, "\"");
}
