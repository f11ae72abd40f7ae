/* SPDX-License-Identifier: MIT */
/* Reads the groups of a file down to their options. */
#include <stdio.h>
#include <string.h>

#include "conf/reading.h"

#define KEY_SIZE 128 /* bytes of a path in the file; longer ones are no option */

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

/* An option under the name that it had formerly, beside itself: which of them is meant? */
static bool
is_there_twice(const config_setting_t *s, const struct option *o, const char *path)
{
	const char *name = strrchr(o->key, '.');

	return strcmp(path, o->key) != 0 && config_setting_lookup(config_setting_parent(s),
		name != NULL ? name + 1 : o->key) != NULL;
}

/* Depth is bounded by the table: only groups of its keys are entered. */
void
read_setting(struct reading *r, const config_setting_t *s, const char *prefix)
{
	const struct option *o;
	char path[KEY_SIZE];

	if (config_setting_type(s) == CONFIG_TYPE_NONE)
		return; /* the place of a syntax error, which is told already */
	(void)snprintf(path, sizeof(path), "%s%s%s", prefix, prefix[0] != '\0' ? "." : "",
		config_setting_name(s));
	o = option_find(path);
	if (o != NULL && is_there_twice(s, o, path))
		reading_fault(r, config_setting_source_line(s),
			"%s: is what %s was called once, and that is set as well; keep that one",
			path, o->key);
	else if (o != NULL && o->type == OPTION_SERVICES && config_setting_is_list(s))
		services_read_table(r, s);
	else if (o != NULL)
		option_read(r, o, s);
	else if (strcmp(prefix, "services") == 0 && config_setting_is_group(s))
		services_read_group(r, s);
	else if (!option_is_group(path))
		read_unknown(r, s, path);
	else if (config_setting_is_group(s))
		read_group(r, s, path);
	else
		reading_fault(r, config_setting_source_line(s),
			"%s: must be a group, written %s: { ... };", path, path);
}

void
read_group(struct reading *r, const config_setting_t *group, const char *prefix)
{
	for (int i = 0; i < config_setting_length(group); i++)
		read_setting(r, config_setting_get_elem(group, (unsigned)i), prefix);
}
