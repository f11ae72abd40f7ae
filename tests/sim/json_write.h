/* SPDX-License-Identifier: MIT */
/* Prints JSON byte for byte as Duo's servers do. */
#ifndef SIM_JSON_WRITE_H
#define SIM_JSON_WRITE_H

#include <cjson/cJSON.h>

/*
 * The text that Python's json.dumps(value, sort_keys=True) gives: ", " and ": " between, members
 * ordered by the code points of their names, everything outside printable ASCII as \uXXXX (lower
 * case, surrogate pairs beyond U+FFFF). Whole numbers have no fraction. Strings must be UTF-8.
 * The caller frees.
 */
char *json_write(const cJSON *value);

#endif
