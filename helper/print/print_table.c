/* SPDX-License-Identifier: MIT */
/* Aligned columns for people: the first rows settle the widths, so that later ones can stream. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/cleanup.h"
#include "helper/print/print_format.h"

#define ROWS_TO_MEASURE 64
#define GAP		2
#define HEADING_LEAST	6
#define WIDTH_LEAST	8 /* a column is not made narrower than this */

/* Length of the character at s and the columns it takes. */
static size_t
next_char(const char *s, size_t *ret_columns)
{
	mbstate_t state = { 0 };
	wchar_t c = L'\0';
	size_t len = mbrtowc(&c, s, strlen(s), &state);
	int columns;

	if (len == 0 || len > 8) { /* not of this locale: count the bytes that begin a character */
		*ret_columns = ((unsigned char)*s & 0xc0) != 0x80;
		return 1;
	}
	columns = wcwidth(c);
	*ret_columns = columns < 0 ? 1 : (size_t)columns;
	return len;
}

size_t
print_width(const char *text)
{
	size_t width = 0, columns;

	while (*text != '\0') {
		text += next_char(text, &columns);
		width += columns;
	}
	return width;
}

/* Adds text cut to width columns, with a sign where it was cut. */
static size_t
add_cut(struct text_buf *out, const char *text, size_t width)
{
	size_t used = 0;

	if (width == 0 || print_width(text) <= width) {
		text_buf_puts(out, text);
		return print_width(text);
	}
	for (;;) {
		size_t columns, len = next_char(text, &columns);

		if (used + columns > width - 1)
			break;
		text_buf_add(out, text, len);
		text += len;
		used += columns;
	}
	text_buf_puts(out, "…");
	return used + 1;
}

static const char *
cell_text(const struct text_buf *cell)
{
	return cell->data != NULL ? cell->data : "";
}

/* An id that is cut is no id. */
static bool
is_id(const struct printer *p, size_t column)
{
	static const char *const ends[] = { "_id", "Id", "key", ".id" };
	const char *name = p->column.name[column];
	size_t len = strlen(name);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (len > strlen(ends[i]) && strcmp(name + len - strlen(ends[i]), ends[i]) == 0)
			return true;
	return strcmp(name, "id") == 0;
}

/* How much of the columns has no room on the terminal. */
static size_t
excess(const struct printer *p)
{
	size_t total = p->table.width[0]; /* which is never hidden */
	bool hidden = false;

	for (size_t i = 1; i < p->column.count; i++) {
		hidden |= p->table.hidden[i];
		total += p->table.hidden[i] ? 0 : GAP + p->table.width[i];
	}
	total += hidden ? strlen(" .") : 0; /* the sign of it */
	return total > p->options.width ? total - p->options.width : 0;
}

/* The width that the headings ask for beyond what is under them goes first: they are short of
 * letters sooner than the rows are. */
static void
shrink_headings(struct printer *p, const size_t *content)
{
	size_t *width = p->table.width, count = p->column.count;

	while (excess(p) > 0) {
		size_t most = count, spare = 0;

		for (size_t i = 0; i < count; i++) {
			size_t least = content[i] > HEADING_LEAST ? content[i] : HEADING_LEAST;

			if (!p->table.hidden[i] && width[i] > least && width[i] - least > spare) {
				spare = width[i] - least;
				most = i;
			}
		}
		if (most == count)
			return;
		width[most]--;
	}
}

/* Takes from the widest columns until the row fits the terminal, or nothing more can be taken. */
static void
shrink(struct printer *p)
{
	size_t *width = p->table.width, count = p->column.count;

	while (excess(p) > 0) {
		size_t widest = count;

		for (size_t i = 0; i < count; i++)
			if (!p->table.hidden[i] && width[i] > WIDTH_LEAST && !is_id(p, i) &&
				(widest == count || width[i] > width[widest]))
				widest = i;
		if (widest == count)
			return;
		width[widest]--;
	}
}

/* Hides the last column that nobody chose and that is not what the rows are known by. */
static bool
hide_one(struct printer *p)
{
	for (size_t i = p->column.count - 1; i > 0 && !p->chosen; i--)
		if (!p->table.hidden[i] && !is_id(p, i)) {
			p->table.hidden[i] = true;
			return true;
		}
	return false;
}

/* Finds the widths: what the cells ask for, less where the terminal has no room for it. */
static void
fit(struct printer *p, const size_t *content, bool heading)
{
	do {
		for (size_t i = 0; i < p->column.count; i++) {
			size_t name = heading ? print_width(p->column.name[i]) : 0;

			p->table.width[i] = name > content[i] ? name : content[i];
		}
		if (p->options.width == 0)
			return;
		shrink_headings(p, content);
		shrink(p);
	} while (excess(p) > 0 && hide_one(p));
}

