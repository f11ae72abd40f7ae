/* SPDX-License-Identifier: MIT */
/* Hands messages to the MCP adapter on behalf of whoever the token names. */
#include "helper/serve/mcp.h"

#include <string.h>
#include <strings.h>

#include "helper/mcp/mcp.h"

#define PATH	   "/mcp"
#define VALUE_SIZE 256 /* of a header that repeats what the body says */

/* One request. */
struct asker {
	const struct serve_mcp *adapter;
	const struct caller *caller;
};

static bool
find(void *ctx, const char *path, struct http_route *ret_route)
{
	(void)ctx;
	if (strcmp(path, PATH) != 0)
		return false;
	*ret_route = (struct http_route){ .kind = ROUTE_MCP, .waits = true, .methods = "POST",
		.types = HTTP_JSON };
	return true;
}

static bool
permits(void *ctx, const struct api_op *op, enum api_risk risk)
{
	const struct asker *asker = ctx;
	struct err e;

	return mcp_allows(asker->adapter->conf, op, risk) &&
		caller_may(asker->caller, op, risk, &e) == 0;
}

static int
call(void *ctx, const struct api_call *wanted, struct api_answer *ret_answer, struct err *e)
{
	const struct asker *asker = ctx;

	return relay_call(asker->adapter->relay, asker->caller, ADAPTER_MCP, wanted, ret_answer, e);
}

static void
refused(void *ctx, const struct api_call *wanted, const struct err *why)
{
	const struct asker *asker = ctx;

	relay_refused(asker->adapter->relay, asker->caller, ADAPTER_MCP, wanted, why);
}

/* Some clients name nothing, some everything; who names only other things waits for a stream. */
static bool
accepts_json(const char *accept)
{
	static const char *const types[] = { HTTP_JSON, "application/*", "*/*" };

	for (size_t i = 0; accept != NULL && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcasestr(accept, types[i]) != NULL)
			return true;
	return accept == NULL;
}

/* The value without the blanks around it; one that is too long is no value that can match. */
static const char *
read_header(const struct http_request *request, const char *name, char buf[VALUE_SIZE])
{
	const char *value = http_header(request, name);
	size_t len;

	if (value == NULL)
		return NULL;
	value += strspn(value, " \t");
	if (text_copy(buf, VALUE_SIZE, value) != 0)
		return buf;
	for (len = strlen(buf); len > 0 && (buf[len - 1] == ' ' || buf[len - 1] == '\t'); len--)
		buf[len - 1] = '\0';
	return buf;
}

static bool
accepts(const struct http_request *request, struct http_reply *reply)
{
	if (!request->caller->mcp) {
		http_refuse(
			reply, 403, ERR_PERMISSION, "%s may not use MCP", request->caller->name);
		return false;
	}
	if (!accepts_json(http_header(request, "Accept"))) {
		http_refuse(reply, 406, ERR_USAGE, "Accept must name " HTTP_JSON);
		return false;
	}
	return true;
}

static int
judge(void *ctx, const struct http_request *request, size_t *ret_body_max,
	struct http_reply *reply)
{
	(void)ctx;
	*ret_body_max = HTTP_BODY_MAX;
	return accepts(request, reply) ? 0 : -1;
}

static void
answer(void *ctx, const struct http_request *request, struct http_reply *reply)
{
	struct asker asker = { .adapter = ctx, .caller = request->caller };
	const struct mcp_server server = { .call = call,
		.permits = permits,
		.refused = refused,
		.ctx = &asker };
	char version[VALUE_SIZE], method[VALUE_SIZE], name[VALUE_SIZE];
	struct mcp_headers headers = {
		.version = read_header(request, "MCP-Protocol-Version", version),
		.method = read_header(request, "Mcp-Method", method),
		.name = read_header(request, "Mcp-Name", name),
	};
	struct mcp_reply said = { 0 };
	struct err e;

	if (!accepts(request, reply))
		return;
	if (mcp_handle(&server, request->body, request->body_len, &headers, &said, &e) != 0) {
		text_buf_clear(&said.body);
		http_refuse(reply, 500, ERR_OTHER, "%s", e.msg);
		return;
	}
	reply->status = (unsigned)said.status;
	reply->body = said.body; /* handed over */
	if (said.body.len == 0)
		reply->type = NULL;
}

struct http_endpoint
serve_mcp_endpoint(struct serve_mcp *m)
{
	return (struct http_endpoint){ .find = find, .judge = judge, .answer = answer,
		.ctx = m };
}
