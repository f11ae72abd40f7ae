#!/bin/sh
# SPDX-License-Identifier: MIT
# What a login costs: real module, real broker, simulator, all on this machine. Prints a table of
# ratios and counts, which carry over to other machines, and of times, which do not.
#
#	bench.sh [BUILD_FOLDER [COUNT]]
set -u
build=${1:-.}
count=${2:-3000}
. "$(dirname "$0")/../lib.sh"
code=246813579
bench=$build/tests/bench/bench

cat >"$work/fixture.json" <<JSON
{"users": [{"username": "alice", "phones": [{"number": "+15550101001"}],
	"bypass_codes": [{"code": "$code", "reuse_count": 0}]}]}
JSON
start_sim --fixture "$work/fixture.json"
port=$(sed -n 's/^	port = \([0-9]*\);/\1/p' "$work/sim/doorward.conf" | head -n 1)

# served NAME TEXT: a broker on NAME.sock with these options, and its services in NAME.pam
served()
{
	sed "s|^	socket = .*|	socket = \"$work/$1.sock\"; asks = 100000;|" "$work/sim/doorward.conf" \
		>"$work/$1.conf"
	echo "$2" >>"$work/$1.conf"
	start "$1" "ready on" with_users "$build/doorwardd" -e -c "$work/$1.conf" || exit 1
	mkdir "$work/$1.pam"
	for service in permit bench sshd; do
		module="$build/.libs/pam_doorward.so socket=$work/$1.sock"
		[ $service != permit ] || module=pam_permit.so
		printf 'auth required %s\naccount required %s\n' "$module" "$module" \
			>"$work/$1.pam/$service"
	done
}

counters()
{
	curl -sS --max-time 10 --cacert "$work/sim/ca.pem" "https://localhost:$port/_sim/counters"
}
reset()
{
	curl -sS --max-time 10 --cacert "$work/sim/ca.pem" -d '{}' \
		"https://localhost:$port/_sim/reset" >"$work/reset"
}
# counter NAME FILE
counter()
{
	sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p" "$2"
}
row()
{
	printf '%-58s %14s  %s\n' "$1" "$2" "${3-}"
}
# per COUNT: a count for each of COUNT logins, to a hundredth
per()
{
	awk -v n="$1" -v of="$2" 'BEGIN { printf "%.2f", n / of }'
}

served cached 'cache: { fresh = 3600; };'
served live 'cache: { fresh = 0; };'

row MEASURE RESULT GOAL
row '--- account check, status in the cache' ''
set -- $("$bench" pair "$work/cached.pam" permit bench alice "$count")
row "pam_permit alone: median, 99th percentile" "$1 $2 us"
row "with pam_doorward: median, 99th percentile" "$3 $4 us"
row "ratio of the medians" "$5" "at most 3"
set -- $("$bench" raw "$work/cached.sock" alice "$count")
row "broker alone, no PAM: median, 99th percentile" "$1 $2 us"
for threads in 1 4 16 64; do
	set -- $("$bench" crowd "$work/cached.pam" bench alice "$count" $threads)
	row "$threads at once: verdicts a second, median, 99th percentile" "$1/s $2 $3 us"
done

row '--- account check, asked live over a warm connection' ''
lives=$((count / 10))
"$bench" pair "$work/live.pam" permit bench alice 1 >"$work/warm"
reset
set -- $("$bench" pair "$work/live.pam" permit bench alice "$lives")
counters >"$work/counters"
logins=$((lives + 10)) # pair begins with ten of each
row "with pam_doorward: median, 99th percentile" "$3 $4 us"
row "requests for each login" "$(per "$(counter requests "$work/counters")" $logins)" "1.00"
row "new connections" "$(counter connections "$work/counters")" "0"
row "handshakes" "$(counter full_handshakes "$work/counters")" "0"

row '--- login with a code, status in the cache' ''
"$bench" raw "$work/cached.sock" alice 1 >"$work/warm"
"$bench" code "$work/cached.pam" sshd alice $code 1 >"$work/warm"
reset
set -- $("$bench" code "$work/cached.pam" sshd alice $code 1 \
	"curl -sS --cacert $work/sim/ca.pem https://localhost:$port/_sim/counters >$work/enter")
counters >"$work/counters"
row "requests while the person types" "$(counter requests "$work/enter")" "1"
row "requests after Enter" \
	"$(($(counter requests "$work/counters") - $(counter requests "$work/enter")))" "1"
row "new connections" "$(counter connections "$work/counters")" "0"
set -- $("$bench" code "$work/cached.pam" sshd alice $code 30)
row "from Enter to the end: median, 99th percentile" "$1 $2 us"

row '--- memory' ''
row "broker, resident" "$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$cached_pid/status") kB"
