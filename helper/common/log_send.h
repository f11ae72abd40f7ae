/* SPDX-License-Identifier: MIT */
/* The last step of a log line: to the system's log or standard error, without being held up there.
 *
 * syslog(3) waits for ever while nobody reads /dev/log, and all threads of a program with it. */
#ifndef HELPER_LOG_SEND_H
#define HELPER_LOG_SEND_H

#include "conf/conf.h"

#define LOG_SEND_MAX 7168 /* bytes of a text; syslog daemons cut lines from 8 KiB on */

/* Gives one line over; text is clean and has no end of line. priority, of syslog(3), counts for the
 * system's log, which adds the program's name and pid. Where no syslog listens, standard error has
 * the line instead. A reader who is busy gets 200 ms, once: until one line is taken again, others
 * are not waited for. Returns whether the line was taken. */
bool log_send(enum log_target target, const char *program, int priority, const char *text)
	__attribute__((warn_unused_result));

/* From now on standard error is no place for what the system's log does not take. */
void log_send_alone(void);

/* Is there room for a line, or will there be within 200 ms? */
bool log_send_ready(enum log_target target) __attribute__((warn_unused_result));

#endif
