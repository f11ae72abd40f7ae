# SPDX-License-Identifier: MIT
# Shared by the demo and the tests that need the real programs: starts them, waits until they
# serve, and ends exactly what it started. Source it with $build set; sets $top and $work.
#
# shellcheck shell=sh disable=SC2154

top=$(cd "$(dirname "$0")" && while [ ! -e configure.ac ] && [ "$PWD" != / ]; do cd ..; done && pwd)
build=$(cd "$build" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/doorward.XXXXXX")
chmod 755 "$work" # su and sshd look inside as other users
started=

# The sanitizers' run-time must come first among preloaded libraries.
asan=$(ldd "$build/doorwardd" 2>/dev/null | sed -n 's/.*=> \(.*lib[at]san[^ ]*\).*/\1/p')
export TSAN_OPTIONS="suppressions=$top/tests/thread.supp ${TSAN_OPTIONS-}"

# with_users COMMAND…: runs it on a host whose users are those of tests/data/passwd. It takes the
# place of the shell that calls it: use it in ( ) or with start.
with_users()
{
	export LD_PRELOAD="${asan:+$asan }libnss_wrapper.so"
	export NSS_WRAPPER_DISABLE_DEEPBIND=1 NSS_WRAPPER_PASSWD="${passwd:-$top/tests/data/passwd}" \
		NSS_WRAPPER_GROUP="${group:-$top/tests/data/group}"
	exec "$@"
}

# start NAME WORDS COMMAND…: runs it in the background and returns once it has printed WORDS on
# either output; $work/NAME.log keeps all, and $NAME_pid (also in $pid) is the process
start()
{
	start_name=$1 start_words=$2
	shift 2
	rm -f "$work/$start_name.fifo"
	mkfifo "$work/$start_name.fifo"
	: >"$work/$start_name.log"
	"$@" >"$work/$start_name.fifo" 2>&1 &
	pid=$!
	started="$pid $started"
	eval "${start_name}_pid=$pid"
	exec 9<"$work/$start_name.fifo"
	while IFS= read -r start_line <&9; do
		printf '%s\n' "$start_line" >>"$work/$start_name.log"
		case $start_line in
		*"$start_words"*)
			cat <&9 >>"$work/$start_name.log" &
			exec 9<&-
			return 0
			;;
		esac
	done
	exec 9<&-
	echo "$start_name did not start:" >&2
	cat "$work/$start_name.log" >&2
	return 1
}

# stop NAME: ends it and returns its exit status
stop()
{
	eval "stop_pid=\${$1_pid}"
	kill "$stop_pid" 2>/dev/null || :
	wait "$stop_pid"
}

stop_all()
{
	for stop_pid in $started; do
		kill -CONT "$stop_pid" 2>/dev/null && kill "$stop_pid" 2>/dev/null || :
	done
	wait 2>/dev/null || :
	[ -n "${keep-}" ] || rm -rf "$work"
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# lean DIR: leaves the host's own places in force in that simulator's configuration, where a test
# puts others in their stead; what came is kept as whole.conf
lean()
{
	sed '/^\(map\|serve\|sync\): {/d' "$1/doorward.conf" >"$1/lean.conf" &&
		mv "$1/doorward.conf" "$1/whole.conf" && mv "$1/lean.conf" "$1/doorward.conf"
}

# start_sim: a simulated directory in $work/sim
start_sim()
{
	mkdir -p "$work/sim"
	start sim ready "$build/doorward-sim" --dir "$work/sim" "$@" && lean "$work/sim"
}

# start_broker [CONF]: a broker on $work/sim/login.sock, which knows the users of tests/data
start_broker()
{
	start broker "ready on" with_users "$build/doorwardd" -e -c "${1:-$work/sim/doorward.conf}"
}
