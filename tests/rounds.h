/* SPDX-License-Identifier: MIT */
/* How often a test repeats itself. valgrind.sh sets FEWER_ROUNDS: what valgrind looks for is there
 * in the first rounds, each takes it fifty times as long, and the whole number runs without it,
 * with sanitizers too. */
#ifndef TESTS_ROUNDS_H
#define TESTS_ROUNDS_H

#include <stdlib.h>

/* Rounds to take instead of so many: all, or every twentieth. */
static inline unsigned
rounds(unsigned all)
{
	return getenv("FEWER_ROUNDS") == NULL ? all : (all + 19) / 20;
}

#endif
