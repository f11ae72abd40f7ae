/* SPDX-License-Identifier: MIT */
/* Files whose content decides who gets in: opened once, checked on the open descriptor. */
#ifndef BASE_TRUST_H
#define BASE_TRUST_H

#include <stddef.h>

#include "base/err.h"

enum trust_kind {
	TRUST_SECRET, /* owner root or the reading user, or, for root, anybody on a read-only file
			 system; not writable by group, closed to others */
	TRUST_POLICY, /* owner root or the reading user; not writable by group or others */
	TRUST_STATE,  /* as TRUST_POLICY, or of the same owner as the folder that it is in */
};

/* Opens a regular file without following a final symbolic link and checks owner and mode.
 * Returns the descriptor (the caller closes it), or -1 with an error that names the file and
 * the command that mends it. */
int trust_open(const char *path, enum trust_kind kind, struct err *e)
	__attribute__((warn_unused_result));

/* Reads the whole file into buf and terminates it. Returns 0 with *ret_len (without the
 * terminator), or -1 when the file is not trusted, longer than size - 1, or unreadable. */
int trust_read_file(const char *path, enum trust_kind kind, char *buf, size_t size,
	size_t *ret_len, struct err *e) __attribute__((warn_unused_result));

#endif
