/* SPDX-License-Identifier: MIT */
/* Says once, where it happened, why an action failed; lives on the caller's stack. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdarg.h>

#define ERR_MSG_SIZE 512

/* A code exists only because some caller branches on it. */
enum err_code {
	ERR_NONE = 0,
	ERR_OTHER,	 /* nobody branches: read the message */
	ERR_USAGE,	 /* the arguments are wrong */
	ERR_CONFIG,	 /* the configuration is wrong */
	ERR_NOT_FOUND,	 /* the named thing does not exist */
	ERR_CREDENTIALS, /* the directory refused the credentials (HTTP 401) */
	ERR_PERMISSION,	 /* not permitted (HTTP 403, or this host's rules) */
	ERR_UNREACHABLE, /* no usable answer in time; the request may have had an effect */
	ERR_RATE_LIMITED,/* the directory asks for patience (HTTP 429) */
	ERR_CONFLICT,	 /* exists already, or changed meanwhile */
	ERR_REFUSED,	 /* the directory understood and said no (any other HTTP 4xx) */
	ERR_TIMEOUT,	 /* a deadline passed */
	ERR_PARTLY,	 /* some of the work was done */
	ERR_UNREADABLE,	 /* an answer about one person that says nothing of them; no outage */
};

struct err {
	enum err_code code;
	int sys; /* errno behind it, 0 if none */
	char msg[ERR_MSG_SIZE];
};

/* Fills *e (which may be NULL) and returns -1, so that failing is one line.
 * Never put secrets, codes, whole server bodies or typed text into the message. */
int err_set(struct err *e, enum err_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* As err_set, with ": strerror(sys)" appended; keeps sys. */
int err_sys(struct err *e, enum err_code code, int sys, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Puts "where: " before the message that is there; returns -1. Adds place, never repeats the fault. */
int err_where(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Puts "; way out" behind the message that is there, which is cut where both have no room; keeps code
 * and sys. Returns -1. */
int err_add(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* One lower-case word for a code, "ok" for ERR_NONE: what one program tells another. Static. */
const char *err_word(enum err_code code);

/* The code behind a word of err_word(); ERR_OTHER for a word that is none. */
enum err_code err_from_word(const char *word);

#endif
