#!/bin/sh
# SPDX-License-Identifier: MIT
# Accounts of this host out of a simulated directory: names, ids, collisions, removals, mapping at
# login, nscd, and syncs that are killed. Run in the build folder; "sync.sh PART…" runs these. Mounts
# of its own hide this machine's users and groups; it needs root, or a kernel that lets anybody have
# a user namespace.
set -u
PATH=$PATH:/usr/sbin:/sbin
[ -n "${SYNC_INSIDE-}" ] || SYNC_INSIDE=yes exec unshare \
	"$([ "$(id -u)" = 0 ] && echo --mount || echo --map-root-user)" --mount --propagation private \
	-- sh "$0" "$@"
build=${build:-.}
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
count=0 failed=0 rc=0
conf=$work/sim/doorward.conf
var=$work/var
umask 022
command -v nscd >/dev/null || {
	echo "sync.sh: nscd is not installed (./bootstrap check installs it)" >&2
	exit 1
}
# local_files: this host's users and groups, as they are at first
local_files()
{
	printf 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n' >"$work/passwd"
	printf 'root:x:0:\nnogroup:x:65534:\n' >"$work/group"
}
local_files
mount --bind "$work/passwd" /etc/passwd && mount --bind "$work/group" /etc/group &&
	mount -t tmpfs -o mode=755 tmpfs /run || exit 1

# check NAME COMMAND…: the command decides
check()
{
	name=$1
	shift
	count=$((count + 1))
	if "$@"; then
		printf 'ok %s %s\n' "$count" "$name"
		return
	fi
	failed=$((failed + 1))
	printf 'not ok %s %s\n' "$count" "$name"
	[ ! -e "$work/out" ] || sed 's/^/#   out: /' "$work/out" | head -n 20
	[ ! -e "$work/err" ] || sed 's/^/#   err: /' "$work/err" | head -n 20
}

# configure TEXT: the simulator's configuration with our folder, and sync options of TEXT; map and
# other groups may follow after a closing "};"
configure()
{
	cp "$work/plain.conf" "$conf"
	printf 'map: { file = "%s/map"; };\nsync: { folder = "%s"; %s };\n' "$work" "$var" "$1" >>"$conf"
}

# run ARGUMENT…: leaves $rc, $work/out and $work/err
run()
{
	timeout 60 "$build/doorward" --config "$conf" "$@" </dev/null >"$work/out" 2>"$work/err"
	rc=$?
}

# exits STATUS NAME ARGUMENT…
exits()
{
	expected=$1 what=$2
	shift 2
	run "$@"
	check "$what (exit $expected)" [ $rc = "$expected" ]
}

# sim CONTROL BODY: has the simulator behave
sim()
{
	printf '%s' "$2" | curl -fsS --max-time 10 --cacert "$work/sim/ca.pem" -d @- "https://localhost:$(
		sed -n 's/^	port = \([0-9]*\);/\1/p' "$work/plain.conf" | head -n 1)/_sim/$1" >/dev/null
}

# show: what the directory file holds, in $work/show
show() { "$build/tests/e2e/directory_show" "$var/directory.cdb" >"$work/all" && sort "$work/all" >"$work/show"; }
shown() { show && grep -q -x -e "$1" "$work/show"; }
not_shown() { show && ! grep -q -e "$1" "$work/show"; }
out_has() { grep -q -e "$1" "$work/out"; }
err_has() { grep -q -e "$1" "$work/err"; }
fresh() { rm -rf "$var" && mkdir "$var"; }

start_sim || exit 1
cp "$conf" "$work/plain.conf"
# shellcheck disable=SC2086
parts=${*:-accounts names organisation ids removals moving odd trusted map broker nscd killed}
for part in $parts; do
	echo "# $part"
	fresh
	configure ''
	# shellcheck source=/dev/null
	. "$top/tests/e2e/sync/$part.sh"
done
echo "1..$count"
[ $failed = 0 ]
