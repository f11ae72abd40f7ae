/* SPDX-License-Identifier: MIT */
/* Prints rows of answers in the format that was asked for, while they arrive. */
#ifndef PRINT_PRINT_H
#define PRINT_PRINT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "base/names.h"
#include "base/text.h"

struct print_format;

#define PRINT_PAGE 100 /* rows by which a field has to be seen */

/* What whoever asked chose: --output, --fields, --no-header. */
struct print_choice {
	const char *format; /* NULL = table on a terminal, else tsv */
	const char *fields; /* separated by ','; NULL = those of the operation */
	bool no_header;
};

struct print_options {
	const char *format;  /* NULL = table when terminal, else tsv */
	const char *fields;  /* chosen by the user, separated by ','; NULL = none chosen */
	const char *columns; /* of the operation, separated by ','; NULL = none known */
	FILE *file;
	const char *path;    /* of file; NULL = standard output */
	bool terminal;	     /* a person looks at file */
	size_t width;	     /* columns of that terminal, 0 = no limit */
	bool single;	     /* one thing is shown, not a list */
	bool no_header;
	bool typed; /* fields were: one that is in no row is a slip */
};

/* In use between print_open and print_close; treat as opaque. */
struct printer {
	const struct print_format *format;
	struct print_options options;
	struct names column;   /* in their order */
	bool chosen;	       /* columns are those of options.fields */
	struct names known;    /* if they were typed, what the first row has */
	bool whole;	       /* all fields are shown */
	bool *seen;	       /* for each column: was it ever there? */
	size_t rows;
	struct text_buf line; /* what a row becomes; kept, so that it need not grow again */
	struct {
		struct text_buf *cell; /* rows that wait for the widths, column after column */
		size_t waiting;
		size_t *width;
		bool *hidden; /* for want of room */
		bool settled;
	} table;
};

/* Standard output as it is, with what was chosen; columns as in struct print_options. */
struct print_options print_stdout(const struct print_choice *choice, const char *columns);

/* ERR_USAGE with a suggestion when there is no such format. */
int print_format_check(const char *name, struct err *e) __attribute__((warn_unused_result));

/* ERR_USAGE when this is no list of fields. */
int print_fields_check(const char *list, struct err *e) __attribute__((warn_unused_result));

/* Returns -1 with what errno says of writing to path; NULL = standard output. */
int print_fault(const char *path, struct err *e);

/* Returns 0, or -1: without memory, or with ERR_USAGE for a malformed list of fields. Options and
 * their strings are borrowed until print_close. */
int print_open(struct printer *p, const struct print_options *o, struct err *e)
	__attribute__((warn_unused_result));

/* Prints one element. Returns 0; or -1 when it could not be written (sys says why), or with ERR_USAGE
 * when a typed field is in none of the first PRINT_PAGE rows. */
int print_row(struct printer *p, const cJSON *row, struct err *e)
	__attribute__((warn_unused_result));

/* Prints what waits and flushes. Returns as print_row; rows fewer than a page are judged here. */
int print_close(struct printer *p, struct err *e) __attribute__((warn_unused_result));

/* Frees; can be repeated. */
void print_clear(struct printer *p);

#define auto_printer __attribute__((cleanup(print_clear))) struct printer

/* Columns that text takes on a terminal. */
size_t print_width(const char *text);

#endif
