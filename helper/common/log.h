/* SPDX-License-Identifier: MIT */
/* The one sink for log lines of the programs: it bounds, escapes and sends them. */
#ifndef HELPER_LOG_H
#define HELPER_LOG_H

#include "conf/conf.h"

/* Chooses where lines go (syslog facility AUTHPRIV, or stderr) and which levels are kept.
 * name is kept, not copied. Call before threads start; may be called again after a reload. */
void log_open(const char *name, enum log_target target, enum log_level level);

/* Would a line of this level be kept? */
bool log_wants(enum log_level level);

/* One line. err = an administrator must act; warning = a login was refused or policy stepped
 * aside; info = verdicts; debug = the rest. Control characters do not pass. Never give it a
 * secret, a code or what somebody typed. */
void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
