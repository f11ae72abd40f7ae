/* SPDX-License-Identifier: MIT */
/* Findings for people, under headings, and for programs. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/doctor/doctor.h"
#include "helper/print/rows.h"

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
print_text(const struct doctor *d)
{
	auto_text_buf buf = { 0 };
	const char *heading = NULL;

	for (size_t i = 0; i < d->count; i++) {
		const struct diagnosis *it = &d->diagnosis[i];

		if (d->wish->quiet && it->severity == SEVERITY_OK)
			continue;
		if (heading != it->check)
			(void)printf("%s%s\n", heading == NULL ? "" : "\n", it->check);
		heading = it->check;
		(void)printf("  %-7s  %s\n", severity_word(it->severity), clean(it->text, &buf));
		if (it->remedy != NULL)
			print_remedy(it);
	}
}

static int
print_row_of(struct printer *p, const struct diagnosis *it, struct err *e)
{
	char line[16];

	(void)snprintf(line, sizeof(line), "%u", it->line);
	return rows_print(p, (struct rows_cell[]){ { "check", it->check }, { "id", it->id },
		{ "severity", severity_word(it->severity) }, { "text", it->text },
		{ "file", it->file }, { "line", it->line != 0 ? line : NULL },
		{ "write", it->file != NULL ? it->remedy : NULL },
		{ "run", it->file == NULL ? it->remedy : NULL }, { NULL, NULL } }, e);
}

int
doctor_show(const struct doctor *d, struct err *e)
{
	const struct doctor_wish *wish = d->wish;
	auto_printer printer = { 0 };

	if (wish->print.format == NULL && wish->print.fields == NULL) {
		print_text(d);
		return 0;
	}
	if (rows_open(&wish->print, "severity,id,text,file,line,write,run", &printer, e) != 0)
		return -1;
	for (size_t i = 0; i < d->count; i++)
		if (!(wish->quiet && d->diagnosis[i].severity == SEVERITY_OK) &&
			print_row_of(&printer, &d->diagnosis[i], e) != 0)
			return -1;
	return print_close(&printer, e);
}
