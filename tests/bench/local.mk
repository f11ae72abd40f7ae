# make bench: what a login costs. Not part of make check, because times depend on the machine.
EXTRA_PROGRAMS += tests/bench/bench
tests_bench_bench_SOURCES = tests/bench/bench.c
tests_bench_bench_LDADD = libbase.la -lpam -lpthread
EXTRA_DIST += tests/bench/bench.sh
CLEANFILES += tests/bench/bench

# Lookups beside those of others; writing the directory file. Needs root.
EXTRA_PROGRAMS += tests/bench/accounts
tests_bench_accounts_SOURCES = tests/bench/accounts.c
EXTRA_DIST += tests/bench/accounts.sh
bench_accounts = tests/bench/accounts tests/bench/churn directory-make libnss_testdoor.la
CLEANFILES += tests/bench/accounts tests/bench/churn
if HAVE_CMOCKA
EXTRA_PROGRAMS += tests/bench/churn
tests_bench_churn_SOURCES = tests/bench/churn.c tests/nss/churn.c tests/nss/churn.h $(nss_test_stage)
tests_bench_churn_CPPFLAGS = $(nss_test_cppflags)
tests_bench_churn_CFLAGS = $(nss_test_cflags)
tests_bench_churn_LDADD = $(nss_test_libs)
endif

# A sync of a large directory.
EXTRA_PROGRAMS += tests/bench/sync
tests_bench_sync_SOURCES = tests/bench/sync.c
tests_bench_sync_LDADD = $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS)
EXTRA_DIST += tests/bench/sync.sh
CLEANFILES += tests/bench/sync

# GET user through doorward serve.
EXTRA_DIST += tests/bench/serve.sh

# A large directory listed, beside curl.
EXTRA_PROGRAMS += tests/bench/run
tests_bench_run_SOURCES = tests/bench/run.c
EXTRA_DIST += tests/bench/list.sh
CLEANFILES += tests/bench/run

# A command beside the same of an earlier commit.
EXTRA_PROGRAMS += tests/bench/start
tests_bench_start_SOURCES = tests/bench/start.c
EXTRA_DIST += tests/bench/former.sh tests/bench/start.sh
CLEANFILES += tests/bench/start

# Many at the prompt, and logins beside an earlier commit. The crowd serves tests/e2e/crowd.sh, too.
check_PROGRAMS += tests/bench/crowd
tests_bench_crowd_SOURCES = tests/bench/crowd.c tests/bench/crowd_talk.c tests/bench/crowd.h
tests_bench_crowd_LDADD = libbase.la
EXTRA_DIST += tests/bench/crowd.sh

bench: all tests/bench/start tests/bench/bench tests/bench/crowd tests/bench/sync tests/bench/run \
	$(bench_accounts)
	$(SHELL) $(top_srcdir)/tests/bench/bench.sh .
	$(SHELL) $(top_srcdir)/tests/bench/sync.sh .
	$(SHELL) $(top_srcdir)/tests/bench/list.sh .
	srcdir=$(top_srcdir) $(SHELL) $(top_srcdir)/tests/bench/serve.sh .
	bash $(top_srcdir)/tests/bench/accounts.sh .
	$(SHELL) $(top_srcdir)/tests/bench/start.sh . 200 former
	bash $(top_srcdir)/tests/bench/crowd.sh . former
clean-former:
	-rm -rf former
clean-local: clean-former
.PHONY: bench clean-former
