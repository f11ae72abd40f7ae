# lib/base: libc only; everybody builds on it.
noinst_LTLIBRARIES += libbase.la
libbase_la_SOURCES = \
	lib/base/cleanup.h \
	lib/base/deadline.c lib/base/deadline.h \
	lib/base/err.c lib/base/err.h \
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
	lib/policy/status.c
