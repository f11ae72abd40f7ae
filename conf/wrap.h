/* SPDX-License-Identifier: MIT */
/* Breaks prose into lines, for files and terminals. */
#ifndef CONF_WRAP_H
#define CONF_WRAP_H

#include <stdio.h>

#define WRAP_WIDTH 78 /* columns, when a byte is one */

/* Prints the words of text up to the width, each line after that many tabs and the prefix. A word
 * is never broken. Nothing for a text without words. ferror(f) tells of failures. */
void wrap_print(FILE *f, size_t tabs, const char *prefix, const char *text);

#endif
