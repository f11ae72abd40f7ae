/* SPDX-License-Identifier: MIT */
/* Rows for spreadsheets (RFC 4180, with a heading) and for scripts (tabs, no heading). */
#include <string.h>

#include "helper/print/print_format.h"

/* Quoted where the format asks for it. A leading = + - @ is left alone: ids and telephone numbers
 * must come back unchanged, and what a spreadsheet makes of them is its user's choice. */
static void
add_quoted(struct text_buf *out, const char *text)
{
	if (text[strcspn(text, ",\"\r\n")] == '\0' && text[0] != ' ') {
		text_buf_puts(out, text);
		return;
	}
	text_buf_puts(out, "\"");
	for (; *text != '\0'; text++)
		text_buf_add(out, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
	text_buf_puts(out, "\"");
}

static void
csv_begin(struct printer *p, struct text_buf *out)
{
	if (p->options.no_header)
		return;
	for (size_t i = 0; i < p->column.count; i++) {
		text_buf_puts(out, i == 0 ? "" : ",");
		add_quoted(out, p->column.name[i]);
	}
	if (p->column.count > 0)
		text_buf_puts(out, "\r\n");
}

static void
csv_row(struct printer *p, const cJSON *row, struct text_buf *out)
{
	for (size_t i = 0; i < p->column.count; i++) {
		auto_text_buf cell = { 0 };

		print_cell(p, row, i, false, &cell);
		out->failed |= cell.failed;
		text_buf_puts(out, i == 0 ? "" : ",");
		add_quoted(out, cell.data != NULL ? cell.data : "");
	}
	text_buf_puts(out, "\r\n");
}

/* Cells hold no tabs and no line ends: cell_add has replaced them. */
static void
tsv_row(struct printer *p, const cJSON *row, struct text_buf *out)
{
	for (size_t i = 0; i < p->column.count; i++) {
		text_buf_puts(out, i == 0 ? "" : "\t");
		print_cell(p, row, i, false, out);
	}
	text_buf_puts(out, "\n");
}

const struct print_format print_csv = { .name = "csv", .begin = csv_begin, .row = csv_row };

const struct print_format print_tsv = { .name = "tsv", .row = tsv_row };
