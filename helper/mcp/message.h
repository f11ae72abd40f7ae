/* SPDX-License-Identifier: MIT */
/* One message while it is being answered; for the files of this folder. */
#ifndef MCP_MESSAGE_H
#define MCP_MESSAGE_H

#include "helper/mcp/mcp.h"
#include "helper/mcp/raw.h"

#define MCP_MODERN "2026-07-28" /* the first revision without "initialize" */
#define MCP_META_VERSION "io.modelcontextprotocol/protocolVersion"
#define MCP_NAME_MAX 128 /* bytes of a tool's or method's name */
#define MCP_SERVER_INFO                                                                            \
	"{\"name\":\"duo-security-mcp\",\"title\":\"Duo Admin API\","                             \
	"\"version\":\"" PACKAGE_VERSION "\"}"
#define MCP_INSTRUCTIONS "\"MCP adapter for Duo Admin API for AI agent use.\""

/* What JSON-RPC and MCP number; the modern ones are used in the modern era alone. */
enum mcp_error {
	MCP_PARSE_ERROR = -32700,
	MCP_INVALID_REQUEST = -32600,
	MCP_NO_SUCH_METHOD = -32601,
	MCP_INVALID_PARAMS = -32602,
	MCP_INTERNAL_ERROR = -32603,
	MCP_HEADER_MISMATCH = -32020,
	MCP_UNSUPPORTED_VERSION = -32022,
};

struct message {
	const struct mcp_server *server;
	const struct mcp_headers *headers; /* NULL = none in this transport */
	const struct cJSON *root;
	struct raw text; /* of root */
	struct raw id;	 /* as it came, quotes and all; no text = none */
	const char *method;
	const struct cJSON *params; /* an object, or NULL */
	struct raw params_text;
	bool modern;
	struct mcp_reply *reply;
};

/* Answers with an error; what people typed must be clean by now. */
void message_refuse(struct message *m, int status, enum mcp_error code, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* The same with the error left open: members follow, then message_finish. */
void message_begin_refusal(struct message *m, int status, enum mcp_error code, const char *fmt,
	...) __attribute__((format(printf, 4, 5)));

/* Begins the result; members follow, then message_finish. */
void message_begin(struct message *m);
/* Writes the name of the next member of the object that is open; its value follows. */
void message_member(struct message *m, const char *name);
/* Says how long and for whom the result may be kept, which only the modern era asks. */
void message_keep(struct message *m);
void message_finish(struct message *m);

/* Is there a member more than once? The names of any two are compared, so many members are
 * more than once, too. */
bool message_has_twins(const struct cJSON *object);

/* Settles the era and checks what it asks of every request. Returns 0, or -1 when the message was
 * refused. */
int era_check(struct message *m) __attribute__((warn_unused_result));
bool era_serves(const char *version);

/* The methods. */
void method_initialize(struct message *m);
void method_discover(struct message *m);
void method_ping(struct message *m);
void method_tools_list(struct message *m);
void method_tools_call(struct message *m);

#endif
