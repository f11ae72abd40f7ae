/* SPDX-License-Identifier: MIT */
/* Runs one row of the operation table: the same steps for every noun and verb. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/json.h"
#include "helper/cli/alias.h"
#include "helper/cli/arguments.h"
#include "helper/cli/bulk.h"
#include "helper/cli/cli.h"
#include "helper/cli/confirm.h"
#include "helper/cli/connect.h"
#include "helper/cli/edit.h"
#include "helper/cli/import.h"
#include "helper/cli/print.h"
#include "helper/cli/output.h"
#include "helper/cli/verify.h"

#define PROGRESS_MS 500 /* a sign of life every so often */
#define PAGE_ROWS   100 /* rows go to whoever reads them together; pages are multiples of it */

/* One call, ready to be made. */
struct operation {
	const struct cli *cli;
	struct api_client *client;
	struct arguments *arguments;
	struct output *output;
	bool is_edit;
	struct text_buf changes; /* of an edit: a line for each field */
};

static struct api_call
make_call(const struct operation *o)
{
	return (struct api_call){ .op = o->cli->op, .args = o->arguments->arg,
		.arg_count = o->arguments->count,
		.deadline = deadline_in(o->cli->options.timeout_ms) };
}

/* Adds to a fault of the directory whom it is about. Returns -1. */
static int
fault_about(const struct operation *o, struct err *e)
{
	char about[ERR_MSG_SIZE / 2];

	(void)text_clean(about, sizeof(about), o->arguments->about);
	return about[0] != '\0' && e->sys == 0 ? err_where(e, "%s", about) : -1;
}

static void
tell_done(const struct operation *o)
{
	const char *about = o->arguments->about;

	if (!o->cli->options.quiet)
		(void)fprintf(stderr, "%s: %s%sdone\n", o->cli->op->title, about,
			about[0] != '\0' ? ": " : "");
}

/* What cannot be asked for again is not left without a word. */
static void
tell_once(const struct operation *o)
{
	const char *about = o->arguments->about;

	if ((o->cli->op->flags & API_SECRET_ANSWER) != 0 && o->cli->op->risk != API_READ &&
		o->output->terminal && !o->cli->options.quiet)
		(void)fprintf(stderr, "%s: %s%skeep this, it is not shown again\n",
			o->cli->op->title, about, about[0] != '\0' ? ": " : "");
}

struct listing {
	struct operation *operation;
	struct printer *printer;
	int64_t rows;
	bool progress;
	int64_t told_ms; /* when it was last told, or the list begun */
	bool told;
};

static void
tell_progress(struct listing *l)
{
	int64_t now = clock_ms();

	if (!l->progress || now - l->told_ms < PROGRESS_MS)
		return;
	l->told_ms = now;
	l->told = true;
	(void)fprintf(stderr, "\r%lld rows", (long long)l->rows);
}

static int
list_row(void *ctx, const cJSON *row, struct err *e)
{
	struct listing *l = ctx;

	if (print_row(l->printer, row, e) != 0)
		return -1;
	l->rows++;
	tell_progress(l);
	if ((l->rows == 1 || l->rows % PAGE_ROWS == 0) && fflush(l->operation->output->file) != 0)
		return print_fault(l->operation->output->path, e);
	return 0;
}

static int
run_list(struct operation *o, struct err *e)
{
	struct print_options options = output_options(o->cli, o->output, o->cli->op->columns);
	auto_printer printer = { 0 };
	struct api_call call = make_call(o);
	struct listing l = { .operation = o, .printer = &printer,
		.progress = !o->cli->options.quiet && !o->output->terminal &&
			isatty(STDERR_FILENO) == 1,
		.told_ms = clock_ms() };
	int rc;

	if (print_open(&printer, &options, e) != 0)
		return -1;
	call.rows_max = o->arguments->row_limit;
	rc = api_list(o->client, &call, list_row, &l, NULL, e);
	if (l.told)
		(void)fprintf(stderr, "\r%lld rows\n", (long long)l.rows);
	if (rc != 0) { /* what came before the fault is shown; the fault itself is what is told */
		struct err other;

		if (e->sys != EPIPE)
			(void)!print_close(&printer, &other);
		return fault_about(o, e);
	}
	output_tell_missed(o->cli, &printer);
	if (l.rows == 0 && o->output->terminal && !o->cli->options.quiet)
		(void)fputs("nothing found\n", stderr);
	return print_close(&printer, e);
}

/* Where every answer is a document, an empty one is too. */
static bool
wants_json(const struct operation *o)
{
	const char *format = o->cli->options.output;

	return format != NULL && strncmp(format, "json", 4) == 0;
}

static void
tell_changes(const struct operation *o)
{
	if (!o->cli->options.quiet)
		(void)fprintf(stderr, "%s\n%s", o->arguments->subject.label, o->changes.data);
}

static int
print_response(struct operation *o, const cJSON *response, struct err *e)
{
	struct print_options options = output_options(o->cli, o->output, o->cli->op->columns);

	return output_print(o->cli, &options, response, e);
}

/* Waits for the person, tells, and makes of the answer what it means. */
static int
run_verify(struct operation *o, const cJSON *sent, struct err *e)
{
	cJSON *result = NULL;
	int rc = verify_wait(o->cli, o->client, o->arguments, sent, &result, e);

	if (rc == 0)
		rc = print_response(o, result, e);
	if (rc == 0)
		rc = verify_judge(o->arguments, result, e);
	cJSON_Delete(result);
	return rc;
}

