/* SPDX-License-Identifier: MIT */
/* Request parameters from query, form and JSON, see params.h. */
#include "tests/sim/params.h"
#include "tests/sim/util.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static int
hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

char *
params_decode(const char *text, size_t length, bool plus_is_space)
{
	auto_str out = sim_alloc(length + 1);
	size_t at = 0;

	for (size_t i = 0; i < length; i++) {
		char byte = text[i];

		if (byte == '+' && plus_is_space) {
			byte = ' ';
		} else if (byte == '%') {
			int high = length - i > 2 ? hex_value(text[i + 1]) : -1;
			int low = length - i > 2 ? hex_value(text[i + 2]) : -1;

			if (high < 0 || low < 0)
				return NULL;
			byte = (char)(high << 4 | low);
			i += 2;
		}
		if (byte == '\0')
			return NULL;
		out[at++] = byte;
	}
	return sim_strndup(out, at);
}

static int
add(struct param_set *params, char *name, char *value, bool structured)
{
	if (name == NULL || value == NULL || params->count == PARAMS_MAX) {
		free(name);
		free(value);
		return -1;
	}
	params->item[params->count++] =
		(struct param){ .name = name, .value = value, .structured = structured };
	return 0;
}

int
params_read_form(struct param_set *params, const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end) {
		const char *stop = memchr(text, '&', (size_t)(end - text));
		const char *equals;

		if (stop == NULL)
			stop = end;
		equals = memchr(text, '=', (size_t)(stop - text));
		if (stop != text) {
			const char *name_end = equals != NULL ? equals : stop;
			const char *value = equals != NULL ? equals + 1 : stop;

			if (add(params, params_decode(text, (size_t)(name_end - text), true),
				    params_decode(value, (size_t)(stop - value), true), false) != 0)
				return -1;
		}
		text = stop + 1;
	}
	return 0;
}

static char *
text_of_json(const cJSON *value)
{
	if (cJSON_IsString(value))
		return sim_strdup(value->valuestring);
	if (cJSON_IsNull(value))
		return sim_strdup("");
	return cJSON_PrintUnformatted(value);
}

int
params_read_json(struct param_set *params, const char *text, size_t length)
{
	auto_json body = NULL;
	const char *end = NULL;
	const cJSON *member;

	if (memchr(text, '\0', length) != NULL)
		return -1;
	body = cJSON_ParseWithLengthOpts(text, length, &end, 0);
	if (!cJSON_IsObject(body))
		return -1;
	for (; end < text + length; end++)
		if (!isspace((unsigned char)*end))
			return -1;
	cJSON_ArrayForEach (member, body) {
		bool structured = cJSON_IsArray(member) || cJSON_IsObject(member);

		if (add(params, sim_strdup(member->string), text_of_json(member), structured) != 0)
			return -1;
	}
	return 0;
}

const struct param *
params_find(const struct param_set *params, const char *name)
{
	for (size_t i = 0; i < params->count; i++)
		if (strcmp(params->item[i].name, name) == 0)
			return &params->item[i];
	return NULL;
}

const char *
params_get(const struct param_set *params, const char *name)
{
	const struct param *found = params_find(params, name);

	return found != NULL ? found->value : NULL;
}

static char *
encode(const char *text)
{
	struct buffer out = { .data = NULL };

	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if ((byte < 0x80 && isalnum(byte)) || strchr("_.~-", byte) != NULL)
			buffer_add(&out, text, 1);
		else
			buffer_printf(&out, "%%%02X", byte);
	}
	return buffer_take(&out);
}

static int
compare_params(const void *left, const void *right)
{
	const struct param *a = left;
	const struct param *b = right;
	int order = strcmp(a->name, b->name);

	return order != 0 ? order : strcmp(a->value, b->value);
}

char *
params_canonical(const struct param_set *params)
{
	struct param *encoded = sim_alloc(sizeof(*encoded) * (params->count + 1));
	struct buffer line = { .data = NULL };

	for (size_t i = 0; i < params->count; i++) {
		encoded[i].name = encode(params->item[i].name);
		encoded[i].value = encode(params->item[i].value);
	}
	qsort(encoded, params->count, sizeof(*encoded), compare_params);
	for (size_t i = 0; i < params->count; i++) {
		buffer_printf(
			&line, "%s%s=%s", i != 0 ? "&" : "", encoded[i].name, encoded[i].value);
		free(encoded[i].name);
		free(encoded[i].value);
	}
	free(encoded);
	return buffer_take(&line);
}

void
params_free(struct param_set *params)
{
	for (size_t i = 0; i < params->count; i++) {
		free(params->item[i].name);
		free(params->item[i].value);
	}
	params->count = 0;
}
