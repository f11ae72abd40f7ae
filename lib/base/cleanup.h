/* SPDX-License-Identifier: MIT */
/* Makes scope the owner: attributes that free, close or wipe at the end of the block. */
#ifndef BASE_CLEANUP_H
#define BASE_CLEANUP_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Handing over: returns the value and leaves nothing behind for the cleanup. */
#define take_ptr(p)                                                                                \
	({                                                                                         \
		__typeof__(p) take_ptr_value = (p);                                                \
		(p) = NULL;                                                                        \
		take_ptr_value;                                                                    \
	})

static inline int
take_fd(int *fd)
{
	int value = *fd;

	*fd = -1;
	return value;
}

static inline void
cleanup_free(void *p)
{
	free(*(void **)p);
}

static inline void
cleanup_fd(const int *fd)
{
	if (*fd >= 0)
		(void)close(*fd); /* nothing useful can be done about a failing close of a reader */
}

static inline void
cleanup_file(FILE **f)
{
	if (*f != NULL)
		(void)fclose(*f);
}

/* Wipes a string up to its terminator, then frees it. */
static inline void
cleanup_wipe(char **s)
{
	if (*s != NULL) {
		explicit_bzero(*s, strlen(*s));
		free(*s);
	}
}

#define auto_free __attribute__((cleanup(cleanup_free)))
#define auto_str  __attribute__((cleanup(cleanup_free))) char *
#define auto_wipe __attribute__((cleanup(cleanup_wipe))) char *
#define auto_fd	  __attribute__((cleanup(cleanup_fd))) int
#define auto_file __attribute__((cleanup(cleanup_file))) FILE *

#endif
