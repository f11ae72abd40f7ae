/* SPDX-License-Identifier: MIT */
/* The table of options, for the parts of conf/ and for tests that walk every row. */
#ifndef CONF_OPTIONS_H
#define CONF_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/text.h"
#include "conf/conf.h"

enum option_type {
	OPTION_STRING,	 /* char *; min and max are bytes */
	OPTION_HOST,	 /* char *; a host name without scheme, port or path; may be "" */
	OPTION_PATH,	 /* char *; absolute; "" only when min is 0 */
	OPTION_INTEGER,	 /* int64_t; min to max, or one of choices */
	OPTION_BOOLEAN,	 /* bool */
	OPTION_DURATION, /* int64_t milliseconds, min to max; seconds in the file */
	OPTION_CHOICE,	 /* an int or an enum; a word of choices */
	OPTION_LIST,	 /* struct names; min and max are bytes of one entry */
	OPTION_SERVICES, /* struct service_rules, of which the rows (service_columns) */
};

struct option_choice {
	const char *word; /* NULL ends the list */
	int value;
};

struct option {
	const char *key; /* "login.min_uid"; rows of one group stand together */
	enum option_type type;
	size_t offset; /* into struct conf */
	int64_t min, max;
	const struct option_choice *choices; /* of an OPTION_LIST: of each entry */
	const char *text;    /* the default, as it would stand in the file */
	const char *example; /* what the example file sets it to; NULL = commented out */
	const char *help;    /* sentences; type, range, unit and default are derived */
	bool trusts; /* a list of users or groups of this host who may what others may not: see
		      * conf_trusted. Names of the directory have no place in it */
	bool former; /* a list in whose place is something better: without a default, shown where set */
};

#define OPTIONS_MAX 128 /* rows; more would not compile */

extern const struct option options[];
extern const size_t option_count;

/* The row of a full key, or of one that it had formerly, or NULL. */
const struct option *option_find(const char *key);

/* Is path the beginning of some key, up to a dot ("login")? */
bool option_is_group(const char *path);

/* Does the key belong to the connection of a service, which a profile may set anew? */
bool option_is_connection(const char *key);

/* What the writer of an unknown path may have meant, or NULL: static, or in ret_buf. */
const char *option_suggest(const char *path, char *ret_buf, size_t size);

/* What may stand there: "an integer from 1 to 5". Returns buf. */
const char *option_describe(const struct option *o, char *buf, size_t size);

/* The member that the row means. */
void *option_member(const struct option *o, struct conf *c);

/* Adds the value in force to b, as it would stand in the file. */
void option_format(const struct option *o, const struct conf *c, struct text_buf *b);

/* As this, of a member by itself; not of the table of services. */
void option_format_member(const struct option *o, const void *member, struct text_buf *b);

/* Seconds with as few decimals as the milliseconds need. */
void option_format_seconds(struct text_buf *b, int64_t ms);

/* Does the file set a former list, perhaps to nothing? */
bool option_is_set(const struct option *o, const struct conf *c);

/* The columns of the table of services; .offset is into struct service_row, .key the column's name. */
extern const struct option service_columns[];
extern const size_t service_column_count;

/* Adds rows to b as they would stand in services.table: those that the file sets, or all that there
 * are, each with what it comes to beside the lists. */
void services_format(const struct service_rules *r, bool all, struct text_buf *b);

/* Prints the option list of doorward.conf(5). Returns 0, or -1 when f has failed. */
int options_print_mdoc(FILE *f) __attribute__((warn_unused_result));

#endif
