EXTRA_DIST += tests/lib.sh tests/thread.supp tests/data
include tests/pam/local.mk
include tests/nss/local.mk
include tests/abi/local.mk
include tests/unit/local.mk
include tests/golden/local.mk
include tests/e2e/local.mk
include tests/unit/api.mk
include tests/e2e/cli/local.mk
include tests/fuzz/local.mk
include tests/bench/local.mk
include tests/mcp/local.mk
include tests/serve/local.mk
