/* SPDX-License-Identifier: MIT */
/* Receives requests, applies faults, hands them to the routes, see server.h. */
#include "tests/sim/server.h"
#include "tests/sim/call.h"
#include "tests/sim/deliver.h"
#include "tests/sim/fault.h"
#include "tests/sim/route.h"

#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#define BODY_MAX (4U << 20)

/* What is kept for one request between the calls of the library. */
struct exchange {
	struct request request;
	bool headers_read;
};

/* Begins an exchange: here, and only here, the path and the query are as they were sent. */
static void *
on_uri(void *closure, const char *uri, struct MHD_Connection *connection)
{
	struct exchange *exchange = sim_alloc(sizeof(*exchange));
	size_t path = strcspn(uri, "?");

	(void)closure;
	(void)connection;
	exchange->request.path = sim_strndup(uri, path);
	exchange->request.query = sim_strdup(uri[path] == '?' ? uri + path + 1 : "");
	return exchange;
}

static void
on_completed(void *closure, struct MHD_Connection *connection, void **state,
	enum MHD_RequestTerminationCode how)
{
	struct exchange *exchange = *state;

	(void)closure;
	(void)connection;
	(void)how;
	*state = NULL;
	if (exchange == NULL)
		return;
	for (size_t i = 0; i < exchange->request.duo_headers; i++) {
		free(exchange->request.duo_header[i].name);
		free(exchange->request.duo_header[i].value);
	}
	for (size_t i = 0; i < exchange->request.headers; i++) {
		free(exchange->request.header[i].name);
		free(exchange->request.header[i].value);
	}
	free(exchange->request.method);
	free(exchange->request.path);
	free(exchange->request.query);
	free(exchange->request.host);
	free(exchange->request.authorization);
	free(exchange->request.date);
	free(exchange->request.duo_date);
	free(exchange->request.content_type);
	buffer_free(&exchange->request.body);
	free(exchange);
}

/* What is known of a connection. */
struct peer {
	bool counted;
};

/* A new connection gets session tickets, so that clients can resume. */
static void
on_connection(void *closure, struct MHD_Connection *connection, void **state,
	enum MHD_ConnectionNotificationCode what)
{
	struct sim *sim = closure;
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);

	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		free(*state);
		*state = NULL;
		return;
	}
	*state = sim_alloc(sizeof(struct peer));
	if (info != NULL && info->tls_session != NULL)
		(void)gnutls_session_ticket_enable_server(info->tls_session, &sim->tls.ticket_key);
}

static enum MHD_Result
read_header(void *closure, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct request *request = closure;
	const struct {
		const char *name;
		char **where;
	} wanted[] = {
		{ "Host", &request->host },
		{ "Authorization", &request->authorization },
		{ "Date", &request->date },
		{ "X-Duo-Date", &request->duo_date },
		{ "Content-Type", &request->content_type },
	};

	(void)kind;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (strcasecmp(wanted[i].name, name) == 0)
			sim_set(wanted[i].where, value);
	if (request->headers < HEADERS_MAX) {
		struct header_pair *pair = &request->header[request->headers++];

		pair->name = sim_strdup(name);
		pair->value = sim_strdup(value != NULL ? value : "");
	}
	if (strncasecmp(name, "x-duo-", 6) == 0 && request->duo_headers < 16) {
		struct header_pair *pair = &request->duo_header[request->duo_headers++];

		pair->name = sim_strdup(name);
		pair->value = sim_strdup(value != NULL ? value : "");
	}
	return MHD_YES;
}

static void
count_request(struct sim *sim, struct MHD_Connection *connection, const char *label)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	cJSON *item = cJSON_GetObjectItemCaseSensitive(sim->counters.by_route, label);
	struct peer *peer;

	sim->counters.requests++;
	if (item != NULL)
		cJSON_SetNumberValue(item, item->valuedouble + 1);
	else
		json_add_number(sim->counters.by_route, label, 1);
	peer = info != NULL ? info->socket_context : NULL;
	if (peer == NULL || peer->counted)
		return;
	/* The first request that counts makes its connection count: control alone does not. */
	peer->counted = true;
	info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
	sim->counters.connections++;
	if (info != NULL && gnutls_session_is_resumed(info->tls_session))
		sim->counters.resumed_handshakes++;
	else
		sim->counters.full_handshakes++;
}

