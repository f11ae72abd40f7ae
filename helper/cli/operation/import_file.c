/* SPDX-License-Identifier: MIT */
/* Reads a table of users and finds what is wrong in it, all of it, before anything is sent. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "helper/cli/operation/import.h"
#include "helper/cli/output.h"
#include "helper/common/spelling.h"

#define FILE_MAX    (64u << 20)
#define FAULTS_TOLD 20

/* What the service takes in bulk; the names are those of createuser. */
static const char *const fields[] = { "username", "realname", "firstname", "lastname", "email",
	"status", "notes" };

static int
read_all(const char *path, const char *shown, char **ret_text, size_t *ret_len, struct err *e)
{
	bool input = strcmp(path, "-") == 0;
	auto_file opened = input ? NULL : fopen(path, "re");
	FILE *f = input ? stdin : opened;
	auto_text_buf all = { .limit = FILE_MAX };
	char piece[16384];
	size_t len;

	if (f == NULL)
		return err_sys(e, ERR_USAGE, errno, "%s", shown);
	if (input)
		output_tell_input();
	/* a terminal could go on behind its end */
	while (!all.failed && !feof(f) && (len = fread(piece, 1, sizeof(piece), f)) > 0)
		text_buf_add(&all, piece, len);
	if (ferror(f))
		return err_sys(e, ERR_USAGE, errno, "%s", shown);
	if (all.failed)
		return err_set(e, ERR_USAGE, "%s: is larger than %u MiB", shown, FILE_MAX >> 20);
	*ret_len = all.len;
	*ret_text = all.data != NULL ? strndup(all.data, all.len) : strdup("");
	if (*ret_text == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (all.len != 0 && strlen(*ret_text) != all.len) {
		free(take_ptr(*ret_text));
		return err_set(e, ERR_USAGE, "%s: is no text", shown);
	}
	return 0;
}

static int
name_column(struct import_table *t, size_t column, struct err *e)
{
	const char *heading = csv_heading(&t->csv, column);
	struct nearest near = { .typed = heading };
	char clean[64];

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		nearest_try(&near, fields[i]);
		if (strcasecmp(heading, fields[i]) != 0)
			continue;
		for (size_t k = 0; k < column; k++)
			if (t->field[k] == fields[i])
				return err_set(e, ERR_USAGE, "two columns are named %s",
					fields[i]);
		t->field[column] = fields[i];
		return 0;
	}
	(void)text_clean(clean, sizeof(clean), heading);
	if (nearest_name(&near) != NULL)
		return err_set(e, ERR_USAGE, "there is no column \"%s\"; did you mean %s?", clean,
			nearest_name(&near));
	return err_set(e, ERR_USAGE,
		"there is no column \"%s\"; it takes username, realname, firstname, lastname, "
		"email, status, notes", clean);
}

static int
name_columns(struct import_table *t, struct err *e)
{
	t->username = CSV_COLUMNS_MAX;
	for (size_t i = 0; i < t->csv.columns; i++) {
		if (name_column(t, i, e) != 0)
			return -1;
		if (t->field[i] == fields[0])
			t->username = i;
	}
	if (t->username == CSV_COLUMNS_MAX)
		return err_set(e, ERR_USAGE, "the column username is missing in the first row");
	return 0;
}

size_t
import_row_args(const struct import_table *t, size_t row, struct api_arg *args)
{
	size_t count = 0;

	for (size_t i = 0; i < t->csv.columns; i++) {
		const char *cell = csv_cell(&t->csv, row, i);

		if (cell[0] != '\0')
			args[count++] = (struct api_arg){ .name = t->field[i], .value = cell };
	}
	return count;
}

/* Counts a fault, and tells the first ones. */
static void
tell(size_t *faults, size_t number, const char *text)
{
	if ((*faults)++ < FAULTS_TOLD)
		(void)fprintf(stderr, "row %zu: %s\n", number, text);
}

struct place {
	const char *name;
	size_t number;
};

static int
compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = strcasecmp(x->name, y->name);

	return order != 0 ? order : x->number < y->number ? -1 : 1;
}

/* The service tells names apart without regard to case. */
static int
find_twins(const struct import_table *t, size_t *faults, struct err *e)
{
	auto_free struct place *place = calloc(t->csv.rows + 1, sizeof(*place));

	if (place == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	for (size_t i = 0; i < t->csv.rows; i++)
		place[i] = (struct place){ csv_cell(&t->csv, i, t->username), t->csv.number[i] };
	qsort(place, t->csv.rows, sizeof(*place), compare_places);
	for (size_t i = 1; i < t->csv.rows; i++) {
		char text[80];

		if (place[i].name[0] == '\0' || strcasecmp(place[i].name, place[i - 1].name) != 0)
			continue;
		(void)snprintf(text, sizeof(text), "has the username of row %zu",
			place[i - 1].number);
		tell(faults, place[i].number, text);
	}
	return 0;
}

static int
check_rows(const struct import_table *t, struct err *e)
{
	const struct api_op *op = api_op_find("createuser");
	size_t faults = 0;

	for (size_t i = 0; i < t->csv.rows; i++) {
		struct api_arg args[CSV_COLUMNS_MAX];
		size_t count = import_row_args(t, i, args);
		const char *name = csv_cell(&t->csv, i, t->username);
		struct err fault;

		if (name[0] == '\0')
			tell(&faults, t->csv.number[i], "the username is empty");
		else if (name[0] == ' ' || name[strlen(name) - 1] == ' ')
			tell(&faults, t->csv.number[i], "the username begins or ends with a blank");
		else if (api_check(op, args, count, &fault) != 0)
			tell(&faults, t->csv.number[i], fault.msg);
	}
	if (find_twins(t, &faults, e) != 0)
		return -1;
	if (faults > FAULTS_TOLD)
		(void)fprintf(stderr, "and %zu more\n", faults - FAULTS_TOLD);
	if (faults > 0)
		return err_set(e, ERR_USAGE, "%zu fault%s; nothing was sent", faults,
			faults == 1 ? "" : "s");
	return 0;
}

int
import_table_read(const char *path, struct import_table *ret_table, struct err *e)
{
	const char *shown = strcmp(path, "-") == 0 ? "standard input" : path;
	char *text = NULL;
	size_t len = 0;

	*ret_table = (struct import_table){ 0 };
	if (read_all(path, shown, &text, &len, e) != 0)
		return -1;
	if (csv_parse(text, len, &ret_table->csv, e) != 0 || name_columns(ret_table, e) != 0 ||
		check_rows(ret_table, e) != 0)
		return err_where(e, "%s", shown);
	return 0;
}

void
import_table_clear(struct import_table *t)
{
	csv_clear(&t->csv);
}
