#!/bin/bash
# SPDX-License-Identifier: MIT
# The units: correct for systemd, without a cycle, tightly confined, and without what would make a
# login wait for the service manager.
set -u
build=${1:-$PWD}
top=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0
limit=15 # tenths

fail()
{
	echo "FAILED $*"
	failed=$((failed + 1))
}

command -v systemd-analyze >/dev/null || {
	echo "systemd-analyze is not installed"
	exit 77
}
cp "$build"/dist/systemd/*.service "$top"/dist/systemd/*.socket "$top"/dist/systemd/*.timer "$dir"
grep -h '@[a-z]*@' "$dir"/*.service && fail "something was not filled in"
sed -i 's#^ExecStart=.*#ExecStart=/bin/true#' "$dir"/*.service # the programs are not installed

said=$(SYSTEMD_UNIT_PATH=$dir: systemd-analyze verify --man=no "$dir"/* 2>&1) || fail "verify: $said"
[ -z "$said" ] || fail "verify: $said"
for unit in "$dir"/*.service; do
	said=$(systemd-analyze security --offline=yes --threshold=$limit --no-pager "$unit" 2>&1) ||
		fail "${unit##*/} is exposed more than $limit tenths"
	echo "$said" | tail -n 1
done

grep -H -E '^(DynamicUser|SupplementaryGroups|RootDirectory)=|^After=.*(nss|network-online)' \
	"$dir/doorwardd.service" "$dir/doorwardd.socket" && fail "a login would wait for these"
grep -q '^Restart=on-failure' "$dir/doorwardd.service" || fail "a dead broker stays dead"
grep -q '^PrivateUsers' "$dir"/doorward*.service && fail "peers would all look like nobody"
# doorward serve: a thread for each connection, and as many of these as there are descriptors
[ "$(sed -n 's/^TasksMax=//p' "$dir/doorward-serve.service")" -ge \
	"$(sed -n 's/^LimitNOFILE=//p' "$dir/doorward-serve.service")" ] ||
	fail "doorward-serve takes connections that it may have no threads for"
# systemd removes a runtime folder, and the socket in it, whenever the service stops
grep -H '^RuntimeDirectory=' "$dir"/*.service && fail "the socket goes with the service"
# users: what the units name is made by sysusers.d
while read -r user; do
	grep -q "^u $user " "$top/dist/systemd/doorward.sysusers" || fail "nobody makes $user"
done < <(sed -n 's/^User=//p' "$dir"/*.service | sort -u)
if command -v systemd-sysusers >/dev/null && [ "$(id -u)" = 0 ]; then
	mkdir -p "$dir/root/etc"
	systemd-sysusers --root="$dir/root" "$top/dist/systemd/doorward.sysusers" >"$dir/said" 2>&1 ||
		fail "sysusers: $(cat "$dir/said")"
	grep -q '^doorward:.*:/usr/sbin/nologin$' "$dir/root/etc/passwd" || fail "no user doorward"
	systemd-tmpfiles --root="$dir/root" --create "$top/dist/systemd/doorward.tmpfiles" >"$dir/said" 2>&1 ||
		fail "tmpfiles: $(cat "$dir/said")"
	[ "$(stat -c %a:%u "$dir/root/run/doorward")" = 755:0 ] || fail "/run/doorward"
	[ "$(stat -c %a:%u:%g "$dir/root/etc/doorward/tokens")" = \
		"640:0:$(sed -n 's/^doorward:x:\([0-9]*\):.*/\1/p' "$dir/root/etc/group")" ] ||
		fail "/etc/doorward/tokens"
fi
[ $failed = 0 ]
