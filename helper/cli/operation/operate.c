/* SPDX-License-Identifier: MIT */
/* Runs one row of the operation table: the same steps for every noun and verb. What some do beyond
 * them is in special.c, and nothing here knows a name. */
#include "helper/cli/operation/operate.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/json.h"
#include "helper/cli/connect.h"
#include "helper/cli/operation/arguments.h"
#include "helper/cli/operation/confirm.h"
#include "helper/cli/operation/special.h"
#include "helper/cli/output.h"

#define PROGRESS_MS 500 /* a sign of life every so often */
#define PAGE_ROWS   100 /* rows go to whoever reads them together; pages are multiples of it */

/* One call, ready to be made. */
struct operation {
	const struct cli *cli;
	struct api_client *client;
	struct audit_who who;
	struct arguments *arguments;
	struct output *output;
	const struct special *special;
	struct special_call call; /* what its hooks know and say */
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
	if (l.rows == 0 && o->output->terminal && !o->cli->options.quiet)
		(void)fputs("nothing found\n", stderr);
	return print_close(&printer, e);
}

/* Where every answer is a document, an empty one is too. */
static bool
wants_json(const struct operation *o)
{
	const char *format = o->cli->options.print.format;

	return format != NULL && strncmp(format, "json", 4) == 0;
}

static void
print_changes(const struct operation *o, FILE *f)
{
	const char *changes = o->call.changes.data;

	(void)fprintf(f, "%s\n%s", o->arguments->subject.label, changes != NULL ? changes : "");
}

static int
print_response(struct operation *o, const cJSON *response, struct err *e)
{
	struct print_options options = output_options(o->cli, o->output, o->cli->op->columns);

	return output_print(&options, response, e);
}

/* Shows the answer to a call of which nothing more came, or says that all went well. */
static int
show_answer(struct operation *o, const cJSON *response, struct err *e)
{
	const struct cli *cli = o->cli;
	bool empty = response == NULL ||
		(cJSON_IsString(response) && response->valuestring[0] == '\0');

	if (o->call.edits) {
		if (!cli->options.quiet)
			print_changes(o, stderr);
		if (cli->options.print.format == NULL && cli->options.print.fields == NULL &&
			o->output->path == NULL)
			return 0; /* what changed was said; the rest is as it was */
	} else if (empty) {
		tell_done(o);
		if (!wants_json(o))
			return 0;
	}
	tell_once(o);
	if (print_response(o, response, e) != 0)
		return cli->op->risk == API_READ
			       ? -1
			       : err_where(e, "the directory has done it, but");
	return 0;
}

static int
judge(const struct operation *o, const cJSON *shown, struct err *e)
{
	return o->special->judge != NULL ? o->special->judge(&o->call, shown, e) : 0;
}

static int
run_call(struct operation *o, struct err *e)
{
	auto_api_answer answer = { 0 };
	struct api_call call = make_call(o);
	cJSON *more = NULL;
	int rc = 0;

	if (audit_call(&o->who, o->client, &call, o->arguments->subject.object, &answer, e) != 0)
		return fault_about(o, e);
	o->output->kept = true; /* it may hold what cannot be asked for again */
	if (o->special->after != NULL)
		rc = o->special->after(&o->call, answer.response, &more, e);
	if (rc == 0)
		rc = more != NULL ? print_response(o, more, e)
				  : show_answer(o, answer.response, e);
	if (rc == 0)
		rc = judge(o, more != NULL ? more : answer.response, e);
	cJSON_Delete(more);
	return rc;
}

/* Bytes as they came, whatever they say. */
static int
run_raw(struct operation *o, struct err *e)
{
	auto_api_answer answer = { 0 };
	struct api_call call = make_call(o);
	int rc = audit_call(&o->who, o->client, &call, o->arguments->subject.object, &answer, e);
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
	return rc == 0 ? judge(o, answer.response, e) : rc;
}

static int
show_preview(struct operation *o, struct err *e)
{
	auto_text_buf text = { 0 };
	struct api_call call = make_call(o);

	if (api_preview(o->client, &call, &text, e) != 0)
		return -1;
	if (o->call.edits)
		print_changes(o, o->output->file);
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
	int64_t people = 1;

	if (o->call.unchanged) {
		if (!cli->options.quiet)
			(void)fprintf(stderr, "%s: unchanged\n", o->arguments->subject.label);
		return 0;
	}
	if (cli->options.dry_run)
		return show_preview(o, e);
	if (confirm_asks(cli, o->arguments) && !cli->raw && o->special->hits != NULL &&
		o->special->hits(&o->call, &people, e) != 0)
		return -1;
	if (confirm_ask(cli, o->arguments, people, e) != 0)
		return -1;
	if (cli->raw || cli->options.raw)
		return run_raw(o, e);
	return (cli->op->flags & API_PAGED) != 0 ? run_list(o, e) : run_call(o, e);
}

/* All that needs no network. s: hooks, of noun and verb alone. */
static int
gather(const struct cli *cli, const struct special *s, struct arguments *a, struct err *e)
{
	if (s->options != NULL && s->options(cli, e) != 0)
		return -1;
	if (arguments_gather(cli, a, e) != 0)
		return -1;
	if (s->gathered != NULL && s->gathered(cli, a, e) != 0)
		return -1;
	if (arguments_check(cli, a, e) != 0 || confirm_possible(cli, a, e) != 0)
		return -1;
	return s->ready != NULL ? s->ready(cli, a, e) : 0;
}

/* From names to ids, and to what follows from them. Whoever is to be changed or destroyed must be
 * there, so that words can name them. */
static int
settle(struct operation *o, struct err *e)
{
	const struct special *s = o->special;
	bool must_exist = s->subject || o->cli->op->risk == API_DESTRUCTIVE;

	if (arguments_resolve(o->cli, o->client, must_exist, o->arguments, e) != 0)
		return -1;
	return s->before != NULL ? s->before(&o->call, e) : 0;
}

int
operate_run(const struct cli *cli, struct err *e)
{
	static const struct special none;
	auto_arguments arguments = { 0 };
	auto_conf conf = NULL;
	auto_client client = NULL;
	auto_output output = { 0 };
	struct operation o = { .cli = cli, .arguments = &arguments, .output = &output,
		.special = special_find(cli->op),
		.call = { .cli = cli, .arguments = &arguments } };
	const struct special *s = cli->raw ? &none : o.special;
	int rc;

	if ((cli->raw || cli->options.raw) &&
		(cli->options.print.format != NULL || cli->options.print.fields != NULL))
		return err_set(e, ERR_USAGE,
			"%s: prints the answer as it came; --output and --fields have no place",
			cli->raw ? "api" : "--raw");
	if (s->elsewhere != NULL && s->elsewhere(cli))
		return s->instead(cli, e);
	if (gather(cli, s, &arguments, e) != 0)
		return -1;
	if (connect_conf(cli, &conf, e) != 0 ||
		connect_operation(conf, cli->op, &client, e) != 0)
		return -1;
	o.client = o.call.client = client;
	if (cli->op->risk != API_READ) /* it asks this host for a name */
		connect_audit(conf, &o.who);
	if (output_open(cli, &output, e) != 0)
		return -1;
	rc = cli->raw ? 0 : settle(&o, e);
	if (rc == 0)
		rc = perform(&o, e);
	text_buf_clear(&o.call.changes);
	return rc == 0 ? output_finish(&output, e) : -1;
}
