/* SPDX-License-Identifier: MIT */
/* The shared API client: one executor for every row of the operation table.
 *
 * A client may be used by many threads at once. Connections stay open between calls. Nothing is
 * read from the environment. Nothing here logs. */
#ifndef API_API_H
#define API_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/operation.h"
#include "base/deadline.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/text.h"

struct cJSON;
struct api_answer;

#define API_BODY_MAX (8u << 20) /* bytes of an answer; more is an error, not more memory */

#define API_ORIGIN_SIZE 96

struct api_credentials {
	char ikey[64]; /* "" = not configured */
	struct secret skey;
	/* Where the two came from (an option, a file, a variable), for what a refusal says; "" = not
	 * told, a longer one may be cut. */
	char ikey_origin[API_ORIGIN_SIZE], skey_origin[API_ORIGIN_SIZE];
};

struct api_config {
	enum api_service service; /* a client speaks with one; its key never goes to another */
	const char *host; /* without port; signed in lower case */
	int port;
	const char *base_path; /* put before every path; "" or NULL = none, else "/api" */
	const char *ca_file;  /* "" = the system's store */
	const char *proxy;    /* "" = none, NULL = none, and there is no such option */
	const char *user_agent;
	/* The socket of a doorward serve that makes the calls for us, with its own credentials:
	 * none of ours are used then. NULL or "" = none. */
	const char *socket;
	/* Duo */
	int signature; /* 2 or 5 */
	struct api_credentials admin, auth;
	/* the others: "HEADER: SCHEME KEY", or "HEADER: KEY" when scheme is "" */
	const char *header, *scheme;
	struct secret key; /* len 0 = not configured */
};

/* The header that asks doorward serve, on its local socket, for what came as it came: also what is
 * no answer of the service, which is ours to judge then. */
#define API_UNTOUCHED "Doorward-Untouched"

struct api_client;

/* Starts the HTTP and TLS libraries and takes from the environment what would reach them. The first
 * client does it too; a program with threads calls it before them, because neither is safe beside
 * other threads. Can be repeated. Returns 0 or -1. */
int api_start(struct err *e) __attribute__((warn_unused_result));

/* Copies what it needs. Opens no connection. Returns 0 with a client to be freed, or -1. */
int api_client_new(const struct api_config *config, struct api_client **ret_client,
	struct err *e) __attribute__((warn_unused_result));

/* Has every call reported after it has ended, in the thread that made it: e->code is ERR_NONE when
 * the service answered OK. Once, before the first call. */
void api_client_watch(struct api_client *c,
	void (*watch)(void *ctx, const struct api_op *op, const struct err *e, int64_t took_us),
	void *ctx);

/* Has somebody told that the service asked for patience (HTTP 429) and that a call waits this long
 * before it is tried again; in the thread that does the waiting. Once, before the first call. */
void api_client_waits(struct api_client *c, void (*waits)(void *ctx, int ms), void *ctx);

/* Wipes the secrets and closes the connections; no call may be under way. NULL is allowed. */
void api_client_free(struct api_client *c);

struct api_arg {
	const char *name;
	const char *value; /* as text, whatever the type */
};

struct api_call {
	const struct api_op *op;
	const struct api_arg *args;
	size_t arg_count;
	struct deadline deadline; /* for everything: names, connection, retries, body */
	bool no_retry;		  /* HTTP 429 is the caller's business, on every row */
	bool bytes_only; /* of the answer's root and response no more is read than to judge it */
	int64_t rows_max;	  /* of api_list: it ends after so many; 0 = when the list does */
	/* Called about every half second while waiting, may be NULL; non-zero gives up. Of api_list
	 * it may be called in another thread. */
	int (*tick)(void *ctx);
	void *tick_ctx;
	/* Of api_list, may be NULL: told of each page before its rows are handed out, in the caller's
	 * thread, and of one that failed, with as much as is known of the answer. offset is where the
	 * page begins in a list with offsets, else 0. */
	void (*page)(void *ctx, const struct api_answer *answer, int64_t offset);
	void *page_ctx;
};

struct api_answer {
	long status;	      /* HTTP; 0 = none arrived whole */
	int64_t code;	      /* the service's, e.g. 40002; 0 = none */
	char message[128];    /* the service's words, cleaned for showing */
	char detail[128];
	struct text_buf body; /* the exact bytes */
	struct cJSON *root;   /* parsed after the strict check; NULL if it was not JSON */
	const struct cJSON *response; /* what the row asked for, out of its envelope; NULL if absent */
	int64_t total;	      /* objects of the whole list, of which this is a page; -1 = not told */
	bool too_big;	      /* more came than is read, so that there is nothing */
	int64_t next_offset;  /* of the next page; -1 = this is the last, or pages have no number */
	const char *next_cursor; /* of the next page, inside root; NULL = as above */
	char retry_after[16]; /* the header of that name; "" = none */
	bool own_words;	      /* the service said this, in the form that its answers have */
	int requests;	      /* sent on the wire for this call, retries included */
};

/* Checks the arguments against the row: unknown, missing, wrong type, out of range, excluded.
 * Returns 0, or -1 with ERR_USAGE naming the parameter and what it takes. */
int api_check(const struct api_op *op, const struct api_arg *args, size_t count, struct err *e)
	__attribute__((warn_unused_result));

/* The risk of this call: its row's, or more for a value that shuts people out or lets them in. */
enum api_risk api_call_risk(const struct api_call *call);

/* Checks, signs, sends, receives, parses. Returns 0 when the service answered OK, else -1: see
 * enum err_code in base/err.h; the message names the operation and what to do. In both cases
 * *ret_answer is filled as far as it goes and the caller clears it.
 *
 * HTTP 429 on an API_READ row is tried again with 1, 2, 4… s and jitter, or Retry-After when it
 * is sane, while the deadline allows. A refusal of our clock (401, code 40105) teaches the client
 * the service's time and is answered once with a new date, on every row: such a request was
 * turned away before anybody looked at it. Apart from that, rows that change something are sent
 * at most once: no retry, and no silent second try on a connection that had gone stale. That
 * matters most for API_CONSUMES. */
int api_call(struct api_client *c, const struct api_call *call, struct api_answer *ret_answer,
	struct err *e) __attribute__((warn_unused_result));

/* Calls row for each element of a list answer, page after page. From the second page on the next
 * one is on its way meanwhile, so at most two are held, and not as trees. A page that does not move
 * forward ends the list with an error. row is called in the caller's thread; it returns 0 to go on,
 * 1 to stop, -1 (with the error set) to fail. The deadline of the call bounds each page. Returns 0
 * or -1; *ret_rows (may be NULL) counts what was handed out also on failure. */
int api_list(struct api_client *c, const struct api_call *call,
	int (*row)(void *ctx, const struct cJSON *element, struct err *e), void *ctx,
	int64_t *ret_rows, struct err *e) __attribute__((warn_unused_result));

/* Prints what would be sent (method, path, query, body) with API_SECRET values hidden. Returns 0
 * or -1 as api_check. */
int api_preview(struct api_client *c, const struct api_call *call, struct text_buf *ret_text,
	struct err *e) __attribute__((warn_unused_result));

/* Appends s percent-encoded as Duo signs it, and as every query and form is sent: only A-Z a-z 0-9
 * _ . ~ - stay as they are. */
void api_percent_encode(struct text_buf *b, const char *s);

/* Wipes and frees the parts; can be repeated. */
void api_answer_clear(struct api_answer *a);

#define auto_api_answer __attribute__((cleanup(api_answer_clear))) struct api_answer

#endif
