# Unit tests: one program per module, with the module's name.
EXTRA_DIST += tests/between.h tests/unit/conf_text.h tests/unit/unit.h
AM_CPPFLAGS += $(CMOCKA_CFLAGS)

unit_tests_base = \
	tests/unit/test_base_url \
	tests/unit/test_deadline \
	tests/unit/test_err \
	tests/unit/test_address \
	tests/unit/test_listen_address \
	tests/unit/test_names \
	tests/unit/test_text \
	tests/unit/test_trust \
	tests/unit/test_verdict \
	tests/unit/test_wire
tests_unit_test_base_url_LDADD = libbase.la $(CMOCKA_LIBS)
tests_unit_test_deadline_LDADD = libbase.la $(CMOCKA_LIBS)
tests_unit_test_err_LDADD = libbase.la $(CMOCKA_LIBS)
tests_unit_test_address_LDADD = libbase.la $(CMOCKA_LIBS)
tests_unit_test_listen_address_LDADD = libbase.la $(CMOCKA_LIBS)
tests_unit_test_names_LDADD = libbase.la $(CMOCKA_LIBS)
tests_unit_test_text_LDADD = libbase.la $(CMOCKA_LIBS)
tests_unit_test_trust_LDADD = libbase.la $(CMOCKA_LIBS)
tests_unit_test_verdict_LDADD = libbase.la $(CMOCKA_LIBS)
tests_unit_test_wire_LDADD = libbase.la $(CMOCKA_LIBS)
cmocka_programs += $(unit_tests_base)

unit_tests_policy = \
	tests/unit/test_map \
	tests/unit/test_policy \
	tests/unit/test_services \
	tests/unit/test_status
tests_unit_test_map_LDADD = libpolicy.la libbase.la $(CMOCKA_LIBS)
tests_unit_test_policy_LDADD = libpolicy.la libbase.la $(CMOCKA_LIBS)
tests_unit_test_services_LDADD = libpolicy.la libbase.la $(CMOCKA_LIBS)
tests_unit_test_status_LDADD = libpolicy.la libbase.la $(CMOCKA_LIBS)
cmocka_programs += $(unit_tests_policy)

unit_tests_conf = \
	tests/unit/test_conf \
	tests/unit/test_load \
	tests/unit/test_memory
tests_unit_test_conf_SOURCES = tests/unit/test_conf.c tests/unit/conf_text.c
tests_unit_test_conf_LDADD = libconf.la libpolicy.la libbase.la $(CMOCKA_LIBS)
tests_unit_test_load_SOURCES = tests/unit/test_load.c tests/unit/conf_text.c
tests_unit_test_load_LDADD = libconf.la libpolicy.la libbase.la $(CMOCKA_LIBS)
tests_unit_test_memory_SOURCES = tests/unit/test_memory.c tests/unit/conf_text.c
tests_unit_test_memory_LDADD = libconf.la libpolicy.la libbase.la $(CMOCKA_LIBS)
tests_unit_test_memory_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc,--wrap=calloc \
	-Wl,--wrap=reallocarray,--wrap=strdup
cmocka_programs += $(unit_tests_conf)

unit_tests_helper = \
	tests/unit/test_items \
	tests/unit/test_cache \
	tests/unit/test_pushes \
	tests/unit/test_loop \
	tests/unit/test_origin \
	tests/unit/test_turns \
	tests/unit/test_csv \
	tests/unit/test_host \
	tests/unit/test_http \
	tests/unit/test_log \
	tests/unit/test_mcp \
	tests/unit/test_mcp_stdio \
	tests/unit/test_mcp_tools \
	tests/unit/test_metrics \
	tests/unit/test_rate \
	tests/unit/test_rest_route \
	tests/unit/test_special \
	tests/unit/test_sync_ids \
	tests/unit/test_sync_name \
	tests/unit/test_tokens
unit_serve_libs = libserve.la libmcp.la $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) $(MHD_LIBS) $(CMOCKA_LIBS)
tests_unit_test_http_LDADD = $(unit_serve_libs)
tests_unit_test_rest_route_LDADD = $(unit_serve_libs)
tests_unit_test_tokens_LDADD = $(unit_serve_libs)
unit_mcp_stage = tests/unit/mcp_stage.c tests/unit/mcp_stage.h
unit_mcp_libs = libmcp.la $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_mcp_SOURCES = tests/unit/test_mcp.c $(unit_mcp_stage)
tests_unit_test_mcp_LDADD = $(unit_mcp_libs)
tests_unit_test_mcp_stdio_SOURCES = tests/unit/test_mcp_stdio.c $(unit_mcp_stage)
tests_unit_test_mcp_stdio_LDADD = $(unit_mcp_libs)
tests_unit_test_mcp_tools_SOURCES = tests/unit/test_mcp_tools.c $(unit_mcp_stage)
tests_unit_test_mcp_tools_LDADD = $(unit_mcp_libs)
tests_unit_test_csv_SOURCES = tests/unit/test_csv.c helper/cli/operation/csv.c
tests_unit_test_csv_LDADD = libbase.la $(CMOCKA_LIBS)
tests_unit_test_sync_name_LDADD = $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_sync_ids_LDADD = $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_items_SOURCES = tests/unit/test_items.c helper/cli/services/allthenticate_items.c
tests_unit_test_items_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS)
tests_unit_test_items_LDADD = $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_loop_LDADD = libloop.la libbase.la $(CMOCKA_LIBS) -lpthread
tests_unit_test_origin_LDADD = $(BROKER_LIBS) $(HELPER_SYSTEM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_turns_LDADD = libloop.la libbase.la $(CMOCKA_LIBS)
tests_unit_test_special_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS)
tests_unit_test_special_LDADD = libcli.la $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_pushes_LDADD = $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_cache_LDADD = $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_log_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS)
tests_unit_test_log_LDADD = $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_metrics_SOURCES = tests/unit/test_metrics.c helper/status/status_doors.c
tests_unit_test_metrics_LDADD = $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_host_LDADD = $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) $(CMOCKA_LIBS)
tests_unit_test_rate_LDADD = libhelper.la $(CMOCKA_LIBS) -lpthread
cmocka_programs += $(unit_tests_helper)

cmocka_scripts += tests/unit/valgrind.sh
AM_TESTS_ENVIRONMENT += UNIT_TESTS='$(unit_tests_base) $(unit_tests_policy) $(unit_tests_conf) \
	$(unit_tests_helper) $(unit_tests_api)'; export UNIT_TESTS;
dist_check_SCRIPTS += tests/unit/valgrind.sh
