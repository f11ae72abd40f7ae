/* SPDX-License-Identifier: MIT */
/* What each harness offers; libFuzzer's interface, so that the same file serves both drivers. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Eats one input of any kind. Returns 0; a broken promise ends the program (EXPECT). */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise of the code under test; never compiled out. */
#define EXPECT(promise)                                                                            \
	do {                                                                                       \
		if (!(promise)) {                                                                  \
			(void)fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__,   \
				#promise);                                                         \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

#endif
