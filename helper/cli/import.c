/* SPDX-License-Identifier: MIT */
/* Brings the directory to what a table says: looks who is there, creates who is not, and leaves
 * every batch so that the next run of the same table finds out by itself where to go on. */
#include "helper/cli/import.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "api/json.h"
#include "helper/cli/arguments.h"
#include "helper/cli/connect.h"
#include "helper/cli/print.h"
#include "helper/cli/secrets_out.h"

#define BATCH	     100 /* the service takes no more in one call */
#define PATIENCE_S   600 /* for all refusals of one call that ask for patience */
#define PAUSE_LAST_S 32

enum outcome { UNSETTLED, CREATED, UNCHANGED, CHANGED, DIFFERS, FAILED };

static const char *const outcome_words[] = { "?", "created", "unchanged", "changed", "differs",
	"failed" };

struct import {
	const struct cli *cli;
	struct api_client *client;
	const struct import_table *table;
	struct printer *printer; /* NULL = rows are not printed */
	bool update;
	bool progress;
	size_t count[FAILED + 1];
};

/* Some rows of the table, and what became of each. */
struct batch {
	size_t first, rows;
	enum outcome outcome[BATCH];
	char user_id[BATCH][RESOLVE_ID_SIZE];
	struct text_buf detail[BATCH];
};

static const char *
username(const struct import *m, size_t row)
{
	return csv_cell(&m->table->csv, row, m->table->username);
}

/* One call; a refusal that asks for patience was not acted upon, so it is repeated. */
static int
call(struct import *m, const char *op, const struct api_arg *args, size_t count,
	struct api_answer *ret_answer, struct err *e)
{
	struct api_call c = { .op = api_op_find(op), .args = args, .arg_count = count };
	int waited = 0;

	for (int pause_s = 1;; pause_s *= pause_s < PAUSE_LAST_S ? 2 : 1) {
		struct timespec pause = { .tv_sec = pause_s };

		c.deadline = deadline_in(m->cli->options.timeout_ms);
		if (api_call(m->client, &c, ret_answer, e) == 0)
			return 0;
		if (e->code != ERR_RATE_LIMITED || waited >= PATIENCE_S)
			return -1;
		api_answer_clear(ret_answer);
		(void)nanosleep(&pause, NULL); /* woken early, it asks early */
		waited += pause_s;
	}
}

static const char *
now(const cJSON *user, const char *field)
{
	const char *text = json_string(user, field);

	return text != NULL ? text : "";
}

/* Compares a row with the user who is there. Adds the differences to its detail and to args. */
static size_t
compare(struct import *m, struct batch *b, size_t i, const cJSON *user, struct api_arg *args)
{
	size_t count = import_row_args(m->table, b->first + i, args), left = 0;

	for (size_t k = 0; k < count; k++) {
		const char *before = now(user, args[k].name);
		char old[128], new[128];

		if (strcmp(args[k].name, "username") == 0 || strcmp(before, args[k].value) == 0)
			continue;
		text_buf_printf(&b->detail[i], "%s%s: %s -> %s", left > 0 ? ", " : "",
			args[k].name, text_quote(old, sizeof(old), before),
			text_quote(new, sizeof(new), args[k].value));
		args[left++] = args[k];
	}
	return left;
}

/* Is this an error of one row, after which the others can go on? */
static bool
is_of_row(const struct err *e)
{
	return e->code == ERR_CONFLICT || e->code == ERR_REFUSED || e->code == ERR_NOT_FOUND ||
		e->code == ERR_USAGE;
}

/* Settles a row by an error of its own. Returns 0, or -1 when everything has to stop. */
static int
fail_row(struct batch *b, size_t i, const struct err *e)
{
	if (!is_of_row(e))
		return -1;
	b->outcome[i] = FAILED;
	text_buf_puts(&b->detail[i], b->detail[i].len > 0 ? ": " : "");
	text_buf_puts(&b->detail[i], e->msg);
	return 0;
}

/* A row whose user is there. */
static int
settle_present(struct import *m, struct batch *b, size_t i, const cJSON *user, struct err *e)
{
	auto_api_answer answer = { 0 };
	struct api_arg args[CSV_COLUMNS_MAX + 1];
	size_t count = compare(m, b, i, user, args);

	if (count == 0 || !m->update) {
		b->outcome[i] = count == 0 ? UNCHANGED : DIFFERS;
		return 0;
	}
	args[count++] = (struct api_arg){ "user_id", now(user, "user_id") };
	b->outcome[i] = CHANGED;
	if (m->cli->options.dry_run || call(m, "updateuser", args, count, &answer, e) == 0)
		return 0;
	return fail_row(b, i, e);
}

