#!/bin/bash
# SPDX-License-Identifier: MIT
# The RPM packages: built by rpmbuild from the tarball, looked at by rpmlint, each file in one of them,
# and what keeps a module that a stack still names.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$(cd "${1:-$PWD}" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/doorward.XXXXXX")
trap 'rm -rf "$work"' EXIT

command -v rpmbuild >/dev/null || { echo "rpmbuild is not installed" >&2; exit 1; }
mkdir -p "$work/SOURCES"
env -u MAKEFLAGS make -s -C "$build" dist >"$work/log" 2>&1 || { tail "$work/log"; exit 1; }
mv "$build"/doorward-*.tar.xz "$work/SOURCES/"
# --nodeps: on Debian the libraries are there, but not as RPM packages
rpmbuild -ba --nodeps --define "_topdir $work" --define "_smp_mflags -j$(nproc)" \
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
(cd "$work/fedora" && "$top/configure" -q CC="$work/cc" --prefix=/usr) >"$work/log" 2>&1 || tail "$work/log"
# shellcheck disable=SC2016
for dir in 'nssdir = ${exec_prefix}/lib64' 'pamdir = ${exec_prefix}/lib64/security'; do
	grep -qxF "$dir" "$work/fedora/Makefile" || { echo "FAILED: it is not $dir"; exit 1; }
done
script=$(rpm -qp --scripts "$work"/RPMS/*/pam_doorward-*.rpm 2>/dev/null)
case $script in
*preuninstall*'pam_doorward\.so'*'exit 1'*) ;;
*)
	echo "FAILED: the module goes although a stack names it"
	exit 1
	;;
esac
echo "${#packages[@]} packages, rpmlint has nothing to say"
