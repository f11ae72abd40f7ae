#!/bin/sh
# SPDX-License-Identifier: MIT
# PAM lines that people read are those that are shipped and tried: README.md and the manual pages
# against dist/. Files and functions that the documents name are there.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d)
export LC_ALL=C
trap 'rm -rf "$dir"' EXIT

lines()
{
	sed -nE 's/^[[:space:]]*-?((auth|account)[[:space:]].*pam_doorward\.so.*)$/\1/p' "$@" |
		sed -E 's/[[:space:]]+/ /g; s/ $//' | sort -u
}
lines "$top"/dist/pam/* >"$dir/shipped"
lines "$top/README.md" "$top"/man/*.[0-9] | grep -v 'argument' >"$dir/shown"
if ! [ -s "$dir/shown" ] || ! [ -s "$dir/shipped" ]; then
	echo "FAILED: found no lines"
	exit 1
fi
if comm -23 "$dir/shown" "$dir/shipped" | grep .; then
	echo "FAILED: these lines are shown, but no file of dist/pam has them"
	exit 1
fi

# word for word in backquotes or behind a link, from one of our folders on
missing=$(grep -ohE '[`(](conf|dist|helper|lib|man|nss|pam|tests)/[A-Za-z0-9_./*-]*' \
	"$top/README.md" "$top/HACKING.md" "$top/SECURITY.md" | cut -c2- | sort -u |
	while read -r path; do
		# shellcheck disable=SC2086
		ls -d "$top"/$path >/dev/null 2>&1 || [ -e "$top/$path.c" ] || echo "$path"
	done)
if [ -n "$missing" ]; then
	echo "FAILED: named in README.md, HACKING.md or SECURITY.md, and not there:"
	echo "$missing"
	exit 1
fi
missing=$(grep -ohE '`[a-z_0-9]+\(\)' "$top/HACKING.md" "$top/SECURITY.md" | tr -d '`()' | sort -u |
	while read -r name; do
		grep -rqE --include='*.c' "^$name\(" "$top/lib" "$top/conf" "$top/pam" "$top/nss" \
			"$top/helper" || echo "$name()"
	done)
if [ -n "$missing" ]; then
	echo "FAILED: no such function, though HACKING.md or SECURITY.md names it:"
	echo "$missing"
	exit 1
fi
# mdoc takes quotation marks off the words of a macro: \(dq stays
if grep -nE '^\..*"[a-z_]+": ' "$top"/man/*.[0-9]; then
	echo "FAILED: these lines are shown without their quotation marks"
	exit 1
fi
# doctor names the package that brings a module
missing=$(sed -nE 's/^%package -n +//p' "$top/dist/rpm/doorward.spec" | while read -r name; do
	grep -rqF "\"dnf install $name\"" "$top/helper/doctor" || echo "$name"
done)
if [ -n "$missing" ]; then
	echo "FAILED: doctor does not say that something comes from these packages:"
	echo "$missing"
	exit 1
fi
