/* SPDX-License-Identifier: MIT */
/* HTTP/1.1 for the adapters: sockets, guards, callers, bounds and threads; it knows nothing of
 * operations.
 *
 * Order of questions, each answered before the next one is put: is the request well formed and
 * unambiguous, is its Host ours, its Origin ours, is there such a path, who asks, not too often,
 * is the method right, the type of the body, may the caller do this, is the body short enough for
 * it, is there room. Only then the body is read, and the endpoint sees it, in
 * the connection's own thread, where it may wait for the directory; only so many have their turn at
 * the same time. */
#ifndef SERVE_HTTP_H
#define SERVE_HTTP_H

#include "base/err.h"
#include "base/names.h"
#include "base/text.h"
#include "helper/metrics/metrics.h"
#include "helper/serve/caller.h"

#define HTTP_BODY_MAX	(1u << 20) /* bytes of a request's body */
#define HTTP_LEAVING	64	   /* connections of a listener that are cut and not yet gone */
#define HTTP_HEADERS	8	   /* of one reply, beside those that every reply has */
#define HTTP_VALUE_SIZE 256
#define HTTP_METHODS_SIZE 32
#define HTTP_JSON	"application/json"
#define HTTP_BYTES	"application/octet-stream" /* nobody knows what it is */

struct http_exchange;

/* Everything is borrowed until the endpoint returns. */
struct http_request {
	const char *method; /* one of the route's; GET for HEAD, which is sent no body */
	/* As it came, but for a slash at its end: still percent-encoded, without the query. Begins
	 * with '/', holds no control character, no encoded NUL, slash or backslash, and no dot
	 * segment in any spelling. */
	const char *path;
	const char *query; /* as it came, without '?'; "" = none; no control characters, no %00 */
	const char *type;  /* media type of the body, lower case, no parameters; "" = no body */
	const char *body;  /* terminated; may hold NUL bytes all the same */
	size_t body_len;
	const struct caller *caller; /* where the route is open: nobody, caller->known is false */
	enum serve_route kind;	     /* from find(), as is what */
	const void *what;
	struct http_exchange *exchange;
};

/* The value of a header, NULL when absent. Of Host, Origin, Authorization, Content-Type,
 * Content-Length, Transfer-Encoding, Mcp-* there is at most one. */
const char *http_header(const struct http_request *r, const char *name);

/* Comes with status 200, HTTP_JSON and an empty body. */
struct http_reply {
	unsigned status;
	const char *type;	/* media type, static; NULL = no Content-Type */
	struct text_buf body;	/* wiped and freed after it was sent */
	struct {
		const char *name; /* static */
		char value[HTTP_VALUE_SIZE];
	} header[HTTP_HEADERS];
	size_t header_count;
	bool close; /* the connection, after this reply */
	bool refused; /* by http_refuse */
};

/* Adds a header; one that is too long, or too many, is left out. */
void http_reply_header(struct http_reply *reply, const char *name, const char *value);

/* Makes the reply a refusal in the directory's own envelope: {"stat":"FAIL","code":…,"message":…,
 * "message_detail":…}. fault tells our own command line which kind it was. The words are shown to
 * whoever asked: no secrets. */
void http_refuse(struct http_reply *reply, unsigned status, enum err_code fault, const char *fmt,
	...) __attribute__((format(printf, 4, 5)));

/* What is known of a path before anybody is asked who he is. */
struct http_route {
	enum serve_route kind; /* as it is counted */
	bool open;	     /* answered to everybody; else only to a known caller */
	bool waits;	     /* answer() may wait for the directory */
	char methods[HTTP_METHODS_SIZE]; /* as the Allow header says them: "GET, HEAD" */
	const char *types;   /* of bodies, separated by ", "; NULL = there may be none */
	const void *what;    /* handed on to answer() */
};

/* One adapter. All functions may be called by several threads at once. */
struct http_endpoint {
	/* Looks at the path alone, without waiting. Returns false for 404. */
	bool (*find)(void *ctx, const char *path, struct http_route *ret_route);
	/* Looks at the head of a request with a body, which is not there yet and only read if this
	 * says so; does not wait. Returns 0 with the bytes that it may have, up to HTTP_BODY_MAX,
	 * or -1 with the reply set to a refusal. NULL = there are no bodies. */
	int (*judge)(void *ctx, const struct http_request *request, size_t *ret_body_max,
		struct http_reply *reply);
	/* Fills the reply; may wait, within a bound of its own. */
	void (*answer)(void *ctx, const struct http_request *request, struct http_reply *reply);
	void *ctx;
};

struct gate;

struct http_config {
	struct metrics *metrics;
	struct gate *gate; /* who may; see gate.h */
	const struct names *hosts; /* allowed in Host and Origin beside the names of loopback */
	/* At the same time, for each listener; when there are more, the oldest that has shown no
	 * right is ended, and on a local socket every eighth is kept for administrators. */
	unsigned connections;
	unsigned workers;     /* requests that may wait for the directory at the same time */
	int64_t turn_ms;      /* how long others wait for their turn to */
};

struct http_server;

/* Keeps what config points to. Returns 0, or -1. */
int http_server_new(const struct http_config *config, struct http_server **ret_server,
	struct err *e) __attribute__((warn_unused_result));

struct http_listener {
	int fd; /* listening; taken over in any case */
	const struct http_endpoint *endpoint; /* kept */
	enum serve_listener name; /* as it is counted */
	const char *certificate, *key; /* PEM text, kept; NULL = no TLS */
};

/* Serves one socket, of TCP or of the UNIX domain (where the peer's uid says who it is). At most
 * HTTP_LISTENERS times. Returns 0, or -1. */
int http_server_listen(struct http_server *s, const struct http_listener *l, struct err *e)
	__attribute__((warn_unused_result));

#define HTTP_LISTENERS 8

/* Ends connections that took too long to say what they want or to take their answer. To be
 * called about every half second. */
void http_server_watch(struct http_server *s);

/* How many requests are under way. */
size_t http_server_open(struct http_server *s);

/* Takes no further connection, waits for the endpoints to answer what is under way, gives the peers
 * grace_ms to take the last answers, frees. */
void http_server_free(struct http_server *s, int64_t grace_ms);

#endif
