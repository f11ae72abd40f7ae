/* SPDX-License-Identifier: MIT */
/* What doorward exits with, and what that says to a script. */
#ifndef CLI_EXIT_STATUS_H
#define CLI_EXIT_STATUS_H

#include "base/err.h"

#define EXIT_STATUS_LAST 8

int exit_status(enum err_code code);

/* One or two sentences for each, as in doorward(1). */
extern const char *const exit_meanings[EXIT_STATUS_LAST + 1];

#endif
