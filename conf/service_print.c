/* SPDX-License-Identifier: MIT */
/* Writes the table of services as it stands in a file, and as it comes out of file and lists. */
#include "conf/options.h"

#include <string.h>

static void
format_name(const char *name, struct text_buf *b)
{
	static const struct option column = { .type = OPTION_STRING };

	text_buf_puts(b, "{ name = ");
	option_format_member(&column, &name, b);
}

/* The accounts that count only where the service's file names us are told, not set. */
static void
format_comment(const struct service_row *s, bool usual, struct text_buf *b)
{
	if (usual)
		text_buf_puts(b, " # default");
	if (!s->peers.set && s->own != NULL)
		text_buf_printf(b, "%s peers: %s, where its PAM file names pam_doorward",
			usual ? ";" : " #", s->own);
}

static void
format_row(const struct service_row *s, struct text_buf *b)
{
	format_name(s->name, b);
	for (size_t i = 0; i < service_column_count; i++) {
		const struct option *column = &service_columns[i];

		if (column->type == OPTION_LIST && !s->peers.set)
			continue;
		text_buf_printf(b, "; %s = ", column->key);
		option_format_member(column, (const char *)s + column->offset, b);
	}
	text_buf_puts(b, "; }");
}

/* One row in a line, told from the others where it is as it was compiled in. */
static void
format_line(const struct service_rules *r, const struct service_row *s,
	const struct service_row *built_in, bool last, struct text_buf *b)
{
	struct text_buf row = { 0 }, usual = { 0 };
	struct service_row now = *s;

	now.class = service_classify(r, s->name);
	now.caller = service_caller(r, s->name);
	format_row(&now, &row);
	if (built_in != NULL)
		format_row(built_in, &usual);
	b->failed = b->failed || row.failed || usual.failed;
	if (!b->failed) {
		text_buf_printf(b, "\n\t\t%s%s", row.data, last ? "" : ",");
		format_comment(s, usual.data != NULL && strcmp(row.data, usual.data) == 0, b);
	}
	text_buf_clear(&row);
	text_buf_clear(&usual);
}

static size_t
count_added(const struct service_rules *r)
{
	size_t count = 0;

	for (size_t i = 0; i < r->count; i++)
		count += service_row_built_in(r->row[i].name) == NULL;
	return count;
}

void
services_format(const struct service_rules *r, bool all, struct text_buf *b)
{
	size_t left = all ? service_table_count + count_added(r) : r->count;

	text_buf_puts(b, "(");
	for (size_t i = 0; all && i < service_table_count; i++)
		format_line(r, service_row_find(r, service_table[i].name), &service_table[i],
			--left == 0, b);
	for (size_t i = 0; i < r->count; i++) {
		const struct service_row *built_in = service_row_built_in(r->row[i].name);

		if (!all || built_in == NULL)
			format_line(r, &r->row[i], built_in, --left == 0, b);
	}
	text_buf_puts(b, all || r->count > 0 ? "\n\t)" : " )");
}
