/* SPDX-License-Identifier: MIT */
/* Chooses the format and the columns, and is the one place that writes answers. */
#include "helper/print/print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/common/spelling.h"
#include "helper/print/print_format.h"

#define COLUMNS_MAX 64

static const struct print_format *const formats[] = { &print_table, &print_json, &print_jsonl,
	&print_csv, &print_tsv };

#define FORMAT_COUNT (sizeof(formats) / sizeof(formats[0]))

static const struct print_format *
format_find(const char *name)
{
	for (size_t i = 0; i < FORMAT_COUNT; i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

struct print_options
print_stdout(const struct print_choice *choice, const char *columns)
{
	struct print_options o = { .format = choice->format, .fields = choice->fields,
		.no_header = choice->no_header, .typed = choice->fields != NULL,
		.columns = columns, .file = stdout,
		.terminal = isatty(STDOUT_FILENO) == 1 };
	struct winsize size;

	if (o.terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		o.width = size.ws_col;
	return o;
}

int
print_format_check(const char *name, struct err *e)
{
	struct nearest near = { .typed = name };

	if (format_find(name) != NULL)
		return 0;
	for (size_t i = 0; i < FORMAT_COUNT; i++)
		nearest_try(&near, formats[i]->name);
	if (nearest_name(&near) != NULL)
		return err_set(e, ERR_USAGE, "there is no such format; did you mean %s?",
			nearest_name(&near));
	return err_set(e, ERR_USAGE, "takes table, json, jsonl, csv or tsv");
}

static int
columns_split(struct printer *p, const char *list, struct err *e)
{
	while (list != NULL) {
		size_t len = strcspn(list, ",");
		char name[128];

		if (len == 0 || len >= sizeof(name))
			return err_set(e, ERR_USAGE,
				"--fields: takes names of fields, separated by commas");
		memcpy(name, list, len);
		name[len] = '\0';
		if (p->column.count == COLUMNS_MAX)
			return err_set(e, ERR_USAGE, "--fields: at most %d fields", COLUMNS_MAX);
		if (names_add(&p->column, name) != 0)
			return err_set(e, ERR_OTHER, "out of memory");
		list = list[len] == ',' ? list + len + 1 : NULL;
	}
	return 0;
}

int
print_fields_check(const char *list, struct err *e)
{
	auto_printer p = { 0 };

	return columns_split(&p, list, e);
}

int
print_fault(const char *path, struct err *e)
{
	return path != NULL ? err_sys(e, ERR_OTHER, errno, "--out: %s", path)
			    : err_sys(e, ERR_OTHER, errno, "standard output");
}

static int
write_out(struct printer *p, struct text_buf *out, struct err *e)
{
	if (out->failed)
		return err_set(e, ERR_OTHER, "out of memory for the answer");
	if (out->len > 0 && fwrite(out->data, 1, out->len, p->options.file) != out->len)
		return print_fault(p->options.path, e);
	return 0;
}

int
print_open(struct printer *p, const struct print_options *o, struct err *e)
{
	const char *name = o->format != NULL ? o->format : o->terminal ? "table" : "tsv";

	*p = (struct printer){ .options = *o, .format = format_find(name) };
	if (p->format == NULL)
		return err_set(e, ERR_USAGE, "%s: no such format", name);
	p->chosen = o->fields != NULL;
	p->whole = p->format->whole || (o->single && p->format->whole_single);
	if (p->chosen || !p->whole)
		return columns_split(p, p->chosen ? o->fields : o->columns, e);
	return 0;
}

/* Without a choice of columns the row says what there is; what the operation thinks most of stands
 * first. */
static int
columns_from_row(struct printer *p, const cJSON *row, struct err *e)
{
	if (p->whole && cJSON_IsObject(row) && p->options.columns != NULL &&
		columns_split(p, p->options.columns, e) != 0)
		return -1;
	for (const cJSON *item = row->child; cJSON_IsObject(row) && item != NULL; item = item->next)
		if (p->column.count < COLUMNS_MAX && !names_has(&p->column, item->string) &&
			names_add(&p->column, item->string) != 0)
			return err_set(e, ERR_OTHER, "out of memory");
	if (p->column.count == 0 && names_add(&p->column, "value") != 0)
		return err_set(e, ERR_OTHER, "out of memory");
	return 0;
}

static int
start(struct printer *p, const cJSON *row, struct text_buf *out, struct err *e)
{
	if (p->column.count == 0 && !p->format->whole && row != NULL &&
		columns_from_row(p, row, e) != 0)
		return -1;
	p->seen = calloc(p->column.count + 1, sizeof(*p->seen));
	if (p->seen == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (p->format->begin != NULL)
		p->format->begin(p, out);
	return 0;
}

/* Names the field that nobody has, the nearest one, and what there is. */
static int
say_missed(const struct printer *p, const char *field, struct err *e)
{
	struct nearest near = { .typed = field };
	auto_text_buf list = { .limit = 320 };
	char clean[64];

	for (size_t i = 0; i < p->known.count; i++) {
		nearest_try(&near, p->known.name[i]);
		text_buf_printf(&list, "%s%s", i > 0 ? ", " : "", p->known.name[i]);
	}
	(void)text_clean(clean, sizeof(clean), field);
	(void)err_set(e, ERR_USAGE, "--fields: no row has a field \"%s\"", clean);
	if (nearest_name(&near) != NULL)
		(void)err_add(e, "did you mean %s?", nearest_name(&near));
	if (list.len > 0)
		(void)err_add(e, "the fields are %s%s", list.data, list.failed ? " …" : "");
	return -1;
}

/* A field that is in no row of a page is a slip, and what follows would say nothing of it. Behind a
 * dot there may be nothing in all of them. */
static int
judge_fields(const struct printer *p, struct err *e)
{
	for (size_t i = 0; p->options.typed && i < p->column.count; i++) {
		const char *name = p->column.name[i], *dot = strchr(name, '.');
		bool there = p->seen[i];

		for (size_t k = 0; !there && dot != NULL && k < p->known.count; k++)
			there = strlen(p->known.name[k]) == (size_t)(dot - name) &&
				strncmp(p->known.name[k], name, (size_t)(dot - name)) == 0;
		if (!there)
			return say_missed(p, name, e);
	}
	return 0;
}

static int
know(struct printer *p, const cJSON *row, struct err *e)
{
	for (const cJSON *item = row->child; cJSON_IsObject(row) && item != NULL; item = item->next)
		if (p->known.count < COLUMNS_MAX && names_add(&p->known, item->string) != 0)
			return err_set(e, ERR_OTHER, "out of memory");
	return 0;
}

int
print_row(struct printer *p, const cJSON *row, struct err *e)
{
	p->line.len = 0;
	if (p->seen == NULL && start(p, row, &p->line, e) != 0)
		return -1;
	if (p->options.typed && p->rows == 0 && know(p, row, e) != 0)
		return -1;
	p->format->row(p, row, &p->line);
	p->rows++;
	if (write_out(p, &p->line, e) != 0)
		return -1;
	return p->rows == PRINT_PAGE ? judge_fields(p, e) : 0;
}

int
print_close(struct printer *p, struct err *e)
{
	auto_text_buf out = { 0 };

	if (p->seen == NULL && start(p, NULL, &out, e) != 0)
		return -1;
	if (p->format->end != NULL)
		p->format->end(p, &out);
	if (write_out(p, &out, e) != 0)
		return -1;
	if (fflush(p->options.file) != 0)
		return print_fault(p->options.path, e);
	return p->rows > 0 && p->rows < PRINT_PAGE ? judge_fields(p, e) : 0;
}

void
print_clear(struct printer *p)
{
	for (size_t i = 0; p->table.cell != NULL && i < p->table.waiting * p->column.count; i++)
		text_buf_clear(&p->table.cell[i]);
	free(p->table.cell);
	free(p->table.width);
	free(p->table.hidden);
	free(p->seen);
	text_buf_clear(&p->line);
	names_clear(&p->column);
	names_clear(&p->known);
	*p = (struct printer){ 0 };
}