/* Waits until the time has come or the simulator is reset; false: the client has gone. */
static bool
wait_until(struct sim *sim, int descriptor, int64_t end_ms)
{
	unsigned resets = sim->resets;
	bool alive = true;
	int64_t left;

	while (alive && sim->resets == resets && (left = end_ms - sim_monotonic_ms()) > 0)
		alive = sim_pause(sim, descriptor, left);
	return alive;
}

/* Disconnecting a TCP socket sends a reset at once; closing it later would be too polite. */
static void
reset_connection(int descriptor)
{
	const struct sockaddr nowhere = { .sa_family = AF_UNSPEC };

	(void)connect(descriptor, &nowhere, sizeof(nowhere)); /* already gone is as good */
}

static void
answer_raw(struct call *call, unsigned status, const char *type, const char *body)
{
	call->reply.status = status;
	call->reply.content_type = type;
	sim_set(&call->reply.raw, body);
}

/* The bytes of a test; a wrong header value is left out. */
static void
answer_given(struct call *call, const struct fault *fault)
{
	answer_raw(call, fault->value > 0 ? (unsigned)fault->value : 200, "application/json",
		fault->body);
	cJSON_Delete(call->reply.headers);
	call->reply.headers =
		cJSON_IsObject(fault->headers) ? cJSON_Duplicate(fault->headers, 1) : NULL;
}

/* True: the fault is the answer, the routes are not asked. */
static bool
fault_replaces_answer(struct call *call, const struct fault *fault)
{
	int64_t value = fault->value;

	switch (fault->kind) {
	case FAULT_STATUS:
		call->service->refuse(call, (unsigned)value, 0);
		return true;
	case FAULT_RATELIMIT:
		call->service->refuse(call, 429, value);
		return true;
	case FAULT_HTML:
		answer_raw(call, value >= 500 && value <= 599 ? (unsigned)value : 502, "text/html",
			"<html><head><title>Bad Gateway</title></head>"
			"<body><h1>Bad Gateway</h1></body></html>\n");
		return true;
	case FAULT_GARBAGE:
		answer_raw(call, 200, "application/json", "\x01\xff{]not json at all\x7f");
		return true;
	case FAULT_ANSWER:
		answer_given(call, fault);
		return true;
	case FAULT_HUGE:
		answer_raw(call, 200, "application/json", "");
		return true;
	case FAULT_STALL:
		(void)wait_until(call->sim, call->descriptor, INT64_MAX);
		call->reply.none = true;
		return true;
	case FAULT_RESET_EARLY:
		call->reply.none = true;
		return true;
	case FAULT_DELAY:
		call->reply.none =
			!wait_until(call->sim, call->descriptor, sim_monotonic_ms() + value);
		return call->reply.none;
	case FAULT_SKEW:
		call->skew = value;
		return false;
	case FAULT_NONE:
	case FAULT_TRICKLE:
	case FAULT_TRUNCATE:
	case FAULT_RESET:
	case FAULT_DELETE:
	case FAULT_INSERT:
		return false;
	}
	return false;
}

/* What somebody else does to the directory between this answer and the next. */
static void
fault_follows_answer(struct sim *sim, const struct fault *fault)
{
	struct store *store = &sim->store;
	struct user *user = store_find_username(store, fault->body);
	struct group *group = store_find_group_name(store, fault->body);

	if (fault->kind == FAULT_DELETE && user != NULL)
		store_delete_user(store, user);
	else if (fault->kind == FAULT_DELETE && group != NULL)
		store_delete_group(store, group);
	if (fault->kind != FAULT_INSERT || user != NULL)
		return;
	user = store_add_user(store, fault->body, sim_now(sim));
	for (size_t i = store->users.count - 1; i > 0 && (int64_t)i > fault->value; i--) {
		store->users.item[i] = store->users.item[i - 1];
		store->users.item[i - 1] = user;
	}
}

