/* SPDX-License-Identifier: MIT */
/* One call from its arguments to its end, apart from who sends and who waits: call.c does both in
 * the caller's thread, flight_thread.c for many calls in one of its own. In order: settle_begin(),
 * then settle_next(), the exchange and settle_take() until it is settled; in every case
 * settle_tell() and settle_clear(). */
#ifndef API_SETTLE_H
#define API_SETTLE_H

#include "api/service.h"

struct settle {
	struct api_client *client;
	const struct api_call *call;
	struct api_answer *answer;
	struct json_list *list; /* NULL = the list goes into the tree */
	struct request request;
	bool clock_learnt;
	int refusals; /* with HTTP 429 */
	int64_t began_us;
	/* of the try under way: what is to be sent, and what comes */
	struct transport_request wire;
	struct transport_reply reply;
	struct service_headers headers;
	struct text_buf url;
	char type[64];
	const char *lines[6];
};

enum settle_step {
	SETTLE_FAILED = 0,
	SETTLE_OK,
	SETTLE_AGAIN,
};

/* Checks what can be checked before a byte leaves the host, and builds the request. Borrows
 * everything but the arguments of the call, which are of no use after this. The answer is reset
 * also on failure. Returns 0 or -1. */
int settle_begin(struct settle *s, struct api_client *c, const struct api_call *call,
	struct api_answer *answer, struct json_list *list, struct err *e)
	__attribute__((warn_unused_result));

/* Makes the next try: s->wire, authorized for now, and s->reply, empty. Returns 0, or -1, which is
 * what settle_take() is to be told. */
int settle_next(struct settle *s, struct err *e) __attribute__((warn_unused_result));

/* What follows from the try: rc is 0 when an answer came into s->reply, or -1 with the error. For
 * SETTLE_AGAIN the next try is due in *ret_wait_ms, 0 = at once. For SETTLE_FAILED e is what the
 * caller of the call gets. */
enum settle_step settle_take(struct settle *s, int rc, int *ret_wait_ms, struct err *e)
	__attribute__((warn_unused_result));

/* The caller has enough while nothing is under way. Returns -1 with the error. */
int settle_give_up(const struct settle *s, struct err *e);

/* Tells the client's watch what became of the call. */
void settle_tell(const struct settle *s, int rc, const struct err *e);

/* Wipes and frees what it holds itself; can be repeated. */
void settle_clear(struct settle *s);

#define auto_settle __attribute__((cleanup(settle_clear))) struct settle

/* Checks and builds; what is shown in a preview is what the service gets in the end, whoever sends
 * it there. Returns 0 or -1; the caller clears the request in both cases. */
int settle_prepare(const struct api_client *c, const struct api_call *call, bool preview,
	struct request *ret_request, struct err *e) __attribute__((warn_unused_result));

#endif
