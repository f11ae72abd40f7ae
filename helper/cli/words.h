/* SPDX-License-Identifier: MIT */
/* The words a command is called by, whether it is a host command or a row of the table. */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "helper/cli/cli.h"

/* Calls each for the words of every command, in the order of help; non-zero stops. */
void words_walk(int (*each)(void *ctx, const char *words), void *ctx);

/* Does a command begin with these words, as whole words? Is there one of exactly these? */
bool words_begin(const char *words);
bool words_exist(const char *words);

/* Would a longer command begin with these words? */
bool words_continue(const char *words);

/* ERR_USAGE for words that no command begins with: head fits, word does not. Suggests. */
int words_unknown(const char *head, const char *word, struct err *e);

/* ERR_USAGE for words that are only the beginning of commands: lists how they go on. */
int words_incomplete(const char *head, struct err *e);

#define WORDS_SIZE 64 /* bytes of one word */

/* A name as people write it, with '-' for '_', cut to size. Returns dst. */
const char *words_spell(char dst[WORDS_SIZE], const char *name);

/* The nearest of names to a mistyped word, NULL when none is near. Both '-' and '_' are alike. */
struct nearest {
	const char *typed;
	const char *name;
	size_t distance;
};

void nearest_try(struct nearest *n, const char *name);
const char *nearest_name(const struct nearest *n);

/* Are the two the same name, '-' and '_' alike? len bytes of a count. */
bool words_same_name(const char *a, size_t len, const char *name);

#endif
