# SPDX-License-Identifier: MIT
# The broker's own sync.
# shellcheck shell=sh disable=SC2154

configure 'interval = 3600;'
start broker 'sync: accounts=357' with_users "$build/doorwardd" -e -c "$conf"
check 'it syncs when it starts' [ $? = 0 ]
check 'and the file is there' shown 'user alice is alice:2001000000:.*'
stop broker
before=$(stat -c %i "$var/directory.cdb")
start_broker
run status
stop broker
check 'not again while the file is young' [ "$(stat -c %i "$var/directory.cdb")" = "$before" ]
# What that sync saw outlives the broker: a refusal stays one while the directory is silent.
verdict() # SERVICE USER
{
	timeout 20 "$build/tests/e2e/peer" say "$work/sim/login.sock" begin 1 account "$1" "$2" '' '' '' |
		sed -n 's/^verdict	\([a-z]*	[a-z-]*\)	.*/\1/p'
}
silent() # LOGIN_OPTIONS
{
	configure 'interval = 0; }; breaker: { failures = 1; }; deadline: { broker = 0.8; api = 0.4;'
	echo "login: { unreachable = \"ignore\"; $1 };" >>"$conf"
	start_broker
}
sim fault '{"match": "*", "kind": "stall"}'
silent ''
for row in 'sshd carol	expired	disabled' 'cron carol	expired	disabled' \
	'sshd dave	deny	locked-out' 'cron dave	allow	locked-out' \
	'sshd frank	expired	disabled' 'sshd alice	ignore	unreachable' 'cron alice	allow	unreachable'; do
	# shellcheck disable=SC2086
	check "silent directory, after a sync: $row" \
		[ "$(verdict ${row%%	*})" = "${row#*	}" ]
done
stop broker
check 'and the log says so' grep -q 'reason=disabled .*source=stale .*so the last sync saw it' "$work/broker.log"
printf 'carol=alice\n' >"$work/map"
silent ''
check 'silent directory: who is mapped to somebody else is not refused for it' \
	[ "$(verdict sshd carol)" = 'ignore	unreachable' ]
stop broker
rm "$work/map"
sim reset '{}'
run user edit dave --status active
silent '}; cache: { fresh = 0;'
check 'who was unlocked since the sync enters' [ "$(verdict sshd dave)" = 'allow	active' ]
sim fault '{"match": "*", "kind": "stall"}'
check 'silent directory: what the broker has learnt since counts, and not the sync' \
	[ "$(verdict sshd dave)" = 'ignore	unreachable' ]
stop broker
sim reset '{}'
fresh
configure 'interval = 0;'
start_broker
stop broker
check 'and not at all when the interval is zero' [ ! -e "$var/directory.cdb" ]
