#!/bin/sh
# SPDX-License-Identifier: MIT
# What a sync of a large directory costs, beside a walk over the same list that keeps nothing. The
# ratio carries over to other machines; a real directory answers far more slowly than this one.
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

# measure USERS: a simulated directory of so many
measure()
{
	printf '{"groups": [{"name": "team"}], "generate": [{"prefix": "user", "count": %s}]}' "$1" \
		>"$work/fixture.json"
	mkdir "$work/var.$1"
	start_sim --fixture "$work/fixture.json" || exit 1
	for what in walk first again; do
		"$bench" "$(case $what in walk) echo walk ;; *) echo sync ;; esac)" \
			"$work/sim/doorward.conf" "$work/var.$1" >"$work/$what.$1" || exit 1
		row "$1 users: $what" "$(value ms "$work/$what.$1")" "$(value cpu_ms "$work/$what.$1")" \
			"$(value peak_kib "$work/$what.$1")"
	done
	stop sim
}

row '' 'ms' 'cpu ms' 'peak KiB'
measure $((users / 10))
measure "$users"
awk -v walk="$(value ms "$work/walk.$users")" -v first="$(value ms "$work/first.$users")" \
	-v again="$(value ms "$work/again.$users")" \
	-v small="$(value peak_kib "$work/again.$((users / 10))")" \
	-v large="$(value peak_kib "$work/again.$users")" -v users="$users" 'BEGIN {
	printf "time of a sync, walk = 1: %.2f the first time, %.2f again (goal: 1.20)\n", first / walk,
		again / walk
	printf "memory for each further person: %.0f bytes\n", (large - small) * 1024 / (users * 0.9)
}'
