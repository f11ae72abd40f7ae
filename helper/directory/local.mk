# The directory file: written and read by the programs. The NSS module reads it with its own copy
# of lib/base/directory.c.
noinst_LTLIBRARIES += libdirectory.la
libdirectory_la_SOURCES = \
	lib/base/directory.c lib/base/directory.h \
	helper/directory/check.c helper/directory/check.h \
	helper/directory/digest.c helper/directory/digest.h \
	helper/directory/publish.c helper/directory/publish.h \
	helper/directory/reader.c helper/directory/reader.h \
	helper/directory/seen.c helper/directory/seen.h \
	helper/directory/writer.c helper/directory/writer.h \
	helper/directory/writer_finish.c helper/directory/writer_private.h \
	helper/directory/writer_put.c \
	helper/directory/writer_records.c
libdirectory_la_CPPFLAGS = $(AM_CPPFLAGS) $(CDB_CFLAGS) $(CRYPTO_CFLAGS)
libdirectory_la_LIBADD = libbase.la $(CDB_LIBS) $(CRYPTO_LIBS)
