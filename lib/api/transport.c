/* SPDX-License-Identifier: MIT */
/* One exchange over one connection, within its deadline and bounds whatever the peer does. */
#include "api/transport_private.h"

#include <string.h>
#include <strings.h>

struct exchange {
	const struct transport_request *request;
	struct transport_reply *reply;
	size_t header_bytes;
	size_t body_given; /* how much of the request's body was handed over */
	bool too_big;
};

static size_t
take_body(char *bytes, size_t size, size_t count, void *ctx)
{
	struct exchange *x = ctx;
	size_t len = size * count;

	if (len > x->request->answer_max - x->reply->body->len) {
		x->too_big = true;
		return 0; /* ends the transfer */
	}
	text_buf_add(x->reply->body, bytes, len);
	return x->reply->body->failed ? 0 : len;
}

/* Keeps the value of one header, cut to size. */
static void
keep_header(const char *line, size_t len, const char *name, char *dst, size_t size)
{
	size_t name_len = strlen(name);
	size_t start = name_len, value_len;

	if (len < name_len || strncasecmp(line, name, name_len) != 0)
		return;
	while (start < len && (line[start] == ' ' || line[start] == '\t'))
		start++;
	value_len = strcspn(line + start, "\r\n");
	if (value_len >= size)
		value_len = 0; /* longer than any honest value */
	memcpy(dst, line + start, value_len);
	dst[value_len] = '\0';
}

static size_t
take_header(char *bytes, size_t size, size_t count, void *ctx)
{
	struct exchange *x = ctx;
	struct transport_reply *reply = x->reply;
	size_t len = size * count;
	char line[256];
	size_t kept = len < sizeof(line) - 1 ? len : sizeof(line) - 1;

	x->header_bytes += len;
	if (x->header_bytes > TRANSPORT_HEADER_MAX) {
		x->too_big = true;
		return 0;
	}
	memcpy(line, bytes, kept); /* theirs is not terminated */
	line[kept] = '\0';
	keep_header(line, kept, "Date:", reply->date, sizeof(reply->date));
	keep_header(line, kept, "Doorward-Fault:", reply->fault, sizeof(reply->fault));
	keep_header(line, kept, "X-Retry-After:", reply->retry_after, sizeof(reply->retry_after));
	keep_header(line, kept, "Retry-After:", reply->retry_after, sizeof(reply->retry_after));
	return len;
}

/* Hands the body of the request over, each byte once: whoever asks again after the end wants to
 * send it a second time. */
static size_t
give_body(char *buffer, size_t size, size_t count, void *ctx)
{
	struct exchange *x = ctx;
	size_t left = x->request->body_len - x->body_given;
	size_t len = size * count < left ? size * count : left;

	if (left == 0)
		return CURL_READFUNC_ABORT;
	memcpy(buffer, x->request->body + x->body_given, len);
	x->body_given += len;
	return len;
}

/* The library repeats a request by itself when a kept connection turns out dead before a byte
 * of the answer came. A body that it reads through a callback it cannot rewind, so it fails
 * instead; without a body only a new connection helps (CURLOPT_FRESH_CONNECT). */
static bool
set_post(struct connection *c, struct exchange *x)
{
	const struct transport_request *r = x->request;
	bool fine = curl_easy_setopt(c->easy, CURLOPT_POST, 1L) == CURLE_OK &&
		curl_easy_setopt(c->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body_len) ==
			CURLE_OK;

	if (!r->once || r->body_len == 0)
		return fine &&
			curl_easy_setopt(c->easy, CURLOPT_POSTFIELDS,
				r->body != NULL ? r->body : "") == CURLE_OK;
	return fine && curl_easy_setopt(c->easy, CURLOPT_POSTFIELDS, NULL) == CURLE_OK &&
		curl_easy_setopt(c->easy, CURLOPT_READFUNCTION, give_body) == CURLE_OK &&
		curl_easy_setopt(c->easy, CURLOPT_READDATA, x) == CURLE_OK;
}

static bool
set_request(struct connection *c, struct exchange *x, struct curl_slist *headers)
{
	const struct transport_request *r = x->request;
	CURL *easy = c->easy;
	bool post = strcmp(r->method, "POST") == 0;
	bool get = strcmp(r->method, "GET") == 0;
	bool with_body = post || strcmp(r->method, "PUT") == 0;
	bool fine = with_body ? set_post(c, x)
			      : curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L) == CURLE_OK;

	return fine &&
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, post || get ? NULL : r->method) ==
			CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_URL, r->url) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_WRITEDATA, x) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_HEADERDATA, x) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)r->answer_max) ==
			CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT,
			r->once && r->body_len == 0 ? 1L : 0L) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)deadline_left(r->deadline)) ==
			CURLE_OK;
}

static void
headers_free(struct curl_slist *headers)
{
	for (struct curl_slist *h = headers; h != NULL; h = h->next)
		explicit_bzero(h->data, strlen(h->data));
	curl_slist_free_all(headers);
}

