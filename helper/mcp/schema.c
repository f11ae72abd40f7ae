/* SPDX-License-Identifier: MIT */
/* Says of a parameter what the row says, in the words of JSON Schema. */
#include "helper/mcp/schema.h"

#include <inttypes.h>
#include <string.h>

#include "api/json.h"

bool
schema_offers(const struct api_param *p)
{
	return (p->flags & API_UNDOCUMENTED) == 0;
}

bool
schema_requires(const struct api_param *p)
{
	return (p->flags & (API_REQUIRED | API_PATH)) != 0 && p->excludes == NULL;
}

const char *
schema_type(const struct api_param *p)
{
	switch (p->type) {
	case API_STRING:
	case API_CHOICE:
	case API_CSV:
	case API_ID:
		return "string";
	case API_INTEGER:
		return "integer";
	case API_BOOLEAN:
		return "boolean";
	case API_JSON_LIST:
		return "array";
	}
	return "string";
}

const char *
schema_element_type(const struct api_param *p)
{
	return (p->flags & API_OBJECTS) != 0 ? "object" : "string";
}

static void
write_choices(struct text_buf *b, const char *choices)
{
	const char *separator = "";

	text_buf_puts(b, ",\"enum\":[");
	while (*choices != '\0') {
		size_t len = strcspn(choices, "|");

		/* choices are our own words: nothing in them needs an escape */
		text_buf_printf(b, "%s\"%.*s\"", separator, (int)len, choices);
		choices += len + (choices[len] == '|' ? 1 : 0);
		separator = ",";
	}
	text_buf_puts(b, "]");
}

static void
write_limits(struct text_buf *b, const struct api_op *op, const struct api_param *p,
	enum schema_form form)
{
	bool ranged = p->min != 0 || p->max != 0;

	if (p->type == API_INTEGER && ranged)
		text_buf_printf(b, ",\"minimum\":%" PRId64 ",\"maximum\":%" PRId64, p->min, p->max);
	if (p->type == API_JSON_LIST && form == SCHEMA_TEXT) {
		text_buf_puts(b, ",\"contentMediaType\":\"application/json\"");
	} else if (p->type == API_JSON_LIST) {
		text_buf_printf(b, ",\"items\":{\"type\":\"%s\"}", schema_element_type(p));
		if (ranged)
			text_buf_printf(b, ",\"minItems\":%" PRId64 ",\"maxItems\":%" PRId64,
				p->min, p->max);
	}
	if (p->type == API_CHOICE)
		write_choices(b, p->choices);
	if (p->type == API_ID)
		text_buf_puts(b, ",\"pattern\":\"^[0-9]{1,64}$\"");
	else if ((p->flags & API_PATH) != 0)
		text_buf_puts(b, ",\"pattern\":\"^[A-Za-z0-9_-]{1,64}$\"");
	else if (p->type == API_STRING && ((p->flags & API_REQUIRED) != 0 || !api_op_has_body(op)))
		text_buf_puts(b, ",\"minLength\":1");
}

static void
write_default(struct text_buf *b, const struct api_param *p)
{
	if (p->default_value == NULL)
		return;
	text_buf_puts(b, ",\"default\":");
	if (p->type == API_INTEGER || p->type == API_BOOLEAN)
		text_buf_puts(b, p->default_value);
	else
		json_write_string(b, p->default_value);
}

static void
write_description(struct text_buf *b, const struct api_param *p)
{
	auto_text_buf help = { 0 };

	if (p->help == NULL)
		return;
	text_buf_puts(&help, p->help);
	if (p->excludes != NULL)
		text_buf_puts(&help, "; not together with ");
	for (const char *c = p->excludes; c != NULL && *c != '\0'; c++)
		text_buf_add(&help, *c == '|' ? ", " : c, *c == '|' ? 2 : 1);
	text_buf_puts(b, ",\"description\":");
	json_write_string(b, help.failed ? p->help : help.data);
}

void
schema_write(struct text_buf *b, const struct api_op *op, const struct api_param *p,
	enum schema_form form)
{
	bool list = p->type == API_JSON_LIST && form == SCHEMA_TEXT;

	text_buf_printf(b, "{\"type\":\"%s\"", list ? "string" : schema_type(p));
	write_limits(b, op, p, form);
	write_default(b, p);
	write_description(b, p);
	text_buf_puts(b, "}");
}

void
schema_write_members(struct text_buf *b, const struct api_op *op,
	bool (*takes)(const struct api_op *op, const struct api_param *p), enum schema_form form)
{
	const char *separator = "";

	text_buf_puts(b, "\"type\":\"object\",\"properties\":{");
	for (const struct api_param *p = op->params; p->name != NULL; p++) {
		if (!schema_offers(p) || !takes(op, p))
			continue;
		text_buf_printf(b, "%s\"%s\":", separator, p->name);
		schema_write(b, op, p, form);
		separator = ",";
	}
	text_buf_puts(b, "}");
	separator = ",\"required\":[";
	for (const struct api_param *p = op->params; p->name != NULL; p++) {
		if (!schema_requires(p) || !schema_offers(p) || !takes(op, p))
			continue;
		text_buf_printf(b, "%s\"%s\"", separator, p->name);
		separator = ",";
	}
	if (separator[1] == '\0')
		text_buf_puts(b, "]");
}
