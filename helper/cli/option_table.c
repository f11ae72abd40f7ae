/* SPDX-License-Identifier: MIT */
/* The options that hold for every command, one row each. */
#include "helper/cli/option_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/cli/options.h"
#include "helper/common/spelling.h"
#include "helper/print/print.h"

#define TIMEOUT_MAX 3600 /* seconds */

static int
set_timeout(struct cli_options *o, const char *value, struct err *e)
{
	char *end = NULL;
	double seconds = strtod(value, &end);

	if (end == value || *end != '\0' || !isfinite(seconds) || seconds <= 0 ||
		seconds > TIMEOUT_MAX)
		return err_set(e, ERR_USAGE, "--timeout: takes seconds, more than 0 and at most %d",
			TIMEOUT_MAX);
	o->timeout_ms = (int64_t)(seconds * 1000);
	if (o->timeout_ms == 0)
		o->timeout_ms = 1;
	return 0;
}

static int
set_output(struct cli_options *o, const char *value, struct err *e)
{
	if (print_format_check(value, e) != 0)
		return err_where(e, "--output");
	o->print.format = value;
	return 0;
}

static int
set_fields(struct cli_options *o, const char *value, struct err *e)
{
	if (print_fields_check(value, e) != 0)
		return -1;
	o->print.fields = value;
	return 0;
}

static int
set_out(struct cli_options *o, const char *value, struct err *e)
{
	if (value[0] == '\0' || strcmp(value, "-") == 0)
		return err_set(e, ERR_USAGE, "--out: takes the name of a file; without it answers "
			"go to standard output");
	o->out = value;
	return 0;
}

#define FLAG(field)                                                                                \
	(offsetof(struct cli_options, field) +                                                     \
		0 * sizeof(char[__builtin_types_compatible_p(                                      \
			    __typeof__(((struct cli_options *)0)->field), bool) ? 1 : -1]))
#define TEXT(field)                                                                                \
	(offsetof(struct cli_options, field) +                                                     \
		0 * sizeof(char[__builtin_types_compatible_p(                                      \
			    __typeof__(((struct cli_options *)0)->field), const char *) ? 1 : -1]))

const struct option_row option_table[] = {
	{ .name = "config", .value = "FILE", .offset = TEXT(config),
		.help = "configuration to use instead of " CONF_PATH },
	{ .name = "profile", .value = "NAME", .offset = TEXT(profile),
		.help = "use the connections that the configuration keeps under this name" },
	{ .name = "via-socket", .value = "PATH", .optional = true, .offset = TEXT(via_socket),
		.help = "let doorward serve make the calls, over its socket; no secrets needed" },
	{ .name = "output", .letter = 'o', .value = "FORMAT", .set = set_output,
		.help = "table, json, jsonl, csv or tsv; default: table on a terminal, else tsv" },
	{ .name = "fields", .value = "A,B", .set = set_fields,
		.help = "show these fields; a dot goes deeper: groups.name" },
	{ .name = "no-header", .offset = FLAG(print.no_header),
		.help = "print no heading over tables and csv" },
	{ .name = "raw", .offset = FLAG(raw),
		.help = "print the bytes of the answer as they came; of a list, one page" },
	{ .name = "out", .value = "FILE", .set = set_out,
		.help = "write the answer to a new file that only you can read" },
	{ .name = "yes", .letter = 'y', .offset = FLAG(yes),
		.help = "answer yes to the question before something is destroyed" },
	{ .name = "confirm", .value = "NAME", .offset = TEXT(confirm),
		.help = "answer the question that wants the name of what is destroyed" },
	{ .name = "dry-run", .letter = 'n', .offset = FLAG(dry_run),
		.help = "show the request and, for edits, what would change; change nothing" },
	{ .name = "quiet", .letter = 'q', .offset = FLAG(quiet),
		.help = "say nothing on standard error but faults" },
	{ .name = "force", .offset = FLAG(force), .help = "let codes go into a pipe or a file" },
	{ .name = "timeout", .value = "SECONDS", .set = set_timeout,
		.help = "give up on a request after this long; default 30" },
	{ .name = "help", .letter = 'h', .offset = FLAG(help),
		.help = "explain the command instead of running it" },
	{ .name = "version", .offset = FLAG(version), .help = "print the version" },
	{ .name = NULL },
};

const struct option_row option_all = { .name = "all", .offset = FLAG(all) };

const struct option_row *
option_row_find(const char *name, size_t len)
{
	for (const struct option_row *r = option_table; r->name != NULL; r++)
		if (spelling_same(name, len, r->name))
			return r;
	return NULL;
}

int
option_row_apply(
	struct cli_options *o, const struct option_row *r, const char *value, struct err *e)
{
	char *field = (char *)o + r->offset;

	if (r->set != NULL)
		return r->set(o, value, e);
	if (r->value != NULL)
		*(const char **)(void *)field = value;
	else
		*(bool *)(void *)field = true;
	return 0;
}