static int
run_call(struct operation *o, struct err *e)
{
	auto_api_answer answer = { 0 };
	struct api_call call = make_call(o);
	const cJSON *response;
	bool empty;

	if (api_call(o->client, &call, &answer, e) != 0)
		return fault_about(o, e);
	response = answer.response;
	empty = response == NULL || (cJSON_IsString(response) && response->valuestring[0] == '\0');
	o->output->kept = true; /* it may hold what cannot be asked for again */
	if (verify_is(o->cli->op) && cli_param_value(o->cli, "no_wait") == NULL)
		return run_verify(o, response, e);
	if (o->is_edit) {
		tell_changes(o);
		if (o->cli->options.output == NULL && o->cli->options.fields == NULL &&
			o->output->path == NULL)
			return 0; /* what changed was said; the rest is as it was */
	} else if (empty) {
		tell_done(o);
		if (!wants_json(o))
			return 0;
	}
	tell_once(o);
	if (print_response(o, response, e) != 0)
		return o->cli->op->risk == API_READ
			       ? -1
			       : err_where(e, "the directory has done it, but");
	return bulk_judge(o->cli->op, response, e);
}

/* Bytes as they came, whatever they say. */
static int
run_raw(struct operation *o, struct err *e)
{
	auto_api_answer answer = { 0 };
	struct api_call call = make_call(o);
	int rc = api_call(o->client, &call, &answer, e);
	struct err write_error;

	o->output->kept = answer.body.len > 0;
	if (answer.body.len > 0 &&
		(fwrite(answer.body.data, 1, answer.body.len, o->output->file) != answer.body.len ||
			fflush(o->output->file) != 0)) {
		(void)print_fault(o->output->path, &write_error);
		if (rc == 0)
			*e = write_error;
		return -1;
	}
	if (answer.body.len > 0 && o->output->terminal &&
		answer.body.data[answer.body.len - 1] != '\n')
		(void)fputs("\n", stdout);
	return rc == 0 ? bulk_judge(o->cli->op, answer.response, e) : rc;
}

static int
show_preview(struct operation *o, struct err *e)
{
	auto_text_buf text = { 0 };
	struct api_call call = make_call(o);

	if (api_preview(o->client, &call, &text, e) != 0)
		return -1;
	if (o->is_edit)
		(void)fprintf(o->output->file, "%s\n%s", o->arguments->subject.label,
			o->changes.data);
	else if (o->arguments->about[0] != '\0')
		(void)fprintf(o->output->file, "%s\n", o->arguments->about);
	(void)fprintf(o->output->file, "%s%s", text.data != NULL ? text.data : "",
		text.len > 0 && text.data[text.len - 1] != '\n' ? "\n" : "");
	return 0;
}

static int
perform(struct operation *o, struct err *e)
{
	const struct cli *cli = o->cli;
	int count = 1;

	if (o->is_edit) {
		if (alias_apply(cli, o->arguments->subject.object, o->arguments, e) != 0)
			return err_where(e, "%s", o->arguments->subject.label);
		count = edit_compare(cli->op, o->arguments, &o->changes, e);
		if (count < 0)
			return -1;
	}
	if (count == 0) {
		if (!cli->options.quiet)
			(void)fprintf(stderr, "%s: unchanged\n", o->arguments->subject.label);
		return 0;
	}
	if (cli->options.dry_run)
		return show_preview(o, e);
	if (confirm_ask(cli, o->arguments, e) != 0)
		return -1;
	if (cli->raw || cli->options.raw)
		return run_raw(o, e);
	return (cli->op->flags & API_PAGED) != 0 ? run_list(o, e) : run_call(o, e);
}

/* Whoever is to be changed or destroyed must be there, so that words can name them. */
static bool
must_exist(const struct cli *cli)
{
	return edit_is(cli->op) || verify_is(cli->op) || cli->op->risk == API_DESTRUCTIVE;
}

int
operate_run(const struct cli *cli, struct err *e)
{
	auto_arguments arguments = { 0 };
	auto_conf conf = NULL;
	auto_client client = NULL;
	auto_output output = { 0 };
	struct operation o = { .cli = cli, .arguments = &arguments, .output = &output,
		.is_edit = !cli->raw && edit_is(cli->op) };
	int64_t seconds;
	int rc;

	if ((cli->raw || cli->options.raw) &&
		(cli->options.output != NULL || cli->options.fields != NULL))
		return err_set(e, ERR_USAGE,
			"%s: prints the answer as it came; --output and --fields have no place",
			cli->raw ? "api" : "--raw");
	if (import_is(cli))
		return import_run(cli, e);
	if (arguments_gather(cli, &arguments, e) != 0 || confirm_possible(cli, &arguments, e) != 0)
		return -1;
	if (verify_is(cli->op) && verify_seconds(cli, &seconds, e) != 0)
		return -1;
	if (o.is_edit && edit_check(cli, &arguments, e) != 0)
		return -1;
	if (connect_conf(cli, &conf, e) != 0 ||
		connect_operation(conf, cli->op, &client, e) != 0)
		return -1;
	o.client = client;
	if (output_open(cli, &output, e) != 0)
		return -1;
	if (!cli->raw && arguments_resolve(cli, client, must_exist(cli), &arguments, e) != 0)
		return -1;
	if (verify_is(cli->op) && !cli->raw &&
		verify_choose_phone(cli, client, &arguments, e) != 0)
		return -1;
	rc = perform(&o, e);
	text_buf_clear(&o.changes);
	return rc == 0 ? output_finish(&output, e) : -1;
}
