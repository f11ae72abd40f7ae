# helper: the programs. helper/common and helper/door serve both of them.
noinst_LTLIBRARIES += libhelper.la
libhelper_la_SOURCES = \
	helper/common/duo.c helper/common/duo.h \
	helper/common/duo_form.c helper/common/duo_form.h \
	helper/common/host.c helper/common/host.h \
	helper/common/audit.c helper/common/audit.h \
	helper/common/audit_line.c helper/common/audit_line.h \
	helper/common/audit_subject.c helper/common/audit_subject.h \
	helper/common/kind.c helper/common/kind.h \
	helper/common/pam_file.c helper/common/pam_file.h \
	helper/common/log.c helper/common/log.h \
	helper/common/log_journal.c helper/common/log_journal.h \
	helper/common/log_send.c helper/common/log_send.h \
	helper/common/rate.c helper/common/rate.h \
	helper/common/probe.c helper/common/probe.h \
	helper/common/service.c helper/common/service.h \
	helper/common/spelling.c helper/common/spelling.h \
	helper/common/text_file.c helper/common/text_file.h \
	helper/door/breaker.c helper/door/breaker.h \
	helper/door/cache.c helper/door/cache.h \
	helper/door/held.c helper/door/held.h \
	helper/door/pushes.c helper/door/pushes.h \
	helper/door/door.c helper/door/door.h \
	helper/door/peers.c helper/door/peers.h \
	helper/door/map_file.c helper/door/map_file.h \
	helper/door/mapping.c helper/door/mapping.h \
	helper/door/source_duo.c helper/door/source.h \
	helper/metrics/ask.c helper/metrics/ask.h \
	helper/metrics/metrics.c helper/metrics/table.c helper/metrics/metrics.h
libhelper_la_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS) $(CURL_CFLAGS)

HELPER_LIBS = libsync.la libhelper.la libdirectory.la libapi.la libconf.la libpolicy.la libbase.la
HELPER_SYSTEM_LIBS = $(CDB_LIBS) $(SQLITE_LIBS) $(CURL_LIBS) $(CRYPTO_LIBS) $(CJSON_LIBS) $(CONFIG_LIBS) -lpthread

include helper/loop/local.mk
include helper/broker/local.mk
include helper/mcp/local.mk
include helper/serve/local.mk
include helper/cli/local.mk
include helper/cli/operation/local.mk
include helper/cli/services/local.mk
include helper/cli/help/local.mk
include helper/cli/host/local.mk
include helper/print/local.mk
include helper/migrate/local.mk
include helper/status/local.mk
include helper/doctor/local.mk
include helper/sync/local.mk
