# doorwardd. All but main is a library, so that tests can have it too.
noinst_LTLIBRARIES += libbroker.la
libbroker_la_SOURCES = \
	helper/broker/audit.c \
	helper/broker/begin.c helper/broker/begin.h \
	helper/broker/broker.c helper/broker/broker.h \
	helper/broker/calls.c helper/broker/calls.h \
	helper/broker/chapter_ask.c \
	helper/broker/chapter_begin.c \
	helper/broker/chapter_confirm.c \
	helper/broker/chapter_decide.c \
	helper/broker/chapter_enrol.c \
	helper/broker/chapter_identify.c \
	helper/broker/chapter_look_up.c \
	helper/broker/chapter_push.c \
	helper/broker/chapter_verdict.c \
	helper/broker/chapter_verify.c \
	helper/broker/conversation.c helper/broker/conversation.h \
	helper/broker/factors.c helper/broker/factors.h \
	helper/broker/listen.c \
	helper/broker/login.c helper/broker/login.h \
	helper/broker/login_found.c \
	helper/broker/lookups.c helper/broker/lookups.h \
	helper/broker/map_watch.c helper/broker/map_watch.h \
	helper/broker/origin.c helper/broker/origin.h \
	helper/broker/origin_name.c helper/broker/origin_name.h \
	helper/broker/server.c helper/broker/server.h \
	helper/broker/shares.c helper/broker/shares.h \
	helper/broker/site.c helper/broker/site.h \
	helper/broker/syncer.c helper/broker/syncer.h \
	helper/broker/watch.c helper/broker/watch.h
libbroker_la_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS)

BROKER_LIBS = libbroker.la libloop.la $(HELPER_LIBS)

sbin_PROGRAMS += doorwardd
doorwardd_SOURCES = helper/broker/doorwardd.c
doorwardd_LDADD = $(BROKER_LIBS) $(HELPER_SYSTEM_LIBS)
