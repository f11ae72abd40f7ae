/* SPDX-License-Identifier: MIT */
/* Takes a table apart in place: cells only ever become shorter. */
#include "helper/cli/operation/csv.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

struct reader {
	struct csv *csv;
	char *s;     /* what is not read yet */
	char comma;
	size_t row;  /* as a spreadsheet counts */
	size_t size; /* cells there is room for */
	size_t used;
};

/* What is behind a cell. */
enum end { END_CELL, END_ROW, END_TEXT };

static enum end
take_end(struct reader *r)
{
	char *s = r->s;

	if (*s == r->comma && *s != '\0') {
		r->s = s + 1;
		return END_CELL;
	}
	if (*s == '\0')
		return END_TEXT;
	r->s = s + (s[0] == '\r' && s[1] == '\n' ? 2 : 1);
	return END_ROW;
}

/* Reads up to the quote that ends the cell. Returns its new end, NULL when there is none. */
static char *
unquote(struct reader *r)
{
	char *from = r->s + 1, *to = r->s;

	for (; *from != '\0'; *to++ = *from++) {
		if (*from != '"' || *++from == '"')
			continue;
		r->s = from;
		return to;
	}
	return NULL;
}

static int
add_cell(struct reader *r, char *cell, struct err *e)
{
	if (r->used == r->size) {
		size_t size = r->size != 0 ? r->size * 2 : 256;
		char **grown = reallocarray(r->csv->cell, size, sizeof(*grown));

		if (grown == NULL)
			return err_set(e, ERR_OTHER, "out of memory");
		r->csv->cell = grown;
		r->size = size;
	}
	r->csv->cell[r->used++] = cell;
	return 0;
}

/* Reads one cell. Returns 0 with what is behind it, or -1. */
static int
read_cell(struct reader *r, enum end *ret_end, struct err *e)
{
	char *begin = r->s, *stop;

	if (*begin == '"') {
		stop = unquote(r);
		if (stop == NULL)
			return err_set(e, ERR_USAGE, "row %zu: a quote is not closed", r->row);
		if (*r->s != r->comma && *r->s != '\r' && *r->s != '\n' && *r->s != '\0')
			return err_set(e, ERR_USAGE,
				"row %zu: a quoted cell goes on behind its quote", r->row);
	} else {
		while (*r->s != r->comma && *r->s != '\r' && *r->s != '\n' && *r->s != '\0')
			r->s++;
		stop = r->s;
	}
	*ret_end = take_end(r);
	*stop = '\0';
	return add_cell(r, begin, e);
}

static bool
all_empty(const struct csv *c, size_t first, size_t cells)
{
	for (size_t i = first; i < first + cells; i++)
		if (c->cell[i][strspn(c->cell[i], " \t")] != '\0')
			return false;
	return true;
}

static int
end_row(struct reader *r, size_t first, struct err *e)
{
	struct csv *c = r->csv;
	size_t cells = r->used - first;

	if (all_empty(c, first, cells)) { /* a row that somebody cleared is kept by spreadsheets */
		r->used = first;
		return 0;
	}
	if (c->columns == 0) {
		c->columns = cells;
		return cells <= CSV_COLUMNS_MAX ? 0 : err_set(e, ERR_USAGE,
			"row %zu: more than %d columns", r->row, CSV_COLUMNS_MAX);
	}
	if (cells != c->columns)
		return err_set(e, ERR_USAGE, "row %zu: has %zu cells, the heading has %zu", r->row,
			cells, c->columns);
	if (c->rows == CSV_ROWS_MAX)
		return err_set(e, ERR_USAGE, "more than %d rows", CSV_ROWS_MAX);
	if ((c->rows & (c->rows + 1)) == 0 || c->number == NULL) { /* full: 0, 1, 3, 7, … */
		size_t *grown = reallocarray(c->number, c->rows * 2 + 2, sizeof(*grown));

		if (grown == NULL)
			return err_set(e, ERR_OTHER, "out of memory");
		c->number = grown;
	}
	c->number[c->rows++] = r->row;
	return 0;
}

/* What separates cells: a spreadsheet may say it in a line of its own, which is passed. */
static void
find_comma(struct reader *r)
{
	size_t len = strcspn(r->s, "\r\n");

	r->comma = ',';
	if (len == strlen("sep=,") && strncasecmp(r->s, "sep=", strlen("sep=")) == 0) {
		r->comma = r->s[strlen("sep=")];
		r->s += len;
		(void)take_end(r);
		r->row++;
		return;
	}
	for (const char *s = ",;\t"; *s != '\0'; s++)
		if (memchr(r->s, *s, len) != NULL) {
			r->comma = *s;
			return;
		}
}

int
csv_parse(char *text, size_t len, struct csv *ret_csv, struct err *e)
{
	struct reader r = { .csv = ret_csv, .s = text, .row = 1 };
	enum end end = END_ROW;

	*ret_csv = (struct csv){ .text = text };
	if (strlen(text) != len || !text_is_utf8(text, len))
		return err_set(e, ERR_USAGE, "is no text in UTF-8");
	if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
		r.s += 3;
	if (r.s[strspn(r.s, " \t\r\n")] == '[' || r.s[strspn(r.s, " \t\r\n")] == '{')
		return err_set(e, ERR_USAGE, "looks like JSON, not like comma-separated values");
	find_comma(&r);
	for (; end != END_TEXT && *r.s != '\0'; r.row++) {
		size_t first = r.used;

		do {
			if (read_cell(&r, &end, e) != 0)
				return -1;
		} while (end == END_CELL);
		if (end_row(&r, first, e) != 0)
			return -1;
	}
	if (ret_csv->columns == 0)
		return err_set(e, ERR_USAGE, "is empty: the first row names the columns");
	return 0;
}

const char *
csv_heading(const struct csv *c, size_t column)
{
	return c->cell[column];
}

const char *
csv_cell(const struct csv *c, size_t row, size_t column)
{
	return c->cell[(row + 1) * c->columns + column];
}

void
csv_clear(struct csv *c)
{
	free(c->text);
	free(c->number);
	free(c->cell);
	*c = (struct csv){ 0 };
}
