/* SPDX-License-Identifier: MIT */
/* Refuses what two programs could read in two ways, and what a foreign page may have sent. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "helper/serve/http_private.h"
#include "helper/serve/http_uri.h"

/* More than one of these, and two readers may choose differently. */
static const char *const single_headers[] = { "Host", "Origin", "Authorization", "Content-Type",
	"Content-Length", "Transfer-Encoding", "Content-Encoding", "Expect", "MCP-Protocol-Version",
	"Mcp-Method", "Mcp-Name", "Mcp-Session-Id" };

#define SINGLE_COUNT (sizeof(single_headers) / sizeof(single_headers[0]))

#define COLON_MAX 16 /* bytes between a name and its value */

struct header_scan {
	unsigned seen[SINGLE_COUNT];
	size_t bytes;	   /* that were read of the head */
	const char *fault; /* the first one; static */
};

static bool
is_token(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)s[i]) && strchr("!#$%&'*+-.^_`|~", s[i]) == NULL)
			return false;
	return len > 0;
}

static enum MHD_Result
scan_header(void *closure, enum MHD_ValueKind kind, const char *name, size_t name_len,
	const char *value, size_t value_len)
{
	struct header_scan *scan = closure;
	/* the library leaves both where they came in, unless it has put lines together */
	uintptr_t colon = (uintptr_t)value - (uintptr_t)name - name_len;

	(void)kind;
	if (colon < 1 || colon > COLON_MAX)
		scan->fault = "a header goes on in another line";
	scan->bytes += name_len + colon + value_len + strlen("\r\n");
	if (!is_token(name, name_len))
		scan->fault = "the name of a header holds what no name holds";
	for (size_t i = 0; i < value_len; i++)
		if (((unsigned char)value[i] < 0x20 && value[i] != '\t') || value[i] == 0x7f)
			scan->fault = "a header holds control characters";
	for (size_t i = 0; i < SINGLE_COUNT; i++)
		if (strcasecmp(name, single_headers[i]) == 0 && ++scan->seen[i] > 1)
			scan->fault = "a header that may stand only once is given twice";
	return scan->fault == NULL ? MHD_YES : MHD_NO;
}

static int
refuse(struct http_exchange *x, unsigned status, const char *why)
{
	http_refuse(&x->reply, status, ERR_USAGE, "%s", why);
	x->reply.close = true;
	return -1;
}

/* Before 1.0 the library stops reading a line at a NUL, and takes a line feed alone for its end. What
 * it did not read, another program would. Since then it refuses both by itself, and gives a value
 * without the blanks behind it, so that there is no sum to compare. */
static bool
library_reads_all(void)
{
	return MHD_get_version()[0] != '0';
}

static int
guard_head(struct http_exchange *x, const char *method, const char *version,
	const struct header_scan *scan)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(x->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	size_t line = strlen(method) + x->uri_len + strlen(version) + strlen("  \r\n");

	if (scan->fault != NULL)
		return refuse(x, 400, scan->fault);
	if (library_reads_all())
		return 0;
	if (info == NULL || info->header_size != line + scan->bytes + strlen("\r\n"))
		return refuse(x, 400, "the head of the request holds more than its lines say: a "
			"NUL, or ends of lines that are not CR LF");
	return 0;
}

static const char *
header(const struct http_exchange *x, const char *name)
{
	return MHD_lookup_connection_value(x->mhd, MHD_HEADER_KIND, name);
}

static int
guard_uri(struct http_exchange *x)
{
	const char *fault = http_uri_fault(x->uri);
	char *query;
	size_t len;

	if (fault != NULL)
		return refuse(x, 400, fault);
	query = strchr(x->uri, '?');
	if (query != NULL)
		*query++ = '\0';
	len = strlen(x->uri);
	x->slash = len > 1 && x->uri[len - 1] == '/' && x->uri[len - 2] != '/';
	if (x->slash)
		x->uri[len - 1] = '\0';
	x->request.path = x->uri;
	x->request.query = query != NULL ? query : "";
	return 0;
}

