/* SPDX-License-Identifier: MIT */
/* One value of an answer as text for a table or a spreadsheet. */
#ifndef PRINT_CELL_H
#define PRINT_CELL_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "base/text.h"

/* Adds the value at path ("status", "groups.name") of a row. What is behind a list is joined with
 * ','; an object without a path into it shows its name. Nothing for what is absent or null. A row
 * that is no object is its own value, whatever the path. When people read it (pretty), times
 * become dates in UTC. Control characters are replaced. Returns whether the path was there. */
bool cell_add(struct text_buf *out, const cJSON *row, const char *path, bool pretty);

/* Adds a value as JSON: compact, or indented by two blanks a level from depth on. Characters that
 * could disturb a terminal are written as \u escapes. */
void cell_add_json(struct text_buf *out, const cJSON *value, bool indented, int depth);

#endif
