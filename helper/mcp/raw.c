/* SPDX-License-Identifier: MIT */
/* Skips over checked JSON: what cannot occur in it needs no error here, only an end. */
#include "helper/mcp/raw.h"

#include <string.h>

#include <cjson/cJSON.h>

static void
skip_blanks(struct raw_walk *w)
{
	while (w->p < w->end && strchr(" \t\r\n", *w->p) != NULL && *w->p != '\0')
		w->p++;
}

static void
skip_string(struct raw_walk *w)
{
	for (w->p++; w->p < w->end && *w->p != '"'; w->p++)
		if (*w->p == '\\')
			w->p++;
	w->p++;
}

static void
skip_nested(struct raw_walk *w)
{
	int depth = 0;

	while (w->p < w->end) {
		if (*w->p == '"') {
			skip_string(w);
			continue;
		}
		if (*w->p == '{' || *w->p == '[')
			depth++;
		if (*w->p == '}' || *w->p == ']')
			depth--;
		w->p++;
		if (depth == 0)
			return;
	}
}

static void
skip_value(struct raw_walk *w)
{
	if (*w->p == '"')
		skip_string(w);
	else if (*w->p == '{' || *w->p == '[')
		skip_nested(w);
	else
		while (w->p < w->end && memchr(",]} \t\r\n", *w->p, 7) == NULL)
			w->p++;
}

struct raw_walk
raw_members(struct raw object)
{
	const char *text = object.text != NULL ? object.text : "";
	struct raw_walk w = { text, text + object.len };

	skip_blanks(&w);
	if (w.p < w.end && *w.p == '{')
		w.p++;
	else
		w.p = w.end;
	return w;
}

bool
raw_next(struct raw_walk *w, struct raw *ret_value)
{
	const char *start;

	skip_blanks(w);
	if (w->p < w->end && *w->p == ',') {
		w->p++;
		skip_blanks(w);
	}
	if (w->p >= w->end || *w->p != '"')
		return false;
	skip_string(w);
	skip_blanks(w);
	w->p++; /* the colon */
	skip_blanks(w);
	if (w->p >= w->end)
		return false;
	start = w->p;
	skip_value(w);
	if (w->p > w->end)
		return false;
	*ret_value = (struct raw){ start, (size_t)(w->p - start) };
	return true;
}

struct raw
raw_of(struct raw raw, const struct cJSON *object, const struct cJSON *child)
{
	struct raw_walk w;
	struct raw value;

	if (raw.text == NULL || object == NULL || child == NULL)
		return (struct raw){ 0 };
	w = raw_members(raw);
	for (const cJSON *c = object->child; c != NULL && raw_next(&w, &value); c = c->next)
		if (c == child)
			return value;
	return (struct raw){ 0 };
}
