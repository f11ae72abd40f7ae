#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the unit tests under valgrind: no wrong access, no leak. The programs come as arguments.
set -u

if ! command -v valgrind >/dev/null; then
	echo "valgrind is not installed: skipped"
	exit 77
fi
if nm "./tests/unit/test_err" | grep -q __asan; then
	echo "built with sanitizers, which look for the same: skipped"
	exit 77
fi
export FEWER_ROUNDS=yes
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cat >"$dir/known" <<'SUPPRESSION'
{
	libconfig loses a few bytes with each syntax error
	Memcheck:Leak
	match-leak-kinds: all
	...
	obj:*/libconfig.so*
}
SUPPRESSION

# a test that does something two hundred times at once does it less often then
export UNIT_SLOWLY=yes
# check PROGRAM: leaves what it says in $dir/log
check()
{
	valgrind --quiet --vgdb=no --read-inline-info=no --error-exitcode=9 \
		--leak-check=full --child-silent-after-fork=yes \
		--errors-for-leak-kinds=definite,indirect --suppressions="$dir/known" \
		"./$1" >"$dir/log" 2>&1
}

# Some judge deadlines, on machines that others use as well: what fails twice has failed, and the
# others need not be repeated for that.
failed=0
for program in $UNIT_TESTS; do
	case $program in
	*_wipe) continue ;; # reads its own memory, which valgrind lays out anew
	esac
	if check "$program"; then
		echo "ok $program"
		continue
	fi
	echo "# $program, once more, after:"
	cat "$dir/log"
	if check "$program"; then
		echo "ok $program, at the second try"
	else
		echo "not ok $program"
		cat "$dir/log"
		failed=1
	fi
done
exit $failed
