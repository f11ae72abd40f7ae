# The PAM module through the real libpam, without root.
noinst_PROGRAMS += pamrun
pamrun_SOURCES = tests/pam/pamrun.c
pamrun_LDADD = -lpam

pam_tests = test-pam-age test-pam-answer test-pam-conversation test-pam-faults test-pam-guest \
	test-pam-verdicts test-pam-wipe
cmocka_programs += $(pam_tests)
cmocka_scripts += tests/pam/valgrind.sh
dist_check_SCRIPTS += tests/pam/valgrind.sh

# What they share is compiled once.
check_LIBRARIES += tests/pam/libstage.a
tests_pam_libstage_a_SOURCES = tests/pam/capture.c tests/pam/fake_broker.c tests/pam/stage.c
tests_pam_libstage_a_CPPFLAGS = $(pam_test_cppflags)
tests_pam_libstage_a_CFLAGS = $(pam_test_cflags)
pam_test_stage = tests/pam/capture.h tests/pam/fake_broker.h tests/pam/stage.h
pam_test_cppflags = $(AM_CPPFLAGS) -DMODULE_PATH='"$(abs_top_builddir)/.libs/pam_doorward.so"'
pam_test_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
pam_test_libs = tests/pam/libstage.a libbase.la -lpam $(CMOCKA_LIBS)

test_pam_age_SOURCES = tests/pam/test_age.c pam/age.c
test_pam_age_CFLAGS = $(pam_test_cflags)
test_pam_age_LDADD = $(CMOCKA_LIBS)

test_pam_answer_SOURCES = tests/pam/test_answer.c pam/answer.c
test_pam_answer_CFLAGS = $(pam_test_cflags)
test_pam_answer_LDADD = $(CMOCKA_LIBS)

test_pam_conversation_SOURCES = tests/pam/test_conversation.c $(pam_test_stage)
test_pam_conversation_CPPFLAGS = $(pam_test_cppflags)
test_pam_conversation_CFLAGS = $(pam_test_cflags)
test_pam_conversation_LDADD = $(pam_test_libs)

test_pam_faults_SOURCES = tests/pam/test_faults.c $(pam_test_stage)
test_pam_faults_CPPFLAGS = $(pam_test_cppflags)
test_pam_faults_CFLAGS = $(pam_test_cflags)
test_pam_faults_LDADD = $(pam_test_libs)

test_pam_guest_SOURCES = tests/pam/test_guest.c $(pam_test_stage)
test_pam_guest_CPPFLAGS = $(pam_test_cppflags)
test_pam_guest_CFLAGS = $(pam_test_cflags)
test_pam_guest_LDADD = $(pam_test_libs)

test_pam_verdicts_SOURCES = tests/pam/test_verdicts.c $(pam_test_stage)
test_pam_verdicts_CPPFLAGS = $(pam_test_cppflags)
test_pam_verdicts_CFLAGS = $(pam_test_cflags)
test_pam_verdicts_LDADD = $(pam_test_libs)

test_pam_wipe_SOURCES = tests/pam/test_wipe.c $(pam_test_stage)
test_pam_wipe_CPPFLAGS = $(pam_test_cppflags)
test_pam_wipe_CFLAGS = $(pam_test_cflags)
test_pam_wipe_LDADD = $(pam_test_libs)
