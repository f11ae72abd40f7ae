/* SPDX-License-Identifier: MIT */
/* One exchange: what is sent, what comes, within bounds whatever the peer does, and what it was. */
#include "api/transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/transport_private.h"
#include "base/cleanup.h"

/* Every option that must not depend on a default or on the environment. */
static bool
set_up(const struct transport *t, CURL *easy)
{
	bool local = t->socket[0] != '\0';
	const struct {
		CURLoption option;
		long value;
	} numbers[] = {
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_QUICK_EXIT, 1 }, /* do not wait for a resolver that is stuck */
		{ CURLOPT_FOLLOWLOCATION, 0 },
		{ CURLOPT_DISALLOW_USERNAME_IN_URL, 1 },
		{ CURLOPT_PATH_AS_IS, 1 },
		{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
		{ CURLOPT_HTTP09_ALLOWED, 0 },
		{ CURLOPT_HTTPPROXYTUNNEL, 1 },
		{ CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 },
		{ CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
		{ CURLOPT_SSL_VERIFYPEER, 1 },
		{ CURLOPT_SSL_VERIFYHOST, 2 },
		{ CURLOPT_PROXY_SSL_VERIFYPEER, 1 },
		{ CURLOPT_PROXY_SSL_VERIFYHOST, 2 },
		{ CURLOPT_TCP_NODELAY, 1 },
		{ CURLOPT_TCP_KEEPALIVE, 1 },
		{ CURLOPT_MAXAGE_CONN, TRANSPORT_IDLE_S },
		{ CURLOPT_UPLOAD_BUFFERSIZE, 16384 }, /* its own: 64 KiB, anew for each request */
		{ CURLOPT_NETRC, CURL_NETRC_IGNORED },
	};
	const struct {
		CURLoption option;
		const char *value;
	} strings[] = {
		{ CURLOPT_PROTOCOLS_STR, local ? "http" : "https" },
		{ CURLOPT_REDIR_PROTOCOLS_STR, "https" },
		{ CURLOPT_UNIX_SOCKET_PATH, local ? t->socket : NULL },
		{ CURLOPT_PROXY, t->proxy },
		{ CURLOPT_NOPROXY, "" }, /* not from the environment either */
		{ CURLOPT_USERAGENT, t->user_agent },
	};
	bool fine = true;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		fine &= curl_easy_setopt(easy, numbers[i].option, numbers[i].value) == CURLE_OK;
	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		fine &= curl_easy_setopt(easy, strings[i].option, strings[i].value) == CURLE_OK;
	if (t->ca_file[0] != '\0')
		fine &= curl_easy_setopt(easy, CURLOPT_CAINFO, t->ca_file) == CURLE_OK &&
			curl_easy_setopt(easy, CURLOPT_CAPATH, NULL) == CURLE_OK;
	return fine;
}

/* Returns 0, or -1 without memory; the former handle is gone either way, wiped by our allocator. */
static int
handle_renew(struct transfer *x)
{
	if (x->easy != NULL)
		curl_easy_cleanup(x->easy);
	x->easy = curl_easy_init();
	if (x->easy == NULL || !set_up(x->transport, x->easy) ||
		curl_easy_setopt(x->easy, CURLOPT_ERRORBUFFER, x->error) != CURLE_OK)
		return -1;
	/* a name that was looked up and a file of authorities that was read serve one connection only:
	 * after a failure nothing of it must be left, and a shared multi handle keeps both for all */
	if (x->shared && (curl_easy_setopt(x->easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L) != CURLE_OK ||
			curl_easy_setopt(x->easy, CURLOPT_CA_CACHE_TIMEOUT, 0L) != CURLE_OK))
		return -1;
	return 0;
}

struct transfer *
transfer_new(const struct transport *t, bool shared)
{
	struct transfer *x = calloc(1, sizeof(*x));

	if (x == NULL)
		return NULL;
	x->transport = t;
	x->shared = shared;
	if (handle_renew(x) != 0) {
		transfer_free(x);
		return NULL;
	}
	return x;
}

static size_t
take_body(char *bytes, size_t size, size_t count, void *ctx)
{
	struct transfer *x = ctx;
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
	struct transfer *x = ctx;
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
	struct transfer *x = ctx;
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
set_post(struct transfer *x)
{
	const struct transport_request *r = x->request;
	bool fine = curl_easy_setopt(x->easy, CURLOPT_POST, 1L) == CURLE_OK &&
		curl_easy_setopt(x->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body_len) ==
			CURLE_OK;

	if (!r->once || r->body_len == 0)
		return fine &&
			curl_easy_setopt(x->easy, CURLOPT_POSTFIELDS,
				r->body != NULL ? r->body : "") == CURLE_OK;
	return fine && curl_easy_setopt(x->easy, CURLOPT_POSTFIELDS, NULL) == CURLE_OK &&
		curl_easy_setopt(x->easy, CURLOPT_READFUNCTION, give_body) == CURLE_OK &&
		curl_easy_setopt(x->easy, CURLOPT_READDATA, x) == CURLE_OK;
}

static bool
set_request(struct transfer *x)
{
	const struct transport_request *r = x->request;
	CURL *easy = x->easy;
	bool post = strcmp(r->method, "POST") == 0;
	bool get = strcmp(r->method, "GET") == 0;
	bool with_body = post || strcmp(r->method, "PUT") == 0;
	bool fine = with_body ? set_post(x)
			      : curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L) == CURLE_OK;

	return fine &&
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, post || get ? NULL : r->method) ==
			CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_URL, r->url) == CURLE_OK &&
		curl_easy_setopt(easy, CURLOPT_HTTPHEADER, x->headers) == CURLE_OK &&
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

int
transfer_begin(struct transfer *x, const struct transport_request *request,
	struct transport_reply *reply, struct err *e)
{
	*reply = (struct transport_reply){ .body = reply->body };
	x->request = request;
	x->reply = reply;
	x->header_bytes = x->body_given = 0;
	x->too_big = false;
	x->error[0] = '\0';
	x->headers = headers_new(request->headers);
	if (x->headers == NULL || !set_request(x))
		return err_set(e, ERR_OTHER, "out of memory");
	return 0;
}

/* Adds to a fault what it leaves open, once something has left the host. */
static void
tell_effect(const struct transfer *x, struct err *e)
{
	char why[200];
	long sent = 0;

	if (!x->request->once || (e->code != ERR_TIMEOUT && e->code != ERR_UNREACHABLE) ||
		curl_easy_getinfo(x->easy, CURLINFO_REQUEST_SIZE, &sent) != CURLE_OK || sent == 0)
		return;
	(void)snprintf(why, sizeof(why), "%.199s", e->msg);
	(void)err_set(e, e->code, "%s; it may have had an effect and is not repeated", why);
}

bool
transfer_end(struct transfer *x, int rc, struct err *e)
{
	bool fine;

	if (rc != 0)
		tell_effect(x, e);
	(void)curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &x->reply->status);
	fine = curl_easy_setopt(x->easy, CURLOPT_HTTPHEADER, NULL) == CURLE_OK;
	headers_free(take_ptr(x->headers));
	if (rc != 0 || !fine)
		return false;
	/* newer releases of the library keep what was sent in a buffer of the handle, and bodies hold
	 * codes; the connection is the multi handle's and stays open */
	return x->request->body_len == 0 || handle_renew(x) == 0;
}

void
transfer_free(struct transfer *x)
{
	if (x == NULL)
		return;
	if (x->easy != NULL)
		curl_easy_cleanup(x->easy);
	headers_free(x->headers);
	free(x);
}
