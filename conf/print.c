/* SPDX-License-Identifier: MIT */
/* Prints options as files that the loader reads back, and as the list of the manual page. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "conf/options.h"
#include "conf/wrap.h"

#define PATH_SIZE  160 /* bytes of the path of an option in a profile */

/* Length of the group part of a key: 5 for "login.min_uid". */
static size_t
group_length(const char *key)
{
	const char *dot = strrchr(key, '.');

	return dot != NULL ? (size_t)(dot - key) : 0;
}

static size_t
depth_of(const char *key, size_t len)
{
	size_t depth = 0;

	for (size_t i = 0; i < len; i++)
		depth += key[i] == '.';
	return len == 0 ? 0 : depth + 1;
}

static void
print_tabs(FILE *f, size_t count)
{
	while (count-- > 0)
		(void)fputc('\t', f); /* ferror() at the end tells */
}

/* Closes and opens groups on the way from one row to the next; NULL is outside of all. */
static void
print_groups(FILE *f, const char *from, const char *to)
{
	size_t from_len = from != NULL ? group_length(from) : 0;
	size_t to_len = to != NULL ? group_length(to) : 0;
	size_t same = 0; /* length of the groups that both are in */

	for (size_t i = 0; i <= from_len && i <= to_len && from != NULL && to != NULL; i++) {
		if ((i == from_len || from[i] == '.') && (i == to_len || to[i] == '.'))
			same = i;
		if (i == from_len || i == to_len || from[i] != to[i])
			break;
	}
	for (size_t depth = depth_of(from, from_len); depth > depth_of(from, same); depth--) {
		print_tabs(f, depth - 1);
		(void)fputs("};\n", f);
	}
	while (same < to_len) {
		size_t start = same > 0 ? same + 1 : 0;
		size_t len = strcspn(to + start, ".");

		if (same == 0 && from != NULL)
			(void)fputc('\n', f);
		print_tabs(f, depth_of(to, same));
		(void)fprintf(f, "%.*s: {\n", (int)len, to + start);
		same = start + len;
	}
}

static const char *
member_name(const struct option *o)
{
	return o->key + group_length(o->key) + 1;
}

static int
print_end(FILE *f)
{
	return fflush(f) == 0 && ferror(f) == 0 ? 0 : -1;
}

/* One option as a line of the file; the table of services in as many as it has rows. */
static int
print_value(FILE *f, const struct option *o, const struct conf *c, const struct conf *defaults,
	size_t tabs, bool all)
{
	auto_text_buf value = { 0 }, usual = { 0 };

	if (o->type == OPTION_SERVICES)
		services_format(&c->services, all, &value);
	else
		option_format(o, c, &value);
	option_format(o, defaults, &usual);
	if (value.failed || usual.failed)
		return -1;
	print_tabs(f, tabs);
	(void)fprintf(f, "%s = %s;%s\n", member_name(o), value.data,
		strcmp(value.data, usual.data) == 0 ? " # default" : "");
	return 0;
}

/* Is this option other than by default? */
static bool
differs(const struct option *o, const struct conf *c, const struct conf *defaults)
{
	auto_text_buf value = { 0 }, usual = { 0 };

	if (o->former)
		return option_is_set(o, c);
	option_format(o, c, &value);
	option_format(o, defaults, &usual);
	return value.failed || usual.failed || strcmp(value.data, usual.data) != 0;
}

/* Is any option of this service other than by default? */
static bool
service_is_set(const char *key, const struct conf *c, const struct conf *defaults)
{
	size_t len = strcspn(key, ".");

	for (size_t i = 0; i < option_count; i++)
		if (strncmp(options[i].key, key, len + 1) == 0 &&
			differs(&options[i], c, defaults))
			return true;
	return false;
}

/* The services that a profile sets, each whole. */
static int
print_profile(FILE *f, const char *name, const struct conf *connections,
	const struct conf *defaults, char previous[PATH_SIZE])
{
	for (size_t i = 0; i < option_count; i++) {
		const struct option *o = &options[i];
		char path[PATH_SIZE];

		if (!option_is_connection(o->key) ||
			!service_is_set(o->key, connections, defaults))
			continue;
		(void)snprintf(path, sizeof(path), "profiles.%s.%s", name, o->key);
		print_groups(f, previous[0] != '\0' ? previous : NULL, path);
		if (print_value(f, o, connections, defaults,
			    depth_of(path, group_length(path)), true) != 0)
			return -1;
		memcpy(previous, path, sizeof(path));
	}
	return 0;
}

