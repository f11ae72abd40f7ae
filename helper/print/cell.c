/* SPDX-License-Identifier: MIT */
/* Turns values into text; the directory's text is cleaned here, before anybody's terminal. */
#include "helper/print/cell.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PATH_SIZE    128
#define DEPTH_MAX    64
#define NUMBER_EXACT 1e15 /* whole numbers up to here are printed digit by digit */

/* Fields that hold seconds since 1970. */
static const char *const time_fields[] = { "created", "date_added", "date_last_used", "expiration",
	"last_directory_sync", "last_login", "time" };

/* What stands for an object in a cell, the first that is there. */
static const char *const naming_fields[] = { "name", "username", "credential_name", "device_name",
	"number", "serial", "group_id", "user_id", "phone_id", "token_id", "webauthnkey" };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
add_number(struct text_buf *out, double value)
{
	char text[40];

	if (value == floor(value) && fabs(value) < NUMBER_EXACT) {
		text_buf_printf(out, "%" PRId64, (int64_t)value);
		return;
	}
	(void)snprintf(text, sizeof(text), "%.15g", value);
	if (strtod(text, NULL) != value)
		(void)snprintf(text, sizeof(text), "%.17g", value);
	text_buf_puts(out, text);
}

static void
add_time(struct text_buf *out, double value)
{
	time_t seconds = (time_t)value;
	struct tm tm;
	char text[32];

	if (value < 0 || value > 253402300799.0 || gmtime_r(&seconds, &tm) == NULL ||
		strftime(text, sizeof(text), "%Y-%m-%d %H:%MZ", &tm) == 0)
		add_number(out, value);
	else
		text_buf_puts(out, text);
}

static void
add_clean(struct text_buf *out, const char *text)
{
	size_t size = strlen(text) + 1;
	char *clean = malloc(size);

	if (clean == NULL) {
		out->failed = true;
		return;
	}
	text_buf_puts(out, text_clean(clean, size, text));
	free(clean);
}

static bool
holds_time(const char *name)
{
	for (size_t i = 0; i < COUNT(time_fields); i++)
		if (name != NULL && strcmp(name, time_fields[i]) == 0)
			return true;
	return false;
}

/* An object in a cell: its name, or "key=value" pairs of what is plain (aliases). */
static void
add_object(struct text_buf *out, const cJSON *value, bool pretty)
{
	size_t at = out->len;

	for (size_t i = 0; i < COUNT(naming_fields); i++) {
		const cJSON *name = cJSON_GetObjectItemCaseSensitive(value, naming_fields[i]);

		if (cJSON_IsString(name) && name->valuestring[0] != '\0') {
			add_clean(out, name->valuestring);
			return;
		}
	}
	for (const cJSON *item = value->child; item != NULL; item = item->next) {
		if (cJSON_IsObject(item) || cJSON_IsArray(item) || cJSON_IsNull(item))
			continue;
		text_buf_puts(out, out->len > at ? "," : "");
		add_clean(out, item->string);
		text_buf_puts(out, "=");
		(void)cell_add(out, item, "", pretty);
	}
}

static void
add_value(struct text_buf *out, const cJSON *value, bool pretty)
{
	if (cJSON_IsString(value))
		add_clean(out, value->valuestring);
	else if (cJSON_IsNumber(value) && pretty && holds_time(value->string))
		add_time(out, value->valuedouble);
	else if (cJSON_IsNumber(value))
		add_number(out, value->valuedouble);
	else if (cJSON_IsBool(value))
		text_buf_puts(out, cJSON_IsTrue(value) ? "true" : "false");
	else if (cJSON_IsObject(value))
		add_object(out, value, pretty);
}

/* A list: what is behind each element, joined. */
static bool
add_list(struct text_buf *out, const cJSON *list, const char *path, bool pretty)
{
	bool found = list->child == NULL, first = true;

	for (const cJSON *item = list->child; item != NULL; item = item->next) {
		text_buf_puts(out, first ? "" : ",");
		first = false;
		if (cJSON_IsArray(item) && item->child != NULL && item->child->next == NULL)
			found |= cell_add(out, item->child, path, pretty); /* a list of one is it */
		else if (cJSON_IsArray(item))
			cell_add_json(out, item, false, 0);
		else
			found |= cell_add(out, item, path, pretty);
	}
	return found;
}

