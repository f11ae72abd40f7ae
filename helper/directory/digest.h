/* SPDX-License-Identifier: MIT */
/* The digest of a whole directory file, as its header holds it. */
#ifndef HELPER_DIRECTORY_DIGEST_H
#define HELPER_DIRECTORY_DIGEST_H

#include <stdint.h>

#include "base/err.h"

#define DIRECTORY_DIGEST_LENGTH 32

/* SHA-256 of the first size bytes, the digest's own place taken as zero. Reads with pread only.
 * Returns 0, or -1 when the file cannot be read or is shorter. */
int directory_digest(int fd, uint32_t size, unsigned char ret_digest[DIRECTORY_DIGEST_LENGTH],
	struct err *e) __attribute__((warn_unused_result));

#endif
