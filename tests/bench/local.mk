# make bench: what a login costs. Not part of make check, because times depend on the machine.
EXTRA_PROGRAMS += tests/bench/bench
tests_bench_bench_SOURCES = tests/bench/bench.c
tests_bench_bench_LDADD = libbase.la -lpam -lpthread
EXTRA_DIST += tests/bench/bench.sh
CLEANFILES += tests/bench/bench

bench: all tests/bench/bench
	$(SHELL) $(top_srcdir)/tests/bench/bench.sh .
.PHONY: bench
