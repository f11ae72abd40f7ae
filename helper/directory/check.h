/* SPDX-License-Identifier: MIT */
/* What may stand in the directory file. Each returns 0, or -1 with ERR_USAGE and the reason. */
#ifndef HELPER_DIRECTORY_CHECK_H
#define HELPER_DIRECTORY_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* kind says what the name is of: "person", "group" and the like. */
int directory_check_name(const char *kind, const char *name, struct err *e)
	__attribute__((warn_unused_result));

/* name says whose id it is, kind which one: "uid" or "gid". */
int directory_check_id(const char *name, const char *kind, uint32_t id, struct err *e)
	__attribute__((warn_unused_result));

/* A field of name's: UTF-8 without control characters and colons; if path, absolute. */
int directory_check_text(const char *name, const char *kind, const char *text, bool path,
	struct err *e) __attribute__((warn_unused_result));

#endif
