/* SPDX-License-Identifier: MIT */
/* Reads what a file says about services: as groups, services.NAME, or as rows of services.table for
 * names that libconfig does not allow. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "conf/reading.h"

#define NAME_MAX_SIZE  256
#define LIMIT_LEAST_MS 10000 /* whoever has less cannot be asked at all */

static const struct option name_column = { .key = "name", .type = OPTION_STRING, .min = 1,
	.max = NAME_MAX_SIZE };

static const struct option *
column_find(const char *name)
{
	for (size_t i = 0; i < service_column_count; i++)
		if (strcmp(service_columns[i].key, name) == 0)
			return &service_columns[i];
	return NULL;
}

static void
fault_column(struct reading *r, const config_setting_t *s)
{
	const char *name = config_setting_name(s), *meant = NULL;
	size_t best = strlen(name) / 2 + 2; /* as far as that is no misspelling */

	for (size_t i = 0; i < service_column_count; i++) {
		size_t distance = text_distance(name, service_columns[i].key);

		if (distance < best) {
			best = distance;
			meant = service_columns[i].key;
		}
	}
	reading_fault(r, config_setting_source_line(s), "%s: is no option%s%s%s", name,
		meant != NULL ? "; did you mean " : "", meant != NULL ? meant : "",
		meant != NULL ? "?" : "");
}

/* Sets the columns of a row; "name" in the table is none of them. */
static void
read_columns(struct reading *r, const config_setting_t *s, struct service_row *row)
{
	for (int i = 0; i < config_setting_length(s); i++) {
		const config_setting_t *member = config_setting_get_elem(s, (unsigned)i);
		const char *name = config_setting_name(member);
		const struct option *column;

		if (config_setting_type(member) == CONFIG_TYPE_NONE ||
			(strcmp(name, name_column.key) == 0 && config_setting_name(s) == NULL))
			continue; /* the place of a syntax error, or read already */
		column = column_find(name);
		if (column == NULL) {
			fault_column(r, member);
			continue;
		}
		if (option_read_member(r, column, member, (char *)row + column->offset) != 0)
			continue;
		row->class_set = row->class_set || strcmp(name, "class") == 0;
		row->caller_set = row->caller_set || strcmp(name, "caller") == 0;
	}
}

static void
read_row(struct reading *r, const config_setting_t *s, const char *name)
{
	unsigned line = config_setting_source_line(s);
	struct service_rules *rules = &r->conf->services;
	char outer[READING_PREFIX_SIZE];
	struct service_row *row;

	if (strlen(name) > NAME_MAX_SIZE) {
		reading_fault(r, line, "services.%.40s: is longer than %d bytes", name,
			NAME_MAX_SIZE);
		return;
	}
	if (service_row_added(rules, name) != NULL) {
		reading_fault(r, line, "services.%.40s: is set twice", name);
		return;
	}
	row = rules->count < SERVICES_MAX ? service_row_add(rules, name) : NULL;
	if (row == NULL) {
		reading_fault(r, line, "services.%.40s: there are more than %d services, or no memory",
			name, SERVICES_MAX);
		return;
	}
	r->service_line[rules->count - 1] = line;
	memcpy(outer, r->prefix, sizeof(outer));
	(void)snprintf(r->prefix, sizeof(r->prefix), "services.%.40s.", name);
	read_columns(r, s, row);
	memcpy(r->prefix, outer, sizeof(outer));
}

void
services_read_group(struct reading *r, const config_setting_t *s)
{
	read_row(r, s, config_setting_name(s));
}

static void
read_entry(struct reading *r, const config_setting_t *s, unsigned number)
{
	unsigned line = config_setting_source_line(s);
	const config_setting_t *name =
		config_setting_is_group(s) ? config_setting_get_member(s, name_column.key) : NULL;
	auto_str text = NULL;

	if (name == NULL || config_setting_type(name) != CONFIG_TYPE_STRING)
		reading_fault(r, line, "services.table: entry %u must be a group with a name, written "
			"{ name = \"SERVICE\"; ... }", number);
	else if (option_read_member(r, &name_column, name, &text) == 0)
		read_row(r, s, text);
}

void
services_read_table(struct reading *r, const config_setting_t *s)
{
	r->seen[option_find("services.table") - options].line = config_setting_source_line(s);
	for (int i = 0; i < config_setting_length(s); i++)
		read_entry(r, config_setting_get_elem(s, (unsigned)i), (unsigned)i + 1);
}

void
services_check(struct reading *r)
{
	const struct service_rules *rules = &r->conf->services;

	for (size_t i = 0; i < rules->count; i++) {
		const struct service_row *s = &rules->row[i];
		enum service_class class;

		if (s->ask == ASK_PUSH && s->shared)
			reading_fault(r, r->service_line[i], "services.%.40s.ask: must not be "
				"\"push\": one process serves everybody there (shared), and all would "
				"wait for one person", s->name);
		if (s->limit_ms != 0 && s->limit_ms < LIMIT_LEAST_MS)
			reading_fault(r, r->service_line[i], "services.%.40s.limit: must be 0 (none) "
				"or at least %d", s->name, LIMIT_LEAST_MS / 1000);
		if (s->class_set && service_is_listed(rules, s->name, &class) && class != s->class)
			reading_fault(r, r->service_line[i], "services.%.40s.class: is \"%s\", and "
				"services.%s lists it: say it in one place", s->name,
				service_class_word(s->class), service_class_word(class));
	}
}
