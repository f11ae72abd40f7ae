/* SPDX-License-Identifier: MIT */
/* The MCP adapter without a transport: one message in, at most one message out.
 *
 * The rules are those of modelcontextprotocol.io. Two eras are served at once: revision
 * 2026-07-28, where every request stands alone, and those before it, which begin with
 * "initialize" (2025-11-25, 2025-06-18, 2025-03-26, 2024-11-05). No state is kept between
 * messages in either, so any number of threads may answer at the same time. */
#ifndef MCP_MCP_H
#define MCP_MCP_H

#include <stdbool.h>
#include <stddef.h>

#include "api/api.h"
#include "conf/conf.h"

#define MCP_REQUEST_MAX (1u << 20)	    /* bytes of a message that comes in */
#define MCP_REPLY_MAX	(4u * API_BODY_MAX) /* an answer stands in it twice, once escaped */

/* What stands behind the tools. */
struct mcp_server {
	/* Makes a call with permission already checked, and with a deadline of its own; else the
	 * contract is that of api_call. */
	int (*call)(void *ctx, const struct api_call *call, struct api_answer *ret_answer,
		struct err *e);
	/* May the asker use this row, with values of this risk? Others are neither listed nor
	 * called. */
	bool (*permits)(void *ctx, const struct api_op *op, enum api_risk risk);
	/* Takes note of a call that was not made for that; its arguments are as they came. NULL =
	 * nobody does. */
	void (*refused)(void *ctx, const struct api_call *call, const struct err *why);
	void *ctx;
};

/* What an HTTP request said beside its body; NULL = the header was absent. */
struct mcp_headers {
	const char *version; /* MCP-Protocol-Version */
	const char *method;  /* Mcp-Method */
	const char *name;    /* Mcp-Name */
};

struct mcp_reply {
	int status;	      /* of HTTP; 202 = accepted, and there is nothing to say */
	struct text_buf body; /* JSON; empty = no answer */
};

/* Answers one message. text[len] must be NUL. headers is NULL where the transport has none
 * (stdio). What is wrong with the message is told in the reply. Returns 0, or -1 without memory;
 * the caller clears the reply's body in both cases. */
int mcp_handle(const struct mcp_server *server, const char *text, size_t len,
	const struct mcp_headers *headers, struct mcp_reply *ret_reply, struct err *e)
	__attribute__((warn_unused_result));

/* Writes the reply to a body that was too long to be read. */
void mcp_too_long(struct mcp_reply *ret_reply);

/* Does serve.mcp_allow offer this row, with values of this risk? */
bool mcp_allows(const struct conf *c, const struct api_op *op, enum api_risk risk);

/* Answers lines from in with lines to out until in ends. Returns 0, or -1 when out fails. */
int mcp_stdio(const struct mcp_server *server, int in, int out, struct err *e)
	__attribute__((warn_unused_result));

#endif
