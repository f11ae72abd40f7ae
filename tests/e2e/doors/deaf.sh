# SPDX-License-Identifier: MIT
# Whoever should read the log does not: logins go on. Asked on the socket itself, because programs
# that log for themselves do hang then. Last, because lines are lost here.
# shellcheck shell=bash disable=SC2154

# verdicts COUNT [SOCKET]: how many of so many logins have their verdict, each within two seconds
verdicts()
{
	for _ in $(seq "$1"); do
		timeout 2 "$build/tests/e2e/peer" say "${2:-/run/doorward/login.sock}" \
			begin 1 account sshd alice '' '' ''
	done | grep -c '^verdict	allow	'
}

says_ready()
{
	[[ $1 == *'ready on'* ]]
}
ends_well()
{
	kill -TERM "$1"
	wait "$1"
}

sim_reset
kill -STOP "$syslog_pid"
check 'deaf syslog: forty logins have their verdicts' same "$(verdicts 40)" 40
check 'deaf syslog: and nobody waits in the broker' same \
	"$(cat /proc/"$broker_pid"/task/*/wchan | grep -a -c unix_wait_for_peer)" 0
mark_log
kill -CONT "$syslog_pid"
check 'deaf syslog: it hears again' log_wait 0 'doorwardd.*user=alice'
check 'deaf syslog: a login after that' same "$(verdicts 1)" 1
check 'deaf syslog: how many lines were lost is told' log_wait 0 \
	'doorwardd.*lines before this one are lost, for the log took none: lost=[0-9]'

stop syslog
rm /dev/log
check 'no syslog: a login' same "$(verdicts 1)" 1
check 'no syslog: standard error has the line' grep -q -s 'login permitted user=alice' \
	"$work/broker.err" "$work/broken.err"
start again listening "$build/syslog-sink" /dev/log
syslog=$work/again.log
check 'syslog again: a login' same "$(verdicts 1)" 1
check 'syslog again: it has the line' log_wait 0 '^<86>.* doorwardd\[[0-9]*\]: login permitted user=alice'

# Standard error is a pipe that nobody empties.
mkfifo "$work/full"
exec 7<>"$work/full"
sed -e 's#/run/doorward/login.sock#/run/doorward/full.sock#' /etc/doorward/main.conf >/etc/doorward/full.conf
"$work/bin/doorwardd" -e -c /etc/doorward/full.conf 2>"$work/full" &
full_pid=$!
started="$full_pid $started"
read -r -u 7 line
check 'full pipe: a broker that logs to standard error' says_ready "$line"
timeout 1 cat /dev/zero >"$work/full"
check 'full pipe: forty logins have their verdicts' same "$(verdicts 40 /run/doorward/full.sock)" 40
says_lost()
{
	"$work/bin/doorward" --config /etc/doorward/full.conf metrics |
		grep -q '^doorwardd_log_lines_lost_total [1-9]'
}
check 'full pipe: what is lost is counted' says_lost
check 'full pipe: and the broker ends in order' ends_well "$full_pid"
