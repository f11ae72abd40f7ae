/* SPDX-License-Identifier: MIT */
/* One audit line under construction: it keeps copies, cleans and bounds them, and hides secrets. */
#ifndef HELPER_AUDIT_LINE_H
#define HELPER_AUDIT_LINE_H

#include "helper/common/audit.h"
#include "helper/common/log.h"

#define AUDIT_VALUE_SIZE 96 /* bytes of a value, terminator included; what is longer ends in dots */

struct audit_line {
	struct log_pairs pairs;
	char text[4096]; /* of keys and values that are copies */
	size_t used;
	size_t written; /* bytes that the line will have, about */
	unsigned left_out; /* fields for which there was no room */
};

/* Begins with who, over which way, from where. */
void audit_line_begin(struct audit_line *l, const struct audit_who *who);

/* Adds a pair; key is kept, text is copied. Nothing for NULL and "". */
void audit_line_text(struct audit_line *l, const char *key, const char *text);

/* Adds what was sent for a parameter of the row, and what was there before. before: the object as
 * it was, NULL = not known; what stays as it is is left out then. A secret shows as "(secret)", and
 * what the row does not know is left out. */
void audit_line_field(struct audit_line *l, const struct api_op *op, const char *name,
	const char *value, const struct cJSON *before);

void audit_line_write(struct audit_line *l);

#endif
