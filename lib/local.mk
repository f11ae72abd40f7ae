# lib/base: libc only; everybody builds on it.
noinst_LTLIBRARIES += libbase.la
libbase_la_SOURCES = \
	lib/base/cleanup.h \
	lib/base/deadline.c lib/base/deadline.h \
	lib/base/err.c lib/base/err.h \
	lib/base/secret.c lib/base/secret.h \
	lib/base/text.c lib/base/text_buf.c lib/base/text.h \
	lib/base/trust.c lib/base/trust.h \
	lib/base/verdict.c lib/base/verdict.h \
	lib/base/wire.c lib/base/wire_connect.c lib/base/wire.h
