/* SPDX-License-Identifier: MIT */
/* A list of computer usernames, or of smart cards; the keys may be secret and are wiped. */
#ifndef SERVICES_ALLTHENTICATE_ITEMS_H
#define SERVICES_ALLTHENTICATE_ITEMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"

struct cJSON;

#define ITEMS_MAX 100 /* as the operation table has it */

struct item {
	char *key;   /* name or number */
	char *label; /* NULL = none */
};

struct items {
	struct item *item;
	size_t count;
};

/* Adds copies. Returns 0, or -1: too many, out of memory. */
int items_add(struct items *items, const char *key, const char *label, struct err *e)
	__attribute__((warn_unused_result));

/* As items_add; an element with this key gets the label instead, unless label is NULL. */
int items_put(struct items *items, const char *key, const char *label, struct err *e)
	__attribute__((warn_unused_result));

void items_remove(struct items *items, const char *key);
void items_remove_label(struct items *items, const char *label);
size_t items_with_label(const struct items *items, const char *label);

/* Is there an element with the same key and label? An empty label is none. */
bool items_same(const struct items *items, const struct item *item);

/* The same elements, in whatever order? */
bool items_equal(const struct items *a, const struct items *b);

/* Reads a list of strings, or of objects with these members; label NULL = they have none. Returns
 * 0, or -1 with ERR_UNREACHABLE: the answer is not such a list. */
int items_from_json(struct items *ret_items, const struct cJSON *list, const char *key,
	const char *label, struct err *e) __attribute__((warn_unused_result));

/* Reads cards from a file ("@NAME", closed to others) or standard input ("-"): a JSON list of
 * objects with number and label, or lines of a number and, behind a blank, a label. Returns 0, or
 * -1 with ERR_USAGE; never repeats a number. */
int items_from_file(struct items *ret_items, const char *word, struct err *e)
	__attribute__((warn_unused_result));

/* Appends the list as the service takes it. */
void items_to_json(
	const struct items *items, const char *key, const char *label, struct text_buf *ret_json);

/* Wipes and frees. */
void items_clear(struct items *items);

#define auto_items __attribute__((cleanup(items_clear))) struct items

#endif
