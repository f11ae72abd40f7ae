/* SPDX-License-Identifier: MIT */
/* One row of the screen, which all that look add to. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "helper/status/status.h"

void
status_add(struct status *s, const char *part, const char *state, enum err_code code,
	const char *fmt, ...)
{
	struct status_row *row = &s->row[s->count < STATUS_ROWS ? s->count++ : STATUS_ROWS - 1];
	va_list ap;

	row->part = part;
	row->state = state;
	va_start(ap, fmt);
	(void)vsnprintf(row->text, sizeof(row->text), fmt, ap); /* cut if too long */
	va_end(ap);
	if (s->worst == ERR_NONE)
		s->worst = code;
}

const char *
status_span(int64_t seconds, char buf[STATUS_SPAN_SIZE])
{
	static const struct {
		int64_t most, unit;
		const char *word;
	} units[] = { { 120, 1, "s" }, { 7200, 60, "min" }, { 172800, 3600, "h" },
		{ INT64_MAX, 86400, "days" } };
	size_t i = 0;

	while (seconds >= units[i].most)
		i++;
	(void)snprintf(buf, STATUS_SPAN_SIZE, "%" PRId64 " %s",
		seconds > 0 ? seconds / units[i].unit : 0, units[i].word);
	return buf;
}
