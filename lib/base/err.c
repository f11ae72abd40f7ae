/* SPDX-License-Identifier: MIT */
/* Fills error objects: always terminated, never allocating, so that failing cannot fail. */
#include "base/err.h"

#include <stdio.h>
#include <string.h>

int
err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	if (e == NULL)
		return -1;
	e->code = code;
	e->sys = 0;
	va_start(ap, fmt);
	(void)vsnprintf(e->msg, sizeof(e->msg), fmt, ap); /* truncation is acceptable in a message */
	va_end(ap);
	return -1;
}

int
err_sys(struct err *e, enum err_code code, int sys, const char *fmt, ...)
{
	const char *why;
	va_list ap;
	size_t used;

	if (e == NULL)
		return -1;
	e->code = code;
	e->sys = sys;
	va_start(ap, fmt);
	(void)vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	used = strlen(e->msg);
	/* not strerror: that is neither thread-safe nor free of translation */
	why = strerrordesc_np(sys);
	(void)snprintf(e->msg + used, sizeof(e->msg) - used, ": %s", why != NULL ? why : "unknown");
	return -1;
}

int
err_where(struct err *e, const char *fmt, ...)
{
	char where[ERR_MSG_SIZE / 2];
	char what[ERR_MSG_SIZE];
	va_list ap;

	if (e == NULL)
		return -1;
	va_start(ap, fmt);
	(void)vsnprintf(where, sizeof(where), fmt, ap);
	va_end(ap);
	memcpy(what, e->msg, sizeof(what));
	what[sizeof(what) - 1] = '\0';
	(void)snprintf(e->msg, sizeof(e->msg), "%s: %.*s", where,
		(int)(sizeof(e->msg) - strlen(where) - 3), what);
	return -1;
}
