#!/bin/sh
# SPDX-License-Identifier: MIT
# What a command of doorward costs beside the same of an earlier commit, run by turns: processors'
# time, shared objects, system calls. "user get" asks a simulated directory on loopback.
#
#	start.sh [BUILD_FOLDER [COUNT [FORMER_BUILD]]]
set -u
build=${1:-.}
count=${2:-200}
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/bench/former.sh
. "$top/tests/bench/former.sh"
former=${3:-$work/former}
failed=0

former_build "$former" doorward || exit 0
start_sim || exit 1

row() { printf '%-34s %12s %12s %8s  %s\n' "$1" "$2" "$3" "$4" "${5-}"; }
# compare NAME FORMER NOW [GOAL]: a row with the ratio. A goal that is missed is told, and no more: of
# "user get", libcurl's own libraries and OpenSSL's beginning take more than it leaves.
compare()
{
	ratio=$(awk -v a="$3" -v b="$2" 'BEGIN { printf "%.2f", a / b }')
	if [ -z "${4-}" ]; then
		row "$1" "$2" "$3" "$ratio"
	elif awk -v a="$ratio" -v b="$4" 'BEGIN { exit !(a <= b) }'; then
		row "$1" "$2" "$3" "$ratio" "goal: at most $4"
	else
		row "$1" "$2" "$3" "$ratio" "goal: at most $4, MISSED"
	fi
}

# objects PROGRAM ARGUMENT…: how many files the dynamic linker maps beside itself, in whatever program
# it becomes at last; calls PROGRAM ARGUMENT…: system calls until its end
objects()
{
	LD_DEBUG=files LD_DEBUG_OUTPUT=$work/linker "$@" >/dev/null
	cat "$work"/linker.* | awk '/generating link map/ { n++ }
		/transferring control/ { last = n; n = 0 } END { print last }'
	rm -f "$work"/linker.*
}
calls()
{
	strace -f -o "$work/trace" "$@" >/dev/null
	grep -vc -e '+++ ' -e '--- ' -e resumed "$work/trace"
}

# measure NAME ARGUMENT…
measure()
{
	row "--- doorward $1" former now ratio
	shift
	"$build/tests/bench/start" "$count" "$former/doorward" "$@" -- "$build/doorward" "$@" \
		>"$work/medians" || { failed=1; return; }
	read -r cpu_former time_former cpu time <"$work/medians"
	compare 'CPU, us (median)' "$cpu_former" "$cpu" 0.5
	compare 'time, us (median)' "$time_former" "$time"
	compare 'shared objects' "$(objects "$former/doorward" "$@")" "$(objects "$build/doorward" "$@")" 0.6
	if command -v strace >/dev/null; then
		compare 'system calls' "$(calls "$former/doorward" "$@")" "$(calls "$build/doorward" "$@")"
	fi
}

echo "== beside $former_commit, $count runs of each by turns"
measure --version --version
measure help help
measure 'user get alice' --config "$work/sim/doorward.conf" user get alice
exit $failed
