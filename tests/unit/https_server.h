/* SPDX-License-Identifier: MIT */
/* A loopback HTTPS server that does what a script says, byte for byte, however bad that is. */
#ifndef UNIT_HTTPS_SERVER_H
#define UNIT_HTTPS_SERVER_H

#include <stdbool.h>
#include <stddef.h>

enum server_mode {
	SERVER_TLS,
	SERVER_GARBAGE, /* answers the TLS greeting with something else */
	SERVER_MUTE,	/* accepts and says nothing */
	SERVER_PLAIN,	/* HTTP without TLS, as a proxy is spoken to */
};

/* What happens to one request, in the order in which requests come in. */
enum step_kind {
	STEP_REPLY,	  /* write text and keep the connection; "Content-Length: @" is filled in */
	STEP_REPLY_CLOSE, /* write text and close */
	STEP_SILENT,	  /* nothing, and keep the connection */
	STEP_CLOSE,	  /* close without an answer */
	STEP_RESET,	  /* the same with a TCP reset */
	STEP_DROP,	  /* reset as soon as the first bytes of the request come in */
	STEP_TRICKLE,	  /* write text, then one byte ever so often */
	STEP_FLOOD,	  /* write text, then repeat `again` until the client has enough */
};

struct step {
	enum step_kind kind;
	const char *text, *again;
};

#define STEPS_MAX    16
#define REQUESTS_MAX 64

struct server;

/* Which certificate: for the host name that clients ask for, or for another one. */
struct server *server_start(enum server_mode mode, bool wrong_name);
void server_stop(struct server *s);

/* Forgets what was counted and plays these steps from now on; after the last one, and without
 * any, every request is answered with SERVER_OK. Connections stay open. */
void server_script(struct server *s, const struct step *steps, size_t count);

/* Answers are held back until so many requests have come since server_script(). */
void server_hold(struct server *s, int requests);

/* Where SERVER_OK would come, {"line": the request's first line} is the response from now on. */
void server_echo(struct server *s);

#define SERVER_OK                                                                                  \
	"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: @\r\n\r\n"         \
	"{\"response\": [], \"stat\": \"OK\"}"

int server_port(const struct server *s);
const char *server_ca_file(const struct server *s); /* what it is signed by */
int server_connections(struct server *s);	     /* accepted since the start */
int server_requests(struct server *s);		     /* complete ones since server_script() */
int server_requests_with(struct server *s, const char *text);
size_t server_written(struct server *s); /* bytes that the client took, since server_script() */

/* Request number n since server_script(), whole; valid until the next server_script(). */
const char *server_request(struct server *s, int n);

/* Blocks until no connection is open any more (bounded at ten seconds; false then). */
bool server_wait_closed(struct server *s);

/* The same until so many are open, and until so many requests are in. */
bool server_wait_open(struct server *s, int connections);
bool server_wait_requests(struct server *s, int requests);

/* Writes a CA and a certificate for this name; for the server's own use. */
struct ssl_ctx_st *server_certificate(const char *name, const char *ca_path);

#endif
