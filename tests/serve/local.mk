# doorward serve against the simulator.
serve_tests = tests/serve/audit tests/serve/documents tests/serve/hostile tests/serve/load tests/serve/peers tests/serve/rest tests/serve/via
plain_tests += tests/serve/documents
TESTS += tests/serve/audit tests/serve/hostile tests/serve/load tests/serve/peers tests/serve/rest tests/serve/via
dist_check_SCRIPTS += $(serve_tests)
EXTRA_DIST += \
	tests/serve/crowd.mjs \
	tests/serve/documents.mjs \
	tests/serve/flood.mjs \
	tests/serve/harness.mjs \
	tests/serve/hostile.mjs \
	tests/serve/lib.sh \
	tests/serve/load.mjs \
	tests/serve/node/package-lock.json \
	tests/serve/node/package.json \
	tests/serve/operations.mjs \
	tests/serve/rules.mjs \
	tests/serve/turns.mjs

clean-local: clean-serve-modules
.PHONY: clean-serve-modules
clean-serve-modules:
	rm -rf tests/serve/modules
