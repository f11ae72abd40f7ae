/* SPDX-License-Identifier: MIT */
/* Lines with fields for journald, in its own protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL): one
 * datagram, a line "NAME=value" for each field. It is so little that no library is needed. */
#ifndef HELPER_LOG_JOURNAL_H
#define HELPER_LOG_JOURNAL_H

#include "helper/common/log.h"

/* Gives one line over, whose text is clean, with DOORWARD_KEY for each pair. Waits for nobody.
 * Returns whether journald took it: false also where there is none. */
bool log_journal(const char *program, int priority, const char *text,
	const struct log_pairs *pairs) __attribute__((warn_unused_result));

/* Does journald have room for a line now? */
bool log_journal_ready(void) __attribute__((warn_unused_result));

#endif
