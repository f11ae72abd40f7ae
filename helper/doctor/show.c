/* SPDX-License-Identifier: MIT */
/* Findings for people, under headings, and for programs. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/cli/print.h"
#include "helper/doctor/doctor.h"

const char *
severity_word(enum severity s)
{
	switch (s) {
	case SEVERITY_OK:
		return "ok";
	case SEVERITY_NOTICE:
		return "notice";
	case SEVERITY_WARNING:
		return "warning";
	case SEVERITY_ERROR:
		return "error";
	}
	return "error";
}

/* What files say is shown as it is, but it does nothing to the terminal. */
static const char *
clean(const char *text, struct text_buf *buf)
{
	text_buf_clear(buf);
	text_buf_add(buf, text, strlen(text));
	return buf->failed ? "out of memory" : text_clean(buf->data, buf->len + 1, text);
}

static void
print_remedy(const struct diagnosis *it)
{
	auto_text_buf buf = { 0 };

	(void)printf("           ");
	if (it->file == NULL)
		(void)printf("run: ");
	else if (it->line != 0)
		(void)printf("%s:%u: write: ", it->file, it->line);
	else
		(void)printf("%s: write: ", it->file);
	(void)puts(clean(it->remedy, &buf));
}

static void
print_text(const struct doctor *d, bool quiet)
{
	auto_text_buf buf = { 0 };
	const char *heading = NULL;

	for (size_t i = 0; i < d->count; i++) {
		const struct diagnosis *it = &d->diagnosis[i];

		if (quiet && it->severity == SEVERITY_OK)
			continue;
		if (heading != it->check)
			(void)printf("%s%s\n", heading == NULL ? "" : "\n", it->check);
		heading = it->check;
		(void)printf("  %-7s  %s\n", severity_word(it->severity), clean(it->text, &buf));
		if (it->remedy != NULL)
			print_remedy(it);
	}
}

static cJSON *
row_of(const struct diagnosis *it)
{
	cJSON *row = cJSON_CreateObject();
	bool fine = row != NULL && cJSON_AddStringToObject(row, "check", it->check) != NULL &&
		cJSON_AddStringToObject(row, "id", it->id) != NULL &&
		cJSON_AddStringToObject(row, "severity", severity_word(it->severity)) != NULL &&
		cJSON_AddStringToObject(row, "text", it->text) != NULL;

	if (fine && it->file != NULL) {
		fine = cJSON_AddStringToObject(row, "file", it->file) != NULL;
		if (it->line != 0)
			fine = fine && cJSON_AddNumberToObject(row, "line", it->line) != NULL;
	}
	if (fine && it->remedy != NULL)
		fine = cJSON_AddStringToObject(
			       row, it->file != NULL ? "write" : "run", it->remedy) != NULL;
	if (fine)
		return row;
	cJSON_Delete(row);
	return NULL;
}

int
doctor_show(const struct doctor *d, struct err *e)
{
	const struct cli_options *o = &d->cli->options;
	auto_printer printer = { 0 };
	struct print_options options = { .format = o->output, .fields = o->fields,
		.columns = "severity,id,text,file,line,write,run", .no_header = o->no_header,
		.file = stdout };

	if (o->output == NULL && o->fields == NULL) {
		print_text(d, o->quiet);
		return 0;
	}
	if (print_open(&printer, &options, e) != 0)
		return -1;
	for (size_t i = 0; i < d->count; i++) {
		cJSON *row;
		int rc;

		if (o->quiet && d->diagnosis[i].severity == SEVERITY_OK)
			continue;
		row = row_of(&d->diagnosis[i]);
		rc = row != NULL ? print_row(&printer, row, e)
				 : err_set(e, ERR_OTHER, "out of memory");
		cJSON_Delete(row);
		if (rc != 0)
			return -1;
	}
	return print_close(&printer, e);
}
