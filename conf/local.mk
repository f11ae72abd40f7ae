# conf: the option table and its loader; the only user of libconfig. Programs that link it also
# link libpolicy.la and libbase.la.
noinst_LTLIBRARIES += libconf.la
libconf_la_SOURCES = \
	conf/check.c \
	conf/conf.h \
	conf/defaults.c \
	conf/describe.c \
	conf/fault.c \
	conf/format.c \
	conf/group.c \
	conf/load.c \
	conf/options.c conf/options.h \
	conf/print.c \
	conf/profile.c \
	conf/reading.h \
	conf/scan.c \
	conf/service_columns.c conf/service_print.c conf/services.c \
	conf/syntax.c \
	conf/trusted.c \
	conf/valid.c \
	conf/value.c \
	conf/wrap.c conf/wrap.h
libconf_la_CFLAGS = $(AM_CFLAGS) $(CONFIG_CFLAGS)
libconf_la_LIBADD = $(CONFIG_LIBS) -lm

examplesdir = $(docdir)/examples
dist_examples_DATA = conf/doorward.conf.example
