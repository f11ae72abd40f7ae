#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the module's tests and pamrun under valgrind: no wrong access, no leak.
set -eu

builddir=${1:-.}
if ! command -v valgrind >/dev/null; then
	echo "valgrind is not installed: skipped"
	exit 77
fi
if nm -D "$builddir/.libs/pam_doorward.so" | grep -q __asan; then
	echo "built with sanitizers, which look for the same: skipped"
	exit 77
fi

check() {
	echo "== $*"
	valgrind --quiet --vgdb=no --read-inline-info=no --error-exitcode=9 \
		--leak-check=full --errors-for-leak-kinds=definite,indirect \
		--keep-debuginfo=yes --child-silent-after-fork=yes "$@" >"$log" 2>&1 || {
		status=$?
		cat "$log"
		echo "failed with status $status: $*"
		exit 1
	}
}

export FEWER_ROUNDS=yes
dir=$(mktemp -d)
log=$dir/log
trap 'rm -rf "$dir"' EXIT

check "$builddir/test-pam-answer"
check "$builddir/test-pam-conversation"
check "$builddir/test-pam-verdicts"
check "$builddir/test-pam-guest"
check "$builddir/test-pam-faults" 'survive*'

printf 'auth optional %s socket=%s/none\nauth required pam_permit.so\n' \
	"$(cd "$builddir" && pwd)/.libs/pam_doorward.so" "$dir" >"$dir/t"
check "$builddir/pamrun" --rhost 192.0.2.7 --repeat 20 "$dir" t alice auth
