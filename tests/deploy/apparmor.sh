#!/bin/sh
# SPDX-License-Identifier: MIT
# A confined program that authenticates somebody reaches the broker: the piece that is installed is read
# by AppArmor's own parser, with the host's abstraction, and the rule comes out for the socket's path.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d)
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
trap 'rm -rf "$dir"' EXIT

command -v apparmor_parser >/dev/null || {
	echo "$0: apparmor_parser is not installed (./bootstrap check installs it)" >&2
	exit 1
}
cp -R /etc/apparmor.d "$dir/"
printf '%s\n' 'include <tunables/global>' 'profile confined /usr/sbin/confined {' \
	'  include <abstractions/authentication>' '}' >"$dir/profile"

# rules: of the profile, as they are compiled; nothing is loaded
rules()
{
	apparmor_parser --skip-kernel-load --skip-cache --skip-read-cache --base "$dir/apparmor.d" \
		--dump rule-exprs --debug "$dir/profile" 2>&1
}
rules >"$dir/without" || { cat "$dir/without"; exit 1; }
install -D -m 0644 "$top/dist/apparmor/doorward" \
	"$dir/apparmor.d/abstractions/authentication.d/doorward"
rules >"$dir/with" || { cat "$dir/with"; exit 1; }
diff "$dir/without" "$dir/with" >"$dir/change"
cat "$dir/change"
socket=$(sed -n 's/^ListenSequentialPacket=//p' "$top/dist/systemd/doorwardd.socket")
grep -q "^>.*Mode:	rw.*Name:	($socket)" "$dir/change" || {
	echo "FAILED: no rule for $socket comes of dist/apparmor/doorward"
	exit 1
}
