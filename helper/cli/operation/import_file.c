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

/* What `user list` writes of a person and nobody can set in a table: lists, and what the directory
 * finds out by itself. "*" at the end stands for a number. */
static const char *const written[] = { "user_id", "alias*", "aliases", "groups", "phones", "tokens",
	"webauthncredentials", "desktop_authenticators", "desktoptokens", "u2ftokens", "is_enrolled",
	"created", "last_login", "last_directory_sync", "lockout_reason", "external_id",
	"enable_auto_prompt", "directory_key", "trust_monitor_enrollment_status" };

static bool
is_written(const char *heading)
{
	for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++) {
		size_t len = strcspn(written[i], "*");

		if (strncasecmp(heading, written[i], len) != 0)
			continue;
		if (heading[len] == '\0' || (written[i][len] == '*' &&
			heading[len + strspn(heading + len, "0123456789")] == '\0'))
			return true;
	}
	return false;
}

static bool
holds_something(const struct import_table *t, size_t column)
{
	for (size_t row = 0; row < t->csv.rows; row++) {
		const char *cell = csv_cell(&t->csv, row, column);

		if (cell[strspn(cell, " \t")] != '\0')
			return true;
	}
	return false;
}

/* The parameter that a column fills, or NULL. */
static const char *
find_field(const char *heading, struct nearest *near)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		nearest_try(near, fields[i]);
		if (strcasecmp(heading, fields[i]) == 0)
			return fields[i];
	}
	return NULL;
}

struct leftover {
	struct text_buf names; /* of columns that fill nothing, separated by ", " */
	size_t count;
	bool foreign; /* one of them is no column that user list writes */
	const char *meant; /* what the last one may have been meant for; NULL = nothing */
};

static int
name_column(struct import_table *t, size_t column, struct leftover *left, struct err *e)
{
	const char *heading = csv_heading(&t->csv, column);
	struct nearest near = { .typed = heading };
	char clean[64];

	t->field[column] = find_field(heading, &near);
	for (size_t k = 0; k < column && t->field[column] != NULL; k++)
		if (t->field[k] == t->field[column])
			return err_set(e, ERR_USAGE, "two columns are named %s", t->field[k]);
	if (t->field[column] != NULL || !holds_something(t, column))
		return 0;
	if (heading[0] == '\0')
		return err_set(e, ERR_USAGE, "column %zu has no heading, and holds something",
			column + 1);
	text_buf_printf(&left->names, "%s\"%s\"", left->count++ > 0 ? ", " : "",
		text_clean(clean, sizeof(clean), heading));
	left->foreign = left->foreign || !is_written(heading);
	left->meant = nearest_name(&near);
	return 0;
}

/* Either nothing of the table is lost, or it is said, all at once. */
static int
judge_leftover(const struct leftover *left, struct err *e)
{
	const char *names = left->names.data;

	if (left->count == 0)
		return 0;
	if (names == NULL || left->names.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	if (left->count == 1 && left->foreign && left->meant != NULL)
		return err_set(e, ERR_USAGE, "there is no column %s; did you mean %s?", names,
			left->meant);
	if (left->foreign)
		return err_set(e, ERR_USAGE, "there is no column %.400s; it takes username, realname, "
			"firstname, lastname, email, status, notes", names);
	(void)fprintf(stderr, "note: read only and left as they are: %s\n", names);
	return 0;
}

static int
name_columns(struct import_table *t, struct err *e)
{
	struct leftover left = { .names.limit = 4096 };
	int rc = 0;

	t->username = CSV_COLUMNS_MAX;
	for (size_t i = 0; i < t->csv.columns && rc == 0; i++) {
		rc = name_column(t, i, &left, e);
		if (t->field[i] == fields[0])
			t->username = i;
	}
	if (rc == 0)
		rc = judge_leftover(&left, e);
	text_buf_clear(&left.names);
	if (rc == 0 && t->username == CSV_COLUMNS_MAX)
		rc = err_set(e, ERR_USAGE, "the column username is missing in the first row");
	return rc;
}

bool
import_status_is_found(const char *status)
{
	return strcasecmp(status, "locked out") == 0 || strcasecmp(status, "pending deletion") == 0;
}

size_t
import_row_args(const struct import_table *t, size_t row, struct api_arg *args)
{
	size_t count = 0;

	for (size_t i = 0; i < t->csv.columns; i++) {
		const char *cell = csv_cell(&t->csv, row, i);

		if (cell[0] != '\0' && t->field[i] != NULL)
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

		for (size_t k = 0; k < count; k++) /* who is there may have it */
			if (strcmp(args[k].name, "status") == 0 &&
				import_status_is_found(args[k].value))
				args[k].value = "active";

		if (name[0] == '\0')
			tell(&faults, t->csv.number[i], "the username is empty");
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
