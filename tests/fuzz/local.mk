# Harnesses for hostile input. In make check each runs over its corpus and a fixed number of
# changed inputs; `make fuzz` (clang) searches for FUZZ_SECONDS each.
fuzz_harnesses = answers begin conf directory json mcp params rest
check_PROGRAMS += tests/fuzz/fuzz_answers tests/fuzz/fuzz_begin tests/fuzz/fuzz_conf \
	tests/fuzz/fuzz_directory tests/fuzz/fuzz_json tests/fuzz/fuzz_mcp tests/fuzz/fuzz_params \
	tests/fuzz/fuzz_rest
fuzz_shared = tests/fuzz/driver.c tests/fuzz/fuzz.h

tests_fuzz_fuzz_answers_SOURCES = tests/fuzz/fuzz_answers.c $(fuzz_shared)
tests_fuzz_fuzz_answers_LDADD = $(BROKER_LIBS) $(HELPER_SYSTEM_LIBS)
tests_fuzz_fuzz_begin_SOURCES = tests/fuzz/fuzz_begin.c helper/broker/begin.c $(fuzz_shared)
tests_fuzz_fuzz_begin_LDADD = libpolicy.la libbase.la
tests_fuzz_fuzz_conf_SOURCES = tests/fuzz/fuzz_conf.c $(fuzz_shared)
tests_fuzz_fuzz_conf_LDADD = libconf.la libpolicy.la libbase.la
tests_fuzz_fuzz_directory_SOURCES = tests/fuzz/fuzz_directory.c $(fuzz_shared)
tests_fuzz_fuzz_directory_LDADD = libdirectory.la libbase.la
tests_fuzz_fuzz_json_SOURCES = tests/fuzz/fuzz_json.c $(fuzz_shared)
tests_fuzz_fuzz_json_LDADD = libapi.la libbase.la $(CJSON_LIBS)
tests_fuzz_fuzz_mcp_SOURCES = tests/fuzz/fuzz_mcp.c $(fuzz_shared)
tests_fuzz_fuzz_mcp_LDADD = libmcp.la $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS)
tests_fuzz_fuzz_params_SOURCES = tests/fuzz/fuzz_params.c $(fuzz_shared)
tests_fuzz_fuzz_params_LDADD = libapi.la libbase.la $(CRYPTO_LIBS)
tests_fuzz_fuzz_rest_SOURCES = tests/fuzz/fuzz_rest.c $(fuzz_shared)
tests_fuzz_fuzz_rest_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS)
tests_fuzz_fuzz_rest_LDADD = libserve.la libmcp.la $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) $(MHD_LIBS)

TESTS += tests/fuzz/corpora.sh
dist_check_SCRIPTS += tests/fuzz/corpora.sh
EXTRA_DIST += tests/fuzz/corpus tests/fuzz/leaks.txt

FUZZ_SECONDS = 30
FUZZ_CC = clang
FUZZ_FLAGS = -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined
fuzz_library_sources = $(libbase_la_SOURCES) $(libpolicy_la_SOURCES) $(libconf_la_SOURCES) \
	$(filter-out lib/api/call.c,$(libapi_la_SOURCES)) $(libhelper_la_SOURCES) $(libmcp_la_SOURCES) \
	$(libdirectory_la_SOURCES) \
	helper/broker/begin.c helper/broker/factors.c \
	helper/serve/http_uri.c helper/serve/rest_input.c helper/serve/rest_route.c \
	helper/serve/caller.c helper/serve/tokens.c

fuzz_cc = $(FUZZ_CC) $(DEFS) -I. -I$(top_srcdir) -I$(top_srcdir)/lib -D_GNU_SOURCE -std=gnu11 \
	$(CURL_CFLAGS) $(CJSON_CFLAGS) $(FUZZ_FLAGS)

# An archive, so that a harness may bring its own api_call and the like.
fuzz:
	mkdir -p fuzz/objects fuzz/found
	set -e; for file in $(filter %.c,$(fuzz_library_sources)); do \
		$(fuzz_cc) -fsanitize=fuzzer-no-link -c -o fuzz/objects/`echo $$file | tr / -`.o \
			$(top_srcdir)/$$file; \
	done
	rm -f fuzz/libfuzzed.a && $(AR) rcs fuzz/libfuzzed.a fuzz/objects/*.o
	set -e; for name in $(fuzz_harnesses); do \
		$(fuzz_cc) -fsanitize=fuzzer -o fuzz/$$name \
			$(top_srcdir)/tests/fuzz/fuzz_$$name.c fuzz/libfuzzed.a \
			$(HELPER_SYSTEM_LIBS) -lm; \
		mkdir -p fuzz/found/$$name; \
		LSAN_OPTIONS=suppressions=$(top_srcdir)/tests/fuzz/leaks.txt \
			fuzz/$$name -max_total_time=$(FUZZ_SECONDS) -max_len=8192 -timeout=10 \
			-print_final_stats=1 -artifact_prefix=fuzz/$$name- fuzz/found/$$name \
			$(top_srcdir)/tests/fuzz/corpus/$$name; \
	done

clean-local: clean-fuzz
clean-fuzz:
	rm -rf fuzz
.PHONY: fuzz clean-fuzz
