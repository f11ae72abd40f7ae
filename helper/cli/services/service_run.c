/* SPDX-License-Identifier: MIT */
/* What the commands of the services beside Duo have in common: begin, call, show, ask, end. */
#include "helper/cli/services/service_run.h"

#include <stdio.h>
#include <string.h>

#include "helper/cli/operation/confirm.h"

#define ARGS_MAX 8

void
service_found_clear(struct service_found *f)
{
	cJSON_Delete(f->object);
	*f = (struct service_found){ 0 };
}

int
service_begin(
	const struct cli *cli, enum api_service service, struct service_run *ret_run, struct err *e)
{
	*ret_run = (struct service_run){ .cli = cli };
	if (cli->options.raw)
		return err_set(e, ERR_USAGE,
			"--raw: %s is several calls; doorward api prints the bytes of one",
			cli->command->words);
	if (connect_conf(cli, &ret_run->conf, e) != 0 ||
		connect_service(ret_run->conf, service, &ret_run->client, e) != 0)
		return -1;
	if (cli->command->risk != API_READ)
		connect_audit(ret_run->conf, &ret_run->who);
	return output_open(cli, &ret_run->output, e);
}

int
service_finish(struct service_run *r, struct err *e)
{
	r->output.kept = true;
	return output_finish(&r->output, e);
}

void
service_end(struct service_run *r)
{
	output_clear(&r->output);
	api_client_free(r->client);
	conf_free(r->conf);
	*r = (struct service_run){ 0 };
}

static struct api_call
make_call(const struct service_run *r, const char *op, const struct api_arg *args)
{
	struct api_call call = { .op = api_op_find(op),
		.args = args,
		.deadline = deadline_in(r->cli->options.timeout_ms) };

	while (args != NULL && call.arg_count < ARGS_MAX && args[call.arg_count].name != NULL)
		call.arg_count++;
	return call;
}

int
service_call(const struct service_run *r, const char *op, const struct api_arg *args,
	struct api_answer *ret_answer, struct err *e)
{
	struct api_call call = make_call(r, op, args);

	return audit_call(&r->who, r->client, &call, NULL, ret_answer, e);
}

int
service_list(const struct service_run *r, const char *op, const struct api_arg *args,
	int (*row)(void *ctx, const struct cJSON *element, struct err *e), void *ctx, struct err *e)
{
	struct api_call call = make_call(r, op, args);

	return api_list(r->client, &call, row, ctx, NULL, e);
}

int
service_preview(const struct service_run *r, const char *label, const char *changes, const char *op,
	const struct api_arg *args, struct err *e)
{
	auto_text_buf text = { 0 };
	struct api_call call = make_call(r, op, args);
	FILE *f = r->output.file;

	if (api_preview(r->client, &call, &text, e) != 0)
		return -1;
	(void)fprintf(f, "%s\n%s%s%s", label, changes, text.data != NULL ? text.data : "",
		text.len > 0 && text.data[text.len - 1] != '\n' ? "\n" : "");
	return 0;
}

int
service_print(struct service_run *r, const cJSON *value, const char *columns, struct err *e)
{
	const char *format = r->cli->options.print.format;
	struct print_options options = output_options(r->cli, &r->output, columns);

	if (options.fields == NULL && (format == NULL || strncmp(format, "json", 4) != 0))
		options.fields = columns; /* what is beside them is the service's own business */
	return output_print(&options, value, e);
}

/* The command as if its last call had been given alone, for the one place that asks. */
static struct cli
as_row(const struct cli *cli, const char *op)
{
	struct cli row = *cli;

	row.op = api_op_find(op);
	return row;
}

int
service_confirm_possible(const struct cli *cli, const char *op, struct err *e)
{
	struct cli row = as_row(cli, op);
	struct arguments none = { 0 };

	return confirm_possible(&row, &none, e);
}

int
service_confirm(const struct service_run *r, const char *op, const char *label, const char *name,
	struct err *e)
{
	struct cli row = as_row(r->cli, op);
	auto_arguments about = { 0 };

	(void)snprintf(about.about, sizeof(about.about), "%s", label);
	about.subject.object = cJSON_CreateObject();
	if (about.subject.object == NULL ||
		cJSON_AddStringToObject(about.subject.object, "name", name) == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (confirm_possible(&row, &about, e) != 0)
		return -1;
	return confirm_ask(&row, &about, 1, e);
}

void
service_tell(const struct service_run *r, const char *label, const char *what, const char *changes)
{
	if (!r->cli->options.quiet)
		(void)fprintf(stderr, "%s: %s\n%s", label, what, changes);
}

const char *
service_verb(const struct cli *cli)
{
	return strrchr(cli->command->words, ' ') + 1;
}

const char *
service_truth(const char *word)
{
	if (strcmp(word, "yes") == 0 || strcmp(word, "true") == 0)
		return "true";
	if (strcmp(word, "no") == 0 || strcmp(word, "false") == 0)
		return "false";
	return NULL;
}
