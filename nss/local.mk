# libnss_doorward.so.2: libc, nothing else (tests/abi checks it).
nss_LTLIBRARIES = libnss_doorward.la
nss_sources = \
	lib/base/directory.c lib/base/directory.h \
	nss/enumerate.c \
	nss/entry.h \
	nss/group.c \
	nss/initgroups.c \
	nss/lookup.c nss/lookup.h \
	nss/passwd.c
nss_ldflags = $(AM_LDFLAGS) -module -avoid-version -shared -shrext .so.2 \
	-Wl,-Bsymbolic,-z,nodelete -Wl,--version-script=$(top_srcdir)/nss/nss_doorward.map
libnss_doorward_la_SOURCES = $(nss_sources)
libnss_doorward_la_LDFLAGS = $(nss_ldflags)
libnss_doorward_la_DEPENDENCIES = $(top_srcdir)/nss/nss_doorward.map
EXTRA_DIST += nss/nss_doorward.map
