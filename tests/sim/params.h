/* SPDX-License-Identifier: MIT */
/* Request parameters from query, form and JSON, and the line that is signed for them. */
#ifndef SIM_PARAMS_H
#define SIM_PARAMS_H

#include <stdbool.h>
#include <stddef.h>

#define PARAMS_MAX 512

struct param {
	char *name;
	char *value;	 /* decoded; for a JSON array or object its text */
	bool structured; /* came as a JSON array or object */
};

struct param_set {
	struct param item[PARAMS_MAX];
	size_t count;
};

/* Both add to what is there; -1: too many, a NUL inside, or not what it should be. */
int params_read_form(struct param_set *params, const char *text, size_t length);
int params_read_json(struct param_set *params, const char *text, size_t length);

/* First one of that name, or NULL. */
const struct param *params_find(const struct param_set *params, const char *name);
const char *params_get(const struct param_set *params, const char *name);

/*
 * The params line of a signature: names and values percent-encoded (A-Z a-z 0-9 _ . ~ - stay, hex
 * in upper case), ordered by encoded name, then by encoded value, joined as k=v with &.
 * The caller frees.
 */
char *params_canonical(const struct param_set *params);

/* Decodes %XX, and + where it stands for a space. NULL: a broken escape or %00. */
char *params_decode(const char *text, size_t length, bool plus_is_space);

void params_free(struct param_set *params);

#endif
