# Unit tests of lib/api.
EXTRA_DIST += tests/data/published_operations.tsv tests/data/duo_parameters.tsv
unit_tests_api = \
	tests/unit/test_api_call \
	tests/unit/test_api_check \
	tests/unit/test_api_connections \
	tests/unit/test_api_list \
	tests/unit/test_api_services \
	tests/unit/test_api_transport \
	tests/unit/test_api_wipe \
	tests/unit/test_json \
	tests/unit/test_operations \
	tests/unit/test_sign
unit_tests_api_cppflags = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) $(CJSON_CFLAGS) $(CURL_CFLAGS) \
	-DDATA_DIR='"$(abs_top_srcdir)/tests/data"'
unit_tests_api_libs = tests/unit/libserver.a libapi.la libbase.la $(CMOCKA_LIBS) $(CURL_LIBS) $(CRYPTO_LIBS) $(CJSON_LIBS)

# The server that some of them start is compiled once.
check_LIBRARIES += tests/unit/libserver.a
tests_unit_libserver_a_SOURCES = tests/unit/https_certificate.c tests/unit/https_server.c
tests_unit_libserver_a_CPPFLAGS = $(unit_tests_api_cppflags)
unit_tests_server = tests/unit/api_stage.h tests/unit/https_server.h
tests_unit_test_api_call_SOURCES = tests/unit/test_api_call.c $(unit_tests_server)
tests_unit_test_api_call_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_call_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_connections_SOURCES = tests/unit/test_api_connections.c $(unit_tests_server)
tests_unit_test_api_connections_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_connections_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_list_SOURCES = tests/unit/test_api_list.c $(unit_tests_server)
tests_unit_test_api_list_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_list_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_services_SOURCES = tests/unit/test_api_services.c $(unit_tests_server)
tests_unit_test_api_services_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_services_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_transport_SOURCES = tests/unit/test_api_transport.c $(unit_tests_server)
tests_unit_test_api_transport_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_transport_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_wipe_SOURCES = tests/unit/test_api_wipe.c $(unit_tests_server)
tests_unit_test_api_wipe_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_wipe_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_check_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_check_LDADD = $(unit_tests_api_libs)
tests_unit_test_json_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_json_LDADD = $(unit_tests_api_libs)
tests_unit_test_operations_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_operations_LDADD = $(unit_tests_api_libs)
tests_unit_test_sign_SOURCES = tests/unit/test_sign.c tests/unit/sign_vectors.h
tests_unit_test_sign_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_sign_LDADD = $(unit_tests_api_libs)
cmocka_programs += $(unit_tests_api)
