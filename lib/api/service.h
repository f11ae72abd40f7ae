/* SPDX-License-Identifier: MIT */
/* What differs between the services that the one executor serves: a row for each of them. */
#ifndef API_SERVICE_H
#define API_SERVICE_H

#include "api/client.h"

enum service_paging {
	PAGING_NONE,
	PAGING_OFFSET, /* limit and offset; metadata.next_offset names the next page */
	PAGING_CURSOR, /* limit and cursor; pagination.nextCursor names the next page */
};

/* Is an answer in the words of the service? */
enum envelope {
	ENVELOPE_FOREIGN, /* no: somebody else speaks, and nothing of it counts */
	ENVELOPE_OK,	  /* done: a->response, and where the next page is */
	ENVELOPE_FAIL,	  /* refused: a->code, a->message and a->detail say why */
};

/* Header lines that go with a request; the caller clears. */
struct service_headers {
	struct text_buf date;	       /* "Date: …"; empty = none is sent */
	struct text_buf authorization; /* "NAME: VALUE"; empty = none is sent */
};

struct service {
	const char *name;    /* also its section in the configuration */
	const char *root;    /* see api_service_root() */
	const char *address; /* the option that names it */
	enum request_body body;
	enum service_paging paging;
	const char *response; /* the member of an answer with what was asked for; "" = it is all */
	int64_t code_bad_time; /* beside HTTP 401: our clock is wrong; 0 = it never minds */
	int64_t code_conflict; /* a conflict, whatever the HTTP status; 0 = none */
	bool bare_refusals; /* 401 and 403 count in any words: those of the service are not known */
	const char *check_credentials; /* what to look at after a 401 */
	const char *lacks;	       /* who lacks the permission of the row after a 403 */
	const char *lacks_unknown;     /* the same when the row cannot name one */
	/* Adds to a 401 or a 403 which of the credentials it can be, instead of the three above. date
	 * is the answer's ("" = none). NULL = the three say all that is known. */
	void (*refused)(const struct api_client *c, const struct api_op *op,
		const struct api_answer *a, const char *date, struct err *e);
	/* Are there credentials for this row? Returns 0, or -1 with ERR_CONFIG that names the
	 * options. */
	int (*check)(const struct api_client *c, const struct api_op *op, struct err *e);
	/* Makes the header lines for this request at this time. Returns 0 or -1. */
	int (*authorize)(const struct api_client *c, const struct request *r, int64_t now,
		struct service_headers *ret_headers, struct err *e);
	/* Judges a->status, a->body and a->root (NULL = no JSON). */
	enum envelope (*read)(const struct api_op *op, struct api_answer *a);
};

const struct service *service_find(enum api_service service);

/* The body that a request to this client's service gets. */
enum request_body service_body(const struct api_client *c);

/* The functions of the rows. */
int duo_check(const struct api_client *c, const struct api_op *op, struct err *e);
int duo_authorize(const struct api_client *c, const struct request *r, int64_t now,
	struct service_headers *ret_headers, struct err *e);
enum envelope duo_read(const struct api_op *op, struct api_answer *a);
void duo_refused(const struct api_client *c, const struct api_op *op, const struct api_answer *a,
	const char *date, struct err *e);
int key_check(const struct api_client *c, const struct api_op *op, struct err *e);
int key_authorize(const struct api_client *c, const struct request *r, int64_t now,
	struct service_headers *ret_headers, struct err *e);
enum envelope allthenticate_read(const struct api_op *op, struct api_answer *a);
enum envelope sentinelone_read(const struct api_op *op, struct api_answer *a);

#endif
