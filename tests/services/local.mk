# Real applications from their packages, on a host in a folder: outside of CI, because they take a
# mirror, some gigabytes and many minutes. RELEASE=bookworm SERVICES="dovecot su" ROOTS=DIR
.PHONY: check-services
check-services:
	RELEASE='$(RELEASE)' SERVICES='$(SERVICES)' ROOTS='$(ROOTS)' $(srcdir)/tests/services/check
EXTRA_DIST += tests/services/check tests/services/inside tests/services/root.sh tests/services/expected.tsv \
	tests/services/applications
