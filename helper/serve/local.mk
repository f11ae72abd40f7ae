# The adapters over HTTP, and who may use them.
noinst_LTLIBRARIES += libserve.la
libserve_la_SOURCES = \
	helper/serve/caller.c helper/serve/caller.h \
	helper/serve/documents.c \
	helper/serve/gate.c helper/serve/gate.h \
	helper/serve/http.c helper/serve/http.h \
	helper/serve/http_bodies.c helper/serve/http_exchange.c helper/serve/http_guard.c \
	helper/serve/http_private.h helper/serve/http_peer.c helper/serve/http_places.c \
	helper/serve/http_reply.c \
	helper/serve/http_uri.c helper/serve/http_uri.h helper/serve/http_turns.c \
	helper/serve/listen.c helper/serve/listen.h \
	helper/serve/mcp.c helper/serve/mcp.h \
	helper/serve/numbers.c helper/serve/numbers.h \
	helper/serve/openapi.c \
	helper/serve/page.c \
	helper/serve/relay.c helper/serve/relay.h \
	helper/serve/rest.c helper/serve/rest.h \
	helper/serve/rest_documents.h \
	helper/serve/rest_input.c helper/serve/rest_input.h \
	helper/serve/rest_route.c helper/serve/rest_route.h \
	helper/serve/serve.c helper/serve/serve.h \
	helper/serve/tokens.c helper/serve/tokens_edit.c helper/serve/tokens.h
libserve_la_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS) $(CRYPTO_CFLAGS) $(MHD_CFLAGS)