/* Looks who of the unsettled rows is there, and settles them. fresh: those were made by us. */
static int
look_up(struct import *m, struct batch *b, bool fresh, struct err *e)
{
	auto_api_answer answer = { 0 };
	auto_text_buf names = { 0 };
	struct api_arg arg = { .name = "username_list" };
	const cJSON *user;

	for (size_t i = 0; i < b->rows; i++) {
		if (b->outcome[i] != UNSETTLED)
			continue;
		text_buf_puts(&names, names.len > 0 ? "," : "[");
		json_write_string(&names, username(m, b->first + i));
	}
	if (names.len == 0)
		return 0;
	text_buf_puts(&names, "]");
	if (names.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	arg.value = names.data;
	if (call(m, "listusers", &arg, 1, &answer, e) != 0)
		return -1;
	cJSON_ArrayForEach(user, answer.response)
	{
		size_t i = 0;

		while (i < b->rows && (b->outcome[i] != UNSETTLED ||
			strcasecmp(username(m, b->first + i), now(user, "username")) != 0))
			i++;
		if (i == b->rows) /* found by an alias: creating will fail, and say why */
			continue;
		if (settle_present(m, b, i, user, e) != 0)
			return -1;
		if (fresh && b->outcome[i] == UNCHANGED)
			b->outcome[i] = CREATED;
	}
	return 0;
}

/* The unsettled rows as the list that bulkcreateusers takes. Returns how many. */
static size_t
write_users(const struct import *m, const struct batch *b, struct text_buf *out)
{
	size_t users = 0;

	for (size_t i = 0; i < b->rows; i++) {
		struct api_arg args[CSV_COLUMNS_MAX];
		size_t count = import_row_args(m->table, b->first + i, args);

		if (b->outcome[i] != UNSETTLED)
			continue;
		text_buf_puts(out, users++ == 0 ? "[" : ",");
		for (size_t k = 0; k < count; k++) {
			text_buf_puts(out, k == 0 ? "{" : ",");
			json_write_string(out, args[k].name);
			text_buf_puts(out, ":");
			json_write_string(out, args[k].value);
		}
		text_buf_puts(out, "}");
	}
	text_buf_puts(out, users > 0 ? "]" : "");
	return users;
}

static void
settle_rest(struct batch *b, enum outcome outcome)
{
	for (size_t i = 0; i < b->rows; i++)
		if (b->outcome[i] == UNSETTLED)
			b->outcome[i] = outcome;
}

/* After the batch as a whole was refused: row by row, so that it is known which one it was. */
static int
create_singly(struct import *m, struct batch *b, struct err *e)
{
	if (look_up(m, b, true, e) != 0)
		return -1;
	for (size_t i = 0; i < b->rows; i++) {
		auto_api_answer answer = { 0 };
		struct api_arg args[CSV_COLUMNS_MAX];
		size_t count = import_row_args(m->table, b->first + i, args);

		if (b->outcome[i] != UNSETTLED)
			continue;
		if (call(m, "createuser", args, count, &answer, e) == 0)
			b->outcome[i] = CREATED;
		else if (fail_row(b, i, e) != 0)
			return -1;
	}
	return 0;
}

static int
create(struct import *m, struct batch *b, struct err *e)
{
	auto_api_answer answer = { 0 };
	auto_text_buf users = { 0 };
	struct api_arg arg = { .name = "users" };

	if (write_users(m, b, &users) == 0)
		return 0;
	if (users.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	arg.value = users.data;
	if (!m->cli->options.dry_run &&
		call(m, "bulkcreateusers", &arg, 1, &answer, e) != 0)
		return is_of_row(e) ? create_singly(m, b, e) : -1;
	settle_rest(b, CREATED);
	return 0;
}

static int
print_batch_row(struct import *m, const struct batch *b, size_t i, struct err *e)
{
	cJSON *row = cJSON_CreateObject();
	const char *detail = b->detail[i].data != NULL ? b->detail[i].data : "";
	double number = (double)m->table->csv.number[b->first + i];
	int rc;

	if (cJSON_AddNumberToObject(row, "row", number) == NULL ||
		cJSON_AddStringToObject(row, "username", username(m, b->first + i)) == NULL ||
		cJSON_AddStringToObject(row, "result", outcome_words[b->outcome[i]]) == NULL ||
		cJSON_AddStringToObject(row, "detail", detail) == NULL)
		rc = err_set(e, ERR_OTHER, "out of memory");
	else
		rc = print_row(m->printer, row, e);
	cJSON_Delete(row);
	return rc;
}

/* Counts and tells what became of each row. */
static int
report(struct import *m, const struct batch *b, struct err *e)
{
	for (size_t i = 0; i < b->rows; i++) {
		enum outcome outcome = b->outcome[i];
		char name[96];
		bool worth = outcome == FAILED || outcome == DIFFERS;

		m->count[outcome]++;
		if (m->printer != NULL && print_batch_row(m, b, i, e) != 0)
			return -1;
		if (m->printer == NULL && worth && (outcome == FAILED || !m->cli->options.quiet))
			(void)fprintf(stderr, "%srow %zu: %s: %s%s\n", m->progress ? "\r" : "",
				m->table->csv.number[b->first + i],
				text_clean(name, sizeof(name), username(m, b->first + i)),
				b->detail[i].data,
				outcome == DIFFERS ? "; left as it is, --update changes it" : "");
	}
	return 0;
}

static int
run_batch(struct import *m, struct batch *b, struct err *e)
{
	size_t last = b->first + b->rows - 1;
	struct err told;

	if (look_up(m, b, false, e) == 0 && create(m, b, e) == 0)
		return report(m, b, e);
	if (report(m, b, &told) != 0)
		return -1;
	return err_where(e, "rows %zu to %zu: it is not known how many are done; the same command "
			"goes on where it stopped", m->table->csv.number[b->first],
		m->table->csv.number[last]);
}

static int
run_batches(struct import *m, struct err *e)
{
	size_t rows = m->table->csv.rows;

	for (size_t first = 0; first < rows; first += BATCH) {
		struct batch b = { .first = first,
			.rows = rows - first < BATCH ? rows - first : BATCH };
		int rc = run_batch(m, &b, e);

		for (size_t i = 0; i < b.rows; i++)
			text_buf_clear(&b.detail[i]);
		if (m->progress)
			(void)fprintf(stderr, "\r%zu of %zu rows%s", first + b.rows, rows,
				rc != 0 || first + b.rows == rows ? "\n" : "");
		if (rc != 0)
			return -1;
	}
	return 0;
}

static int
summarise(const struct import *m, struct err *e)
{
	const size_t *n = m->count;

	if (!m->cli->options.quiet)
		(void)fprintf(stderr,
			"%s%zu rows: %zu created, %zu changed, %zu unchanged, %zu differ, %zu failed\n",
			m->cli->options.dry_run ? "dry run, nothing was changed; " : "",
			m->table->csv.rows, n[CREATED], n[CHANGED], n[UNCHANGED], n[DIFFERS],
			n[FAILED]);
	if (n[FAILED] > 0)
		return err_set(e, ERR_PARTLY, "%zu of %zu rows failed", n[FAILED],
			m->table->csv.rows);
	return 0;
}

static int
run_printed(struct import *m, const struct output *out, struct err *e)
{
	struct winsize size = { 0 };
	struct print_options options = {
		.format = m->cli->options.output,
		.fields = m->cli->options.fields,
		.columns = "row,username,result,detail",
		.file = out->file,
		.terminal = out->terminal,
		.no_header = m->cli->options.no_header,
	};
	auto_printer printer = { 0 };
	struct err other;
	int rc;

	if (out->terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		options.width = size.ws_col;
	if (options.format == NULL && options.fields == NULL && !m->cli->options.dry_run)
		return run_batches(m, e);
	if (print_open(&printer, &options, e) != 0)
		return -1;
	m->printer = &printer;
	rc = run_batches(m, e);
	m->printer = NULL;
	if (print_close(&printer, rc == 0 ? e : &other) != 0)
		return -1;
	return rc;
}

bool
import_is(const struct cli *cli)
{
	return cli->op != NULL && !cli->raw && strcmp(cli->op->name, "bulkcreateusers") == 0 &&
		cli->word_count > 0 && cli->word[0][0] != '[' && cli->word[0][0] != '@';
}

int
import_run(const struct cli *cli, struct err *e)
{
	auto_import_table table = { 0 };
	auto_conf conf = NULL;
	auto_client client = NULL;
	auto_output output = { 0 };
	struct import m = { .cli = cli, .table = &table,
		.update = cli_param_value(cli, "update") != NULL,
		.progress = !cli->options.quiet && isatty(STDERR_FILENO) == 1 };

	if (cli->word_count > 1 || cli_param_value(cli, "users") != NULL)
		return err_set(e, ERR_USAGE, "user import: takes one file");
	if (cli->options.raw)
		return err_set(e, ERR_USAGE, "user import: is many calls; --raw has no place");
	if (import_table_read(cli->word[0], &table, e) != 0)
		return -1;
	if (connect_conf(cli, &conf, e) != 0 ||
		connect_operation(conf, cli->op, &client, e) != 0 ||
		output_open(cli, &output, e) != 0)
		return -1;
	m.client = client;
	if (run_printed(&m, &output, e) != 0)
		return -1;
	if (output_finish(&output, e) != 0)
		return -1;
	return summarise(&m, e);
}
