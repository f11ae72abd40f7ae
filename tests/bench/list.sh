#!/bin/sh
# SPDX-License-Identifier: MIT
# A large directory listed as jsonl, beside curl with the same requests: time to the first row,
# time in all, memory. Loopback alone, and with the time that a request takes over a network.
#
#	list.sh [BUILD_FOLDER [USERS]]
set -u
build=${1:-.}
users=${2:-100000}
. "$(dirname "$0")/../lib.sh"
run=$build/tests/bench/run
failed=0

printf '{"generate": [{"prefix": "user", "count": %s}]}' "$users" >"$work/fixture.json"
start_sim --fixture "$work/fixture.json" || exit 1
port=$(sed -n 's/.*"port": *\([0-9]*\).*/\1/p' "$work/sim/sim.json")
conf=$work/sim/doorward.conf
ikey=$(sed -n 's/.*ikey *= *"\([^"]*\)".*/\1/p' "$conf" | head -n 1)
skey=$(cat "$work/sim/admin.skey")

row() { printf '%-58s %14s  %s\n' "$1" "$2" "${3-}"; }
# goal NAME FIGURE LIMIT
goal()
{
	if awk -v a="$2" -v b="$3" 'BEGIN { exit !(a <= b) }'; then
		row "$1" "$2" "goal: at most $3"
	else
		row "$1" "$2" "goal: at most $3, MISSED"
		failed=1
	fi
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

# curl_requests PAGES: a configuration for curl of so many signed requests over one connection
curl_requests()
{
	date=$(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S -0000')
	page=0
	while [ $page -lt "$1" ]; do
		query="limit=300&offset=$((page * 300))"
		sign=$(printf '%s\nGET\nlocalhost\n/admin/v1/users\n%s' "$date" "$query" |
			openssl dgst -sha1 -hmac "$skey" | sed 's/.* //')
		[ $page = 0 ] || echo next
		printf 'url = "https://localhost:%s/admin/v1/users?%s"\nuser = "%s:%s"\n' "$port" \
			"$query" "$ikey" "$sign"
		printf 'header = "Date: %s"\ncacert = "%s"\noutput = "/dev/null"\n' "$date" \
			"$work/sim/ca.pem"
		printf 'write-out = "%%{stderr}%%{http_code} %%{time_total}\\n"\nsilent\n'
		page=$((page + 1))
	done
}

# measure NAME COMMAND…: leaves $status $first $total $cpu $peak $rows
measure()
{
	# shellcheck disable=SC2046
	set -- $("$run" "$@" 2>"$work/err")
	status=$1 first=$2 total=$3 cpu=$4 peak=$5 rows=$6
	[ "$status" = 0 ] || { cat "$work/err" >&2; failed=1; }
}

# pair ROWS: curl asks for the pages, then all is listed; leaves $sum and what measure does
pair()
{
	measure curl --no-progress-meter -K "$work/curl.conf"
	grep -q -v '^200 ' "$work/err" && { echo "curl: not every request succeeded" >&2; failed=1; }
	sum=$(awk '{ s += $2 } END { printf "%.0f", s * 1000 }' "$work/err")
	measure "$build/doorward" --config "$conf" user list -o jsonl --limit "$1"
	[ "$rows" = "$1" ] || { echo "list.sh: $rows rows of $1" >&2; failed=1; }
}

# compare WHAT ROWS PAIRS: the median of so many pairs; a second processor that is not idle shows
compare()
{
	curl_requests 1 >"$work/curl1.conf"
	measure curl -K "$work/curl1.conf"
	curl_first=$total curl_peak=$peak
	curl_requests $((($2 + 299) / 300)) >"$work/curl.conf"
	: >"$work/pairs"
	n=0
	while [ $n -lt "$3" ]; do
		pair "$2"
		echo "$(ratio "$total" "$sum") $first $total $sum $cpu" >>"$work/pairs"
		n=$((n + 1))
	done
	# shellcheck disable=SC2046
	set -- "$1" "$2" $(sort -n "$work/pairs" | sed -n "$((($3 + 1) / 2))p")
	row "$1: first row" "$4 ms" "curl, the first request alone: $curl_first ms"
	row "$1: $2 rows" "$5 ms" "the requests alone, with curl: $6 ms; own CPU $7 ms"
	goal "$1: time / sum of the requests" "$3" 1.1
}

echo "== doorward user list -o jsonl, $users users"
compare 'loopback' "$users" 7
goal 'peak memory, KiB' "$peak" 16384
row '  curl, the first request alone' "$curl_peak"
most=$peak
measure "$build/doorward" --config "$conf" user list -o jsonl --limit 300
goal 'peak memory of everything / of one page' "$(ratio "$most" "$peak")" 1.1
measure "$build/doorward" --config "$conf" user list -o jsonl --limit 1
row '  of a single row, KiB' "$peak"
curl -sS --cacert "$work/sim/ca.pem" "https://localhost:$port/_sim/fault" -d \
	'{"match": "GET /admin/v1/users", "kind": "delay", "value": 25}' >/dev/null
compare 'as over a network' $((users < 15000 ? users : 15000)) 1
stop sim
exit $failed