static enum MHD_Result
answer(struct sim *sim, struct MHD_Connection *connection, const struct request *request)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct call *call = sim_alloc(sizeof(*call));
	const struct service *service = route_service(request->path);
	bool path_known = false;
	const struct route *route = service != NULL ? route_find(service, request->method,
							      request->path, call, &path_known)
						    : NULL;
	auto_str label = sim_format("%s %s", request->method, route != NULL ? route->path : "?");
	const struct fault *fault = NULL;
	enum fault_kind kind = FAULT_NONE;
	enum MHD_Result result = MHD_NO;
	int64_t value = 0;

	call->sim = sim;
	call->service = service;
	call->request = request;
	call->method = request->method;
	call->descriptor = info->connect_fd;
	pthread_mutex_lock(&sim->lock);
	if (service != NULL && service->counted) {
		count_request(sim, connection, label);
		fault = fault_take(sim, label, request);
	}
	if (fault != NULL) {
		kind = fault->kind;
		value = fault->value;
	}
	call->now = sim_now(sim);
	call->resets = sim->resets;
	if (service == NULL) {
		call_fail(call, 40401, NULL);
	} else if (fault == NULL || !fault_replaces_answer(call, fault)) {
		call->now = sim_now(sim);
		route_answer(call, request, service, route, path_known);
	}
	/* others may have waited without the lock, and a reset meanwhile frees them */
	if (kind == FAULT_DELETE || kind == FAULT_INSERT)
		fault_follows_answer(sim, fault);
	if (sim->verbose)
		(void)fprintf(stderr, "%s %s %u%s%s\n", request->method, request->path,
			call->reply.status, kind != FAULT_NONE ? " fault=" : "",
			kind != FAULT_NONE ? fault_kind_word(kind) : "");
	pthread_mutex_unlock(&sim->lock);
	if (kind == FAULT_RESET || kind == FAULT_RESET_EARLY)
		reset_connection(call->descriptor);
	else if (!call->reply.none)
		result = deliver(connection, call, kind, value);
	call_free(call);
	return result;
}

static enum MHD_Result
on_request(void *closure, struct MHD_Connection *connection, const char *url, const char *method,
	const char *version, const char *body, size_t *body_size, void **state)
{
	struct exchange *exchange = *state;
	struct request *request = &exchange->request;

	(void)url;
	(void)version;
	if (!exchange->headers_read) {
		exchange->headers_read = true;
		request->method = sim_strdup(method);
		(void)MHD_get_connection_values(connection, MHD_HEADER_KIND, read_header, request);
		return MHD_YES;
	}
	if (*body_size != 0) {
		if (request->body.length + *body_size > BODY_MAX)
			return MHD_NO;
		buffer_add(&request->body, body, *body_size);
		*body_size = 0;
		return MHD_YES;
	}
	return answer(closure, connection, request);
}

int
server_start(struct sim *sim, uint16_t port)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
	const union MHD_DaemonInfo *info;
	unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD |
			 MHD_USE_POLL | MHD_USE_TLS | MHD_USE_ITC;

	sim->daemon = MHD_start_daemon(flags, port, NULL, NULL, on_request, sim,
		MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_HTTPS_MEM_CERT, sim->tls.certificate_pem,
		MHD_OPTION_HTTPS_MEM_KEY, sim->tls.key_pem, MHD_OPTION_HTTPS_PRIORITIES,
		"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", MHD_OPTION_URI_LOG_CALLBACK, on_uri,
		sim, MHD_OPTION_NOTIFY_COMPLETED, on_completed, sim, MHD_OPTION_NOTIFY_CONNECTION,
		on_connection, sim, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)131072,
		MHD_OPTION_CONNECTION_LIMIT, 4096U, MHD_OPTION_END);
	if (sim->daemon == NULL) {
		(void)fprintf(stderr, "doorward-sim: cannot listen on 127.0.0.1 port %u: %s\n",
			(unsigned)port, strerror(errno));
		return -1;
	}
	info = MHD_get_daemon_info(sim->daemon, MHD_DAEMON_INFO_BIND_PORT);
	sim->port = info != NULL ? info->port : port;
	return 0;
}

void
server_stop(struct sim *sim)
{
	pthread_mutex_lock(&sim->lock);
	sim->stopping = true;
	pthread_cond_broadcast(&sim->changed);
	pthread_mutex_unlock(&sim->lock);
	MHD_stop_daemon(sim->daemon);
}
