/* SPDX-License-Identifier: MIT */
/* One request from its first line to its reply, in the order that http.h promises. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/deadline.h"
#include "helper/common/log.h"
#include "helper/serve/gate.h"
#include "helper/serve/http_private.h"

#define DROPPED_MAX  (4u << 20) /* bytes of a too long body that are read before hanging up */
#define PATH_SHOWN   256
#define REFUSALS_MAX 20		/* of them are logged in REFUSALS_MS */
#define REFUSALS_MS  10000

/* Refusals are worth a line, but not as many as a stranger likes. */
static void
tell_refusal(struct http_exchange *x, const char *who, const char *why)
{
	struct http_server *s = x->listener->server;
	struct log_pairs pairs = { .count = 0 };
	char from[AUDIT_FROM_SIZE], path[PATH_SHOWN];
	int64_t now = clock_ms();
	unsigned count;

	(void)pthread_mutex_lock(&s->lock);
	if (now - s->refusals_since_ms > REFUSALS_MS) {
		s->refusals_since_ms = now;
		s->refusals = 0;
	}
	count = ++s->refusals;
	(void)pthread_mutex_unlock(&s->lock);
	if (count > REFUSALS_MAX)
		return;
	peer_name(x, from);
	log_text(&pairs, "from", from);
	log_text(&pairs, "method", x->request.method);
	log_text(&pairs, "path", text_clean(path, sizeof(path), x->request.path));
	log_event(LOG_LEVEL_WARNING, &pairs, "refused %s: %s%s", who, why,
		count == REFUSALS_MAX ? " (no more of these for a while)" : "");
}

void *
exchange_new(void *closure, const char *uri, struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct http_exchange *x = calloc(1, sizeof(*x));

	if (x == NULL)
		return NULL;
	x->listener = closure;
	x->connection = info != NULL ? info->socket_context : NULL;
	x->mhd = mhd;
	x->began_us = clock_us();
	x->uri = strdup(uri); /* NULL is refused by the guard */
	x->uri_len = strlen(uri);
	x->body_max = HTTP_BODY_MAX;
	x->reply = (struct http_reply){ .status = 200, .type = HTTP_JSON };
	x->request.exchange = x;
	if (x->connection != NULL)
		place_head_begins(x->listener->server, x->connection);
	return x;
}

const char *
http_header(const struct http_request *r, const char *name)
{
	return MHD_lookup_connection_value(r->exchange->mhd, MHD_HEADER_KIND, name);
}

static void
add_header(struct MHD_Response *response, const char *name, const char *value)
{
	(void)MHD_add_response_header(response, name, value); /* fails without memory only */
}

static void
count(const struct http_exchange *x)
{
	struct metrics *m = x->listener->server->config.metrics;
	size_t status = metric_status(x->reply.status), route = x->route;

	metrics_add(m, METRIC_REQUESTS, (size_t[]){ x->listener->name, route, status }, 1);
	metrics_observe(m, METRIC_REQUEST_SECONDS, &route, clock_us() - x->began_us);
	if (x->reply.refused)
		metrics_add(m, METRIC_REFUSALS,
			(size_t[]){ metric_refusal(x->reply.status) }, 1);
}

static enum MHD_Result
send_reply(struct http_exchange *x)
{
	struct http_reply *reply = &x->reply;
	struct http_server *s = x->listener->server;
	struct MHD_Response *response;
	enum MHD_Result queued;
	bool stopping;

	if (reply->body.failed)
		http_refuse(reply, 500, ERR_OTHER, "no memory for the answer");
	count(x);
	(void)pthread_mutex_lock(&s->lock);
	if (x->connection != NULL && !x->connection->cut)
		x->connection->until_ms = clock_ms() + HTTP_WRITE_MS;
	stopping = s->stopping;
	(void)pthread_mutex_unlock(&s->lock);
	/* the bytes stay ours, so that they can be wiped when it is over */
	response = MHD_create_response_from_buffer(reply->body.len,
		reply->body.data != NULL ? reply->body.data : (char[]){ "" },
		reply->body.data != NULL ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_COPY);
	if (response == NULL)
		return MHD_NO;
	if (reply->type != NULL)
		add_header(response, "Content-Type", reply->type);
	add_header(response, "Cache-Control", "no-store");
	add_header(response, "X-Content-Type-Options", "nosniff");
	for (size_t i = 0; i < reply->header_count; i++)
		add_header(response, reply->header[i].name, reply->header[i].value);
	if (reply->close || stopping)
		add_header(response, "Connection", "close");
	queued = MHD_queue_response(x->mhd, reply->status, response);
	MHD_destroy_response(response);
	return queued;
}

