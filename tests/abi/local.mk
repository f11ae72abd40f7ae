# What the built files export and need, and who includes whom.
abi_tests = tests/abi/includes.sh tests/abi/libraries.sh tests/abi/module.sh
dist_check_SCRIPTS += $(abi_tests)
plain_tests += tests/abi/includes.sh
TESTS += tests/abi/libraries.sh tests/abi/module.sh
