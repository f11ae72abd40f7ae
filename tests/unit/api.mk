# Unit tests of lib/api.
EXTRA_DIST += tests/data/published_operations.tsv tests/data/duo_parameters.tsv
unit_tests_api = \
	tests/unit/test_api_call \
	tests/unit/test_api_check \
	tests/unit/test_api_connections \
	tests/unit/test_api_flight \
	tests/unit/test_api_flight_again \
	tests/unit/test_api_flight_faults \
	tests/unit/test_api_flight_memory \
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
tests_unit_libserver_a_SOURCES = tests/unit/https_certificate.c \
	tests/unit/https_script.c tests/unit/https_server.c
tests_unit_libserver_a_CPPFLAGS = $(unit_tests_api_cppflags)
unit_tests_server = tests/unit/api_stage.h tests/unit/https_server.h tests/unit/https_server_private.h
tests_unit_test_api_call_SOURCES = tests/unit/test_api_call.c $(unit_tests_server)
tests_unit_test_api_call_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_call_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_connections_SOURCES = tests/unit/test_api_connections.c $(unit_tests_server)
tests_unit_test_api_connections_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_connections_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_flight_SOURCES = tests/unit/test_api_flight.c \
	tests/unit/flight_stage.h $(unit_tests_server)
tests_unit_test_api_flight_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_flight_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_flight_again_SOURCES = tests/unit/test_api_flight_again.c \
	tests/unit/flight_stage.h $(unit_tests_server)
tests_unit_test_api_flight_again_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_flight_again_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_flight_faults_SOURCES = tests/unit/test_api_flight_faults.c \
	tests/unit/flight_stage.h $(unit_tests_server)
tests_unit_test_api_flight_faults_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_flight_faults_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_flight_memory_SOURCES = tests/unit/test_api_flight_memory.c \
	tests/unit/flight_stage.h tests/unit/api_remote.h $(unit_tests_server)
tests_unit_test_api_flight_memory_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_flight_memory_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_flight_memory_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc,--wrap=calloc \
	-Wl,--wrap=reallocarray,--wrap=strdup
tests_unit_test_api_list_SOURCES = tests/unit/test_api_list.c $(unit_tests_server)
tests_unit_test_api_list_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_list_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_services_SOURCES = tests/unit/test_api_services.c $(unit_tests_server)
tests_unit_test_api_services_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_services_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_transport_SOURCES = tests/unit/test_api_transport.c $(unit_tests_server)
tests_unit_test_api_transport_CPPFLAGS = $(unit_tests_api_cppflags)
tests_unit_test_api_transport_LDADD = $(unit_tests_api_libs) -lssl
tests_unit_test_api_wipe_SOURCES = tests/unit/test_api_wipe.c tests/unit/api_remote.h \
	tests/unit/flight_stage.h $(unit_tests_server)
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
