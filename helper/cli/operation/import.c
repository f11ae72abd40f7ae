/* SPDX-License-Identifier: MIT */
/* user import: a table goes in batch after batch, and each row that needs a word gets one. */
#include "helper/cli/operation/import_batch.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/cli/connect.h"
#include "helper/cli/output.h"
#include "helper/print/print.h"

static const char *const outcome_words[OUTCOMES] = { "?", "created", "unchanged", "changed",
	"differs", "failed" };

struct import {
	const struct cli *cli;
	struct import_how how;
	struct printer *printer; /* NULL = rows are not printed */
	bool progress;
	size_t count[OUTCOMES];
};

static int
print_batch_row(struct import *m, const struct batch *b, size_t i, struct err *e)
{
	cJSON *row = cJSON_CreateObject();
	const char *detail = b->detail[i].data != NULL ? b->detail[i].data : "";
	double number = (double)m->how.table->csv.number[b->first + i];
	int rc;

	if (cJSON_AddNumberToObject(row, "row", number) == NULL ||
		cJSON_AddStringToObject(row, "username", batch_username(b, i)) == NULL ||
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
				m->how.table->csv.number[b->first + i],
				text_clean(name, sizeof(name), batch_username(b, i)),
				b->detail[i].data,
				outcome == DIFFERS ? "; left as it is, --update changes it" : "");
	}
	return 0;
}

/* Runs and reports one batch. */
static int
run_batch(struct import *m, struct batch *b, struct err *e)
{
	size_t last = b->first + b->rows - 1;
	struct err told;

	if (batch_run(b, e) == 0)
		return report(m, b, e);
	if (report(m, b, &told) != 0)
		return -1;
	return err_where(e, "rows %zu to %zu: %s; the same command goes on where it stopped",
		m->how.table->csv.number[b->first], m->how.table->csv.number[last],
		cli_effect_unknown(e) ? "it is not known how many are done"
					  : "not all of them are done");
}

static int
run_batches(struct import *m, struct err *e)
{
	size_t rows = m->how.table->csv.rows;

	for (size_t first = 0; first < rows; first += BATCH_ROWS) {
		struct batch b = { .how = &m->how, .first = first,
			.rows = rows - first < BATCH_ROWS ? rows - first : BATCH_ROWS };
		int rc = run_batch(m, &b, e);

		batch_clear(&b);
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
			"%s%zu rows: %zu created, %zu changed, %zu unchanged, %zu differ, "
			"%zu failed\n",
			m->cli->options.dry_run ? "dry run, nothing was changed; " : "",
			m->how.table->csv.rows, n[CREATED], n[CHANGED], n[UNCHANGED], n[DIFFERS],
			n[FAILED]);
	if (n[FAILED] > 0)
		return err_set(e, ERR_PARTLY, "%zu of %zu rows failed", n[FAILED],
			m->how.table->csv.rows);
	return 0;
}

static int
run_printed(struct import *m, const struct output *out, struct err *e)
{
	struct print_options options = output_options(m->cli, out, "row,username,result,detail");
	auto_printer printer = { 0 };
	struct err other;
	int rc;

	if (options.format == NULL && options.fields == NULL && out->path == NULL &&
		!m->cli->options.dry_run)
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
import_elsewhere(const struct cli *cli)
{
	return cli->word_count > 0 && cli->word[0][0] != '[' && cli->word[0][0] != '@';
}

int
import_run(const struct cli *cli, struct err *e)
{
	auto_import_table table = { 0 };
	auto_conf conf = NULL;
	auto_client client = NULL;
	auto_output output = { 0 };
	struct audit_who who;
	struct import m = { .cli = cli,
		.how = { .table = &table, .timeout_ms = cli->options.timeout_ms,
			.update = cli_param_value(cli, "update") != NULL,
			.dry_run = cli->options.dry_run },
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
	m.how.client = client;
	m.how.who = &who;
	connect_audit(conf, &who);
	if (run_printed(&m, &output, e) != 0)
		return -1;
	if (output_finish(&output, e) != 0)
		return -1;
	return summarise(&m, e);
}