static int
identify(struct http_exchange *x)
{
	struct gate *gate = x->listener->server->config.gate;
	const char *authorization = http_header(&x->request, "Authorization");
	struct err e = { 0 };

	if (x->connection == NULL) {
		http_refuse(&x->reply, 500, ERR_OTHER, "no memory for the connection");
		return -1;
	}
	if (x->listener->local) {
		if (x->connection->has_uid &&
			gate_by_uid(gate, x->connection->uid, &x->caller, &e) == 0)
			return 0;
		tell_refusal(x, "a local peer", e.msg);
		http_refuse(&x->reply, e.code == ERR_PERMISSION ? 403 : 500, ERR_PERMISSION, "%s",
			e.msg[0] != '\0' ? e.msg : "the peer is not known");
		return -1;
	}
	if (gate_by_token(gate, authorization, &x->caller, &e) == 0)
		return 0;
	if (authorization != NULL)
		tell_refusal(x, "a request", e.msg);
	http_refuse(&x->reply, 401, ERR_PERMISSION, "%s", e.msg);
	http_reply_header(&x->reply, "WWW-Authenticate",
		authorization != NULL ? "Bearer realm=\"doorward\", error=\"invalid_token\""
				      : "Bearer realm=\"doorward\"");
	return -1;
}

/* Whoever has shown a right keeps his place; on the local socket some are for administrators. */
static int
keep_place(struct http_exchange *x)
{
	bool reserved = x->listener->local && x->caller.most == API_DESTRUCTIVE;

	if (place_keep(x->listener->server, x->connection, reserved) == 0)
		return 0;
	http_refuse(&x->reply, 503, ERR_RATE_LIMITED, "what is left of serve.connections is for "
		"root and serve.admin_groups");
	http_reply_header(&x->reply, "Retry-After", "1");
	x->reply.close = true;
	return -1;
}

/* Is word one of the words in list, which are separated by ", "? */
static bool
has_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *s = list; s != NULL && len > 0; s = strchr(s, ' ')) {
		s += *s == ' ' ? 1 : 0;
		if (strncmp(s, word, len) == 0 && (s[len] == ',' || s[len] == '\0'))
			return true;
	}
	return false;
}

/* Answers OPTIONS: no page of another origin is let in by it. Returns -1, as for a refusal. */
static int
tell_methods(struct http_exchange *x, const struct http_route *route)
{
	x->reply.status = 204;
	x->reply.type = NULL;
	http_reply_header(&x->reply, "Allow", route->methods);
	return -1;
}

static int
check_method(struct http_exchange *x, const struct http_route *route, const char *method)
{
	if (strcmp(method, "OPTIONS") == 0)
		return tell_methods(x, route);
	if (!has_word(route->methods, method)) {
		http_refuse(&x->reply, 405, ERR_USAGE, "this path takes %s", route->methods);
		http_reply_header(&x->reply, "Allow", route->methods);
		return -1;
	}
	/* the id of a person that was left empty must not make something else of a change */
	if (x->slash && route->kind == ROUTE_OPERATION && strcmp(method, "GET") != 0 &&
		strcmp(method, "HEAD") != 0) {
		http_refuse(&x->reply, 404, ERR_NOT_FOUND, "there is no such path: is an id "
			"missing behind the last slash?");
		return -1;
	}
	if (x->has_body && (route->types == NULL ||
				   (strcmp(method, "POST") != 0 && strcmp(method, "PUT") != 0))) {
		http_refuse(&x->reply, 400, ERR_USAGE, "%s takes no body here", method);
		return -1;
	}
	if (x->has_body && !has_word(route->types, x->type)) {
		http_refuse(&x->reply, 415, ERR_USAGE, "the body must be %s", route->types);
		return -1;
	}
	return 0;
}

/* Is the body worth reading? Whoever may not do what he asks for has none of it read. */
static int
judge_body(struct http_exchange *x)
{
	const struct http_endpoint *endpoint = x->listener->endpoint;

	if (!x->has_body)
		return 0;
	if (x->connection == NULL || endpoint->judge == NULL) {
		http_refuse(&x->reply, 400, ERR_USAGE, "there is no place for a body");
		return -1;
	}
	if (endpoint->judge(endpoint->ctx, &x->request, &x->body_max, &x->reply) != 0)
		return -1;
	if (x->announced > 0 && (size_t)x->announced > x->body_max)
		return body_refuse_length(x);
	x->body.limit = x->body_max + 1;
	return body_admit(x);
}

