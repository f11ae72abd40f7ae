/* SPDX-License-Identifier: MIT */
/* Reads a configuration file as a whole: either every line is right, or every fault is told. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/trust.h"
#include "conf/reading.h"

#define KEY_SIZE 128 /* bytes of a path in the file; longer ones are no option */

static void
cleanup_config(config_t *config)
{
	config_destroy(config);
}

#define auto_config __attribute__((cleanup(cleanup_config))) config_t

void
reading_fault(struct reading *r, unsigned line, const char *fmt, ...)
{
	struct conf_faults *f = r->faults;
	size_t kept = f->count < CONF_FAULTS_MAX ? f->count : CONF_FAULTS_MAX;
	size_t at = kept;
	struct conf_fault fault = { .line = line };
	char what[ERR_MSG_SIZE - 128 - READING_PREFIX_SIZE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap); /* names in the file are of any length */
	va_end(ap);
	if (line > 0)
		(void)snprintf(fault.msg, sizeof(fault.msg), "%.100s:%u: %s%s", r->name, line,
			r->prefix, what);
	else
		(void)snprintf(fault.msg, sizeof(fault.msg), "%.100s: %s%s", r->name, r->prefix,
			what);
	f->count++;
	while (at > 0 && f->fault[at - 1].line > line)
		at--;
	if (at == CONF_FAULTS_MAX)
		return;
	if (kept == CONF_FAULTS_MAX)
		kept--;
	memmove(&f->fault[at + 1], &f->fault[at], (kept - at) * sizeof(fault));
	f->fault[at] = fault;
}

static void
read_unknown(struct reading *r, const config_setting_t *s, const char *path)
{
	char buf[KEY_SIZE];
	const char *meant = option_suggest(path, buf, sizeof(buf));

	if (meant != NULL)
		reading_fault(r, config_setting_source_line(s),
			"%s: is no option; did you mean %s?", path, meant);
	else
		reading_fault(r, config_setting_source_line(s), "%s: is no option", path);
}

/* Depth is bounded by the table: only groups of its keys are entered. */
void
read_group(struct reading *r, const config_setting_t *group, const char *prefix)
{
	for (int i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *s = config_setting_get_elem(group, (unsigned)i);
		const struct option *o;
		char path[KEY_SIZE];

		if (config_setting_type(s) == CONFIG_TYPE_NONE)
			continue; /* the place of a syntax error, which is told already */
		(void)snprintf(path, sizeof(path), "%s%s%s", prefix, prefix[0] != '\0' ? "." : "",
			config_setting_name(s));
		o = option_find(path);
		if (o != NULL)
			option_read(r, o, s);
		else if (strcmp(path, "profiles") == 0)
			read_profiles(r, s);
		else if (!option_is_group(path))
			read_unknown(r, s, path);
		else if (config_setting_is_group(s))
			read_group(r, s, path);
		else
			reading_fault(r, config_setting_source_line(s),
				"%s: must be a group, written %s: { ... };", path, path);
	}
}

static void
read_text(struct reading *r, const char *text)
{
	auto_config config;

	config_init(&config);
	if (scan_text(r, text) != 0)
		return;
	if (config_read_string(&config, text) != CONFIG_TRUE) {
		const char *why = config_error_text(&config);

		if (why != NULL && strstr(why, "duplicate") != NULL)
			why = "a name is set twice in one group";
		reading_fault(r, (unsigned)config_error_line(&config), "%s; nothing after it was "
			"checked", why != NULL ? why : "cannot be read");
		/* what stands before it is read all the same, so that its faults are told too */
		read_group(r, config_root_setting(&config), "");
		return;
	}
	read_group(r, config_root_setting(&config), "");
	check_together(r);
}

/* Each default goes the way of the file. */
static int
read_defaults(struct reading *r)
{
	for (size_t i = 0; i < option_count; i++) {
		auto_config config;
		char text[512];

		config_init(&config);
		(void)snprintf(text, sizeof(text), "v = %s;", options[i].text);
		if (config_read_string(&config, text) != CONFIG_TRUE)
			return -1;
		option_read(r, &options[i], config_lookup(&config, "v"));
		if (r->faults->count != 0)
			return -1;
	}
	memset(r->seen, 0, sizeof(r->seen));
	r->conf->map.name_template = r->conf->map_template;
	return 0;
}

struct conf *
conf_defaults(void)
{
	auto_conf c = calloc(1, sizeof(*c));
	auto_free struct conf_faults *faults = calloc(1, sizeof(*faults));
	struct reading r = { .name = "defaults", .conf = c, .faults = faults };

	if (c == NULL || faults == NULL || read_defaults(&r) != 0)
		return NULL;
	return take_ptr(c);
}

int
conf_parse(const char *text, const char *name, struct conf **ret_conf,
	struct conf_faults *ret_faults)
{
	auto_conf c = conf_defaults();
	struct reading r = { .name = name, .conf = c, .faults = ret_faults };

	ret_faults->count = 0;
	if (c == NULL) {
		reading_fault(&r, 0, "out of memory");
		return -1;
	}
	read_text(&r, text);
	if (ret_faults->count != 0)
		return -1;
	c->map.name_template = c->map_template;
	*ret_conf = take_ptr(c);
	return 0;
}

int
conf_load(const char *path, struct conf **ret_conf, struct conf_faults *ret_faults)
{
	auto_str text = malloc(CONF_SIZE_MAX + 1);
	struct reading r = { .name = path, .faults = ret_faults };
	unsigned line = 1;
	size_t len;
	struct err e;

	ret_faults->count = 0;
	if (text == NULL) {
		reading_fault(&r, 0, "out of memory");
		return -1;
	}
	if (trust_read_file(path, TRUST_POLICY, text, CONF_SIZE_MAX + 1, &len, &e) != 0) {
		ret_faults->count = 1;
		ret_faults->fault[0] = (struct conf_fault){ .line = 0 };
		(void)snprintf(ret_faults->fault[0].msg, sizeof(ret_faults->fault[0].msg),
			"%.400s%s", e.msg, /* names the file */
			e.code == ERR_NOT_FOUND
				? " (doorward config example prints one to begin with)" : "");
		return -1;
	}
	if (strlen(text) != len) {
		for (const char *p = text; *p != '\0'; p++)
			line += *p == '\n';
		reading_fault(&r, line, "holds a NUL byte");
		return -1;
	}
	return conf_parse(text, path, ret_conf, ret_faults);
}

void
conf_free(struct conf *c)
{
	if (c == NULL)
		return;
	free(c->via_socket);
	for (size_t i = 0; i < c->profiles.count; i++) {
		free(c->profiles.profile[i].name);
		conf_free(c->profiles.profile[i].connections);
	}
	for (size_t i = 0; i < option_count; i++) {
		void *member = option_member(&options[i], c);

		switch (options[i].type) {
		case OPTION_STRING:
		case OPTION_HOST:
		case OPTION_PATH:
			cleanup_free(member);
			break;
		case OPTION_LIST:
			names_clear(member);
			break;
		case OPTION_INTEGER:
		case OPTION_BOOLEAN:
		case OPTION_DURATION:
		case OPTION_CHOICE:
			break;
		}
	}
	free(c);
}
