/* SPDX-License-Identifier: MIT */
/* What every unit test includes, in the order that cmocka asks for. */
#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/between.h"
/* clang-format on */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Rows of a table have names: says which row a failing assertion belongs to. */
#define ROW(name, condition)                                                                       \
	do {                                                                                       \
		if (!(condition))                                                                  \
			fail_msg("row \"%s\": %s", (name), #condition);                            \
	} while (0)

#endif
