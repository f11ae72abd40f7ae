/* SPDX-License-Identifier: MIT */
/* Which names this configuration gives a right: the one place that knows of all of them. */
#include "conf/options.h"
#include "policy/services.h"

static void
each_name(const char *option, const struct names *names,
	void (*each)(void *ctx, const char *option, const char *name), void *ctx)
{
	for (size_t i = 0; i < names->count; i++)
		each(ctx, option, names->name[i]);
}

/* The lists of one row of the table of services. */
static void
each_of_service(const struct service_row *row,
	void (*each)(void *ctx, const char *option, const char *name), void *ctx)
{
	char option[320];

	for (size_t i = 0; i < service_column_count; i++)
		if (service_columns[i].trusts)
			each_name(service_option(row->name, service_columns[i].key, option,
					  sizeof(option)),
				(const struct names *)((const char *)row + service_columns[i].offset),
				each, ctx);
}

void
conf_trusted(const struct conf *c, void (*each)(void *ctx, const char *option, const char *name),
	void *ctx)
{
	for (size_t i = 0; i < option_count; i++)
		if (options[i].trusts)
			each_name(options[i].key,
				(const struct names *)((const char *)c + options[i].offset), each, ctx);
	for (size_t i = 0; i < c->services.count; i++)
		each_of_service(&c->services.row[i], each, ctx);
}
