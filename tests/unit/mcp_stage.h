/* SPDX-License-Identifier: MIT */
/* A directory that remembers what it was asked, and the messages that tests are made of. */
#ifndef UNIT_MCP_STAGE_H
#define UNIT_MCP_STAGE_H

#include "tests/unit/unit.h"

#include "helper/mcp/mcp.h"

#define OK_BODY                                                                                    \
	"{\"stat\": \"OK\",\n\"response\": {\"n\": 12345678901234567890, \"t\": \"a\\u0041\"}}"
#define FAIL_BODY "{\"stat\": \"FAIL\", \"code\": 40401, \"message\": \"Resource not found\"}"

#define META                                                                                       \
	"\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","                   \
	"\"io.modelcontextprotocol/clientCapabilities\":{}}"
#define META_OF(version)                                                                           \
	"\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":" version                          \
	",\"io.modelcontextprotocol/clientCapabilities\":{}}"
#define REQUEST(rest) "{\"jsonrpc\":\"2.0\",\"id\":1," rest "}"
#define CALL(name, arguments)                                                                      \
	REQUEST("\"method\":\"tools/call\",\"params\":{\"name\":\"" name                           \
		"\",\"arguments\":" arguments "}")
#define ERROR(code) "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":" code ","
#define NO_ID(code) "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":" code ","
#define RESULT	    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{"

/* Stands for the directory: remembers what it was asked. */
struct directory {
	const char *body; /* what it answers */
	bool refuses;
	enum api_risk most; /* what the asker may */
	char asked[4096];   /* "listusers limit=1 offset=2" */
	int calls;
};

struct mcp_server server_of(struct directory *d);

/* Answers one message; the caller clears the body. */
struct mcp_reply handle(
	struct directory *d, const char *text, size_t len, const struct mcp_headers *headers);

/* Text of begin, so many characters, and end; the caller frees it. */
char *make(const char *begin, char filling, size_t count, const char *end);

#endif
