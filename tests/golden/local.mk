# What people read: printed by small programs and compared with the committed files.
check_PROGRAMS += tests/golden/conf_faults tests/golden/conf_print tests/golden/decide \
	tests/golden/metrics_print tests/golden/operations_print
tests_golden_metrics_print_LDADD = $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS)
tests_golden_operations_print_LDADD = libapi.la libbase.la $(CURL_LIBS) $(CRYPTO_LIBS) $(CJSON_LIBS)
tests_golden_conf_faults_LDADD = libconf.la libpolicy.la libbase.la
tests_golden_conf_print_LDADD = libconf.la libpolicy.la libbase.la
tests_golden_decide_LDADD = libpolicy.la libbase.la
dist_check_SCRIPTS += tests/golden/check_golden
TESTS += tests/golden/check_golden
EXTRA_DIST += tests/golden/conf_faults.txt tests/golden/decide.txt
