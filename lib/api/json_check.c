/* SPDX-License-Identifier: MIT */
/* The strict check that runs before the lenient JSON parser sees a byte from outside. */
#include "api/json.h"

#include <string.h>

#define NUMBER_MAX   32	 /* characters */
#define EXPONENT_MAX 250 /* with 32 digits before it still within a double */

struct scan {
	const char *p, *end;
	const struct json_limits *limits;
	size_t values;
	unsigned depth;
	uint64_t objects; /* bit n: level n + 1 is an object, not an array */
	const char *path;    /* to the list that is looked for, what is left of it; NULL = none */
	unsigned path_level; /* where the next key of it stands */
	bool here;	     /* it leads to the value that comes now */
	bool or_object;	     /* which it may lead to as well as to a list */
	unsigned list_level; /* around the list, once that began */
	const char *key; /* the last one */
	size_t key_len;
	struct json_list *list;
};

enum place {
	PLACE_VALUE,	    /* a value must come */
	PLACE_VALUE_OR_END, /* after [ */
	PLACE_KEY,	    /* after , in an object */
	PLACE_KEY_OR_END,   /* after { */
	PLACE_AFTER,	    /* a value is complete */
};

static void
skip_blanks(struct scan *s)
{
	const char *p = s->p;

	while (p < s->end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	s->p = p;
}

/* Reads the four hexadecimal digits after \u; -1 when they are not there. */
static int
scan_hex(struct scan *s)
{
	int value = 0;

	if (s->end - s->p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = *s->p++;
		int digit;

		if (c >= '0' && c <= '9')
			digit = c - '0';
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			digit = (c | 0x20) - 'a' + 10;
		else
			return -1;
		value = value << 4 | digit;
	}
	return value;
}

static enum json_fault
scan_escape(struct scan *s)
{
	int unit;
	char c;

	if (s->p >= s->end)
		return JSON_SYNTAX;
	c = *s->p++;
	if (c != 'u')
		return c != '\0' && strchr("\"\\/bfnrt", c) != NULL ? JSON_FINE : JSON_SYNTAX;
	unit = scan_hex(s);
	if (unit < 0)
		return JSON_SYNTAX;
	if (unit == 0)
		return JSON_NUL;
	if (unit >= 0xdc00 && unit <= 0xdfff)
		return JSON_UTF8;
	if (unit < 0xd800 || unit > 0xdbff)
		return JSON_FINE;
	if (s->end - s->p < 2 || s->p[0] != '\\' || s->p[1] != 'u')
		return JSON_UTF8;
	s->p += 2;
	unit = scan_hex(s);
	if (unit < 0)
		return JSON_SYNTAX;
	return unit >= 0xdc00 && unit <= 0xdfff ? JSON_FINE : JSON_UTF8;
}

/* From behind the opening quote to behind the closing one. */
static enum json_fault
scan_string(struct scan *s)
{
	for (;;) {
		const char *p = s->p; /* most bytes of an answer pass here */
		enum json_fault fault;

		while (p < s->end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
			p++;
		if (p == s->end || (unsigned char)*p < 0x20)
			return JSON_SYNTAX;
		s->p = p + 1;
		if (*p == '"')
			return JSON_FINE;
		fault = scan_escape(s);
		if (fault != JSON_FINE)
			return fault;
	}
}

/* Skips digits and says how many there were. */
static size_t
scan_digits(struct scan *s)
{
	const char *start = s->p;

	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return (size_t)(s->p - start);
}

static enum json_fault
scan_exponent(struct scan *s)
{
	size_t digits;
	int value = 0;

	s->p++;
	if (s->p < s->end && (*s->p == '+' || *s->p == '-'))
		s->p++;
	digits = scan_digits(s);
	if (digits == 0)
		return JSON_SYNTAX;
	for (size_t i = digits; i > 0 && value <= EXPONENT_MAX; i--)
		value = value * 10 + (s->p[-(ptrdiff_t)i] - '0');
	return value <= EXPONENT_MAX ? JSON_FINE : JSON_NUMBER;
}

static enum json_fault
scan_number(struct scan *s)
{
	const char *start = s->p;
	enum json_fault fault = JSON_FINE;
	const char *digits;
	size_t count;
	bool whole;

	if (*s->p == '-')
		s->p++;
	digits = s->p;
	count = scan_digits(s);
	if (count == 0 || (digits[0] == '0' && count > 1))
		return JSON_SYNTAX;
	whole = s->p == s->end || (*s->p != '.' && *s->p != 'e' && *s->p != 'E');
	s->list->long_integers |= whole && count > JSON_INTEGER_DIGITS;
	if (s->p < s->end && *s->p == '.') {
		s->p++;
		if (scan_digits(s) == 0)
			return JSON_SYNTAX;
	}
	if (s->p < s->end && (*s->p == 'e' || *s->p == 'E'))
		fault = scan_exponent(s);
	return fault == JSON_FINE && s->p - start > NUMBER_MAX ? JSON_NUMBER : fault;
}

static enum json_fault
scan_word(struct scan *s)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t len = strlen(words[i]);

		if ((size_t)(s->end - s->p) >= len && memcmp(s->p, words[i], len) == 0) {
			s->p += len;
			return JSON_FINE;
		}
	}
	return JSON_SYNTAX;
}

