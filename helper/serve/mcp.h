/* SPDX-License-Identifier: MIT */
/* The MCP adapter behind HTTP: one path, one method, one message each way (Streamable HTTP
 * without streams, because nothing here has more than one thing to say). */
#ifndef SERVE_MCP_H
#define SERVE_MCP_H

#include "conf/conf.h"
#include "helper/serve/http.h"
#include "helper/serve/relay.h"

struct serve_mcp {
	const struct relay *relay;
	const struct conf *conf; /* for serve.mcp_allow */
};

/* The endpoint; m and what it points to must stay. */
struct http_endpoint serve_mcp_endpoint(struct serve_mcp *m);

#endif
