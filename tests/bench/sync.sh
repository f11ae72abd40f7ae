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
half=$((users / 2))
measure "$users" 50
measure "$half"
measure "$users"
for size in "$half" "$users"; do # the part that the file needs, and that grows with it
	"$build/directory-make" "$work/directory.cdb" "$size" >"$work/file.$size" || exit 1
done
v() { value "$1" "$work/$2"; }
awk -v slow="$(v ms "walk.$users.50")" -v slow_first="$(v ms "first.$users.50")" \
	-v slow_again="$(v ms "again.$users.50")" -v walk="$(v ms "walk.$users")" \
	-v first="$(v ms "first.$users")" -v again="$(v ms "again.$users")" \
	-v small="$(v peak_kib "again.$half")" -v large="$(v peak_kib "again.$users")" \
	-v small_file="$(v peak_kib "file.$half")" -v large_file="$(v peak_kib "file.$users")" \
	-v more=$((users - half)) -v pages=$(((users + 299) / 300)) 'BEGIN {
	printf "time, walk = 1: with 50 ms a page %.2f the first time and %.2f again (goal 1.20);\n",
		slow_first / slow, slow_again / slow
	printf "  with no time at all %.2f and %.2f; 1.20 holds where a page takes %.0f ms or longer\n",
		first / walk, again / walk, (again - walk) / pages / 0.2
	printf "memory for each further person: %.0f bytes; for writing the file alone: %.0f\n",
		(large - small) * 1024 / more, (large_file - small_file) * 1024 / more
}'
