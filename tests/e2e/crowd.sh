#!/bin/bash
# SPDX-License-Identifier: MIT
# Many at the prompt: one person, or many addresses, or many uids, that take what they can get must
# not keep anybody else out. Real su and sshd, the shipped stacks, and thousands of raw
# conversations (tests/bench/crowd.c), on a private host (lab.sh).
#
#	crowd.sh [BUILD_FOLDER [PART…]]		parts: the files in crowd/, all by default
#
# shellcheck disable=SC2154
set -u
here=$(dirname "$0")
# shellcheck source=tests/e2e/lab.sh
. "$here/lab.sh"
# shellcheck source=tests/e2e/cases.sh
. "$here/cases.sh"
lab_enter "$0" "$@"
build=${1:-.}
shift
# shellcheck source=tests/lib.sh
. "$here/../lib.sh"
socket=/run/doorward/login.sock
soon=1000000 # microseconds within which somebody who need not wait is served
[ -z "$asan" ] || soon=4000000

# served BROKER LOGIN [CACHE]: a new broker with these options of the groups
served()
{
	[ -z "${broker_pid-}" ] || broker_end
	options "$@"
	broker_start broker doorward /etc/doorward/main.conf
}
# options BROKER LOGIN [CACHE]: in the file
options()
{
	conf_write main "$work/sim" $socket <<CONF
login: { $2 };
cache: { ${3-fresh = 3600; elevation = 3600;} };
breaker: { failures = 1000; };
deadline: { broker = 3; api = 2; };
CONF
	sed -i "s#^\(	socket = \"[^\"]*\";\).*#\1 $1#" /etc/doorward/main.conf
}
: >"$work/faults" # what brokers should not have said, and how they should not have ended
broker_end() # its exit status
{
	local status
	kill -TERM "$broker_pid"
	wait "$broker_pid"
	status=$?
	[ $status = 0 ] || echo "exit status $status" >>"$work/faults"
	grep -e Sanitizer -e 'runtime error' "$work/broker.err" >>"$work/faults"
	return $status
}
no_faults()
{
	[ -z "${broker_pid-}" ] || broker_end
	[ ! -s "$work/faults" ] && return 0
	sed 's/^/    /' "$work/faults"
	return 1
}

# shipped STACK SERVICE: what is installed, less what needs a whole host
shipped()
{
	sed -e "s#pam_doorward.so#$door#" \
		-e '/^session.*pam_\(loginuid\|limits\|systemd\|selinux\|keyinit\)/d' \
		"$top/dist/pam/$1" >"/etc/pam.d/$2"
}

# crowd KEY=VALUE…: at once, and what became of them in $work/crowd; see tests/bench/crowd.c
crowd()
{
	mark_log
	rm -f "$work/out" "$work/prompts" # of a login before this
	timeout -k 2 60 "$build/tests/bench/crowd" socket="$socket" patience=8000 "$@" \
		>"$work/crowd" 2>&1
}
# crowd_stays NAME KEY=VALUE…: as crowd, and they stay until "stop NAME"
crowd_stays()
{
	start "$1" settled "$build/tests/bench/crowd" socket="$socket" stay=yes "${@:2}"
	cp "$work/$1.log" "$work/crowd"
}
# all_end NAME: of those that stay, within ten seconds
all_end()
{
	local name=$1_pid
	for _ in $(seq 200); do
		grep -q '^ended' "$work/$1.log" && break
		sleep 0.05
	done
	kill "${!name}" 2>/dev/null
	wait "${!name}"
}
# figure NAME [FILE]: of what became of them at last
figure()
{
	sed -n "s/.* $1=\([0-9]*\).*/\1/p" "$work/${2:-crowd}" | tail -n 1 | grep . || echo 0
}
# became NAME NUMBER [FILE]: so many of them did
became()
{
	same "$(figure "$1" "${3:-crowd}")" "$2" && return 0
	tail -n 3 "$work/${3:-crowd}" | cut -c 1-300 | sed 's/^/    /'
	return 1
}
above() # NUMBER LIMIT
{
	[ "$1" -gt "$2" ] && return 0
	echo "    is $1, should be above $2"
	return 1
}
at_most() # NUMBER LIMIT
{
	[ "$1" -le "$2" ] && return 0
	echo "    is $1, should be at most $2"
	return 1
}

# account USER VERDICT [KEY=VALUE…]: sshd asks about the person, and has its answer at once
account()
{
	crowd phase=account user="$1" rhost=198.51.100.99 patience=5000 "${@:3}" && became "$2" 1 &&
		at_most "$(figure max_us)" $soon
}
# alice_starts MANY…: the program many with these arguments, run by alice; for start
alice_starts()
{
	exec setpriv --reuid=alice --regid=alice --init-groups env -i PATH="$PATH" \
		HOME="$work/home/alice" USER=alice "$work/bin/many" "$@"
}
# crontab_run USER: what cron does for a job of that user
crontab_run()
{
	mark_log
	as root "$work/bin/pamrun" --tty cron --silent /etc/pam.d cron "$1" account \
		>"$work/out" 2>&1
}
# others_are_served NAME: whoever else comes, in the middle of what NAME says
others_are_served()
{
	check "$1: sshd's question about bob is answered at once" account bob allow
	check "$1: bob enters by sshd" enters bob
	check "$1: a job of heidi runs" crontab_run heidi
	check "$1: because the broker said so" audited user=heidi service=cron verdict=allow
	check "$1: a job of carol does not, for she was disabled" not crontab_run carol
	check "$1: because the broker said so" audited user=carol service=cron reason=disabled
	check "$1: alice enters from elsewhere, with a code" enters_with_code 198.51.100.7
}
enters_with_code() # ADDRESS
{
	sim_reset # so that the code is unused
	crowd user=alice rhost="$1" answer=123456789 && became allow 1
}
# told_seldom PATTERN SINCE: the broker has logged it since, and not more than once a second
told_seldom()
{
	local told
	log_wait "$mark" "doorwardd\[$broker_pid\]: .*$1" || return 1
	told=$(tail -n "+$((mark + 1))" "$syslog" | grep -c "doorwardd\[$broker_pid\]: .*$1")
	at_most "$told" $((SECONDS - $2 + 2))
}
open_files()
{
	find "/proc/$broker_pid/fd" -mindepth 1 | wc -l
}
# processor: hundredths of a second that the broker has used
processor()
{
	awk '{ print $14 + $15 }' "/proc/$broker_pid/stat"
}

lab_open
cp "$build/tests/e2e/many" "$work/bin/"
sim_open
shipped su su
shipped cron cron
shipped sshd-key sshd
sshd_start crowd publickey
[ $# -gt 0 ] || set -- attack budget addresses uids person restart half descriptors
for part in "$@"; do
	echo "# $part"
	sim_reset
	# shellcheck source=/dev/null
	. "$here/crowd/$part.sh"
done
check 'each broker ended well' no_faults
finish
