#!/bin/sh
# SPDX-License-Identifier: MIT
# make install puts everything where this system looks for it (manual pages and completions are other
# tests' matter), make uninstall leaves nothing.
set -u
build=${1:-$PWD}
top=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d)
export LC_ALL=C
trap 'rm -rf "$dir"' EXIT
failed=0

fail()
{
	echo "FAILED $*"
	failed=1
}

env -u MAKEFLAGS make -s -C "$build" install DESTDIR="$dir/root" prefix=/usr >"$dir/log" 2>&1 || {
	cat "$dir/log"
	fail "make install"
}
lib=$(cc -print-multiarch 2>/dev/null)
case $lib in
'') lib=$(cc -print-multi-os-directory | sed 's#.*/##') ;;
*) lib=lib/$lib ;;
esac
[ "$lib" != . ] || lib=lib
(cd "$dir/root" && find . -type f ! -path '*/man/*' ! -path '*completion*' ! -path '*zsh*' | sed "s#^\./usr/$lib/#LIB/#; s#^\./##" | sort) >"$dir/files"
diff -u "$top/tests/deploy/installed.txt" "$dir/files" ||
	fail "other files than in tests/deploy/installed.txt"
find "$dir/root" -perm /6002 | grep . && fail "writable by all, setuid or setgid"
env -u MAKEFLAGS make -s -C "$build" uninstall DESTDIR="$dir/root" prefix=/usr >"$dir/log" 2>&1 || {
	cat "$dir/log"
	fail "make uninstall"
}
find "$dir/root" ! -type d -o -name '*doorward*' | grep . && fail "make uninstall leaves these"
exit $failed
