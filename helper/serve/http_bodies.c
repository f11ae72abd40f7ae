/* SPDX-License-Identifier: MIT */
/* Room for bodies: what is announced is counted before it is read, so that no crowd of them takes
 * more memory than the service has. */
#include <string.h>

#include "helper/serve/http_private.h"

#define BODIES_MAX   (8u << 20) /* bytes of all bodies that are here or on their way */
#define BODIES_SHARE (BODIES_MAX / 2) /* of one caller */

int
body_admit(struct http_exchange *x)
{
	struct http_server *s = x->listener->server;
	size_t wanted = x->announced >= 0 ? (size_t)x->announced : x->body_max;
	size_t all = wanted, own = wanted;

	(void)pthread_mutex_lock(&s->lock);
	for (const struct connection *c = s->connections; c != NULL; c = c->next) {
		all += c->body;
		if (c->body > 0 && strcmp(c->body_of, x->caller.name) == 0)
			own += c->body;
	}
	if (all <= BODIES_MAX && own <= BODIES_SHARE) {
		x->connection->body = wanted;
		x->connection->body_of = x->caller.name;
	}
	(void)pthread_mutex_unlock(&s->lock);
	if (all <= BODIES_MAX && own <= BODIES_SHARE)
		return 0;
	http_refuse(&x->reply, 503, ERR_RATE_LIMITED, "there is no room for this body while so "
		"many others come");
	http_reply_header(&x->reply, "Retry-After", "1");
	return -1;
}

void
body_arrived(struct http_exchange *x)
{
	struct http_server *s = x->listener->server;

	if (x->connection == NULL)
		return;
	(void)pthread_mutex_lock(&s->lock);
	x->connection->body = x->body.len;
	(void)pthread_mutex_unlock(&s->lock);
}

int
body_refuse_length(struct http_exchange *x)
{
	http_refuse(&x->reply, 413, ERR_USAGE, "the body is longer than %zu KiB",
		x->body_max >> 10);
	x->reply.close = true;
	return -1;
}
