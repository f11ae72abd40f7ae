# What the built files export and need, who includes whom, and that no files need each other.
abi_tests = tests/abi/circles.sh tests/abi/includes.sh tests/abi/libraries.sh tests/abi/module.sh
dist_check_SCRIPTS += $(abi_tests)
TESTS += $(abi_tests)
