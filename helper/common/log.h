/* SPDX-License-Identifier: MIT */
/* The one sink for log lines of the programs: it bounds, escapes and sends them.
 *
 * A line is a sentence and pairs of key and value. As text that is "sentence key=value key=value";
 * as JSON (log.format) one object with time, program, level and message, and a member for each
 * pair, which is a string or a number. Nothing makes a pair but the functions here. */
#ifndef HELPER_LOG_H
#define HELPER_LOG_H

#include "conf/conf.h"

/* Chooses where lines go (syslog facility AUTHPRIV, or stderr), what they look like, and which
 * levels are kept. name is kept, not copied. Call before threads start; may be called again after
 * a reload. */
void log_open(const char *name, enum log_target target, enum log_format format,
	enum log_level level);

/* From now on lines go to the system's log or nowhere: standard error is somebody's terminal. */
void log_system_only(void);

/* Would a line of this level be kept? */
bool log_wants(enum log_level level);

/* How many lines the log did not take since the start. */
int64_t log_lost(void);

#define LOG_PAIRS 64 /* of one line; further ones are left out */

struct log_pair {
	const char *key; /* static; none of "time", "program", "level", "message", "cut" */
	const char *text; /* NULL = a number */
	int64_t number;
};

/* The pairs of one line. Texts are borrowed until it is written. */
struct log_pairs {
	size_t count;
	struct log_pair pair[LOG_PAIRS];
};

/* Adds a pair; nothing for an empty text. */
void log_text(struct log_pairs *p, const char *key, const char *text);
void log_number(struct log_pairs *p, const char *key, int64_t number);

/* One line; where the log takes none it is lost, and the next one tells how many were: nobody is
 * held up by a log. err = an administrator must act; warning = a login was refused or policy
 * stepped aside; info = verdicts; debug = the rest. Control characters do not pass. Never give it a
 * secret, a code or what somebody typed. */
void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* One line with pairs, which may be NULL. */
void log_event(enum log_level level, const struct log_pairs *pairs, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* One line at level info that no log.level holds back, for what has to be on record. To journald it
 * goes with a field of its own for each pair. Returns whether it was taken; a lost one is counted as
 * those of log_line() are. */
bool log_record(const struct log_pairs *pairs, const char *sentence);

/* Would log_record() get rid of a line now? Asks on the way that it takes, and waits as long. */
bool log_ready(void) __attribute__((warn_unused_result));

#endif
