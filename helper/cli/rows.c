/* SPDX-License-Identifier: MIT */
/* Makes JSON objects of plain cells for the printer. */
#include "helper/cli/rows.h"

#include <sys/ioctl.h>
#include <unistd.h>

static size_t
terminal_width(void)
{
	struct winsize size = { 0 };

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int
rows_open(const struct cli *cli, const char *columns, struct printer *p, struct err *e)
{
	bool terminal = isatty(STDOUT_FILENO) == 1;
	struct print_options options = { .format = cli->options.output,
		.fields = cli->options.fields, .columns = columns, .file = stdout,
		.terminal = terminal, .width = terminal ? terminal_width() : 0 };

	return print_open(p, &options, e);
}

int
rows_print(struct printer *p, const struct rows_cell *cells, struct err *e)
{
	cJSON *row = cJSON_CreateObject();
	bool fine = row != NULL;
	int rc;

	for (; fine && cells->name != NULL; cells++)
		fine = (cells->text != NULL ? cJSON_AddStringToObject(row, cells->name, cells->text)
					    : cJSON_AddNullToObject(row, cells->name)) != NULL;
	rc = fine ? print_row(p, row, e) : err_set(e, ERR_OTHER, "out of memory");
	cJSON_Delete(row);
	return rc;
}
