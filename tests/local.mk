include tests/pam/local.mk
include tests/abi/local.mk
include tests/unit/local.mk
include tests/golden/local.mk
include tests/e2e/local.mk
include tests/unit/api.mk
include tests/e2e/cli/local.mk
include tests/fuzz/local.mk