bool
cell_add(struct text_buf *out, const cJSON *row, const char *path, bool pretty)
{
	char key[PATH_SIZE];
	size_t len = strcspn(path, ".");
	const cJSON *value = row;

	if (cJSON_IsObject(row) && path[0] != '\0') {
		(void)snprintf(
			key, sizeof(key), "%.*s", (int)(len < PATH_SIZE ? len : PATH_SIZE), path);
		value = cJSON_GetObjectItemCaseSensitive(row, key);
		path += path[len] == '.' ? len + 1 : len;
		if (value != NULL && cJSON_IsObject(value) && path[0] != '\0')
			return cell_add(out, value, path, pretty);
	}
	if (value == NULL)
		return false;
	if (cJSON_IsArray(value))
		return add_list(out, value, path, pretty);
	add_value(out, value, pretty);
	return true;
}

/* Decodes one character of what is known to be UTF-8. Returns its length. */
static size_t
decode(const unsigned char *s, unsigned *ret_char)
{
	if (s[0] < 0x80) {
		*ret_char = s[0];
		return 1;
	}
	if (s[0] < 0xe0) {
		*ret_char = (s[0] & 0x1fu) << 6 | (s[1] & 0x3fu);
		return 2;
	}
	if (s[0] < 0xf0) {
		*ret_char = (s[0] & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
		return 3;
	}
	*ret_char = (s[0] & 7u) << 18 | (s[1] & 0x3fu) << 12 | (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
	return 4;
}

static bool
disturbs_terminal(unsigned c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
		(c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static void
add_json_string(struct text_buf *out, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	if (!text_is_utf8(text, strlen(text))) {
		text_buf_puts(out, "null"); /* the strict check lets no such answer through */
		return;
	}
	text_buf_puts(out, "\"");
	while (*s != '\0') {
		size_t plain = 0, len;
		unsigned c = 0;

		while (s[plain] >= 0x20 && s[plain] < 0x7f && s[plain] != '"' && s[plain] != '\\')
			plain++;
		text_buf_add(out, (const char *)s, plain); /* most text is of these alone */
		s += plain;
		if (*s == '\0')
			break;
		len = decode(s, &c);
		if (c == '"' || c == '\\')
			text_buf_printf(out, "\\%c", (int)c);
		else if (c == '\n')
			text_buf_puts(out, "\\n");
		else if (c == '\t')
			text_buf_puts(out, "\\t");
		else if (disturbs_terminal(c))
			text_buf_printf(out, "\\u%04x", c);
		else
			text_buf_add(out, (const char *)s, len);
		s += len;
	}
	text_buf_puts(out, "\"");
}

static void
add_break(struct text_buf *out, bool indented, int depth)
{
	if (!indented)
		return;
	text_buf_puts(out, "\n");
	for (int i = 0; i < depth; i++)
		text_buf_puts(out, "  ");
}

static void
add_json_members(struct text_buf *out, const cJSON *value, bool indented, int depth)
{
	bool object = cJSON_IsObject(value);

	text_buf_puts(out, object ? "{" : "[");
	for (const cJSON *item = value->child; item != NULL && depth < DEPTH_MAX;
		item = item->next) {
		add_break(out, indented, depth + 1);
		if (object) {
			add_json_string(out, item->string);
			text_buf_puts(out, indented ? ": " : ":");
		}
		cell_add_json(out, item, indented, depth + 1);
		text_buf_puts(out, item->next != NULL ? "," : "");
	}
	if (value->child != NULL)
		add_break(out, indented, depth);
	text_buf_puts(out, object ? "}" : "]");
}

void
cell_add_json(struct text_buf *out, const cJSON *value, bool indented, int depth)
{
	if (value == NULL || cJSON_IsNull(value))
		text_buf_puts(out, "null");
	else if (cJSON_IsString(value))
		add_json_string(out, value->valuestring);
	else if (cJSON_IsNumber(value))
		add_number(out, value->valuedouble);
	else if (cJSON_IsBool(value))
		text_buf_puts(out, cJSON_IsTrue(value) ? "true" : "false");
	else
		add_json_members(out, value, indented, depth);
}
