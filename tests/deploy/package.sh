#!/bin/bash
# SPDX-License-Identifier: MIT
# The Debian packages: built from the tarball, looked at by lintian, and on a host of their own
# installed, switched on, upgraded, removed and purged, while people log in.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$(cd "${1:-$PWD}" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/doorward.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/deploy/host.sh
. "$here/host.sh"

version=$(sed -n "s/^PACKAGE_VERSION='\(.*\)'/\1/p" "$build/config.status" | head -n 1)
[ -n "$version" ] || version=$(sed -n 's/^AC_INIT(\[doorward\], \[\([^]]*\)\].*/\1/p' "$top/configure.ac")

# build_packages FOLDER: from what make dist makes, as a distributor would, but without optimisation
# and with short debug information: the tests of the usual build are about code that is optimised
build_packages()
{
	mkdir -p "$1"
	cp "$work/doorward_$version.orig.tar.xz" "$1/"
	tar -C "$1" -xf "$work/doorward_$version.orig.tar.xz"
	cp -r "$1/doorward-$version/dist/debian" "$1/doorward-$version/debian"
	(cd "$1/doorward-$version" &&
		env -u MAKEFLAGS DEB_BUILD_OPTIONS="noopt parallel=$(nproc)" DEB_CFLAGS_APPEND=-g1 \
			CONFIG_SHELL=/bin/sh dpkg-buildpackage -us -uc) \
		>"$1/log" 2>&1 || {
		tail -n 40 "$1/log"
		return 1
	}
}

env -u MAKEFLAGS make -s -C "$build" dist >"$work/dist.log" 2>&1 || {
	tail -n 20 "$work/dist.log"
	exit 1
}
mv "$build/doorward-$version.tar.xz" "$work/doorward_$version.orig.tar.xz"
build_packages "$work/deb" || exit 1
# It is built by its users, not uploaded to Debian, and has no public address.
lintian --fail-on error,warning,pedantic --pedantic \
	--suppress-tags initial-upload-closes-no-bugs,no-homepage-field,upstream-metadata-file-is-missing \
	"$work"/deb/doorward_*.changes >"$work/lintian.log" 2>&1 || {
	cat "$work/lintian.log"
	exit 1
}
echo "built; lintian has no errors, no warnings, and is not even pedantic"
# somebody else elsewhere gets the same, byte for byte; meanwhile a host is made
(
	umask 027
	TZ=Pacific/Auckland USER=other build_packages "$work/deb/elsewhere/deeper"
) &
again=$!

# The next version: the same files with another number.
for package in "$work"/deb/*.deb; do
	case $package in *dbgsym*) continue ;; esac
	dpkg-deb -R "$package" "$work/next"
	sed -i "s/^Version: .*/Version: $version-2/; s/= $version-1)/= $version-2)/" "$work/next/DEBIAN/control"
	mkdir -p "$work/packages/1" "$work/packages/2"
	cp "$package" "$work/packages/1/"
	dpkg-deb -b --root-owner-group "$work/next" "$work/packages/2/" >/dev/null
	rm -rf "$work/next"
done

rm -rf "$build/deploy-packages" # role.sh and walk.sh want them, rpm.sh the source
cp -r "$work/packages" "$build/deploy-packages"
cp "$work/doorward_$version.orig.tar.xz" "$build/deploy-packages/doorward-$version.tar.xz"
host_make && host_boot || exit 1
wait $again || failed=1
for package in "$work"/deb/*.deb; do
	cmp "$package" "$work/deb/elsewhere/deeper/${package##*/}" || failed=1
done
cp -r "$work/packages" "$host/packages"
cp "$build/pamrun" "$here/package/inside" "$here/package/tenant" "$host/"
host_in /bin/bash /inside first "$version" || failed=1
host_halt
host_boot || exit 1
host_in /bin/bash /inside rebooted "$version" || failed=1
exit "${failed-0}"
