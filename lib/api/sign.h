/* SPDX-License-Identifier: MIT */
/* Request signatures of the Duo APIs, as functions of their inputs alone. */
#ifndef API_SIGN_H
#define API_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/text.h"

struct sign_pair {
	const char *key, *value; /* UTF-8, not encoded */
};

enum sign_digest { SIGN_SHA1, SIGN_SHA512 };

#define SIGN_PAIRS_MAX 128 /* in one request */
#define SIGN_HEX_SIZE  129 /* SHA-512 in hexadecimal, terminated */
#define SIGN_DATE_SIZE 32

struct sign_input {
	int version; /* 1, 2, 4 or 5 */
	const char *method, *host, *path;
	const char *date;   /* as the Date header says it; not part of version 1 */
	const char *params; /* from sign_params() */
	const char *body;   /* the exact bytes; counts from version 4 on */
	size_t body_len;
	const struct sign_pair *headers; /* X-Duo-… headers that are sent; version 5 */
	size_t header_count;
};

/* Appends the pairs encoded, ordered by encoded key and, when order_values, by encoded value,
 * joined by & — the line of the signature, the query and the form body alike. Pairs of one key
 * otherwise keep their order. Returns 0, or -1 (too many pairs, out of memory). */
int sign_params(const struct sign_pair *pairs, size_t count, bool order_values,
	struct text_buf *ret_line, struct err *e) __attribute__((warn_unused_result));

/* Hash of bytes, in lower-case hexadecimal. Returns 0 or -1. */
int sign_hash(const char *bytes, size_t len, char ret_hex[SIGN_HEX_SIZE], struct err *e)
	__attribute__((warn_unused_result));

/* Hash over the X-Duo headers of version 5: names in lower case, in order. Returns 0, or -1 for
 * a name without the prefix, or two names that differ in case only. */
int sign_hash_headers(const struct sign_pair *headers, size_t count, char ret_hex[SIGN_HEX_SIZE],
	struct err *e) __attribute__((warn_unused_result));

/* Appends the text that is signed. Returns 0 or -1. */
int sign_canonical(const struct sign_input *in, struct text_buf *ret_text, struct err *e)
	__attribute__((warn_unused_result));

/* HMAC of text, in lower-case hexadecimal. Returns 0 or -1. */
int sign_hmac(enum sign_digest digest, const struct secret *key, const char *text, size_t len,
	char ret_hex[SIGN_HEX_SIZE], struct err *e) __attribute__((warn_unused_result));

/* Appends "Basic …", the value of the Authorization header. Returns 0 or -1. */
int sign_authorization(const char *ikey, const char *hex, struct text_buf *ret_value,
	struct err *e) __attribute__((warn_unused_result));

/* Seconds since 1970 as RFC 2822 says it, in UTC, in English whatever the locale. */
void sign_date(int64_t seconds, char ret_date[SIGN_DATE_SIZE]);

#endif
