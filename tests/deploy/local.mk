# What hosts get: the stacks through the real libpam, units, installation, packages, roles.
check_PROGRAMS += tests/deploy/verdicts
tests_deploy_verdicts_SOURCES = tests/deploy/verdicts.c
tests_deploy_verdicts_LDADD = libbase.la
deploy_tests = tests/deploy/install.sh tests/deploy/shown.sh tests/deploy/stacks.sh tests/deploy/units.sh
TESTS += $(deploy_tests)
dist_check_SCRIPTS += $(deploy_tests)
EXTRA_DIST += tests/deploy/installed.txt
