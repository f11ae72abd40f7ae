/* SPDX-License-Identifier: MIT */
/* Secrets have a type of their own: it cannot be printed by accident and it wipes itself. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stddef.h>

#include "base/err.h"

#define SECRET_MAX 256

struct secret {
	size_t len;
	unsigned char bytes[SECRET_MAX]; /* not NUL-terminated on purpose */
};

/* Copies len bytes. Returns 0, or -1 with the error when len is 0 or above SECRET_MAX. */
int secret_set(struct secret *s, const char *bytes, size_t len, struct err *e)
	__attribute__((warn_unused_result));

/* Reads a secret from a file that must belong to the reading user or root and be closed to
 * others (trust_secret in trust.h); one trailing line end is dropped, other white space or
 * control bytes are an error. Returns 0, or -1 with the error naming the file. */
int secret_read_file(struct secret *s, const char *path, struct err *e)
	__attribute__((warn_unused_result));

/* From now on no core file of this process holds what is in its memory. Children inherit it. */
void secret_forbid_cores(void);

/* Wipes; can be repeated. */
void secret_clear(struct secret *s);

#define auto_secret __attribute__((cleanup(secret_clear))) struct secret

#endif
