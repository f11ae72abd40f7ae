/* SPDX-License-Identifier: MIT */
/* Catches what our module logs: libpam's call of syslog ends here, in this thread's own list. */
#ifndef TESTS_PAM_CAPTURE_H
#define TESTS_PAM_CAPTURE_H

#include <stddef.h>

#define CAPTURE_LINES 4

struct capture {
	size_t count; /* lines logged, also those beyond CAPTURE_LINES */
	struct {
		int level; /* LOG_EMERG to LOG_DEBUG */
		char text[1024];
	} line[CAPTURE_LINES];
};

extern _Thread_local struct capture capture;

#endif
