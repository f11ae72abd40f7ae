#!/bin/sh
# SPDX-License-Identifier: MIT
# What a sync of a large directory costs, beside a walk over the same list that keeps nothing: with
# a directory that answers at once, and with one that takes 50 ms for a page, which is still
# quicker than any across a network. Ratios carry over to other machines.
#
#	sync.sh [BUILD_FOLDER [USERS]]
set -u
build=${1:-.}
users=${2:-100000}
. "$(dirname "$0")/../lib.sh"
bench=$build/tests/bench/sync

# value NAME FILE
value() { sed -n "s/.*\b$1=\([0-9]*\).*/\1/p" "$2"; }
row() { printf '%-46s %10s %10s %10s\n' "$@"; }

# measure USERS [DELAY]: a simulated directory of so many, which takes DELAY ms for a page
measure()
{
	size=$1 delay=${2-}
	printf '{"groups": [{"name": "team"}], "generate": [{"prefix": "user", "count": %s}]}' "$size" \
		>"$work/fixture.json"
	set -- "$size${delay:+.$delay}"
	mkdir "$work/var.$1"
	start_sim --fixture "$work/fixture.json" || exit 1
	port=$(sed -n 's/^	port = \([0-9]*\);/\1/p' "$work/sim/doorward.conf" | head -n 1)
	[ -z "$delay" ] || curl -sS --cacert "$work/sim/ca.pem" -d "{\"match\": \"GET /admin/v1/users\",
		\"kind\": \"delay\", \"value\": $delay, \"count\": 100000}" \
		"https://localhost:$port/_sim/fault" >"$work/fault" || exit 1
	for what in walk first again; do
		"$bench" "$(case $what in walk) echo walk ;; *) echo sync ;; esac)" \
			"$work/sim/doorward.conf" "$work/var.$1" >"$work/$what.$1" || exit 1
		row "$size users${delay:+, $delay ms a page}: $what" "$(value ms "$work/$what.$1")" \
			"$(value cpu_ms "$work/$what.$1")" "$(value peak_kib "$work/$what.$1")"
	done
	stop sim
}

row '' 'ms' 'cpu ms' 'peak KiB'
measure $((users / 10))
measure $((users / 10)) 50
measure "$users"
slow=$((users / 10)).50
awk -v slow="$(value ms "$work/walk.$slow")" -v slow_first="$(value ms "$work/first.$slow")" \
	-v slow_again="$(value ms "$work/again.$slow")" -v walk="$(value ms "$work/walk.$users")" -v first="$(value ms "$work/first.$users")" \
	-v again="$(value ms "$work/again.$users")" \
	-v small="$(value peak_kib "$work/again.$((users / 10))")" \
	-v large="$(value peak_kib "$work/again.$users")" -v users="$users" 'BEGIN {
	printf "time, walk = 1: %.2f the first time, %.2f again; with 50 ms a page %.2f and %.2f\n",
		first / walk, again / walk, slow_first / slow, slow_again / slow
	print "(goal: 1.20, of a directory across a network)"
	printf "memory for each further person: %.0f bytes\n", (large - small) * 1024 / (users * 0.9)
}'
