# What the built files export and need, who includes whom, that no files need each other, and that each
# command is in the program that does it.
abi_tests = tests/abi/circles.sh tests/abi/includes.sh tests/abi/libraries.sh tests/abi/module.sh tests/abi/programs.sh
dist_check_SCRIPTS += $(abi_tests)
plain_tests += tests/abi/includes.sh
TESTS += tests/abi/libraries.sh tests/abi/module.sh
