/* SPDX-License-Identifier: MIT */
/* Stands in for syslog(3); without <syslog.h>, which may define it as an inline function. */
#include "tests/pam/capture.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define EXPORT	   __attribute__((visibility("default")))
#define LEVEL_MASK 7
#define OURS	   "pam_doorward(" /* other lines are libpam's own */

_Thread_local struct capture capture;

EXPORT void syslog(int priority, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
EXPORT void __syslog_chk(int priority, int flag, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void __attribute__((format(printf, 2, 0)))
catch(int priority, const char *fmt, va_list ap)
{
	char text[sizeof(capture.line[0].text)];

	(void)vsnprintf(text, sizeof(text), fmt, ap);
	if (strncmp(text, OURS, strlen(OURS)) != 0)
		return;
	if (capture.count < CAPTURE_LINES) {
		capture.line[capture.count].level = priority & LEVEL_MASK;
		memcpy(capture.line[capture.count].text, text, sizeof(text));
	}
	capture.count++;
}

void
syslog(int priority, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	catch(priority, fmt, ap);
	va_end(ap);
}

/* The same under the name that a libpam built with _FORTIFY_SOURCE calls. */
void
__syslog_chk(int priority, int flag, const char *fmt, ...)
{
	va_list ap;

	(void)flag;
	va_start(ap, fmt);
	catch(priority, fmt, ap);
	va_end(ap);
}
