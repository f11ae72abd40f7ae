/* SPDX-License-Identifier: MIT */
/* Makes a computer username of a directory's name, by rule and never by guess. */
#ifndef HELPER_SYNC_NAME_H
#define HELPER_SYNC_NAME_H

#include <stdbool.h>

#include "base/names.h"

#define NAME_SIZE 33 /* bytes with NUL: 32, as useradd(8) has it */

struct name_rules {
	const struct names *strip_suffix; /* the first that fits is taken off, in any case */
	char replace; /* stands for a character that is not allowed; '\0' = such a name is refused */
};

/* A DOMAIN\ in front and one suffix are taken off, A-Z becomes a-z; what is left must be letters,
 * digits, '.', '_' and '-', beginning with a letter or '_'. Returns true with the name; false with
 * why not, static words that fit behind "has no computer username: ". */
bool name_make(const struct name_rules *r, const char *from, char ret_name[NAME_SIZE],
	const char **ret_why);

/* By this form a directory name or e-mail address is found in any case: A-Z becomes a-z. Returns 0,
 * or -1 when it does not fit. */
int name_fold(const char *from, char *ret_name, size_t size) __attribute__((warn_unused_result));

/* Puts name for each %u of a checked template. Returns 0, or -1 when it does not fit. */
int name_expand(const char *template, const char *name, char *ret_text, size_t size)
	__attribute__((warn_unused_result));

#endif
