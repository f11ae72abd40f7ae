# doorward-sim: a local Duo tenant. Uses nothing of the product, so that it can judge it.
bin_PROGRAMS += doorward-sim
noinst_LTLIBRARIES += libsim.la

libsim_la_SOURCES = \
	tests/sim/allthenticate.c \
	tests/sim/sentinelone.c \
	tests/sim/sentinelone_answer.c \
	tests/sim/sentinelone_list.c \
	tests/sim/sentinelone_users.c \
	tests/sim/services.c \
	tests/sim/services.h \
	tests/sim/services_fixture.c \
	tests/sim/admin.h \
	tests/sim/admin_bulk.c \
	tests/sim/admin_bypass.c \
	tests/sim/admin_devices.c \
	tests/sim/admin_groups.c \
	tests/sim/admin_links.c \
	tests/sim/admin_other.c \
	tests/sim/admin_routes.c \
	tests/sim/admin_user_edit.c \
	tests/sim/admin_users.c \
	tests/sim/auth.c \
	tests/sim/auth.h \
	tests/sim/auth_decide.c \
	tests/sim/auth_enroll.c \
	tests/sim/auth_push.c \
	tests/sim/auth_routes.c \
	tests/sim/call.c \
	tests/sim/call.h \
	tests/sim/control.c \
	tests/sim/deliver.c \
	tests/sim/deliver.h \
	tests/sim/fault.c \
	tests/sim/fault.h \
	tests/sim/files.c \
	tests/sim/files.h \
	tests/sim/fixture.c \
	tests/sim/fixture_default.c \
	tests/sim/json_write.c \
	tests/sim/json_write.h \
	tests/sim/outcome.c \
	tests/sim/outcome.h \
	tests/sim/params.c \
	tests/sim/params.h \
	tests/sim/rate.c \
	tests/sim/rate.h \
	tests/sim/route.c \
	tests/sim/route_find.c \
	tests/sim/route.h \
	tests/sim/server.c \
	tests/sim/server.h \
	tests/sim/sign.c \
	tests/sim/sign.h \
	tests/sim/sim.c \
	tests/sim/sim.h \
	tests/sim/store.c \
	tests/sim/store.h \
	tests/sim/store_edit.c \
	tests/sim/tls.c \
	tests/sim/tls.h \
	tests/sim/util.c \
	tests/sim/util.h \
	tests/sim/view.c \
	tests/sim/view.h
libsim_la_CFLAGS = $(AM_CFLAGS) $(MHD_CFLAGS) $(GNUTLS_CFLAGS) $(CJSON_CFLAGS) -pthread
libsim_la_LIBADD = $(MHD_LIBS) $(GNUTLS_LIBS) $(CJSON_LIBS) -lpthread -lm

doorward_sim_SOURCES = tests/sim/main.c
doorward_sim_CFLAGS = $(libsim_la_CFLAGS)
doorward_sim_LDADD = libsim.la $(libsim_la_LIBADD)

# Its tests.
check_PROGRAMS += sim-sign
sim_sign_SOURCES = tests/sim/test_sign.c
sim_sign_CFLAGS = $(libsim_la_CFLAGS)
sim_sign_LDADD = libsim.la $(libsim_la_LIBADD)

TESTS += sim-sign tests/sim/program tests/sim/protocol tests/sim/duo-client
dist_check_SCRIPTS += tests/sim/duo-client tests/sim/program tests/sim/protocol
EXTRA_DIST += \
	tests/sim/client.cjs \
	tests/sim/harness.mjs \
	tests/sim/node/package-lock.json \
	tests/sim/node/package.json \
	tests/sim/protocol.mjs \
	tests/sim/protocol_faults.mjs \
	tests/sim/protocol_operations.mjs \
	tests/sim/protocol_rules.mjs \
	tests/sim/protocol_services.mjs \
	tests/sim/vectors.json

# Where duo-client installs Duo's client.
clean-local: clean-sim-modules
.PHONY: clean-sim-modules
clean-sim-modules:
	rm -rf tests/sim/modules