/* All options, or those that are set to something else than their default. */
static int
print_options(FILE *f, const struct conf *c, const struct conf *defaults, bool all,
	char previous[PATH_SIZE])
{
	for (size_t i = 0; i < option_count; i++) {
		const struct option *o = &options[i];

		if ((!all || o->former) && !differs(o, c, defaults))
			continue;
		print_groups(f, previous[0] != '\0' ? previous : NULL, o->key);
		if (print_value(f, o, c, defaults, depth_of(o->key, group_length(o->key)), all) != 0)
			return -1;
		(void)snprintf(previous, PATH_SIZE, "%s", o->key);
	}
	return 0;
}

int
conf_print_changes(const struct conf *c, FILE *f)
{
	auto_conf defaults = conf_defaults();
	char previous[PATH_SIZE] = "";

	if (defaults == NULL || print_options(f, c, defaults, false, previous) != 0)
		return -1;
	if (previous[0] != '\0')
		print_groups(f, previous, NULL);
	return print_end(f);
}

int
conf_dump(const struct conf *c, FILE *f)
{
	auto_conf defaults = conf_defaults();
	char previous[PATH_SIZE] = "";

	if (defaults == NULL || print_options(f, c, defaults, true, previous) != 0)
		return -1;
	for (size_t i = 0; i < c->profiles.count; i++) {
		const struct conf_profile *p = &c->profiles.profile[i];

		/* the one in use has lent its connections to c, and holds the unnamed ones */
		if (print_profile(f, p->name, p->name == c->profile ? c : p->connections,
			    defaults, previous) != 0)
			return -1;
	}
	print_groups(f, previous, NULL);
	return print_end(f);
}

/* Profiles are no rows of the table: they hold rows of it once more. */
static void
print_example_profile(FILE *f)
{
	(void)fputs("\nprofiles: {\n", f);
	wrap_print(f, 1, "# ",
		"Further connections, chosen with doorward --profile NAME. A profile sets services "
		"whole: those that it does not set are not configured in it. The broker never uses "
		"one.");
	(void)fputs("\t#reader: { sentinelone: { base = \"https://TENANT.sentinelone.net\";"
		    " token_file = \"/etc/doorward/reader.token\"; }; };\n"
		    "};\n", f);
}

int
conf_example(FILE *f)
{
	const char *previous = NULL;

	(void)fputs("# Doorward's configuration: doorward.conf(5) explains it, "
		    "`doorward config check` checks it.\n"
		    "# It holds no secrets. Options that begin with # show their default.\n\n", f);
	for (size_t i = 0; i < option_count; i++) {
		const struct option *o = &options[i];
		size_t tabs = depth_of(o->key, group_length(o->key));
		char what[160];

		if (o->former)
			continue;
		print_groups(f, previous, o->key);
		if (previous != NULL && group_length(previous) == group_length(o->key) &&
			strncmp(previous, o->key, group_length(o->key)) == 0)
			(void)fputc('\n', f);
		wrap_print(f, tabs, "# ", o->help);
		(void)snprintf(what, sizeof(what), "Value: ");
		(void)option_describe(o, what + strlen(what), sizeof(what) - strlen(what));
		wrap_print(f, tabs, "# ", what);
		print_tabs(f, tabs);
		(void)fprintf(f, "%s%s = %s;\n", o->example != NULL ? "" : "#", member_name(o),
			o->example != NULL ? o->example : o->text);
		previous = o->key;
	}
	print_groups(f, previous, NULL);
	print_example_profile(f);
	return print_end(f);
}

/* mdoc wants every sentence on a line of its own, and \e for a backslash. */
static void
print_sentences(FILE *f, const char *text)
{
	while (*text != '\0') {
		const char *end = strstr(text, ". ");
		size_t len = end != NULL ? (size_t)(end - text) + 1 : strlen(text), to = 0;
		char sentence[512];

		for (size_t i = 0; i < len && to + 2 < sizeof(sentence); i++) {
			sentence[to++] = text[i];
			if (text[i] == '\\')
				sentence[to++] = 'e';
		}
		sentence[to] = '\0';
		wrap_print(f, 0, "", sentence);
		text += len;
		text += strspn(text, " ");
	}
}

static void
print_item(FILE *f, const char *group, const struct option *o, const char *usual)
{
	char what[512], may[160];

	(void)option_describe(o, may, sizeof(may));
	(void)snprintf(what, sizeof(what), "Value: %s; default: %s.", may, usual);
	(void)fprintf(f, ".It Ic %s%s\n", group, o->key);
	print_sentences(f, o->help);
	print_sentences(f, what);
}

int
options_print_mdoc(FILE *f)
{
	for (size_t i = 0; i < option_count; i++) {
		const struct option *o = &options[i];

		print_item(f, "", o, o->former ? "not set" : o->text);
		for (size_t n = 0; o->type == OPTION_SERVICES && n < service_column_count; n++)
			print_item(f, "services.NAME.", &service_columns[n],
				"what its row of the table says");
	}
	return print_end(f);
}
