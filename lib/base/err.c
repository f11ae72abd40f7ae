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

int
err_add(struct err *e, const char *fmt, ...)
{
	char way[ERR_MSG_SIZE - 128]; /* so much of the fault is always seen */
	va_list ap;
	size_t used;

	if (e == NULL)
		return -1;
	va_start(ap, fmt);
	(void)vsnprintf(way, sizeof(way), fmt, ap);
	va_end(ap);
	used = strnlen(e->msg, sizeof(e->msg) - strlen(way) - 3);
	(void)snprintf(e->msg + used, sizeof(e->msg) - used, "; %s", way);
	return -1;
}

static const char *const code_words[] = {
	[ERR_NONE] = "ok",
	[ERR_OTHER] = "other",
	[ERR_USAGE] = "usage",
	[ERR_CONFIG] = "config",
	[ERR_NOT_FOUND] = "not-found",
	[ERR_CREDENTIALS] = "credentials",
	[ERR_PERMISSION] = "permission",
	[ERR_UNREACHABLE] = "unreachable",
	[ERR_RATE_LIMITED] = "rate-limited",
	[ERR_CONFLICT] = "conflict",
	[ERR_REFUSED] = "refused",
	[ERR_TIMEOUT] = "timeout",
	[ERR_PARTLY] = "partly",
	[ERR_UNREADABLE] = "unreadable",
};

const char *
err_word(enum err_code code)
{
	return code_words[code];
}

enum err_code
err_from_word(const char *word)
{
	for (size_t i = 0; i < sizeof(code_words) / sizeof(code_words[0]); i++)
		if (strcmp(code_words[i], word) == 0)
			return (enum err_code)i;
	return ERR_OTHER;
}
