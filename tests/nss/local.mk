# The NSS module through its entry points, built a second time for a file in the current folder.
check_LTLIBRARIES += libnss_testdoor.la
libnss_testdoor_la_SOURCES = $(nss_sources)
libnss_testdoor_la_CPPFLAGS = $(AM_CPPFLAGS) -DDIRECTORY_FILE='"./directory.cdb"'
libnss_testdoor_la_LDFLAGS = $(nss_ldflags) -rpath /nonexistent
libnss_testdoor_la_DEPENDENCIES = $(top_srcdir)/nss/nss_doorward.map

check_PROGRAMS += directory-make
directory_make_SOURCES = tests/bench/directory_make.c
directory_make_LDADD = libdirectory.la libbase.la

nss_tests = test-nss-answers test-nss-buffers test-nss-crafted test-nss-damage \
	test-nss-frame test-nss-life test-nss-writer
cmocka_programs += $(nss_tests)
cmocka_scripts += tests/nss/syscalls.sh
dist_check_SCRIPTS += tests/nss/syscalls.sh

# What they share is compiled once.
check_LIBRARIES += tests/nss/libstage.a
tests_nss_libstage_a_SOURCES = tests/nss/craft.c tests/nss/craft.h tests/nss/stage.c tests/nss/stage.h
tests_nss_libstage_a_CPPFLAGS = $(nss_test_cppflags)
tests_nss_libstage_a_CFLAGS = $(nss_test_cflags)
nss_test_stage = tests/nss/stage.h
nss_test_craft = $(nss_test_stage) tests/nss/craft.h
nss_test_cppflags = $(AM_CPPFLAGS) -DMODULE_PATH='"$(abs_top_builddir)/.libs/libnss_testdoor.so.2"'
nss_test_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
nss_test_libs = tests/nss/libstage.a libdirectory.la libbase.la $(CMOCKA_LIBS)

test_nss_answers_SOURCES = tests/nss/test_answers.c $(nss_test_stage)
test_nss_answers_CPPFLAGS = $(nss_test_cppflags)
test_nss_answers_CFLAGS = $(nss_test_cflags)
test_nss_answers_LDADD = $(nss_test_libs)

test_nss_buffers_SOURCES = tests/nss/test_buffers.c $(nss_test_stage)
test_nss_buffers_CPPFLAGS = $(nss_test_cppflags)
test_nss_buffers_CFLAGS = $(nss_test_cflags)
test_nss_buffers_LDADD = $(nss_test_libs)

test_nss_crafted_SOURCES = tests/nss/test_crafted.c $(nss_test_craft)
test_nss_crafted_CPPFLAGS = $(nss_test_cppflags)
test_nss_crafted_CFLAGS = $(nss_test_cflags)
test_nss_crafted_LDADD = $(nss_test_libs) $(CDB_LIBS)

test_nss_damage_SOURCES = tests/nss/test_damage.c $(nss_test_stage)
test_nss_damage_CPPFLAGS = $(nss_test_cppflags)
test_nss_damage_CFLAGS = $(nss_test_cflags)
test_nss_damage_LDADD = $(nss_test_libs)

test_nss_frame_SOURCES = tests/nss/test_frame.c $(nss_test_craft)
test_nss_frame_CPPFLAGS = $(nss_test_cppflags)
test_nss_frame_CFLAGS = $(nss_test_cflags)
test_nss_frame_LDADD = $(nss_test_libs) $(CDB_LIBS)

test_nss_life_SOURCES = tests/nss/test_life.c tests/nss/churn.c tests/nss/churn.h $(nss_test_stage)
test_nss_life_CPPFLAGS = $(nss_test_cppflags)
test_nss_life_CFLAGS = $(nss_test_cflags)
test_nss_life_LDADD = $(nss_test_libs)

test_nss_writer_SOURCES = tests/nss/test_writer.c $(nss_test_stage)
test_nss_writer_CPPFLAGS = $(nss_test_cppflags)
test_nss_writer_CFLAGS = $(nss_test_cflags)
test_nss_writer_LDADD = $(nss_test_libs)
