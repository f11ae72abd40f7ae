/* SPDX-License-Identifier: MIT */
/* Prints JSON byte for byte as Duo's servers do, see json_write.h. */
#include "tests/sim/json_write.h"
#include "tests/sim/util.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Decodes one code point at *text and moves on; a broken byte counts as U+FFFD. */
static unsigned
next_code_point(const unsigned char **text)
{
	const unsigned char *at = *text;
	unsigned lead = *at++;
	unsigned more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
	unsigned point = more == 0 ? lead : lead & (0x3fU >> more);

	if (lead >= 0x80 && more == 0)
		point = 0xfffd;
	for (; more > 0; more--) {
		if ((*at & 0xc0) != 0x80) {
			point = 0xfffd;
			break;
		}
		point = point << 6 | (*at++ & 0x3fU);
	}
	*text = at;
	return point <= 0x10ffff ? point : 0xfffd;
}

static void
write_escaped(struct buffer *out, unsigned point)
{
	static const struct {
		unsigned point;
		const char *text;
	} short_forms[] = {
		{ '"', "\\\"" },
		{ '\\', "\\\\" },
		{ '\n', "\\n" },
		{ '\r', "\\r" },
		{ '\t', "\\t" },
		{ '\f', "\\f" },
		{ '\b', "\\b" },
	};

	for (size_t i = 0; i < sizeof(short_forms) / sizeof(short_forms[0]); i++) {
		if (short_forms[i].point == point) {
			buffer_puts(out, short_forms[i].text);
			return;
		}
	}
	if (point >= ' ' && point <= '~') {
		char byte = (char)point;

		buffer_add(out, &byte, 1);
	} else if (point < 0x10000) {
		buffer_printf(out, "\\u%04x", point);
	} else {
		point -= 0x10000;
		buffer_printf(
			out, "\\u%04x\\u%04x", 0xd800 + (point >> 10), 0xdc00 + (point & 0x3ff));
	}
}

static void
write_string(struct buffer *out, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	buffer_puts(out, "\"");
	while (*at != '\0')
		write_escaped(out, next_code_point(&at));
	buffer_puts(out, "\"");
}

static void
write_number(struct buffer *out, double number)
{
	char text[32];

	if (fabs(number) < 1e15 && trunc(number) - number >= 0 && trunc(number) - number <= 0) {
		buffer_printf(out, "%lld", (long long)number);
		return;
	}
	for (int digits = 1; digits <= 17; digits++) {
		double again;

		(void)snprintf(text, sizeof(text), "%.*g", digits, number);
		again = strtod(text, NULL);
		if (again >= number && again <= number)
			break;
	}
	buffer_puts(out, text);
}

static int
compare_names(const void *left, const void *right)
{
	const cJSON *a = *(const cJSON *const *)left;
	const cJSON *b = *(const cJSON *const *)right;

	return strcmp(a->string, b->string); /* byte order of UTF-8 is the order of code points */
}

static void write_value(struct buffer *out, const cJSON *value);

static void
write_object(struct buffer *out, const cJSON *object)
{
	auto_list members = { .item = NULL };
	cJSON *member;

	cJSON_ArrayForEach (member, object)
		list_add(&members, member);
	if (members.count != 0)
		qsort(members.item, members.count, sizeof(members.item[0]), compare_names);
	buffer_puts(out, "{");
	for (size_t i = 0; i < members.count; i++) {
		const cJSON *at = members.item[i];

		if (i != 0)
			buffer_puts(out, ", ");
		write_string(out, at->string);
		buffer_puts(out, ": ");
		write_value(out, at);
	}
	buffer_puts(out, "}");
}

static void
write_array(struct buffer *out, const cJSON *array)
{
	const cJSON *element;

	buffer_puts(out, "[");
	cJSON_ArrayForEach (element, array) {
		if (element != array->child)
			buffer_puts(out, ", ");
		write_value(out, element);
	}
	buffer_puts(out, "]");
}

static void
write_value(struct buffer *out, const cJSON *value)
{
	if (cJSON_IsObject(value))
		write_object(out, value);
	else if (cJSON_IsArray(value))
		write_array(out, value);
	else if (cJSON_IsString(value))
		write_string(out, value->valuestring);
	else if (cJSON_IsRaw(value))
		buffer_puts(out, value->valuestring);
	else if (cJSON_IsNumber(value))
		write_number(out, value->valuedouble);
	else if (cJSON_IsBool(value))
		buffer_puts(out, cJSON_IsTrue(value) ? "true" : "false");
	else
		buffer_puts(out, "null");
}

char *
json_write(const cJSON *value)
{
	struct buffer out = { .data = NULL };

	write_value(&out, value);
	return buffer_take(&out);
}
