/* SPDX-License-Identifier: MIT */
/* JSON from outside: a strict check before the parser, and getters that do not guess. */
#ifndef API_JSON_H
#define API_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

struct cJSON;

struct json_limits {
	size_t bytes;
	size_t values;	/* everything that is not a key counts as one */
	unsigned depth; /* 1 to JSON_DEPTH_MAX; a bare number has depth 0 */
};

#define JSON_DEPTH_MAX	    32
#define JSON_INTEGER_DIGITS 15 /* an integer with more of them stays text: a double may spoil it */

enum json_fault {
	JSON_FINE,
	JSON_SYNTAX, /* RFC 8259, from the first byte to the last; no byte order mark */
	JSON_UTF8,   /* malformed, or half of a surrogate pair */
	JSON_NUL,    /* \u0000, which would cut the string in C */
	JSON_NUMBER, /* longer than 32 characters, or an exponent beyond 250 */
	JSON_DEPTH,
	JSON_COUNT,
	JSON_SIZE,
};

/* One pass without allocation or recursion; what is fine here, the parser accepts. */
enum json_fault json_check(const char *text, size_t len, const struct json_limits *limits);

/* The elements of a list, each made a tree when its turn comes; the text is borrowed. */
struct json_list {
	const char *next;   /* NULL = there is no list */
	const char *end;    /* its closing bracket */
	bool long_integers; /* some in the whole text have more digits than JSON_INTEGER_DIGITS */
	/* after a fault: bytes before the place where it was seen (-1 = it is not known where), and the
	 * member it is in or behind; NULL = none */
	ptrdiff_t fault_at;
	const char *fault_key;
	size_t fault_key_len;
};

/* The same check, which for fine text finds the list at path on its way, or, if wanted, the object:
 * "response", "data.sites", "" for the text as a whole, or NULL for none. A path that leads to two
 * places leads nowhere. */
enum json_fault json_check_list(const char *text, size_t len, const struct json_limits *limits,
	const char *path, bool or_object, struct json_list *ret_list);

/* Says what a fault means, for "the answer is …". Static. */
const char *json_fault_words(enum json_fault f);

/* Checks, then parses. text[len] must be NUL. Integers of 16 digits or more, which a double
 * would spoil, become strings in the tree. Returns 0 with a tree for json_free, or -1 with
 * ERR_UNREACHABLE (the answer is not usable; where it is not, as far as that is known). The text
 * itself never gets into the message, but for the name of a member. */
int json_parse(const char *text, size_t len, const struct json_limits *limits,
	struct cJSON **ret_root, struct err *e) __attribute__((warn_unused_result));

/* As json_parse, but the list at path (see json_check_list) is empty in the tree, and *ret_list has
 * its elements. When there is none, the tree has everything, and ret_list->next is NULL. */
int json_parse_list(const char *text, size_t len, const struct json_limits *limits,
	const char *path, struct cJSON **ret_root, struct json_list *ret_list, struct err *e)
	__attribute__((warn_unused_result));

/* The same for whoever wants no elements: at path there may be a list or an object. */
int json_parse_envelope(const char *text, size_t len, const struct json_limits *limits,
	const char *path, struct cJSON **ret_root, struct err *e)
	__attribute__((warn_unused_result));

/* Returns 1 with the next element for json_free, 0 behind the last one, or -1 without memory. */
int json_list_next(struct json_list *list, struct cJSON **ret_element, struct err *e)
	__attribute__((warn_unused_result));

/* Wipes every string, then frees; NULL is allowed. */
void json_free(struct cJSON *root);

/* The member with exactly this name; NULL when there is none, when there are two, or when object
 * is NULL or no object. */
const struct cJSON *json_get(const struct cJSON *object, const char *name);

/* The text of a string member, owned by the tree; NULL when absent or not a string. */
const char *json_string(const struct cJSON *object, const char *name);

#define JSON_ID_SIZE 24

/* An id as text, whether the member is a string or an integer; NULL when it is neither. buf holds
 * the text of the integer. */
const char *json_id(const struct cJSON *object, const char *name, char buf[JSON_ID_SIZE]);

/* Returns 0 with the value of an integer member, or -1 when it is absent, has a fraction, or is
 * not exact: its magnitude must be below 10^15. */
int json_int(const struct cJSON *object, const char *name, int64_t *ret_value)
	__attribute__((warn_unused_result));

/* Returns 0 with the value, or -1 when the member is absent or neither true nor false. */
int json_bool(const struct cJSON *object, const char *name, bool *ret_value)
	__attribute__((warn_unused_result));

/* The member when it is an array, else NULL. */
const struct cJSON *json_array(const struct cJSON *object, const char *name);

/* Appends s (UTF-8) as a JSON string with its quotes. */
void json_write_string(struct text_buf *b, const char *s);

#endif
