# The MCP adapter, without a transport but the simplest one.
noinst_LTLIBRARIES += libmcp.la
libmcp_la_SOURCES = \
	helper/mcp/allow.c \
	helper/mcp/call.c \
	helper/mcp/dispatch.c \
	helper/mcp/era.c \
	helper/mcp/mcp.h \
	helper/mcp/message.c helper/mcp/message.h \
	helper/mcp/raw.c helper/mcp/raw.h \
	helper/mcp/schema.c helper/mcp/schema.h \
	helper/mcp/stdio.c \
	helper/mcp/tools.c
libmcp_la_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS)
