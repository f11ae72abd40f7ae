#!/bin/bash
# SPDX-License-Identifier: MIT
# What many people at the prompt cost, and what logins cost beside the broker of an earlier commit
# (former.sh), in one run. Ratios carry over to other machines, the figures behind them do not.
#
#	crowd.sh [BUILD_FOLDER [FORMER_BUILD_FOLDER]]
#
# shellcheck disable=SC2154
set -u
build=${1:-.}
here=$(dirname "$0")
# shellcheck source=tests/lib.sh
. "$here/../lib.sh"
# shellcheck source=tests/bench/former.sh
. "$here/former.sh"
former=${2:-$work/former}
former_build "$former" doorwardd pam_doorward.la || {
	echo "many at the prompt: skipped, see above"
	exit 0
}
former=$(cd "$former" && pwd) # PAM takes a module's whole path
parked=10000
people=500
delay=50 # ms for a request
code=246813579
rounds=15
bench=$build/tests/bench/bench
crowd=$build/tests/bench/crowd
failed=0

row() { printf '%-58s %14s  %s\n' "$1" "$2" "${3-}"; }
# goal NAME FIGURE least|most LIMIT [BEHIND]
goal()
{
	local said="goal: at $3 $4"
	awk -v a="${2:-nan}" -v b="$4" -v how="$3" \
		'BEGIN { exit !(a != "nan" && (how == "least" ? a >= b : a <= b)) }' || {
		said="$said, MISSED"
		failed=1
	}
	row "$1" "$2" "$said${5:+; $5}"
}
ratio()
{
	awk -v a="$1" -v b="$2" \
		'BEGIN { if (a != "nan" && b > 0) printf "%.2f", a / b; else print "nan" }'
}
median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
# column NUMBER FILE: its median
column() { cut -d ' ' -f "$1" "$work/$2" | median; }
# ratios FILE: the median of first by second column
ratios() { awk '{ print $1 / $2 }' "$work/$1" | median | xargs printf %.2f; }
# ticks PID: of CPU since it started
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
# figure NAME: out of the last line of its kind on standard input
figure() { sed -n "s/.* $1=\([0-9]*\).*/\1/p" | tail -n 1; }

control()
{
	curl -sS --max-time 10 --cacert "$work/sim/ca.pem" ${2:+-d "$2"} \
		"https://localhost:$port/_sim/$1"
}
requests() { control counters | sed -n 's/.*"requests": \([0-9]*\).*/\1/p'; }
resident() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$1/status"; }

# Nobody asks the directory any more: what ran while people were asked is done.
quiet()
{
	local before=-1 now
	while now=$(requests) && [ "$now" != "$before" ]; do
		before=$now
		sleep 0.3
	done
}

# broker NAME FOLDER TEXT: that folder's broker on $work/NAME.sock with these options
broker()
{
	sed "s|^	socket = .*|	socket = \"$work/$1.sock\";|" "$work/sim/doorward.conf" \
		>"$work/$1.conf"
	echo "$3" >>"$work/$1.conf"
	start "$1" 'ready on' with_users "$2/doorwardd" -e -c "$work/$1.conf" || exit 1
}
# service BROKER FOLDER NAME…: PAM services in $work/pam that ask it
service()
{
	local module="$2/.libs/pam_doorward.so socket=$work/$1.sock" name
	for name in "${@:3}"; do
		printf 'auth required %s\naccount required %s\n' "$module" "$module" \
			>"$work/pam/$name"
	done
}

mkdir "$work/pam"
printf '{"users": [{"username": "alice", "phones": [{"number": "+15550101001"}],
	"bypass_codes": [{"code": "%s", "reuse_count": 0}]}],
	"generate": [{"prefix": "user", "count": %s}]}' "$code" "$people" >"$work/fixture.json"
passwd=$work/passwd group=$work/group
{
	cat "$top/tests/data/passwd"
	for i in $(seq "$people"); do
		printf 'user%03d:x:%d:%d::/nonexistent:/bin/sh\n' "$i" $((3000 + i)) $((3000 + i))
	done
} >"$passwd"
{
	cat "$top/tests/data/group"
	for i in $(seq "$people"); do
		printf 'user%03d:x:%d:\n' "$i" $((3000 + i))
	done
} >"$group"
start_sim --fixture "$work/fixture.json" || exit 1
port=$(sed -n 's/.*"port": *\([0-9]*\).*/\1/p' "$work/sim/sim.json")
warm='cache: { fresh = 3600; elevation = 3600; }; login: { prompt_timeout = 3600; };'
cold='cache: { fresh = 0; elevation = 0; };'

# p99 BROKER…: of account checks from the cache, in turns: a line of microseconds for each round
p99()
{
	for _ in $(seq "$rounds"); do
		for which; do
			"$bench" raw "$work/$which.sock" alice 1000 | cut -d ' ' -f 2
		done | paste -s -d " "
	done
}

row "MEASURE, beside $former_commit" RESULT GOAL
row '--- people at the prompt' ''
broker now "$build" "$warm"
broker idle "$build" "$warm"
broker former "$former" "$warm"
p99 now idle >"$work/p99" # what stays is loaded by this
idle_kib=$(resident "$now_pid")
# so that the checks need nobody's place: some of them leave before these are made
some=20
start most settled "$crowd" socket="$work/now.sock" count=$((parked - some)) rhost=10.% \
	patience=60000 stay=yes
