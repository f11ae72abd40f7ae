/* SPDX-License-Identifier: MIT */
/* Configuration files of other programs: read as a whole, within bounds, line by line. */
#ifndef HELPER_TEXT_FILE_H
#define HELPER_TEXT_FILE_H

#include <stdbool.h>

#include "base/err.h"

#define TEXT_FILE_MAX (1u << 20) /* bytes */

/* Returns 0 with the text, which the caller frees, or -1: ERR_NOT_FOUND when there is none. Links
 * are followed, as the programs do that read these files. */
int text_file_read(const char *path, char **ret_text, struct err *e)
	__attribute__((warn_unused_result));

/* The next line, with those behind a backslash joined to it when join is set, without its end; NULL
 * at the end of the text. Moves *cursor, counts *line (start with 0), and writes into the text. */
char *text_file_line(char **cursor, unsigned *line, bool join);

/* The next word: up to a blank, or from '[' to the ']' that no backslash precedes; NULL at the end.
 * Moves *cursor and writes into the text. */
char *text_word(char **cursor);

/* The first line of the file that begins with this word; 0 when there is none. */
unsigned text_file_find(const char *path, const char *word);

#endif
