/* SPDX-License-Identifier: MIT */
/* Cells for every series that there can be, and their text. */
#include "helper/metrics/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/operation.h"
#include "base/err.h"

#define ABSENT	   INT64_MIN /* a gauge that was not set */
#define FEW_SERIES 32	     /* so many are told also while they are zero */

/* Upper bounds of the buckets, in microseconds: from a cached status to a person who looks for the
 * phone. */
static const int64_t bounds[] = { 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000,
	250000, 500000, 1000000, 2500000, 5000000, 10000000, 30000000, 120000000 };

#define BOUNDS (sizeof(bounds) / sizeof(bounds[0]))

struct metrics {
	enum metric_program program;
	size_t first[METRIC_COUNT]; /* cell of the row's first series */
	/* One for each series; a histogram has one for each bucket, one for what is above them all,
	 * and one for the sum. */
	_Atomic int64_t cell[];
};

static size_t
width_of(const struct metric *row)
{
	return row->type == METRIC_HISTOGRAM ? BOUNDS + 2 : 1;
}

static size_t
series_of(const struct metric *row)
{
	size_t series = 1;

	for (size_t i = 0; i < METRIC_LABELS && row->label[i] != NULL; i++)
		series *= row->label[i]->count;
	return series;
}

static bool
tells(enum metric_program program, const struct metric *row)
{
	return (row->programs >> program & 1) != 0;
}

struct metrics *
metrics_new(enum metric_program program)
{
	struct metrics *m;
	size_t cells = 0;

	for (size_t id = 0; id < METRIC_COUNT; id++)
		if (tells(program, &metric_table[id]))
			cells += series_of(&metric_table[id]) * width_of(&metric_table[id]);
	m = calloc(1, sizeof(*m) + cells * sizeof(m->cell[0]));
	if (m == NULL)
		return NULL;
	m->program = program;
	cells = 0;
	for (size_t id = 0; id < METRIC_COUNT; id++) {
		const struct metric *row = &metric_table[id];

		if (!tells(program, row))
			continue;
		m->first[id] = cells;
		for (size_t i = 0; row->type == METRIC_GAUGE && i < series_of(row); i++)
			m->cell[cells + i] = ABSENT;
		cells += series_of(row) * width_of(row);
	}
	return m;
}

void
metrics_free(struct metrics *m)
{
	free(m);
}

/* The first cell of a series; NULL when nothing is to be counted. */
static _Atomic int64_t *
find(struct metrics *m, enum metric_id id, const size_t *value)
{
	const struct metric *row = &metric_table[id];
	size_t series = 0;

	if (m == NULL || !tells(m->program, row))
		return NULL;
	for (size_t i = 0; i < METRIC_LABELS && row->label[i] != NULL; i++) {
		if (value[i] >= row->label[i]->count)
			return NULL;
		series = series * row->label[i]->count + value[i];
	}
	return &m->cell[m->first[id] + series * width_of(row)];
}

static void
add(_Atomic int64_t *cell, int64_t n)
{
	(void)atomic_fetch_add_explicit(cell, n, memory_order_relaxed);
}

void
metrics_add(struct metrics *m, enum metric_id id, const size_t *value, int64_t n)
{
	_Atomic int64_t *cell = find(m, id, value);

	if (cell != NULL)
		add(cell, n);
}

void
metrics_set(struct metrics *m, enum metric_id id, const size_t *value, int64_t n)
{
	_Atomic int64_t *cell = find(m, id, value);

	if (cell != NULL)
		atomic_store_explicit(cell, n, memory_order_relaxed);
}

void
metrics_observe(struct metrics *m, enum metric_id id, const size_t *value, int64_t us)
{
	_Atomic int64_t *cell = find(m, id, value);
	size_t bucket = 0;

	if (cell == NULL)
		return;
	while (bucket < BOUNDS && us > bounds[bucket])
		bucket++;
	add(&cell[bucket], 1);
	add(&cell[BOUNDS + 1], us);
}

