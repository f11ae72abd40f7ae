#!/bin/sh
# SPDX-License-Identifier: MIT
# Every harness over its corpus and the changed inputs that its driver makes of it.
#
#	corpora.sh [BUILD_FOLDER [ROUNDS]]
set -u
build=${1:-.}
corpus=$(dirname "$0")/corpus
failed=0
rounds=5000
# without sanitizers only a crash is seen, or a result that the harness itself asserts
nm "$build/tests/fuzz/fuzz_json" | grep -q __asan || rounds=500
# an input that fails is said, and can be tried again with longer traces
export ASAN_OPTIONS="${ASAN_OPTIONS-}:malloc_context_size=4"
export LSAN_OPTIONS="suppressions=$(dirname "$0")/leaks.txt:print_suppressions=0"
for folder in "$corpus"/*/; do
	name=$(basename "$folder")
	timeout -k 1 300 "$build/tests/fuzz/fuzz_$name" "$folder" "${2-$rounds}" || {
		echo "not ok - fuzz_$name: exit status $?"
		failed=1
	}
done
exit $failed
