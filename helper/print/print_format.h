/* SPDX-License-Identifier: MIT */
/* What a format of output is made of; for print.c and the formats alone. */
#ifndef PRINT_PRINT_FORMAT_H
#define PRINT_PRINT_FORMAT_H

#include "helper/print/print.h"

/* Each step adds to out what is to be written; begin and end may be NULL. */
struct print_format {
	const char *name;
	bool whole;	   /* shows all fields unless some were chosen */
	bool whole_single; /* does so for one thing, but not in a list */
	void (*begin)(struct printer *p, struct text_buf *out);
	void (*row)(struct printer *p, const cJSON *row, struct text_buf *out);
	void (*end)(struct printer *p, struct text_buf *out);
};

extern const struct print_format print_table, print_json, print_jsonl, print_csv, print_tsv;

/* Adds the cell of a column and notes whether the row had it. */
void print_cell(struct printer *p, const cJSON *row, size_t column, bool pretty,
	struct text_buf *out);

#endif
