#!/bin/bash
# SPDX-License-Identifier: MIT
# The RPM packages: built by rpmbuild from the tarball, looked at by rpmlint, each file in one of them;
# installed and removed in a folder, but not while a stack still names the module.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$(cd "${1:-$PWD}" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/doorward.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/deploy/host.sh
. "$here/host.sh"

command -v rpmbuild >/dev/null || { echo "rpmbuild is not installed" >&2; exit 1; }
mkdir -p "$work/SOURCES"
if [ -d "$build/deploy-packages" ]; then # package.sh has made it
	cp "$build"/deploy-packages/doorward-*.tar.xz "$work/SOURCES/"
else
	env -u MAKEFLAGS make -s -C "$build" dist >"$work/log" 2>&1 || { tail "$work/log"; exit 1; }
	mv "$build"/doorward-*.tar.xz "$work/SOURCES/"
fi
# --nodeps: on Debian the libraries are there, but not as RPM packages. What is tried here is the
# packaging: the programs in it were built with Debian's flags by package.sh.
CONFIG_SHELL=/bin/sh rpmbuild -ba --nodeps --define "_topdir $work" --define "_smp_mflags -j$(nproc)" --define 'optflags -O0' \
	"$top/dist/rpm/doorward.spec" >"$work/log" 2>&1 || { tail -n 40 "$work/log"; exit 1; }
mapfile -t packages < <(find "$work" -name '*.rpm')
[ ${#packages[@]} -ge 5 ] || { echo "FAILED: only ${#packages[@]} packages"; exit 1; }
rpmlint -r "$top/dist/rpm/doorward.rpmlintrc" "$top/dist/rpm/doorward.spec" "${packages[@]}" >"$work/lint" 2>&1
if ! grep -q ' 0 errors, 0 warnings' "$work/lint"; then
	cat "$work/lint"
	echo "FAILED: rpmlint"
	exit 1
fi
# where modules go, on a system whose compiler speaks like Fedora's
# shellcheck disable=SC2016
printf '#!/bin/sh\ncase $1 in -print-multiarch) exit ;; -print-multi-os-directory) echo ../lib64; exit ;; esac\nexec cc "$@"\n' \
	>"$work/cc"
chmod 755 "$work/cc"
mkdir "$work/fedora"
(cd "$work/fedora" && CONFIG_SHELL=/bin/sh "$top/configure" -q CC="$work/cc" --prefix=/usr) >"$work/log" 2>&1 || tail "$work/log"
# shellcheck disable=SC2016
for dir in 'nssdir = ${exec_prefix}/lib64' 'pamdir = ${exec_prefix}/lib64/security'; do
	grep -qxF "$dir" "$work/fedora/Makefile" || { echo "FAILED: it is not $dir"; exit 1; }
done

# their life on a host: there is no Fedora here, but rpm and what the packages run are the same
host_make || exit 1
find "$host" ! -path "$host/var/*" -name '*doorward*' >"$work/before"
on_host() { rpm --root="$host" --nodeps --nosignature "$@" >"$work/log" 2>&1; }
on_host -i "$work"/RPMS/*/*.rpm || { cat "$work/log"; echo "FAILED: installing"; exit 1; }
chroot "$host" id doorward >/dev/null || { echo "FAILED: no user doorward"; exit 1; }
echo 'account required pam_doorward.so' >>"$host/etc/pam.d/su"
on_host -e pam_doorward && { echo "FAILED: the module goes although a stack names it"; exit 1; }
grep -q /etc/pam.d/su "$work/log" || { echo "FAILED: it does not say why: $(cat "$work/log")"; exit 1; }
sed -i '$d' "$host/etc/pam.d/su"
on_host -U --replacepkgs "$work"/RPMS/*/doorward-0*.rpm || { cat "$work/log"; echo "FAILED: upgrading"; exit 1; }
mkdir -p "$host/var/lib/doorward" && echo numbers >"$host/var/lib/doorward/state.db"
on_host -e pam_doorward nss_doorward doorward doorward-sim || { cat "$work/log"; echo "FAILED: removing"; exit 1; }
[ -s "$host/var/lib/doorward/state.db" ] || { echo "FAILED: the numbers that people have are lost"; exit 1; }
find "$host" ! -path "$host/var/*" -name '*doorward*' | diff "$work/before" - || { echo "FAILED: these stay"; exit 1; }
echo "${#packages[@]} packages, rpmlint has nothing to say"
