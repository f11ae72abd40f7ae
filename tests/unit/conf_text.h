/* SPDX-License-Identifier: MIT */
/* Makes configuration texts for the tests of conf/: one option per line, line numbers known. */
#ifndef UNIT_CONF_TEXT_H
#define UNIT_CONF_TEXT_H

#include "base/text.h"
#include "conf/options.h"

/* What each option is tested with; a test checks that no option is missing. */
struct conf_sample {
	const char *key;
	const char *good;   /* another value than the default, as option_format() writes it */
	const char *wrong;  /* of a wrong type */
	const char *beyond; /* of the right type, and not allowed; NULL = nothing is */
};

extern const struct conf_sample conf_samples[];
extern const size_t conf_sample_count;

const struct conf_sample *conf_sample_find(const char *key);

/* The option without which key may not be set; NULL = there is none. */
const char *conf_sibling(const char *key);

/* Adds a configuration where key has this value, and what must be set is set. Returns the line
 * that holds key. */
unsigned conf_text_one(struct text_buf *b, const char *key, const char *value);

/* Adds a configuration where every option has its sample's good value. */
void conf_text_all(struct text_buf *b);

/* The value in force, as the file would hold it. The caller clears it. */
struct text_buf conf_value(const char *key, const struct conf *c);

#endif
