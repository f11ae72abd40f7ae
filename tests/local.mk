include tests/pam/local.mk
include tests/abi/local.mk
