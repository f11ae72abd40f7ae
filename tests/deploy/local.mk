# What hosts get: the stacks through the real libpam, units, installation, packages, roles.
check_PROGRAMS += tests/deploy/verdicts
tests_deploy_verdicts_SOURCES = tests/deploy/verdicts.c
tests_deploy_verdicts_LDADD = libbase.la
deploy_tests = tests/deploy/apparmor.sh tests/deploy/install.sh tests/deploy/scripts.sh tests/deploy/shown.sh \
	tests/deploy/stacks.sh tests/deploy/units.sh
plain_tests += tests/deploy/apparmor.sh tests/deploy/install.sh tests/deploy/scripts.sh tests/deploy/shown.sh \
	tests/deploy/units.sh
TESTS += tests/deploy/stacks.sh
dist_check_SCRIPTS += $(deploy_tests)
EXTRA_DIST += tests/deploy/installed.txt

# Whole hosts in folders take longer: make check-deploy, which tests/check runs at its end. The first
# makes the host and the packages that the others want, which then run side by side.
deploy_first = tests/deploy/package.sh
deploy_long = tests/deploy/walk.sh tests/deploy/role.sh tests/deploy/rpm.sh
dist_check_SCRIPTS += $(deploy_first) $(deploy_long)
EXTRA_DIST += tests/deploy/host.sh tests/deploy/package/tenant tests/deploy/package/inside \
	tests/deploy/package/walk
CLEANFILES += deploy-host.tar
clean-local: clean-deploy-packages
.PHONY: clean-deploy-packages
clean-deploy-packages:
	rm -rf deploy-packages
.PHONY: check-deploy
check-deploy: all pamrun$(EXEEXT) tests/deploy/verdicts$(EXEEXT)
	@try() { \
		log=`basename $$1 .sh`.deploy.log; \
		if $(LOG_COMPILER) $(srcdir)/$$1 . >$$log 2>&1; \
		then echo "PASS: $$1"; else echo "FAIL: $$1 (see $$log)"; return 1; fi; }; \
	failed=0; tries=; \
	try $(deploy_first) || failed=1; \
	for t in $(deploy_long); do try $$t & tries="$$tries $$!"; done; \
	for t in $$tries; do wait $$t || failed=1; done; \
	test $$failed = 0
