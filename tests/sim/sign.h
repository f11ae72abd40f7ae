/* SPDX-License-Identifier: MIT */
/* Duo's request signature, versions 2 and 5, from the server's side. */
#ifndef SIM_SIGN_H
#define SIM_SIGN_H

#include "tests/sim/params.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIGN_HEADERS_MAX  16
#define SIGN_SKEW_SECONDS 300

enum sign_digest { SIGN_SHA1, SIGN_SHA512 };

/* What is signed. All strings are borrowed. */
struct sign_input {
	const char *date; /* byte for byte as in its header */
	const char *method;
	const char *host; /* as in the Host header; the port does not count */
	const char *path; /* as sent */
	const struct param_set *query;
	const struct param_set *form; /* version 2: of the body; may be NULL */
	const char *body;	      /* version 5 */
	size_t body_length;
	struct {
		const char *name;
		const char *value;
	} duo_header[SIGN_HEADERS_MAX]; /* x-duo-..., version 5 */
	size_t duo_headers;
};

/* The string that is signed; version is 2 or 5. The caller frees. */
char *sign_canonical(const struct sign_input *input, int version);

/* Lower-case hex of the HMAC. The caller frees. */
char *sign_hmac(enum sign_digest digest, const char *key, const char *text);

/* Lower-case hex of the SHA-512 of the x-duo- headers, or of any bytes. The caller frees. */
char *sign_hash_headers(const struct sign_input *input);
char *sign_hash_bytes(const void *bytes, size_t length);

/* True when signature is the one of key over input in a version and digest that Duo accepts. */
bool sign_matches(const struct sign_input *input, const char *key, const char *signature);

/* True when the signature is as long as that of a digest Duo does not take (MD5, SHA-2/256, /384).
 */
bool sign_is_foreign(const char *signature);

/*
 * Seconds since the epoch of an RFC 2822 date ("Sat, 21 Nov 2026 10:00:00 -0000", GMT, UTC, or a
 * numeric zone with or without a colon); -1: not one.
 */
int64_t sign_parse_date(const char *text);

/*
 * Splits "Basic base64(ikey:signature)". -1: not of that form. The caller frees both.
 */
int sign_parse_authorization(const char *header, char **ret_ikey, char **ret_signature);

#endif
