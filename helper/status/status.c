/* SPDX-License-Identifier: MIT */
/* `doorward status`: one screen that says whether doors work, and shows all that they need. */
#include "helper/status/status.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/cli/connect.h"
#include "helper/print/rows.h"

#define SPARE_MS    1000 /* beyond the time that a verdict may take */
#define SCREEN	    80
#define TEXT_COLUMN 24
#define TEXT_LINES  2 /* of one row; -o json has the rest */
#define MORE	    " ..."

/* Bytes of text that one line takes, at a space where there is one. */
static size_t
line_length(const char *text, size_t width)
{
	size_t len = strlen(text), cut = width;

	if (len <= width)
		return len;
	while (cut > 0 && text[cut] != ' ')
		cut--;
	if (cut > 0)
		return cut;
	for (cut = width; cut > 0 && ((unsigned char)text[cut] & 0xc0) == 0x80; cut--)
		continue; /* not inside a character */
	return cut;
}

static void
show_row(const struct status_row *row)
{
	char clean[ERR_MSG_SIZE];
	const char *text = text_clean(clean, sizeof(clean), row->text);

	(void)printf("%-13s  %-7s  ", row->part, row->state);
	for (int line = 0; line < TEXT_LINES && (line == 0 || text[0] != '\0'); line++) {
		size_t room = SCREEN - TEXT_COLUMN;
		bool cut = line == TEXT_LINES - 1 && strlen(text) > room;
		size_t len = line_length(text, cut ? room - strlen(MORE) : room);

		(void)printf("%*s%.*s", line > 0 ? TEXT_COLUMN : 0, "", (int)len, text);
		text += len;
		text += strspn(text, " ");
		(void)puts(cut ? MORE : "");
	}
}

static int
print_rows(const struct status *s, struct err *e)
{
	auto_printer printer = { 0 };

	if (rows_open(&s->cli->options.print, "part,state,text", &printer, e) != 0)
		return -1;
	for (size_t i = 0; i < s->count; i++)
		if (rows_print(&printer, (struct rows_cell[]){ { "part", s->row[i].part },
			{ "state", s->row[i].state }, { "text", s->row[i].text },
			{ NULL, NULL } }, e) != 0)
			return -1;
	return print_close(&printer, e);
}

/* The rows in their order, the first one still without its sentence. */
static void
look(struct status *s, bool usable)
{
	struct deadline d = deadline_in(s->conf->deadline.broker_ms + SPARE_MS);
	auto_report report = { .fact_count = 0 };
	int64_t before = clock_ms();
	struct err e = { 0 };

	if (report_ask(s->conf->broker.socket, d, &report, &e) == 0)
		status_broker(s, &report, clock_ms() - before);
	else
		status_add(s, "broker", "fails", ERR_UNREACHABLE, "%s", e.msg);
	if (!s->doors.broker && usable)
		status_add(s, "configuration", "ok", ERR_NONE, "%s", connect_path(s->cli));
	if (usable)
		status_probe_directory(s);
	if (s->doors.broker) {
		status_broker_directory(s, &report);
		status_broker_logins(s, &report);
	} else {
		status_add(s, "logins", "unknown", ERR_NONE, "only the broker knows");
	}
	if (!usable)
		return;
	status_map(s);
	status_pushes(s);
	status_accounts(s);
	if (s->doors.broker)
		status_broker_sync(s, &report);
	status_probe_serve(s);
}

int
status_run(const struct cli *cli, struct err *e)
{
	struct status s = { .cli = cli };
	auto_conf conf = NULL;
	bool usable = connect_conf(cli, &conf, e) == 0, work;
	const char *sentence;

	status_add(&s, "doors", "", ERR_NONE, " ");
	if (!usable) {
		bool closed = access(connect_path(cli), R_OK) != 0 && errno == EACCES;

		status_add(&s, "configuration", closed ? "unknown" : "fails",
			closed ? ERR_NONE : e->code, "%s", e->msg);
		conf = conf_defaults(); /* the broker may live where it usually does */
		if (conf == NULL)
			return err_set(e, ERR_OTHER, "out of memory");
	}
	s.conf = conf;
	s.doors.usable = usable;
	s.doors.unreachable = conf->policy.unreachable;
	look(&s, usable);
	sentence = status_doors_say(&s.doors, &work);
	s.row[0].state = work ? "ok" : "fails";
	(void)snprintf(s.row[0].text, sizeof(s.row[0].text), "%s", sentence);
	if (cli->options.print.format != NULL) {
		if (print_rows(&s, e) != 0)
			return -1;
	} else {
		(void)printf("%s\n\n", sentence);
		for (size_t i = 1; i < s.count; i++)
			show_row(&s.row[i]);
	}
	*e = (struct err){ .code = s.worst }; /* the rows have told it */
	return s.worst == ERR_NONE ? 0 : -1;
}
