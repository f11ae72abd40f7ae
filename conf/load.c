/* SPDX-License-Identifier: MIT */
/* Reads a configuration file as a whole: either every line is right, or every fault is told. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/trust.h"
#include "conf/reading.h"

static void
read_root(struct reading *r, const config_setting_t *root)
{
	for (int i = 0; i < config_setting_length(root); i++) {
		const config_setting_t *s = config_setting_get_elem(root, (unsigned)i);
		const char *name = config_setting_name(s);

		if (config_setting_type(s) != CONFIG_TYPE_NONE && strcmp(name, "profiles") == 0)
			read_profiles(r, s);
		else
			read_setting(r, s, "");
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
		const char *why = config_error_text(&config) != NULL ? config_error_text(&config)
								     : "cannot be read";

		if (strstr(why, "duplicate") != NULL)
			why = "a name is set twice in one group";
		else if (strstr(why, "syntax error") != NULL && syntax_explain(r, text))
			why = NULL;
		if (why != NULL)
			reading_fault(r, (unsigned)config_error_line(&config), "%s; nothing after it "
				"was checked", why);
		/* what stands before it is read all the same, so that its faults are told too */
		read_root(r, config_root_setting(&config));
		return;
	}
	read_root(r, config_root_setting(&config));
	check_together(r);
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
	if (len >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0)) {
		reading_fault(&r, 1, "is written in UTF-16: save it as UTF-8");
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
