# pam_doorward.so: libpam and libc, nothing else (tests/abi checks it).
pam_LTLIBRARIES = pam_doorward.la
pam_doorward_la_SOURCES = \
	pam/age.c pam/age.h \
	pam/answer.c pam/answer.h \
	pam/arguments.c pam/arguments.h \
	pam/converse.c pam/converse.h \
	pam/login.c pam/login.h \
	pam/pam_doorward.c \
	pam/relay.c pam/relay.h
pam_doorward_la_LIBADD = libbase.la -lpam
pam_doorward_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared \
	-Wl,--version-script=$(top_srcdir)/pam/pam_doorward.map
pam_doorward_la_DEPENDENCIES = libbase.la $(top_srcdir)/pam/pam_doorward.map
EXTRA_DIST += pam/pam_doorward.map
