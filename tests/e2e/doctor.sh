#!/bin/bash
# SPDX-License-Identifier: MIT
# doorward doctor on a private host (lab.sh): a good one is well, each prepared fault is found and
# named, and what doctor says to write mends it.
#
#	doctor.sh [BUILD_FOLDER [PART…]]	parts: the files in doctor/, all by default
#	doctor.sh --update [BUILD_FOLDER]	writes the golden file anew: read the difference
#
# shellcheck disable=SC2154
set -u
here=$(dirname "$0")
update=${update-no}
[ "${1-}" = --update ] && { update=yes; shift; }
export update
# shellcheck source=tests/e2e/lab.sh
. "$here/lab.sh"
lab_enter "$0" "$@"
build=${1:-.}
shift
# shellcheck source=tests/lib.sh
. "$here/../lib.sh"
count=0 failed=0 rc=0

# told NAME COMMAND…: the command decides
told()
{
	local name=$1
	shift
	count=$((count + 1))
	if "$@"; then
		printf 'ok %s %s\n' "$count" "$name"
		return
	fi
	failed=$((failed + 1))
	printf 'not ok %s %s\n' "$count" "$name"
	sed 's/^/#   /' "$work/out"
}

# doctor [OPTION…]: leaves $rc, and the findings in $work/out, one JSON object in a line
doctor()
{
	timeout 30 "$work/bin/doorward" --config /etc/doorward/main.conf doctor -o jsonl "$@" \
		>"$work/out" 2>"$work/err" </dev/null
	rc=$?
}

# has SEVERITY ID [TEXT]: is there such a finding that says this, wherever?
has()
{
	grep -F "\"id\":\"$2\",\"severity\":\"$1\"," "$work/out" | grep -qF -- "${3-}"
}
hasnt() { ! has "$@"; }

# Nothing but "ok", and what this host cannot help.
is_well()
{
	! grep -v '"severity":"ok"' "$work/out" | grep -v '"id":"pam.not-asked"' | grep -q . &&
		[ "$rc" = 0 ]
}

# field NAME ID: of the first finding with this id
field()
{
	grep -F "\"id\":\"$2\"," "$work/out" | grep -v '"severity":"ok"' | head -n 1 |
		sed -nE "s/.*\"$1\":\"(([^\"\\\\]|\\\\.)*)\".*/\1/p" | sed 's/\\\(.\)/\1/g'
}

# mend ID: does what the finding says, as a person would: the line at its place, above or below it
mend()
{
	local file line write
	file=$(field file "$1") line=$(field line "$1") write=$(field write "$1")
	{ [ -n "$file" ] && [ -n "$write" ]; } || return 1
	case $write in
	*', above all others'*) sed -i "1i ${write%%,*}" "$file" ;;
	*', above this line'*) sed -i "${line}i ${write%%,*}" "$file" ;;
	*', below this line'*) sed -i "${line}a ${write%%,*}" "$file" ;;
	*', below all others'*) printf '%s\n' "${write%%,*}" >>"$file" ;;
	*) [ -n "$line" ] && sed -i "${line}c ${write//\\/\\\\}" "$file" || printf '%s\n' "$write" >>"$file" ;;
	esac
}

# wrong NAME SEVERITY ID [TEXT]: the host as it is has this fault, and is well once it is mended
wrong()
{
	local name=$1
	shift
	doctor --offline
	told "$name: $1 $2" has "$@"
	told "$name: exits with $([ "$1" = error ] && echo 1 || echo 8)" \
		[ "$rc" = "$([ "$1" = error ] && echo 1 || { [ "$1" = notice ] && echo 0 || echo 8; })" ]
	told "$name: says what to write" mend "$2"
	doctor --offline
	told "$name: that mends it" hasnt "$@"
}

# pam STACK [SERVICE]: a shipped stack, with the module of this build
pam()
{
	sed "s#pam_doorward.so#$door#" "$top/dist/pam/$1" >"/etc/pam.d/${2:-$1}"
}

# sshd METHODS [LINE…]: sshd_config
sshd()
{
	{
		printf 'HostKey %s\n' "$work/keys/host"
		printf 'UsePAM yes\nPasswordAuthentication no\nKbdInteractiveAuthentication yes\n'
		printf 'AuthenticationMethods %s\n' "$1"
		shift
		[ $# = 0 ] || printf '%s\n' "$@"
	} >/etc/ssh/sshd_config
}

# good: the host as it should be
good()
{
	local service
	rm -f /etc/pam.d/*
	printf 'auth required pam_deny.so\naccount required pam_deny.so\n' >/etc/pam.d/other
	for service in cron login su sudo; do pam $service; done
	pam sshd-password-and-code sshd
	sshd keyboard-interactive:pam
	rm -rf /etc/ssh/sshd_config.d
	rm -rf /etc/sudoers.d /etc/sudoers
	printf 'passwd: files\ngroup: files\n' >/etc/nsswitch.conf
	site_write 'login: { exempt_groups = [ "service-accounts" ]; };'
}

# site_write TEXT: the configuration, with every secret that it names
site_write()
{
	conf_write main "$work/sim" /run/doorward/login.sock <<<"$*"
	touch -d '2020-01-01' /etc/doorward/main.conf # the broker has read it since
	for secret in allthenticate.key sentinelone.token admin_ro.skey sentinelone_ro.token; do
		install -o root -g doorward -m 0640 "$work/sim/$secret" /etc/doorward/main/
	done
}

lab_open
sim_open
[ ! -d /usr/lib/pam.d ] || mount -t tmpfs -o mode=755 tmpfs /usr/lib/pam.d
good
broker_start() # as in cases.sh, but for one broker
{
	start broker "ready on" setpriv --reuid=doorward --regid=doorward --init-groups \
		"$work/bin/doorwardd" -e -c /etc/doorward/main.conf
}
cp "$build/tests/deploy/verdicts" "$work/bin/"
echo "allow allow" >"$work/words"
broker_start
[ $# -gt 0 ] || set -- host pam sshd site accounts directory
for part in "$@"; do
	good
	echo "# $part"
	# shellcheck source=/dev/null
	. "$here/doctor/$part.sh"
done
echo "1..$count"
[ "$failed" = 0 ] || echo "# $failed failed"
[ "$failed" = 0 ]