/* How long the body is must be said once, in one way. */
static int
guard_length(struct http_exchange *x, const char *version)
{
	const char *length = header(x, "Content-Length");
	const char *coding = header(x, "Transfer-Encoding");
	int64_t bytes = 0;

	if (length != NULL && coding != NULL)
		return refuse(x, 400, "Content-Length and Transfer-Encoding exclude each other");
	if (coding != NULL &&
		(strcasecmp(coding, "chunked") != 0 || strcmp(version, "HTTP/1.1") != 0))
		return refuse(x, 400, "the only Transfer-Encoding is chunked, in HTTP/1.1");
	if (length != NULL && (length[0] == '-' || text_to_int(length, 0, INT64_MAX, &bytes) != 0))
		return refuse(x, 400, "Content-Length is not a number");
	if (header(x, "Content-Encoding") != NULL)
		return refuse(x, 415, "bodies are taken as they are: no Content-Encoding");
	if (bytes > HTTP_BODY_MAX)
		return refuse(x, 413, "the body is longer than 1 MiB");
	x->has_body = coding != NULL || bytes > 0;
	x->announced = coding != NULL ? -1 : bytes;
	x->reply.close = coding != NULL; /* who counts chunks otherwise has nothing behind them */
	return 0;
}

static int
guard_type(struct http_exchange *x)
{
	const char *type = header(x, "Content-Type");
	size_t len;

	x->request.type = x->type;
	if (!x->has_body || type == NULL)
		return 0;
	len = strcspn(type, "; \t");
	if (len >= sizeof(x->type))
		return refuse(x, 415, "that Content-Type is longer than any that is taken");
	memcpy(x->type, type, len); /* and zeros behind it */
	text_lower(x->type);
	return 0;
}

int
guard_request(struct http_exchange *x, const char *method, const char *version)
{
	struct header_scan scan = { .fault = NULL };

	if (x->uri == NULL)
		return refuse(x, 400, "no memory for its target");
	(void)MHD_get_connection_values_n(x->mhd, MHD_HEADER_KIND, scan_header, &scan);
	if (guard_head(x, method, version, &scan) != 0)
		return -1;
	if (header(x, "Host") == NULL)
		return refuse(x, 400, "Host is missing");
	if (guard_uri(x) != 0 || guard_length(x, version) != 0)
		return -1;
	return guard_type(x);
}

/* Takes NAME[:PORT] apart. Returns 0 with the name in lower case and the port ("" = none). */
static int
authority_split(const char *text, char ret_name[256], const char **ret_port)
{
	size_t len = text[0] == '[' ? strcspn(text, "]") + 1 : strcspn(text, ":");
	const char *rest;
	int64_t port;

	if (len > strlen(text) || len >= 256)
		return -1;
	memcpy(ret_name, text, len);
	ret_name[len] = '\0';
	text_lower(ret_name);
	rest = text + len;
	*ret_port = rest[0] == ':' ? rest + 1 : "";
	if (rest[0] != '\0' && (rest[0] != ':' || text_to_int(rest + 1, 1, 65535, &port) != 0))
		return -1;
	return 0;
}

static bool
name_is_ours(const struct http_exchange *x, const char *name)
{
	const struct names *hosts = x->listener->server->config.hosts;

	return strcmp(name, "localhost") == 0 || strcmp(name, "127.0.0.1") == 0 ||
		strcmp(name, "[::1]") == 0 || (hosts != NULL && names_has(hosts, name));
}

/* A page may only have come from where the request goes to. */
static bool
origin_is_ours(const struct http_exchange *x, const char *origin, const char *host_port)
{
	const char *scheme = x->listener->tls ? "https://" : "http://";
	const char *default_port = x->listener->tls ? "443" : "80";
	const char *port;
	char name[256];

	if (strncasecmp(origin, scheme, strlen(scheme)) != 0 ||
		authority_split(origin + strlen(scheme), name, &port) != 0)
		return false;
	return name_is_ours(x, name) &&
		strcmp(port[0] != '\0' ? port : default_port,
			host_port[0] != '\0' ? host_port : default_port) == 0;
}

int
guard_names(struct http_exchange *x)
{
	const char *host = header(x, "Host");
	const char *origin = header(x, "Origin");
	const char *port;
	char name[256];

	if (authority_split(host, name, &port) != 0)
		return refuse(x, 400, "Host is not a name with an optional port");
	if (x->listener->local) /* no page and no foreign name leads to a file */
		return origin == NULL ? 0 : refuse(x, 403, "no page speaks to this socket");
	if (!name_is_ours(x, name))
		return refuse(x, 403, "Host is not a name of this service (see serve.hosts)");
	if (origin != NULL && !origin_is_ours(x, origin, port))
		return refuse(x, 403, "Origin is not this service");
	return 0;
}
