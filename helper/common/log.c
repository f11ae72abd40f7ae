/* SPDX-License-Identifier: MIT */
/* Writes log lines; whatever a line holds, it stays one line. */
#include "helper/common/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <syslog.h>

#include "base/text.h"

#define LINE_MAX_SIZE 2048

static const struct {
	int priority;
	const char *word;
} levels[] = {
	[LOG_LEVEL_ERR] = { LOG_ERR, "error" },
	[LOG_LEVEL_WARNING] = { LOG_WARNING, "warning" },
	[LOG_LEVEL_INFO] = { LOG_INFO, "info" },
	[LOG_LEVEL_DEBUG] = { LOG_DEBUG, "debug" },
};

static const char *_Atomic program = "doorward";
static _Atomic enum log_target chosen_target = LOG_TARGET_STDERR;
static _Atomic enum log_level chosen_level = LOG_LEVEL_INFO;

void
log_open(const char *name, enum log_target target, enum log_level level)
{
	program = name;
	chosen_target = target;
	chosen_level = level;
	if (target == LOG_TARGET_SYSLOG)
		openlog(name, LOG_PID, LOG_AUTHPRIV);
}

bool
log_wants(enum log_level level)
{
	return level <= chosen_level;
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char raw[LINE_MAX_SIZE], clean[LINE_MAX_SIZE];
	va_list ap;

	if (!log_wants(level))
		return;
	va_start(ap, fmt);
	(void)vsnprintf(raw, sizeof(raw), fmt, ap); /* a longer line is cut */
	va_end(ap);
	(void)text_clean(clean, sizeof(clean), raw);
	if (chosen_target == LOG_TARGET_SYSLOG)
		syslog(levels[level].priority, "%s", clean);
	else
		(void)fprintf(stderr, "%s: %s: %s\n", program, levels[level].word, clean);
}
