#!/bin/bash
# SPDX-License-Identifier: MIT
# The README's first ten minutes and its ways back in, word for word, on a host of its own with a real
# sshd: from the packages to a login, through an outage, and back to the host as it was.
#
# shellcheck disable=SC2154
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$(cd "${1:-$PWD}" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/doorward.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/deploy/host.sh
. "$here/host.sh"

[ -d "$build/deploy-packages/1" ] || { echo "no packages: package.sh makes them" >&2; exit 1; }
host_make && host_boot || exit 1
mkdir "$host/root/packages"
cp "$build"/deploy-packages/1/*.deb "$host/root/packages/"
cp "$top/README.md" "$here/package/walk" "$host/"
host_in /bin/bash /walk
