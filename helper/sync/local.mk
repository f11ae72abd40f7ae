# doorward sync: the directory's people and groups become accounts of this host.
noinst_LTLIBRARIES += libsync.la
libsync_la_SOURCES = \
	helper/sync/allthenticate.c \
	helper/sync/compare.c \
	helper/sync/fetch.c helper/sync/fetch.h \
	helper/sync/fetch_rows.c \
	helper/sync/ids.c helper/sync/ids.h \
	helper/sync/ids_import.c \
	helper/sync/ids_recover.c \
	helper/sync/keep.c \
	helper/sync/local.c helper/sync/local.h \
	helper/sync/missing.c \
	helper/sync/name.c helper/sync/name.h \
	helper/sync/nscd.c \
	helper/sync/pages.c helper/sync/pages.h \
	helper/sync/primary.c \
	helper/sync/resolve.c \
	helper/sync/run.h \
	helper/sync/sql.c helper/sync/sql.h \
	helper/sync/state.c helper/sync/state.h \
	helper/sync/store.c \
	helper/sync/sync.c helper/sync/sync.h \
	helper/sync/tell.c \
	helper/sync/trusted.c \
	helper/sync/usernames.c
libsync_la_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS) $(SQLITE_CFLAGS)
libsync_la_LIBADD = $(SQLITE_LIBS)
