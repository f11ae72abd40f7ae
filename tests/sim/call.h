/* SPDX-License-Identifier: MIT */
/* One API call on its way through a handler, and the answers a handler can give. */
#ifndef SIM_CALL_H
#define SIM_CALL_H

#include "tests/sim/params.h"
#include "tests/sim/sim.h"

#define PATH_ARGUMENTS_MAX 2
#define HEADERS_MAX	   48

struct header_pair {
	char *name;
	char *value;
};

/* An HTTP request as it came. */
struct request {
	char *method;
	char *path;  /* as sent, without the query */
	char *query; /* as sent, without the question mark */
	char *host, *authorization, *date, *duo_date, *content_type; /* NULL: not sent */
	struct header_pair duo_header[16];
	size_t duo_headers;
	struct header_pair header[HEADERS_MAX]; /* all of them, as they came; more are dropped */
	size_t headers;
	struct buffer body;
	int descriptor; /* of the connection */
};

/* Value of the first header of that name, any case; NULL: not sent. */
const char *request_header(const struct request *request, const char *name);

/* An HTTP answer: JSON, or bytes. */
struct reply {
	unsigned status;
	cJSON *json; /* whole body; NULL: raw */
	char *raw;
	const char *content_type;
	int64_t retry_after; /* seconds for X-Retry-After, 0: header not sent */
	cJSON *headers;	     /* further ones, {"Name": "value"}; NULL: none */
	bool foreign;	     /* not Duo's: without the headers of Duo */
	bool none;	     /* close the connection instead of answering */
};

struct service;

struct call {
	struct sim *sim;
	const struct service *service; /* NULL: no path of any */
	struct application *application; /* who signed; NULL: nobody had to */
	const char *method;
	const char *path;
	char argument[PATH_ARGUMENTS_MAX][64]; /* {parts} of the path, decoded */
	struct param_set params; /* query, form and JSON body together; control routes read body */
	const struct request *request;
	int descriptor;
	unsigned resets; /* sim->resets when the call began */
	int64_t now;
	int64_t skew; /* seconds the server's wall clock is off; 0 but for the skew fault */
	struct reply reply;
};

/* The one place that builds an envelope; each replaces an earlier answer and takes over its JSON.
 */
void call_ok(struct call *call, cJSON *response);
void call_ok_page(struct call *call, cJSON *response, cJSON *metadata);
void call_ok_empty(struct call *call); /* response "" */
/* code is Duo's (40002 ...), its first three digits are the HTTP status; detail may be NULL. */
void call_fail(struct call *call, int code, const char *detail);
/* Plain JSON without an envelope, for the control routes. */
void call_plain(struct call *call, unsigned status, cJSON *body);

/* Bytes of a service beside Duo, taken over. */
void call_bytes(struct call *call, unsigned status, char *bytes);
/* Adds Retry-After, if seconds is more than 0. */
void call_retry_after(struct call *call, int64_t seconds);

/* Value of a parameter or NULL; call_required fails with 40001 when it is missing or blank. */
const char *call_param(const struct call *call, const char *name);
const char *call_required(struct call *call, const char *name);

/*
 * Number or flag (true/false/1/0) parameters; -1: malformed, the call has failed with 40002 and the
 * name. A missing one gives the fallback.
 */
int call_number(struct call *call, const char *name, int64_t low, int64_t high, int64_t fallback,
	int64_t *ret_number);
int call_flag(struct call *call, const char *name, bool fallback, bool *ret_flag);

/*
 * JSON array given as text, of at most max elements; NULL: the call has failed. native_too also
 * accepts a real array of a JSON body.
 */
cJSON *call_array(struct call *call, const char *name, size_t max, bool native_too);

/* Answers one page of items, with limit (clamped to most) and offset from the parameters. */
void call_page(struct call *call, const struct list *items, int64_t usual, int64_t most,
	cJSON *(*view)(const void *item));

/* The object the n-th path argument names; NULL: 40401 was answered. */
struct user *call_user(struct call *call);
struct group *call_group(struct call *call, size_t argument);
struct phone *call_phone(struct call *call, size_t argument);
struct token *call_token(struct call *call, size_t argument);

void call_free(struct call *call); /* and the call itself */

#endif