start rest settled "$crowd" socket="$work/now.sock" count=$some from=$parked rhost=10.% \
	patience=5000 stay=yes
held=$(($(figure waiting <"$work/most.log") + $(figure waiting <"$work/rest.log")))
quiet
full_kib=$(resident "$now_pid")
held_former=$("$crowd" socket="$work/former.sock" count=$parked rhost=10.% patience=5000 |
	figure waiting)
goal 'held at once' "$held" least $parked "former: $held_former"
goal 'resident above the idle broker, KiB' $((full_kib - idle_kib)) most 65536 \
	"$(ratio $((full_kib - idle_kib)) "$held") KiB for each"
stop rest
if [ "$held" -ge $parked ]; then
	p99 now idle >"$work/p99"
	goal 'p99 of an account check meanwhile / idle' "$(ratios p99)" most 2 \
		"$(column 1 p99) us, idle $(column 2 p99) us"
else
	goal 'p99 of an account check meanwhile / idle' nan most 2 'not measured, too few are there'
fi
stop most
stop idle
goal 'still there after the checks' "$(figure waiting <"$work/most.log")" least $((parked - some))

row '--- account check, status in the cache' ''
stop now
stop former
broker now "$build" "$warm"
broker former "$former" "$warm"
service now "$build" now
service former "$former" former
: >"$work/one"
: >"$work/many"
for i in $(seq "$rounds"); do
	# in turns, each first as often as the other
	if [ $((i % 2)) = 0 ]; then
		"$bench" pair "$work/pam" former now alice 1000 | awk '{ print $3, $1 }'
	else
		"$bench" pair "$work/pam" now former alice 1000 | awk '{ print $1, $3 }'
	fi >>"$work/one"
	for which in $([ $((i % 2)) = 0 ] && echo now former || echo former now); do
		"$bench" crowd "$work/pam" "$which" alice 3000 16 | cut -d ' ' -f 1 \
			>"$work/$which.rate"
	done
	paste -d ' ' "$work/now.rate" "$work/former.rate" >>"$work/many"
done
row "the brokers' CPU for all of these, now / former" \
	"$(ratio "$(ticks "$now_pid")" "$(ticks "$former_pid")")" \
	"$(ticks "$now_pid") ticks, former $(ticks "$former_pid")"
goal 'one transaction through libpam, now / former' \
	"$(ratios one)" most 1.00 \
	"$(column 1 one) us, former $(column 2 one) us"
goal 'verdicts a second, 16 at once, now / former' \
	"$(ratios many)" least 1.00 \
	"$(column 1 many)/s, former $(column 2 many)/s"
stop now
stop former

row "--- $people people at once, asked live, $delay ms a request" ''
fault="{\"match\": \"*\", \"kind\": \"delay\", \"value\": $delay}"
# live BROKER: the time of one look-up, that of all at once (medians of some rounds), their ratio,
# how many were allowed, connections
live()
{
	control reset '{}' >/dev/null
	control fault "$fault" >/dev/null
	local one all
	for _ in 1 2 3 4 5; do
		"$crowd" socket="$work/$1.sock" phase=account user=user001 | figure max_us >&3
		"$crowd" socket="$work/$1.sock" count=$people phase=account user=user% \
			>"$work/live.$1"
		figure max_us <"$work/live.$1"
	done 3>"$work/live.one" >"$work/live.all"
	one=$(column 1 live.one)
	all=$(column 1 live.all)
	echo "$((one / 1000)) $((all / 1000)) $(ratio "$all" "$one")" \
		"$(figure allow <"$work/live.$1")" \
		"$(control counters | sed -n 's/.*"connections": \([0-9]*\).*/\1/p')"
}
broker now "$build" "$cold"
broker former "$former" "$cold"
read -r one all times allowed connections < <(live now)
read -r _ all_former times_former allowed_former connections_former < <(live former)
goal 'have their verdicts' "$allowed" least "$people" "former: $allowed_former"
goal 'all of them / one look-up' "$times" most 4 \
	"$all ms, one $one ms; former: $all_former ms, $times_former"
goal 'connections' "$connections" most 16 "former: $connections_former"

row "--- login with a code that comes at once, $delay ms a round trip" ''
control reset '{}' >/dev/null
broker now_cached "$build" "$warm"
broker former_cached "$former" "$warm"
# trips BROKER FOLDER: round trips of a whole login
trips()
{
	service "$1" "$2" sshd
	"$bench" whole "$work/pam" sshd alice $code 3 >/dev/null # connections are warm
	control fault "$fault" >/dev/null
	"$bench" whole "$work/pam" sshd alice $code 15 |
		awk -v ms=$delay '{ printf "%.2f", $1 / 1000 / ms }'
	control reset '{}' >/dev/null
}
goal 'round trips, status in the cache' "$(trips now_cached "$build")" most 1.15 \
	"former: $(trips former_cached "$former")"
goal 'round trips, status asked live' "$(trips now "$build")" most 2.15 \
	"former: $(trips former "$former")"
exit $failed
