/* SPDX-License-Identifier: MIT */
/* What the parts of the HTTP layer share. */
#ifndef SERVE_HTTP_PRIVATE_H
#define SERVE_HTTP_PRIVATE_H

#include <pthread.h>
#include <sys/types.h>

#include <microhttpd.h>

#include "helper/serve/http.h"

#define HTTP_HEAD_MS	5000  /* from the connection, or a first line, to the whole head */
#define HTTP_READ_MS	15000 /* for a body, and between the requests of who has shown a right */
#define HTTP_WRITE_MS	60000 /* for a peer to take its answer */
#define HTTP_PER_USER	128   /* open connections of one local user who is not root */
#define HTTP_RESERVE_PART 8   /* one place of so many is for administrators, on the local socket */
#define HTTP_QUEUE	16    /* requests that wait for each turn; more are turned away */
#define HTTP_STACK	(512 * 1024) /* libcurl and OpenSSL want more than our own frames */

struct listener {
	struct http_server *server;
	const struct http_endpoint *endpoint;
	struct MHD_Daemon *daemon;
	int fd;
	enum serve_listener name;
	bool local; /* UNIX domain */
	bool tls;
};

/* What a connection has shown so far: the least goes first when places run short. */
enum standing {
	STANDING_NONE,	  /* nothing */
	STANDING_RIGHT,	  /* a token, or that its user may ask */
	STANDING_RESERVE, /* on the local socket: root, our own user, serve.admin_groups */
};

/* One open connection, so that slow peers can be found. */
struct connection {
	struct connection *previous, *next;
	struct listener *listener;
	int fd;	      /* MHD's */
	enum standing standing;
	bool asks; /* a request is under way */
	bool cut;  /* by us; its thread has yet to end it */
	size_t body;	     /* bytes that were promised to the body of its request */
	const char *body_of; /* its caller; as long as body is not 0 */
	bool has_uid; /* of the peer; UNIX domain only */
	uid_t uid;
	pid_t pid;
	int64_t until_ms; /* when it is cut; 0 = not now: the endpoint has it */
};

/* One request and its reply. */
struct http_exchange {
	struct listener *listener;
	struct connection *connection; /* NULL without memory; then it ends, too */
	struct MHD_Connection *mhd;
	char *uri; /* as it came; the guard parts path and query */
	size_t uri_len;
	char type[64];
	enum serve_route route;
	int64_t began_us;
	bool begun;	     /* the guards have seen it */
	bool has_body;
	bool slash; /* at the end of the path, where it was cut off */
	bool too_big;
	bool waits;	     /* as its route says */
	bool counted;	     /* among the open ones */
	size_t body_max;   /* bytes that this body may have */
	int64_t announced; /* bytes of it; -1 = in chunks, nobody knows */
	size_t dropped; /* bytes of a body beyond the limit */
	struct caller caller;
	struct http_request request;
	struct text_buf body;
	struct http_reply reply;
};

struct http_server {
	struct http_config config;
	struct listener listener[HTTP_LISTENERS];
	size_t listener_count;
	pthread_mutex_t lock; /* guards everything below; never held across I/O */
	pthread_cond_t turn;
	unsigned busy, waiting; /* exchanges that have a turn, and that want one */
	size_t open; /* exchanges that an endpoint answers or has answered, not yet completed */
	struct connection *connections;
	bool stopping;
	int64_t refusals_since_ms;
	unsigned refusals;
};

/* Is this a request that means one thing only? Fills request.path, .query, .type and has_body.
 * Returns 0, or -1 with the reply set to a refusal. */
int guard_request(struct http_exchange *x, const char *method, const char *version)
	__attribute__((warn_unused_result));

/* Host and Origin, against DNS rebinding and foreign pages. Returns as guard_request. */
int guard_names(struct http_exchange *x) __attribute__((warn_unused_result));

/* Where it came from: an address with its port, or who is at the other end of the local socket. "" =
 * not known. */
void peer_name(const struct http_exchange *x, char ret_from[AUDIT_FROM_SIZE]);

/* Ends connections whose time is over. */
void places_cut_slow(struct http_server *s);

/* The first line of a request is here: the rest of its head has little time. */
void place_head_begins(struct http_server *s, struct connection *c);

/* The caller is known; reserved: one of those who have a reserve. Returns 0, or -1 when every place
 * but the reserve belongs to somebody who may ask. */
int place_keep(struct http_server *s, struct connection *c, bool reserved)
	__attribute__((warn_unused_result));

/* The head was found good: its body has a time of its own. */
void place_body_begins(struct http_server *s, struct connection *c);

/* Counts the body in before it is read; until exchange_end. Returns 0, or -1 with the reply set to
 * a refusal. */
int body_admit(struct http_exchange *x) __attribute__((warn_unused_result));

/* The body is here: from now on it counts for no more than it has. */
void body_arrived(struct http_exchange *x);

/* Sets the reply to what is said to a body that is too long. Returns -1. */
int body_refuse_length(struct http_exchange *x);

void turns_init(struct http_server *s);

/* Whoever may wait for the directory waits here until fewer than config.workers do. Returns 0, or
 * -1 when too many are here already, or for config.turn_ms. */
int turn_take(struct http_server *s, struct http_exchange *x) __attribute__((warn_unused_result));

void turn_end(struct http_server *s, const struct http_exchange *x);

/* Does somebody have one, or wait for it? */
bool turns_are_taken(struct http_server *s);

/* The callbacks of MHD; closure is the listener. */
void *exchange_new(void *closure, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result exchange_step(void *closure, struct MHD_Connection *mhd, const char *url,
	const char *method, const char *version, const char *data, size_t *size, void **state);
void exchange_end(void *closure, struct MHD_Connection *mhd, void **state,
	enum MHD_RequestTerminationCode how);
void connection_notify(void *closure, struct MHD_Connection *mhd, void **state,
	enum MHD_ConnectionNotificationCode what);

#endif
