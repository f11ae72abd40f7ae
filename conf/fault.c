/* SPDX-License-Identifier: MIT */
/* Collects the faults of one reading, each in its place by line. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "conf/reading.h"

void
reading_fault(struct reading *r, unsigned line, const char *fmt, ...)
{
	struct conf_faults *f = r->faults;
	size_t kept = f->count < CONF_FAULTS_MAX ? f->count : CONF_FAULTS_MAX;
	size_t at = kept;
	struct conf_fault fault = { .line = line };
	char what[ERR_MSG_SIZE - 128 - READING_PREFIX_SIZE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap); /* names in the file are of any length */
	va_end(ap);
	if (line > 0)
		(void)snprintf(fault.msg, sizeof(fault.msg), "%.100s:%u: %s%s", r->name, line,
			r->prefix, what);
	else
		(void)snprintf(fault.msg, sizeof(fault.msg), "%.100s: %s%s", r->name, r->prefix,
			what);
	f->count++;
	while (at > 0 && f->fault[at - 1].line > line)
		at--;
	if (at == CONF_FAULTS_MAX)
		return;
	if (kept == CONF_FAULTS_MAX)
		kept--;
	memmove(&f->fault[at + 1], &f->fault[at], (kept - at) * sizeof(fault));
	f->fault[at] = fault;
}