/* Everything that can be said before the body. Returns 0, or -1 with the refusal in the reply. */
static int
begin(struct http_exchange *x, const char *method, const char *version)
{
	const struct http_endpoint *endpoint = x->listener->endpoint;
	struct http_route route = { .open = false };

	if (guard_request(x, method, version) != 0 || guard_names(x) != 0)
		return -1;
	if (!endpoint->find(endpoint->ctx, x->request.path, &route)) {
		http_refuse(&x->reply, 404, ERR_NOT_FOUND, "there is no such path");
		return -1;
	}
	x->request.method = method;
	x->route = route.kind;
	x->waits = route.waits;
	if (!route.open) {
		if (identify(x) != 0 || keep_place(x) != 0)
			return -1;
		if (!gate_admit(x->listener->server->config.gate, &x->caller)) {
			http_refuse(&x->reply, 429, ERR_RATE_LIMITED,
				"%s asks too often (serve.rate)", x->caller.name);
			http_reply_header(&x->reply, "Retry-After", "1");
			return -1;
		}
	}
	if (check_method(x, &route, method) != 0)
		return -1;
	peer_name(x, x->caller.from);
	x->caller.local = x->listener->local;
	x->request.method = strcmp(method, "HEAD") == 0 ? "GET" : method;
	x->request.caller = &x->caller;
	x->request.kind = route.kind;
	x->request.what = route.what;
	return judge_body(x);
}

/* Returns whether more of it may come. */
static bool
take_body(struct http_exchange *x, const char *data, size_t size)
{
	if (!x->too_big && size <= x->body_max - x->body.len) {
		text_buf_add(&x->body, data, size);
		return true;
	}
	x->too_big = true;
	x->dropped += size;
	return x->dropped <= DROPPED_MAX;
}

/* The whole request is here. */
static enum MHD_Result
finish(struct http_exchange *x)
{
	const struct http_endpoint *endpoint = x->listener->endpoint;

	if (x->too_big || x->body.failed) {
		(void)body_refuse_length(x);
		return send_reply(x);
	}
	if (x->has_body)
		body_arrived(x);
	x->request.body = x->body.data != NULL ? x->body.data : "";
	x->request.body_len = x->body.len;
	if (turn_take(x->listener->server, x) == 0) {
		endpoint->answer(endpoint->ctx, &x->request, &x->reply);
		turn_end(x->listener->server, x);
	} else {
		http_refuse(&x->reply, 503, ERR_RATE_LIMITED, "too many requests wait for the directory");
		http_reply_header(&x->reply, "Retry-After", "1");
	}
	return send_reply(x);
}

enum MHD_Result
exchange_step(void *closure, struct MHD_Connection *mhd, const char *url, const char *method,
	const char *version, const char *data, size_t *size, void **state)
{
	struct http_exchange *x = *state;

	(void)closure;
	(void)mhd;
	(void)url; /* decoded, and cut at a NUL: of no use */
	if (x == NULL)
		return MHD_NO;
	if (!x->begun) {
		x->begun = true;
		if (begin(x, method, version) == 0) {
			if (x->has_body && x->connection != NULL)
				place_body_begins(x->listener->server, x->connection);
			return MHD_YES;
		}
		x->reply.close = x->reply.close || x->has_body; /* which is not going to be read */
		return send_reply(x);
	}
	if (*size > 0) {
		bool more = take_body(x, data, *size);

		*size = 0;
		return more ? MHD_YES : MHD_NO;
	}
	return finish(x);
}

void
exchange_end(void *closure, struct MHD_Connection *mhd, void **state,
	enum MHD_RequestTerminationCode how)
{
	struct http_exchange *x = *state;
	struct http_server *s;

	(void)closure;
	(void)mhd;
	(void)how;
	*state = NULL;
	if (x == NULL)
		return;
	s = x->listener->server;
	(void)pthread_mutex_lock(&s->lock);
	if (x->counted)
		s->open--;
	if (x->connection != NULL) {
		x->connection->asks = false;
		x->connection->body = 0;
		x->connection->until_ms = x->connection->cut ? 0 : clock_ms() +
			(x->connection->standing == STANDING_NONE ? HTTP_HEAD_MS : HTTP_READ_MS);
	}
	(void)pthread_mutex_unlock(&s->lock);
	text_buf_clear(&x->body);
	text_buf_clear(&x->reply.body);
	if (x->uri != NULL)
		explicit_bzero(x->uri, x->uri_len);
	free(x->uri);
	free(x);
}