static enum json_fault
open_level(struct scan *s, bool object)
{
	if (s->depth >= s->limits->depth || s->depth >= JSON_DEPTH_MAX)
		return JSON_DEPTH;
	if (object)
		s->objects |= UINT64_C(1) << s->depth;
	else
		s->objects &= ~(UINT64_C(1) << s->depth);
	s->depth++;
	s->p++;
	return JSON_FINE;
}

static bool
in_object(const struct scan *s)
{
	return s->depth > 0 && (s->objects >> (s->depth - 1) & 1) != 0;
}

/* Notes whether the path goes on at this key. */
static void
meet_key(struct scan *s, const char *key, size_t len)
{
	s->here = s->path != NULL && s->depth == s->path_level && strcspn(s->path, ".") == len &&
		memcmp(key, s->path, len) == 0;
}

/* At the value that the path leads to: the list, or an object in which it goes on. */
static void
meet_value(struct scan *s)
{
	const char *rest = strchr(s->path, '.');

	s->here = false;
	if (rest != NULL && *s->p == '{') {
		s->path = rest + 1;
		s->path_level++;
	} else if (rest == NULL && (*s->p == '[' || (s->or_object && *s->p == '{')) &&
		   s->list->next == NULL) {
		s->list->next = s->p + 1;
		s->list_level = s->depth;
	} else { /* something else, or for the second time */
		s->path = NULL;
		s->list->next = NULL;
	}
}

/* At the bracket that closes a level, which is left already. */
static void
meet_end(struct scan *s)
{
	if (s->list->next != NULL && s->list->end == NULL && s->depth == s->list_level)
		s->list->end = s->p - 1;
	if (s->depth < s->path_level)
		s->path = NULL; /* behind the object in which it went on */
}

static enum json_fault
scan_value(struct scan *s, enum place *ret_place)
{
	char c = *s->p;

	if (s->here)
		meet_value(s);
	if (++s->values > s->limits->values)
		return JSON_COUNT;
	*ret_place = PLACE_AFTER;
	if (c == '{' || c == '[') {
		*ret_place = c == '{' ? PLACE_KEY_OR_END : PLACE_VALUE_OR_END;
		return open_level(s, c == '{');
	}
	if (c == '"') {
		s->p++;
		return scan_string(s);
	}
	if (c == '-' || (c >= '0' && c <= '9'))
		return scan_number(s);
	return scan_word(s);
}

static enum json_fault
scan_key(struct scan *s, enum place *ret_place)
{
	const char *key = s->p + 1;
	enum json_fault fault;

	if (*s->p++ != '"')
		return JSON_SYNTAX;
	fault = scan_string(s);
	if (fault != JSON_FINE)
		return fault;
	s->key = key;
	s->key_len = (size_t)(s->p - 1 - key);
	meet_key(s, key, s->key_len);
	skip_blanks(s);
	if (s->p >= s->end || *s->p++ != ':')
		return JSON_SYNTAX;
	*ret_place = PLACE_VALUE;
	return JSON_FINE;
}

/* A comma, or the end of the innermost level. */
static enum json_fault
scan_after(struct scan *s, enum place *ret_place)
{
	char c = *s->p++;

	if (s->depth > 0 && c == ',') {
		*ret_place = in_object(s) ? PLACE_KEY : PLACE_VALUE;
		return JSON_FINE;
	}
	if (s->depth > 0 && c == (in_object(s) ? '}' : ']')) {
		s->depth--;
		meet_end(s);
		*ret_place = PLACE_AFTER;
		return JSON_FINE;
	}
	return JSON_SYNTAX;
}

static enum json_fault
scan_step(struct scan *s, enum place *place)
{
	if ((*place == PLACE_KEY_OR_END && *s->p == '}') ||
		(*place == PLACE_VALUE_OR_END && *s->p == ']') || *place == PLACE_AFTER)
		return scan_after(s, place);
	if (*place == PLACE_KEY || *place == PLACE_KEY_OR_END)
		return scan_key(s, place);
	return scan_value(s, place);
}

enum json_fault
json_check_list(const char *text, size_t len, const struct json_limits *limits, const char *path,
	bool or_object, struct json_list *ret_list)
{
	struct scan s = { .p = text, .end = text + len, .limits = limits, .path = path,
		.path_level = 1, .here = path != NULL && path[0] == '\0', .or_object = or_object,
		.list = ret_list };
	enum json_fault fault = JSON_FINE;
	enum place place = PLACE_VALUE;

	*ret_list = (struct json_list){ .fault_at = -1 };
	if (len > limits->bytes)
		return JSON_SIZE;
	if (!text_is_utf8(text, len))
		return JSON_UTF8;
	for (skip_blanks(&s); s.p < s.end; skip_blanks(&s)) {
		fault = scan_step(&s, &place);
		if (fault != JSON_FINE)
			break;
	}
	if (fault == JSON_FINE && (place != PLACE_AFTER || s.depth != 0))
		fault = JSON_SYNTAX;
	if (fault != JSON_FINE) {
		ret_list->fault_at = s.p - text;
		ret_list->fault_key = s.key;
		ret_list->fault_key_len = s.key_len;
	}
	return fault;
}

enum json_fault
json_check(const char *text, size_t len, const struct json_limits *limits)
{
	struct json_list list;

	return json_check_list(text, len, limits, NULL, false, &list);
}