void
metrics_watch_api(void *ctx, const struct api_op *op, const struct err *e, int64_t took_us)
{
	size_t row = (size_t)(op - api_operations);

	metrics_add(ctx, METRIC_API_CALLS, (size_t[]){ row, e->code }, 1);
	metrics_observe(ctx, METRIC_API_SECONDS, &row, took_us);
}

static int64_t
read_cell(const _Atomic int64_t *cell)
{
	return atomic_load_explicit(cell, memory_order_relaxed);
}

/* The labels of a series, "{a=\"b\"}"; le is that of a bucket, NULL = none. */
static void
write_labels(struct text_buf *b, const struct metric *row, size_t series, const char *le)
{
	size_t value[METRIC_LABELS], count = 0;
	const char *between = "{";

	while (count < METRIC_LABELS && row->label[count] != NULL)
		count++;
	for (size_t i = count; i-- > 0; series /= row->label[i]->count)
		value[i] = series % row->label[i]->count;
	for (size_t i = 0; i < count; i++, between = ",")
		text_buf_printf(b, "%s%s=\"%s\"", between, row->label[i]->name,
			row->label[i]->word(value[i]));
	if (le != NULL) {
		text_buf_printf(b, "%sle=\"%s\"", between, le);
		between = ",";
	}
	text_buf_puts(b, between[0] == ',' ? "}" : "");
}

static void
write_histogram(struct text_buf *b, const char *name, const struct metric *row, size_t series,
	const _Atomic int64_t *cell)
{
	int64_t count = 0;
	char le[24];

	for (size_t i = 0; i <= BOUNDS; i++) {
		count += read_cell(&cell[i]);
		(void)snprintf(le, sizeof(le), "%g", i < BOUNDS ? (double)bounds[i] / 1e6 : 0);
		text_buf_printf(b, "%s_bucket", name);
		write_labels(b, row, series, i < BOUNDS ? le : "+Inf");
		text_buf_printf(b, " %" PRId64 "\n", count);
	}
	text_buf_printf(b, "%s_sum", name);
	write_labels(b, row, series, NULL);
	text_buf_printf(b, " %.6f\n%s_count", (double)read_cell(&cell[BOUNDS + 1]) / 1e6, name);
	write_labels(b, row, series, NULL);
	text_buf_printf(b, " %" PRId64 "\n", count);
}

static bool
has_counted(const struct metric *row, const _Atomic int64_t *cell)
{
	for (size_t i = 0; i < width_of(row); i++)
		if (read_cell(&cell[i]) != 0)
			return true;
	return false;
}

static void
write_row(struct text_buf *b, const char *program, const struct metric *row,
	const _Atomic int64_t *cell)
{
	size_t all = series_of(row), width = width_of(row);
	char name[80];
	bool begun = false;

	(void)snprintf(name, sizeof(name), "%s_%s", program, row->name);
	for (size_t i = 0; i < all; i++, cell += width) {
		int64_t number = read_cell(cell);

		if (row->type == METRIC_GAUGE ? number == ABSENT
					      : all > FEW_SERIES && !has_counted(row, cell))
			continue;
		if (!begun)
			text_buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", name, row->help, name,
				metric_type_word(row->type));
		begun = true;
		if (row->type == METRIC_HISTOGRAM) {
			write_histogram(b, name, row, i, cell);
			continue;
		}
		text_buf_puts(b, name);
		write_labels(b, row, i, NULL);
		text_buf_printf(b, " %" PRId64 "\n", number);
	}
}

void
metrics_write(const struct metrics *m, struct text_buf *b)
{
	for (size_t id = 0; id < METRIC_COUNT; id++)
		if (tells(m->program, &metric_table[id]))
			write_row(b, metric_program_word(m->program), &metric_table[id],
				&m->cell[m->first[id]]);
}
