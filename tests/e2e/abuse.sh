#!/bin/sh
# SPDX-License-Identifier: MIT
# The broker among bad peers and clumsy hands: messages that break every rule, crowds, other users,
# reloads under load, sockets that are taken, and a clean end in the middle of all that.
#
#	abuse.sh [BUILD_FOLDER]
set -u
build=${1:-.}
. "$(dirname "$0")/../lib.sh"
[ "$(id -u)" = 0 ] || { echo "not ok - needs root, because other users must ask too"; exit 1; }

cases=0
failed=0
ok()
{
	cases=$((cases + 1))
	echo "ok - $*"
}
not_ok()
{
	cases=$((cases + 1))
	failed=$((failed + 1))
	echo "not ok - $*"
}
# check NAME COMMAND…: the command succeeds
check()
{
	check_name=$1
	shift
	if "$@"; then ok "$check_name"; else not_ok "$check_name"; fi
}
# check_status NAME STATUS COMMAND…: ends with this exit status; $work/check.log has what it said
check_status()
{
	check_name=$1 check_wanted=$2
	shift 2
	case $1 in
	one) ("$@") ;; # a function of ours, which has its own limit
	*) timeout -k 1 60 "$@" ;;
	esac >"$work/check.log" 2>&1
	check_got=$?
	if [ $check_got = "$check_wanted" ]; then
		ok "$check_name"
	else
		not_ok "$check_name: exit status $check_got"
		sed 's/^/#   /' "$work/check.log"
	fi
}
says()
{
	grep -q -e "$1" "$2"
}
# account USER [SOCKET]: the broker's verdict
account()
{
	timeout 20 "$build/tests/e2e/peer" say "${2:-$work/sim/login.sock}" begin 1 account sshd "$1" '' '' '' |
		sed -n 's/^verdict	\([a-z]*\)	.*/\1/p'
}
# verdict NAME WORD USER [SOCKET]
verdict()
{
	verdict_got=$(account "$3" "${4-}")
	if [ "$verdict_got" = "$2" ]; then ok "$1"; else not_ok "$1: $verdict_got instead of $2"; fi
}

start_sim
conf=$work/sim/doorward.conf
cp "$conf" "$work/plain.conf"
# codes are refused at once here, and a prompt is given up soon
settings='login: { prompts = 1; prompt_timeout = 20; }; cache: { fresh = 1; };
	broker: { socket = "'$work/sim/login.sock'"; conversations = 256; per_origin = 8; };'
sed '/^broker: {/,/^};/d' "$work/plain.conf" >"$conf"
echo "$settings" >>"$conf"

echo "# peers"
start_broker
"$build/tests/e2e/wire_abuse" "$work/sim/login.sock" "$broker_pid" || failed=$((failed + 1))
stop broker # it was told already, unless that program failed early
status=$?
if [ $status = 0 ]; then ok "it ends with status 0"; else not_ok "it ended with status $status"; fi
check "its socket is gone" test ! -e "$work/sim/login.sock"
check "it says that it ended" says 'ended' "$work/broker.log"
check "one user's nonsense does not fill the log" \
	test "$(grep -c 'peer_uid=1502' "$work/broker.log")" -le 150
check "what was left out is counted with the next line" \
	says '[0-9]* lines about programs of users other than root were left out' "$work/broker.log"

. "$top/tests/e2e/abuse/sockets.sh"
. "$top/tests/e2e/abuse/reload.sh"

if [ $failed -ne 0 ]; then
	keep=yes
	echo "# $failed of $cases failed; logs are kept in $work"
	exit 1
fi
echo "1..$cases"