static struct curl_slist *
headers_new(const char *const *lines)
{
	struct curl_slist *headers = NULL;

	for (; *lines != NULL; lines++) {
		struct curl_slist *longer = curl_slist_append(headers, *lines);

		if (longer == NULL) {
			headers_free(headers);
			return NULL;
		}
		headers = longer;
	}
	return headers;
}

/* Runs the transfer to its end. Returns 0 with the library's result, or -1 when the deadline
 * passed or the caller gave up. */
static int
drive(struct connection *c, const struct transport_request *r, CURLcode *ret_result, struct err *e)
{
	int64_t next_tick = clock_ms() + TRANSPORT_TICK_MS;
	int running = 1, queued;
	struct CURLMsg *msg;

	for (;;) {
		int left = deadline_left(r->deadline), wait = left;

		if (curl_multi_perform(c->multi, &running) != CURLM_OK)
			return err_set(e, ERR_OTHER, "out of memory");
		if (running == 0)
			break;
		if (left == 0)
			return err_set(e, ERR_TIMEOUT, "no answer in time");
		if (r->tick != NULL) {
			int64_t now = clock_ms();

			if (now >= next_tick) {
				if (r->tick(r->tick_ctx) != 0)
					return err_set(e, ERR_OTHER, "given up");
				next_tick = now + TRANSPORT_TICK_MS;
			}
			wait = wait < next_tick - now ? wait : (int)(next_tick - now);
		}
		if (curl_multi_poll(c->multi, NULL, 0, wait, NULL) != CURLM_OK)
			return err_set(e, ERR_OTHER, "out of memory");
	}
	msg = curl_multi_info_read(c->multi, &queued);
	*ret_result = CURLE_FAILED_INIT;
	if (msg != NULL && msg->msg == CURLMSG_DONE)
		*ret_result = msg->data.result;
	return 0;
}

static int
judge(const struct transport *t, const struct connection *c, const struct exchange *x,
	CURLcode result, struct err *e)
{
	char why[160];

	if (result == CURLE_OK)
		return 0;
	if (result == CURLE_COULDNT_CONNECT && t->socket[0] != '\0')
		return err_set(e, ERR_UNREACHABLE, "%s: nobody serves there, or not us", t->socket);
	if (result == CURLE_OPERATION_TIMEDOUT)
		return err_set(e, ERR_TIMEOUT, "no answer in time");
	if (result == CURLE_SSL_CACERT_BADFILE) /* gone or changed since the configuration was read */
		return err_set(e, ERR_CONFIG,
			"the file of certificate authorities (ca_file) cannot be used");
	if (x->too_big || result == CURLE_FILESIZE_EXCEEDED)
		return err_set(e, ERR_UNREACHABLE, "the answer is too big");
	(void)text_clean(why, sizeof(why),
		c->error[0] != '\0' ? c->error : curl_easy_strerror(result));
	return err_set(e, ERR_UNREACHABLE, "%s", why);
}

/* Adds to a fault what it leaves open, once something has left the host. */
static void
tell_effect(const struct connection *c, const struct transport_request *request, struct err *e)
{
	char why[200];
	long sent = 0;

	if (!request->once || (e->code != ERR_TIMEOUT && e->code != ERR_UNREACHABLE) ||
		curl_easy_getinfo(c->easy, CURLINFO_REQUEST_SIZE, &sent) != CURLE_OK || sent == 0)
		return;
	(void)snprintf(why, sizeof(why), "%.199s", e->msg);
	(void)err_set(e, e->code, "%s; it may have had an effect and is not repeated", why);
}

int
transport_perform(struct transport *t, const struct transport_request *request,
	struct transport_reply *reply, struct err *e)
{
	struct exchange x = { .request = request, .reply = reply };
	CURLcode result = CURLE_FAILED_INIT;
	struct curl_slist *headers;
	struct connection *c;
	int rc = -1;

	*reply = (struct transport_reply){ .body = reply->body };
	if (deadline_passed(request->deadline)) /* a limit of 0 would mean: none */
		return err_set(e, ERR_TIMEOUT, "no time left");
	headers = headers_new(request->headers);
	c = pool_take(t);
	if (c == NULL || headers == NULL || !set_request(c, &x, headers) ||
		curl_multi_add_handle(c->multi, c->easy) != CURLM_OK) {
		(void)err_set(e, ERR_OTHER, "out of memory");
	} else {
		c->error[0] = '\0';
		rc = drive(c, request, &result, e);
		if (rc == 0)
			rc = judge(t, c, &x, result, e);
		if (rc != 0)
			tell_effect(c, request, e);
		(void)curl_easy_getinfo(c->easy, CURLINFO_RESPONSE_CODE, &reply->status);
		(void)curl_multi_remove_handle(c->multi, c->easy); /* it was added above */
	}
	/* after a failure nothing of it is worth keeping, not even the address it went to */
	if (rc == 0 && curl_easy_setopt(c->easy, CURLOPT_HTTPHEADER, NULL) == CURLE_OK)
		pool_give(t, c);
	else
		connection_free(c);
	headers_free(headers);
	return rc;
}
