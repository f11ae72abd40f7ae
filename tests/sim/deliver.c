/* SPDX-License-Identifier: MIT */
/* Turns an answer into an HTTP response with Duo's headers, see deliver.h. */
#include "tests/sim/deliver.h"
#include "tests/sim/json_write.h"

#include <gnutls/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct {
	const char *name;
	const char *value;
} success_headers[] = {
	{ "Cache-Control", "no-store" },
	{ "Pragma", "no-cache" },
	{ "Strict-Transport-Security", "max-age=31536000" },
	{ "Content-Security-Policy",
		"default-src 'self'; frame-src 'self' ; img-src 'self'  ; connect-src 'self'" },
};

/* A body on its way out in pieces. */
struct stream {
	struct sim *sim;
	char *data;
	size_t size;
	enum fault_kind fault;
	int descriptor;
	unsigned resets; /* when it began */
};

static const char huge_begin[] = "{\"response\": [";
static const char huge_element[] =
	"{\"user_id\": \"DU000000000000000000\", \"username\": \"nobody\"}, ";
static const char huge_end[] =
	"{\"user_id\": \"DU000000000000000000\", \"username\": \"nobody\"}], \"stat\": \"OK\"}";

#define LENGTH_OF(text) (sizeof(text) - 1)

/* Byte at pos of a body of begin, many elements and end. */
static char
huge_byte(size_t size, uint64_t pos)
{
	size_t last = size - LENGTH_OF(huge_end);

	if (pos < LENGTH_OF(huge_begin))
		return huge_begin[pos];
	if (pos >= last)
		return huge_end[pos - last];
	return huge_element[(pos - LENGTH_OF(huge_begin)) % LENGTH_OF(huge_element)];
}

static size_t
huge_size(int64_t mebibytes)
{
	size_t wanted = (size_t)(mebibytes > 0 ? mebibytes : 1) << 20;

	return LENGTH_OF(huge_begin) + LENGTH_OF(huge_end) +
	       wanted / LENGTH_OF(huge_element) * LENGTH_OF(huge_element);
}

/* Waits a second; true: go on. A reset of the simulator ends the torture. */
static bool
wait_a_second(struct stream *stream)
{
	struct sim *sim = stream->sim;
	int64_t end = sim_monotonic_ms() + 1000, left;
	bool alive = true;

	pthread_mutex_lock(&sim->lock);
	while (alive && sim->resets == stream->resets &&
		(left = end - sim_monotonic_ms()) > 0)
		alive = sim_pause(sim, stream->descriptor, left);
	pthread_mutex_unlock(&sim->lock);
	return alive;
}

static ssize_t
read_stream(void *closure, uint64_t pos, char *out, size_t max)
{
	struct stream *stream = closure;
	size_t end = stream->fault == FAULT_TRUNCATE ? stream->size / 2 : stream->size;

	if (pos >= end)
		return stream->fault == FAULT_TRUNCATE ? MHD_CONTENT_READER_END_WITH_ERROR
						       : MHD_CONTENT_READER_END_OF_STREAM;
	if (stream->fault == FAULT_TRICKLE) {
		if (!wait_a_second(stream))
			return MHD_CONTENT_READER_END_WITH_ERROR;
		max = 1;
	}
	if (max > end - pos)
		max = end - (size_t)pos;
	if (stream->fault == FAULT_HUGE)
		for (size_t i = 0; i < max; i++)
			out[i] = huge_byte(stream->size, pos + i);
	else
		memcpy(out, stream->data + pos, max);
	return (ssize_t)max;
}

static void
free_stream(void *closure)
{
	struct stream *stream = closure;

	free(stream->data);
	free(stream);
}

/* Takes over body. */
static struct MHD_Response *
make_response(struct call *call, char *body, enum fault_kind fault, int64_t value)
{
	struct stream *stream;

	if (fault != FAULT_TRICKLE && fault != FAULT_TRUNCATE && fault != FAULT_HUGE)
		return MHD_create_response_from_buffer(strlen(body), body, MHD_RESPMEM_MUST_FREE);
	stream = sim_alloc(sizeof(*stream));
	*stream = (struct stream){
		.sim = call->sim,
		.data = body,
		.size = fault == FAULT_HUGE ? huge_size(value) : strlen(body),
		.fault = fault,
		.descriptor = call->descriptor,
		.resets = call->resets,
	};
	return MHD_create_response_from_callback(
		stream->size, fault == FAULT_TRICKLE ? 1 : 65536, read_stream, stream, free_stream);
}

static void
add_header(struct MHD_Response *response, const char *name, const char *value)
{
	/* Fails for lack of memory only; the answer is then one header short. */
	(void)MHD_add_response_header(response, name, value);
}

static void
add_etag(struct MHD_Response *response, const char *body)
{
	unsigned char digest[20];
	char text[2 * sizeof(digest) + 3] = "\"";

	if (gnutls_hash_fast(GNUTLS_DIG_SHA1, body, strlen(body), digest) < 0)
		return;
	for (size_t i = 0; i < sizeof(digest); i++)
		(void)snprintf(text + 1 + 2 * i, 4, "%02x\"", digest[i]);
	add_header(response, "Etag", text);
}

static void
add_skewed_date(struct MHD_Response *response, int64_t skew)
{
	time_t when = (time_t)(time(NULL) + skew);
	struct tm parts;
	char text[64];

	if (gmtime_r(&when, &parts) != NULL &&
		strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &parts) != 0)
		add_header(response, "Date", text);
}

enum MHD_Result
deliver(struct MHD_Connection *connection, struct call *call, enum fault_kind fault, int64_t value)
{
	struct reply *reply = &call->reply;
	char *body = reply->json != NULL ? json_write(reply->json)
					 : sim_strdup(reply->raw != NULL ? reply->raw : "");
	auto_str copy = sim_strdup(body);
	struct MHD_Response *response = make_response(call, body, fault, value);
	const cJSON *header;
	enum MHD_Result result;

	if (response == NULL)
		return MHD_NO;
	(void)MHD_set_response_options(response, MHD_RF_SEND_KEEP_ALIVE_HEADER, MHD_RO_END);
	if (!reply->foreign)
		add_header(response, "Server", "Duo/1.0");
	add_header(response, "Content-Type", reply->content_type);
	if (reply->status == 200 && !reply->foreign) {
		for (size_t i = 0; i < sizeof(success_headers) / sizeof(success_headers[0]); i++)
			add_header(response, success_headers[i].name, success_headers[i].value);
		if (strcmp(call->method, "GET") == 0)
			add_etag(response, copy);
	}
	if (reply->retry_after > 0) {
		auto_str seconds = sim_format("%lld", (long long)reply->retry_after);

		add_header(response, "X-Retry-After", seconds);
	}
	cJSON_ArrayForEach (header, reply->headers)
		add_header(response, header->string, cJSON_GetStringValue(header));
	if (call->skew != 0)
		add_skewed_date(response, call->skew);
	result = MHD_queue_response(connection, reply->status, response);
	MHD_destroy_response(response);
	return result;
}