static void
add_line(struct printer *p, size_t row, struct text_buf *out)
{
	size_t blanks = 0;

	for (size_t i = 0; i < p->column.count; i++) {
		const char *cell = cell_text(&p->table.cell[row * p->column.count + i]);
		bool last = i == p->column.count - 1;
		size_t used;

		if (p->table.hidden[i])
			continue;
		for (; blanks > 0 && cell[0] != '\0'; blanks--)
			text_buf_puts(out, " ");
		used = add_cut(out, cell, last && p->options.width == 0 ? 0 : p->table.width[i]);
		blanks += (used < p->table.width[i] ? p->table.width[i] - used : 0) + GAP;
	}
	text_buf_puts(out, "\n");
}

static void
add_heading(struct printer *p, struct text_buf *out)
{
	auto_text_buf line = { 0 };
	size_t blanks = 0;
	bool hidden = false;

	for (size_t i = 0; i < p->column.count; i++) {
		size_t used;

		hidden |= p->table.hidden[i];
		if (p->table.hidden[i])
			continue;
		for (; blanks > 0; blanks--)
			text_buf_puts(&line, " ");
		used = add_cut(&line, p->column.name[i], p->table.width[i]);
		blanks = (used < p->table.width[i] ? p->table.width[i] - used : 0) + GAP;
	}
	for (char *s = line.data; s != NULL && *s != '\0'; s++)
		*s = (char)toupper((unsigned char)*s);
	text_buf_puts(out, line.data != NULL ? line.data : "");
	text_buf_puts(out, hidden ? " …\n" : "\n"); /* there is more than had room */
}

/* The rows that waited settle the widths; then they are printed. */
static void
settle(struct printer *p, struct text_buf *out)
{
	size_t count = p->column.count;
	auto_free size_t *content = NULL;
	bool plain = count == 1 && strcmp(p->column.name[0], "value") == 0;
	bool heading = !p->options.no_header && !plain;

	p->table.settled = true;
	if (p->table.waiting == 0 || p->table.width == NULL)
		return;
	content = calloc(count, sizeof(*content));
	if (content == NULL) {
		out->failed = true;
		return;
	}
	for (size_t i = 0; i < p->table.waiting * count; i++) {
		size_t width = print_width(cell_text(&p->table.cell[i]));

		if (width > content[i % count])
			content[i % count] = width;
	}
	fit(p, content, heading);
	if (heading)
		add_heading(p, out);
	for (size_t row = 0; row < p->table.waiting; row++)
		add_line(p, row, out);
	for (size_t i = 0; i < p->table.waiting * count; i++)
		text_buf_clear(&p->table.cell[i]);
	p->table.waiting = 0;
}

/* One thing: a line for each field that has something to say. */
static void
single_row(struct printer *p, const cJSON *row, struct text_buf *out)
{
	size_t widest = 0;

	for (size_t i = 0; i < p->column.count; i++)
		if (strlen(p->column.name[i]) > widest)
			widest = strlen(p->column.name[i]);
	for (size_t i = 0; i < p->column.count; i++) {
		auto_text_buf cell = { 0 };

		print_cell(p, row, i, true, &cell);
		if (p->column.count == 1 && strcmp(p->column.name[i], "value") == 0)
			text_buf_printf(out, "%s\n", cell_text(&cell));
		else if (cell.len > 0 || p->chosen)
			text_buf_printf(out, "%-*s%s\n", cell.len > 0 ? (int)(widest + GAP) : 0,
				p->column.name[i], cell_text(&cell));
	}
}

static void
table_row(struct printer *p, const cJSON *row, struct text_buf *out)
{
	size_t count = p->column.count;

	if (p->options.single) {
		single_row(p, row, out);
		return;
	}
	if (p->table.cell == NULL) {
		p->table.cell = calloc(ROWS_TO_MEASURE * count, sizeof(*p->table.cell));
		p->table.width = calloc(count, sizeof(*p->table.width));
		p->table.hidden = calloc(count, sizeof(*p->table.hidden));
	}
	if (p->table.cell == NULL || p->table.width == NULL || p->table.hidden == NULL) {
		out->failed = true;
		return;
	}
	for (size_t i = 0; i < count; i++) {
		struct text_buf *cell = &p->table.cell[p->table.waiting * count + i];

		*cell = (struct text_buf){ 0 };
		print_cell(p, row, i, true, cell);
		out->failed |= cell->failed;
	}
	p->table.waiting++;
	if (p->table.settled) {
		add_line(p, 0, out);
		for (size_t i = 0; i < count; i++)
			text_buf_clear(&p->table.cell[i]);
		p->table.waiting = 0;
	} else if (p->table.waiting == ROWS_TO_MEASURE) {
		settle(p, out);
	}
}

static void
table_end(struct printer *p, struct text_buf *out)
{
	if (!p->table.settled && !p->options.single)
		settle(p, out);
}

const struct print_format print_table = {
	.name = "table", .whole_single = true, .row = table_row, .end = table_end
};
