/* SPDX-License-Identifier: MIT */
/* The kinds of things that are called by a name in place of their id. */
#ifndef HELPER_KIND_H
#define HELPER_KIND_H

#include <stdbool.h>

#include "api/operation.h"

/* A parameter that takes a name. */
struct kind {
	const char *param;
	const char *noun;
	const char *words;	 /* for help */
	const char *prefix;	 /* of ids */
	const char *placeholder; /* of ids */
	const char *id_field, *name_field, *more_field;
	const char *get_op;  /* fetches one by id */
	const char *list_op; /* finds by name */
	const char *query[2]; /* parameters of list_op, tried in turn; NULL = go through the list */
};

/* NULL when the parameter of a row takes no name. */
const struct kind *resolve_kind(const char *param);

/* What kind of thing a row makes, where it makes one: it posts to the list of them. NULL = none. */
const struct kind *kind_made_by(const struct api_op *op);

/* Does this parameter of a row take a name? */
bool resolve_wants(const char *param);

/* How such a name may be given, for help; NULL when the parameter takes none. */
const char *resolve_kind_words(const char *param);

/* An id of the right form that is nobody's, to check arguments before anything is sent. */
const char *resolve_placeholder(const char *param);

#endif
