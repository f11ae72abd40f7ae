#!/bin/sh
# SPDX-License-Identifier: MIT
# What cannot be seen from outside: in which order the writer makes a file safe, and how the module
# opens it. Reads both from a trace.
#
#	syscalls.sh [BUILD_FOLDER]
set -u
build=$(cd "${1:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# same WHAT EXPECTED FOUND
same()
{
	[ "$2" = "$3" ] && return
	printf '%s:\n  expected: %s\n  found:    %s\n' "$1" "$2" "$3"
	failed=1
}

strace -o "$work/probe" true 2>"$work/why" || {
	echo "strace does not work here: $(head -n 1 "$work/why")"
	exit 77
}
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0" # which cannot work under a trace

# calls FILE: names and the first words of arguments, one line each, of what matters for safety. Newer
# releases of libcdb call fsync as well: twice is as good as once.
calls()
{
	sed -n -E -e 's/^(fchmod)\([0-9]+, ([0-7]+)\).*/\1 \2/p' -e 's/^(fsync)\(.*/\1/p' \
		-e 's/^renameat2\(.*RENAME_EXCHANGE\) = .*/exchange/p' \
		-e 's/^rename\("[^"]*(\.[a-z]+)", "[^"]*(\.[a-z]+)"\).*/rename \1 \2/p' "$1" |
		uniq | tr '\n' ';'
}

strace -o "$work/first" -e trace=fchmod,fsync,renameat2,rename \
	"$build/directory-make" "$work/directory.cdb" 10 >"$work/says" || failed=1
same 'a first file' 'fchmod 0644;fsync;exchange;rename .new .cdb;fsync;' "$(calls "$work/first")"
strace -o "$work/second" -e trace=fchmod,fsync,renameat2,rename \
	"$build/directory-make" "$work/directory.cdb" 10 >"$work/says" || failed=1
same 'a further file' 'fchmod 0644;fsync;exchange;rename .new .previous;fsync;' \
	"$(calls "$work/second")"

cd "$work" || exit 1
strace -o "$work/lookups" -e trace=openat,open "$build/test-nss-answers" >"$work/says" 2>&1
opened=$(grep -c '"./directory.cdb"' "$work/lookups")
safe=$(grep '"./directory.cdb"' "$work/lookups" |
	grep O_RDONLY | grep O_CLOEXEC | grep O_NOFOLLOW | grep O_NONBLOCK | grep -c O_NOCTTY)
[ "$opened" -gt 50 ] || same 'lookups in the trace' 'more than 50' "$opened"
same 'lookups that open the file safely' "$opened" "$safe"
exit $failed
