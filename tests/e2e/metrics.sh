#!/bin/sh
# SPDX-License-Identifier: MIT
# What the programs tell of their own work: numbers, dashboard, alerts, log lines, doorward status.
# Run in the build folder; needs no root. "metrics.sh PART…" runs these.
set -u
build=${build:-.}
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
unset DUO_SECURITY_USERNAME DUO_SECURITY_PASSWORD DUO_SECURITY_HOST
cases=0 failed=0
conf=$work/sim/doorward.conf

# check NAME COMMAND…: the command decides
check()
{
	check_name=$1
	shift
	cases=$((cases + 1))
	if "$@" >"$work/said" 2>&1; then
		printf 'ok %s %s\n' "$cases" "$check_name"
		return
	fi
	failed=$((failed + 1))
	printf 'not ok %s %s\n' "$cases" "$check_name"
	sed 's/^/#   /' "$work/said" | head -n 20
}

not() { ! "$@"; }
judge() { node "$top/tests/e2e/metrics/check.mjs" "$@"; }
control()
{
	curl -sS --max-time 10 --cacert "$work/sim/ca.pem" -X "$1" ${3:+--data "$3"} \
		"https://localhost:$port/_sim/$2" >"$work/control"
}
# log_ended NAME: what it said at last has arrived in its log, too
log_ended()
{
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		tail -n 1 "$work/$1.log" | grep -q ended && return
		sleep 0.05
	done
}
# run ARGUMENT…: doorward; leaves $rc and $work/out
run()
{
	(with_users timeout 30 "$build/doorward" --config "${cli_conf:-$conf}" "$@") </dev/null >"$work/out" 2>"$work/err"
	rc=$?
}
# say FIELD…: one message to the broker, and what it answers
say() { timeout 20 "$build/tests/e2e/peer" say "$work/sim/login.sock" "$@"; }
# login PHASE SERVICE USER
login() { say begin 1 "$1" "$2" "$3" '' '' '' >"$work/verdict"; }
# scrape: the broker's numbers in $work/scrape
scrape()
{
	"$build/doorward" --config "${cli_conf:-$conf}" metrics >"$work/scrape" 2>"$work/err"
}
# told SERIES VALUE: as written in the scrape
told()
{
	grep -F -- "$1 " "$work/scrape" | tail -n 1
	grep -q -x -F -- "$1 $2" "$work/scrape"
}
# number SERIES: its value, 0 when it is not told
number() { awk -v s="$1" '$1 == s { v = $2 } END { print v + 0 }' "$work/scrape"; }
rows() { grep -c . "$work/$1"; }
says() { grep -q -- "$1" "$work/out" || { cat "$work/out"; false; }; }
first_line() { head -n 1 "$work/out" | grep -q -- "$1" || { cat "$work/out"; false; }; }
# screen: fits a terminal of 80 columns and 24 lines
screen() { awk '{ if (length($0) > 80) { print; bad = 1 } } END { exit bad || NR > 24 }' "$work/out"; }

start_sim --port 0 || exit 1
port=$(sed -n 's/.*"port": *\([0-9]*\).*/\1/p' "$work/sim/sim.json")
cp "$conf" "$work/plain.conf"
# configure LINE…: the simulator's configuration and these lines
configure()
{
	{
		cat "$work/plain.conf"
		printf '%s\n' "$@"
	} >"$conf.new"
	mv "$conf.new" "$conf"
}

[ $# -gt 0 ] || set -- broker status outage log serve
for part in "$@"; do
	control POST reset '{"state": true}'
	# shellcheck source=/dev/null
	. "$top/tests/e2e/metrics/$part.sh"
done
echo "1..$cases"
[ $failed = 0 ]
