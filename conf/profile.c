/* SPDX-License-Identifier: MIT */
/* Named profiles: other connections to the same services, such as one that can only read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "conf/reading.h"

#define NAME_MAX_SIZE 32

static bool
name_is_valid(const char *name)
{
	size_t len = strlen(name);

	return len <= NAME_MAX_SIZE && strspn(name, LETTERS_DIGITS "_-") == len;
}

/* The services of one profile. */
static void
read_services(struct reading *r, const config_setting_t *profile)
{
	for (int i = 0; i < config_setting_length(profile); i++) {
		const config_setting_t *s = config_setting_get_elem(profile, (unsigned)i);
		const char *service = config_setting_name(s);

		if (config_setting_type(s) == CONFIG_TYPE_NONE)
			continue; /* the place of a syntax error, which is told already */
		if (!option_is_connection(service) || !config_setting_is_group(s)) {
			reading_fault(r, config_setting_source_line(s),
				"%s: a profile holds the groups duo, allthenticate and sentinelone",
				service);
			continue;
		}
		read_group(r, s, service);
		check_connection(r, service);
	}
}

static void
read_profile(struct reading *r, const config_setting_t *s)
{
	const char *name = config_setting_name(s);
	unsigned line = config_setting_source_line(s);
	struct conf *c = r->conf;
	struct conf_profile p = { .name = strdup(name), .connections = conf_defaults() };
	struct reading inner = { .name = r->name, .conf = p.connections, .faults = r->faults };

	if (p.name == NULL || p.connections == NULL) {
		reading_fault(r, line, "profiles.%s: out of memory", name);
	} else if (!name_is_valid(name)) {
		reading_fault(r, line,
			"profiles.%.40s: the name of a profile has at most %d "
			"letters, digits, '_' and '-'",
			name, NAME_MAX_SIZE);
	} else if (!config_setting_is_group(s)) {
		reading_fault(
			r, line, "profiles.%s: must be a group, written %s: { ... };", name, name);
	} else if (config_setting_length(s) == 0) {
		reading_fault(r, line, "profiles.%s: sets no service", name);
	} else if (c->profiles.count == CONF_PROFILES_MAX) {
		reading_fault(r, line, "profiles.%s: there are more than %d profiles", name,
			CONF_PROFILES_MAX);
	} else {
		(void)snprintf(inner.prefix, sizeof(inner.prefix), "profiles.%s.", name);
		read_services(&inner, s);
		c->profiles.profile[c->profiles.count++] = p;
		return;
	}
	free(p.name);
	conf_free(p.connections);
}

void
read_profiles(struct reading *r, const config_setting_t *s)
{
	if (!config_setting_is_group(s)) {
		reading_fault(r, config_setting_source_line(s),
			"profiles: must be a group, written profiles: { ... };");
		return;
	}
	for (int i = 0; i < config_setting_length(s); i++) {
		const config_setting_t *profile = config_setting_get_elem(s, (unsigned)i);

		if (config_setting_type(profile) != CONFIG_TYPE_NONE)
			read_profile(r, profile);
	}
}

#define SWAP(a, b)                                                                                 \
	do {                                                                                       \
		__typeof__(a) kept = a;                                                            \
		a = b;                                                                             \
		b = kept;                                                                          \
	} while (0)

int
conf_use_profile(struct conf *c, const char *name, struct err *e)
{
	auto_text_buf names = { 0 };

	for (size_t i = 0; i < c->profiles.count; i++) {
		struct conf_profile *p = &c->profiles.profile[i];

		text_buf_printf(&names, "%s%s", i > 0 ? ", " : "", p->name);
		if (strcmp(p->name, name) != 0)
			continue;
		SWAP(c->duo, p->connections->duo);
		SWAP(c->allthenticate, p->connections->allthenticate);
		SWAP(c->sentinelone, p->connections->sentinelone);
		c->profile = p->name;
		return 0;
	}
	if (c->profiles.count == 0)
		return err_set(
			e, ERR_USAGE, "there is no such profile: the configuration has none");
	return err_set(e, ERR_USAGE, "there is no such profile; there are: %s",
		names.data != NULL && !names.failed ? names.data : "?");
}
