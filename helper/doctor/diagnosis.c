/* SPDX-License-Identifier: MIT */
/* Notes what a check finds, and what mends it. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/common/text_file.h"
#include "helper/doctor/doctor.h"

/* The finding to complete; NULL when it could not be noted. */
static struct diagnosis *
last(struct doctor *d)
{
	return d->failed || d->count == 0 ? NULL : &d->diagnosis[d->count - 1];
}

/* "What is wrong; run: what mends it", as messages of the library have it. */
static int
take_command(struct diagnosis *it)
{
	static const char run[] = "; run: ";
	char *at = strstr(it->text, run);

	if (at == NULL)
		return 0;
	*at = '\0';
	it->remedy = strdup(at + strlen(run));
	return it->remedy != NULL ? 0 : -1;
}

void
doctor_say(struct doctor *d, enum severity s, const char *id, const char *fmt, ...)
{
	struct diagnosis new = { .check = d->check, .id = id, .severity = s };
	struct diagnosis *longer;
	va_list ap;

	if (d->failed)
		return;
	longer = d->count < DIAGNOSES_MAX
		? reallocarray(d->diagnosis, d->count + 1, sizeof(*longer)) : NULL;
	va_start(ap, fmt);
	if (longer == NULL || vasprintf(&new.text, fmt, ap) < 0 || take_command(&new) != 0)
		d->failed = true;
	va_end(ap);
	if (longer != NULL)
		d->diagnosis = longer;
	if (!d->failed)
		d->diagnosis[d->count++] = new;
}

void
doctor_write(struct doctor *d, const char *file, unsigned line, const char *fmt, ...)
{
	struct diagnosis *it = last(d);
	va_list ap;

	if (it == NULL)
		return;
	it->line = line;
	it->file = strdup(file);
	free(it->remedy);
	va_start(ap, fmt);
	if (it->file == NULL || vasprintf(&it->remedy, fmt, ap) < 0)
		d->failed = true;
	va_end(ap);
}

void
doctor_run_this(struct doctor *d, const char *fmt, ...)
{
	struct diagnosis *it = last(d);
	va_list ap;

	if (it == NULL)
		return;
	free(it->remedy);
	va_start(ap, fmt);
	if (vasprintf(&it->remedy, fmt, ap) < 0)
		d->failed = true;
	va_end(ap);
}

void
doctor_write_option(struct doctor *d, const char *key, const char *value)
{
	const char *name = strrchr(key, '.') + 1;
	auto_str group = strndup(key, (size_t)(name - key - 1));
	unsigned line = text_file_find(d->conf_path, name);
	unsigned group_line = group != NULL ? text_file_find(d->conf_path, group) : 0;

	if (line != 0)
		doctor_write(d, d->conf_path, line, "%s = %s;", name, value);
	else if (group_line != 0)
		doctor_write(d, d->conf_path, group_line, "%s = %s; inside this group", name, value);
	else
		doctor_write(d, d->conf_path, 0, "%s: { %s = %s; };", group != NULL ? group : "",
			name, value);
}
