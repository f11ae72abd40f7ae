/* SPDX-License-Identifier: MIT */
/* Derives from a row what must not be written a second time: its finding, wording and value. */
#include "conf/options.h"

#include <inttypes.h>
#include <string.h>

/* What options were called once: a file that was right does not become wrong. */
static const struct {
	const char *former, *key;
} renamed[] = {
	{ "broker.per_user", "broker.per_origin" },
};

const struct option *
option_find(const char *key)
{
	for (size_t i = 0; i < sizeof(renamed) / sizeof(renamed[0]); i++)
		if (strcmp(renamed[i].former, key) == 0)
			key = renamed[i].key;
	for (size_t i = 0; i < option_count; i++)
		if (strcmp(options[i].key, key) == 0)
			return &options[i];
	return NULL;
}

bool
option_is_group(const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < option_count; i++)
		if (strncmp(options[i].key, path, len) == 0 && options[i].key[len] == '.')
			return true;
	return false;
}

bool
option_is_connection(const char *key)
{
	static const char *const services[] = { "duo", "allthenticate", "sentinelone" };
	size_t len = strcspn(key, ".");

	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (strlen(services[i]) == len && strncmp(services[i], key, len) == 0)
			return true;
	return false;
}

static const char *
last_part(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot != NULL ? dot + 1 : path;
}

const char *
option_suggest(const char *path, char *ret_buf, size_t size)
{
	size_t best = strlen(last_part(path)) / 2 + 1; /* further away is no misspelling */
	bool found = false;

	for (size_t i = 0; i < option_count; i++)
		if (strcmp(last_part(options[i].key), last_part(path)) == 0)
			return options[i].key; /* the right name in the wrong group */
	for (size_t i = 0; i < option_count; i++) {
		const char *key = options[i].key;

		/* the key itself and each group that it stands in */
		for (size_t len = strcspn(key, "."); len > 0;
			len = key[len] == '.' ? len + 1 + strcspn(key + len + 1, ".") : 0) {
			char candidate[64];
			size_t distance;

			(void)snprintf(candidate, sizeof(candidate), "%.*s", (int)len, key);
			distance = text_distance(path, candidate);
			if (distance >= best)
				continue;
			best = distance;
			found = text_copy(ret_buf, size, candidate) == 0;
		}
	}
	return found ? ret_buf : NULL;
}

static void
describe_choices(const struct option *o, struct text_buf *b)
{
	const char *quote = o->type == OPTION_INTEGER ? "" : "\"";

	for (const struct option_choice *c = o->choices; c->word != NULL; c++) {
		if (c != o->choices)
			text_buf_puts(b, c[1].word == NULL ? " or " : ", ");
		text_buf_printf(b, "%s%s%s", quote, c->word, quote);
	}
}

static void
describe(const struct option *o, struct text_buf *b)
{
	switch (o->type) {
	case OPTION_STRING:
		text_buf_puts(b, "a string");
		break;
	case OPTION_HOST:
		text_buf_puts(b, "a host name");
		break;
	case OPTION_PATH:
		text_buf_puts(b, o->min == 0 ? "an absolute path or \"\"" : "an absolute path");
		break;
	case OPTION_INTEGER:
		if (o->choices != NULL)
			describe_choices(o, b);
		else
			text_buf_printf(b, "an integer from %" PRId64 " to %" PRId64, o->min,
				o->max);
		break;
	case OPTION_BOOLEAN:
		text_buf_puts(b, "true or false");
		break;
	case OPTION_DURATION:
		text_buf_puts(b, "a number of seconds from ");
		option_format_seconds(b, o->min);
		text_buf_puts(b, " to ");
		option_format_seconds(b, o->max);
		break;
	case OPTION_CHOICE:
		describe_choices(o, b);
		break;
	case OPTION_LIST:
		if (o->choices == NULL) {
			text_buf_puts(b, "a list of strings");
			break;
		}
		text_buf_puts(b, "a list of ");
		describe_choices(o, b);
		break;
	case OPTION_SERVICES:
		text_buf_puts(b, "a list of groups, each with a name and columns");
		break;
	}
}

const char *
option_describe(const struct option *o, char *buf, size_t size)
{
	auto_text_buf b = { 0 };

	describe(o, &b);
	(void)snprintf(buf, size, "%s", b.failed || b.data == NULL ? "?" : b.data);
	return buf;
}

void *
option_member(const struct option *o, struct conf *c)
{
	return (char *)c + o->offset;
}

void
option_format(const struct option *o, const struct conf *c, struct text_buf *b)
{
	if (o->type == OPTION_SERVICES)
		services_format(&c->services, false, b);
	else
		option_format_member(o, (const char *)c + o->offset, b);
}

bool
option_is_set(const struct option *o, const struct conf *c)
{
	struct names list;

	memcpy(&list, (const char *)c + o->offset, sizeof(list));
	return list.set;
}
