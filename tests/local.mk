EXTRA_DIST += tests/build.sh tests/lib.sh tests/rounds.h tests/thread.supp tests/data

# What needs cmocka says so in these two lists. Without it tests/complete fails instead of them.
cmocka_programs =
cmocka_scripts =
if HAVE_CMOCKA
check_PROGRAMS += $(cmocka_programs)
TESTS += $(cmocka_programs) $(cmocka_scripts)
else
AM_TESTS_ENVIRONMENT += NOT_BUILT='libcmocka-dev $(cmocka_programs)'; export NOT_BUILT;
endif

# Tests that run no program of ours, or none in another way than the rest: once is enough, so that a
# build with sanitizers leaves them to the usual one.
plain_tests =
if !SANITIZERS
TESTS += $(plain_tests)
endif

dist_check_SCRIPTS += tests/check tests/complete tests/configured.sh tests/timed
TESTS += tests/complete tests/configured.sh
AM_TESTS_FD_REDIRECT = 9>&2
include tests/pam/local.mk
include tests/nss/local.mk
include tests/abi/local.mk
include tests/unit/local.mk
include tests/golden/local.mk
include tests/e2e/local.mk
include tests/unit/api.mk
include tests/e2e/cli/local.mk
include tests/fuzz/local.mk
include tests/bench/local.mk
include tests/mcp/local.mk
include tests/serve/local.mk

# What a second compiler thinks of every source: it reads them, and nothing is made of it. Paths that
# a program gets from its own flags are any here.
CLANG = clang
.PHONY: check-clang
check-clang:
	cd $(srcdir) && $(CLANG) -fsyntax-only $(DEFS) -I. -Ilib -D_GNU_SOURCE -std=gnu11 -O2 \
		$(CDB_CFLAGS) $(CJSON_CFLAGS) $(CMOCKA_CFLAGS) $(CONFIG_CFLAGS) $(CRYPTO_CFLAGS) \
		$(CURL_CFLAGS) $(GNUTLS_CFLAGS) $(MHD_CFLAGS) $(SQLITE_CFLAGS) \
		-DDATA_DIR='""' -DMODULE_PATH='""' -DPKGLIBEXECDIR='""' -DBINDIR='""' $(WARN_CFLAGS) -Werror \
		$(sort $(filter %.c,$(SOURCES)))
