/* SPDX-License-Identifier: MIT */
/* From text to a tree: checked first, long integers kept as text, long lists piece by piece. */
#include "api/json.h"

#include <string.h>

#include <cjson/cJSON.h>

#define KEY_SHOWN 40
#define KEY_BYTES "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."

/* From the opening quote of a string of checked text to behind the closing one: the next quote with
 * no backslash before it, or with backslashes that are themselves escaped. */
static const char *
skip_string(const char *s)
{
	size_t escapes;

	do {
		s = strchr(s + 1, '"');
		for (escapes = 0; s[-1 - (ptrdiff_t)escapes] == '\\'; escapes++)
			continue;
	} while (escapes % 2 != 0);
	return s + 1;
}

/* The next integer of text up to end that a double might spoil, NULL when there is none; the JSON
 * was checked. *ret_len covers its sign. */
static const char *
find_long_integer(const char *text, const char *end, size_t *ret_len)
{
	for (const char *s = text; s < end; s++) {
		size_t sign = *s == '-' ? 1 : 0, digits;

		if (*s == '"') {
			s = skip_string(s) - 1;
			continue;
		}
		digits = strspn(s + sign, "0123456789");
		if (digits == 0)
			continue;
		if (digits > JSON_INTEGER_DIGITS &&
			(s[sign + digits] == '\0' || strchr(".eE", s[sign + digits]) == NULL)) {
			*ret_len = sign + digits;
			return s;
		}
		s += sign + strspn(s + sign, "0123456789.eE+-") - 1;
	}
	return NULL;
}

/* Parses a copy in which long integers stand in quotes. */
static cJSON *
parse_quoted(const char *text, const char *end)
{
	auto_text_buf copy = { .limit = 0 };
	const char *at;
	size_t len;

	while ((at = find_long_integer(text, end, &len)) != NULL) {
		text_buf_add(&copy, text, (size_t)(at - text));
		text_buf_puts(&copy, "\"");
		text_buf_add(&copy, at, len);
		text_buf_puts(&copy, "\"");
		text = at + len;
	}
	text_buf_add(&copy, text, (size_t)(end - text));
	return copy.failed ? NULL : cJSON_ParseWithLength(copy.data, copy.len);
}

/* The value that begins at text, which was checked up to end; *ret_end is behind the value. */
static int
parse(const char *text, const char *end, bool long_integers, const char **ret_end,
	struct cJSON **ret_root, struct err *e)
{
	cJSON *root = cJSON_ParseWithLengthOpts(text, (size_t)(end - text), ret_end, 0);

	if (root != NULL && long_integers) {
		json_free(root);
		root = parse_quoted(text, *ret_end);
	}
	if (root == NULL)
		return err_set(e, ERR_OTHER, "out of memory while reading the answer");
	*ret_root = root;
	return 0;
}

/* Names the place, too: the byte, and the member if its name is a plain word. */
static int
say_fault(enum json_fault fault, const struct json_list *where, struct err *e)
{
	size_t len = where->fault_key_len;

	(void)err_set(e, ERR_UNREACHABLE, "the answer is %s", json_fault_words(fault));
	if (where->fault_at < 0)
		return -1;
	if (where->fault_key == NULL || len == 0 || len > KEY_SHOWN ||
		strspn(where->fault_key, KEY_BYTES) < len)
		return err_set(e, ERR_UNREACHABLE, "the answer is %s, at byte %td",
			json_fault_words(fault), where->fault_at);
	return err_set(e, ERR_UNREACHABLE, "the answer is %s, at byte %td, at or behind \"%.*s\"",
		json_fault_words(fault), where->fault_at, (int)len, where->fault_key);
}

/* A tree of all but what is between the brackets at path. */
static int
parse_around(const char *text, size_t len, const struct json_limits *limits, const char *path,
	bool or_object, struct cJSON **ret_root, struct json_list *ret_list, struct err *e)
{
	enum json_fault fault = json_check_list(text, len, limits, path, or_object, ret_list);
	auto_text_buf envelope = { .limit = 0 };
	const char *end;

	if (fault != JSON_FINE)
		return say_fault(fault, ret_list, e);
	if (ret_list->next == NULL)
		return parse(text, text + len, ret_list->long_integers, &end, ret_root, e);
	text_buf_add(&envelope, text, (size_t)(ret_list->next - text));
	text_buf_puts(&envelope, ret_list->end);
	if (envelope.failed)
		return err_set(e, ERR_OTHER, "out of memory while reading the answer");
	return parse(envelope.data, envelope.data + envelope.len, ret_list->long_integers, &end,
		ret_root, e);
}

int
json_parse(const char *text, size_t len, const struct json_limits *limits, struct cJSON **ret_root,
	struct err *e)
{
	struct json_list none;

	return parse_around(text, len, limits, NULL, false, ret_root, &none, e);
}

int
json_parse_list(const char *text, size_t len, const struct json_limits *limits, const char *path,
	struct cJSON **ret_root, struct json_list *ret_list, struct err *e)
{
	return parse_around(text, len, limits, path, false, ret_root, ret_list, e);
}

int
json_parse_envelope(const char *text, size_t len, const struct json_limits *limits,
	const char *path, struct cJSON **ret_root, struct err *e)
{
	struct json_list unread;

	return parse_around(text, len, limits, path, true, ret_root, &unread, e);
}

int
json_list_next(struct json_list *list, struct cJSON **ret_element, struct err *e)
{
	list->next += strspn(list->next, " \t\r\n,");
	if (list->next == list->end)
		return 0;
	return parse(list->next, list->end, list->long_integers, &list->next, ret_element, e) == 0
		? 1 : -1;
}
