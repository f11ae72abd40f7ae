# What hosts get: the stacks through the real libpam, units, installation, packages, roles.
check_PROGRAMS += tests/deploy/verdicts
tests_deploy_verdicts_SOURCES = tests/deploy/verdicts.c
tests_deploy_verdicts_LDADD = libbase.la
deploy_tests = tests/deploy/install.sh tests/deploy/shown.sh tests/deploy/stacks.sh tests/deploy/units.sh
TESTS += $(deploy_tests)
dist_check_SCRIPTS += $(deploy_tests)
EXTRA_DIST += tests/deploy/installed.txt

# Whole hosts in folders take longer: make check-deploy, which tests/check runs at its end.
deploy_long = tests/deploy/package.sh tests/deploy/walk.sh tests/deploy/role.sh tests/deploy/rpm.sh
dist_check_SCRIPTS += $(deploy_long)
EXTRA_DIST += tests/deploy/host.sh tests/deploy/package/tenant tests/deploy/package/inside \
	tests/deploy/package/walk
CLEANFILES += deploy-host.tar
clean-local: clean-deploy-packages
.PHONY: clean-deploy-packages
clean-deploy-packages:
	rm -rf deploy-packages
.PHONY: check-deploy
check-deploy: all pamrun$(EXEEXT) tests/deploy/verdicts$(EXEEXT)
	@failed=0; for t in $(deploy_long); do \
		log=`basename $$t .sh`.deploy.log; \
		if $(SHELL) -c 'exec "$$0" "$$@"' $(srcdir)/$$t . >$$log 2>&1; \
		then echo "PASS: $$t"; else echo "FAIL: $$t (see $$log)"; failed=1; fi; done; \
	test $$failed = 0
