# lib/base: libc only; everybody builds on it.
noinst_LTLIBRARIES += libbase.la
libbase_la_SOURCES = \
	lib/base/address.c lib/base/address.h \
	lib/base/base_url.c lib/base/base_url.h \
	lib/base/cleanup.h \
	lib/base/deadline.c lib/base/deadline.h \
	lib/base/directory.h \
	lib/base/err.c lib/base/err.h \
	lib/base/listen_address.c lib/base/listen_address.h \
	lib/base/names.c lib/base/names.h \
	lib/base/secret.c lib/base/secret.h \
	lib/base/text.c lib/base/text_buf.c lib/base/text.h \
	lib/base/trust.c lib/base/trust.h \
	lib/base/verdict.c lib/base/verdict.h \
	lib/base/wire.c lib/base/wire_connect.c lib/base/wire.h

# lib/policy: who may enter, as pure functions; needs base alone.
noinst_LTLIBRARIES += libpolicy.la
libpolicy_la_SOURCES = \
	lib/policy/decide.c lib/policy/policy.c lib/policy/policy.h \
	lib/policy/map.c lib/policy/map.h \
	lib/policy/services.c lib/policy/services.h lib/policy/service_rules.c \
	lib/policy/status.c

# lib/api: the shared API client; needs base and three libraries.
noinst_LTLIBRARIES += libapi.la
libapi_la_SOURCES = \
	lib/api/answer.c lib/api/call.c lib/api/check.c lib/api/check_name.c lib/api/check_name.h \
	lib/api/list.c lib/api/settle.c \
	lib/api/api.h lib/api/settle.h lib/api/transfer.c lib/api/transfer_judge.c lib/api/transfer.h \
	lib/api/flight.c lib/api/flight_thread.c lib/api/flight.h lib/api/flight_private.h \
	lib/api/multi_loop.c lib/api/multi_loop.h \
	lib/api/client.c lib/api/client.h \
	lib/api/json.c lib/api/json_check.c lib/api/json_parse.c lib/api/json.h \
	lib/api/operations.c lib/api/operation.h lib/api/operations_users.inc \
	lib/api/operations_devices.inc lib/api/operations_groups.inc \
	lib/api/operations_more.inc lib/api/operations_auth.inc \
	lib/api/operations_allthenticate.inc lib/api/operations_sentinelone.inc \
	lib/api/request.c lib/api/request.h \
	lib/api/service.c lib/api/service_duo.c lib/api/refused_duo.c lib/api/service_key.c lib/api/service.h \
	lib/api/sign.c lib/api/sign.h \
	lib/api/transport.c lib/api/transport_pool.c lib/api/transport.h \
	lib/api/transport_private.h
libapi_la_CFLAGS = $(AM_CFLAGS) $(CURL_CFLAGS) $(CRYPTO_CFLAGS) $(CJSON_CFLAGS)
libapi_la_LIBADD = libbase.la $(CURL_LIBS) $(CRYPTO_LIBS) $(CJSON_LIBS)
