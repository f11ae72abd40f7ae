/* SPDX-License-Identifier: MIT */
/* A configuration's life: begun with every default, freed with all that it holds. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "conf/reading.h"

/* Each default goes the way of the file; all of them at once, because libconfig takes its time to
 * begin a text. */
static int
read_defaults(struct reading *r)
{
	auto_text_buf text = { 0 };
	auto_config config;

	config_init(&config);
	for (size_t i = 0; i < option_count; i++)
		text_buf_printf(&text, "%s%s", i == 0 ? "v = (" : ", ", options[i].text);
	text_buf_puts(&text, ");");
	if (text.failed || config_read_string(&config, text.data) != CONFIG_TRUE)
		return -1;
	for (size_t i = 0; i < option_count; i++)
		if (!options[i].former) /* which is not set to anything */
			option_read(r, &options[i],
				config_setting_get_elem(config_lookup(&config, "v"), (unsigned)i));
	if (r->faults->count != 0)
		return -1;
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
		case OPTION_SERVICES:
			service_rules_clear(member);
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
