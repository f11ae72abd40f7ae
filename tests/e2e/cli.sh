#!/bin/sh
# SPDX-License-Identifier: MIT
# The command line against a simulated directory. Run in the build folder; needs no root.
# "cli.sh --update" writes the golden files anew: read the difference. "cli.sh PART…" runs these;
# "cli.sh --via-socket PART…" runs them with each command going through doorward serve.
set -u
build=${build:-.}
update=no via=no
[ "${1-}" = --update ] && { update=yes; shift; }
[ "${1-}" = --via-socket ] && { via=yes; shift; }
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
for tool in curl script; do
	command -v $tool >/dev/null || {
		echo "cli.sh: $tool is not installed (./bootstrap check installs it)" >&2
		exit 1
	}
done
unset DUO_SECURITY_USERNAME DUO_SECURITY_PASSWORD DUO_SECURITY_HOST
count=0 failed=0 rc=0
conf=$work/sim/doorward.conf

pass()
{
	count=$((count + 1))
	printf 'ok %s %s\n' "$count" "$1"
}

fail()
{
	count=$((count + 1))
	failed=$((failed + 1))
	printf 'not ok %s %s\n' "$count" "$1"
	[ ! -e "$work/out" ] || sed 's/^/#   out: /' "$work/out" | head -n 20
	[ ! -e "$work/err" ] || sed 's/^/#   err: /' "$work/err" | head -n 20
}

# check NAME COMMAND…: the command decides
check()
{
	check_name=$1
	shift
	if "$@"; then pass "$check_name"; else fail "$check_name"; fi
}

# run ARGUMENT…: doorward without a terminal; leaves $rc, $work/out and $work/err. It has less time
# than it would give itself, so that a --timeout that does not count is seen.
run()
{
	(with_users timeout 20 "$build/doorward" --config "$conf" "$@") </dev/null >"$work/out" 2>"$work/err"
	rc=$?
}

# terminal ANSWER ARGUMENT…: the same on a terminal of $columns columns, where ANSWER is typed; both
# outputs are in $work/out
columns=80
terminal()
{
	answer=$1
	shift
	: >"$work/err"
	quoted=
	for word in "$@"; do
		quoted="$quoted '$(printf %s "$word" | sed "s/'/'\\\\''/g")'"
	done
	printf '%s\n' "stty cols $columns -echo; with_users timeout --foreground 20 \"\$build/doorward\" --config \"\$conf\" $quoted" \
		>"$work/typed"
	# the answer waits in the terminal before it is asked for
	printf '%s\n' "$answer" | build=$build conf=$conf top=$top asan=$asan passwd=${passwd-} \
		group=${group-} script -qec ". '$work/with_users'; . '$work/typed'" /dev/null \
		>"$work/raw"
	rc=$?
	tr -d '\r' <"$work/raw" >"$work/out"
}
sed -n '/^with_users()/,/^}/p' "$top/tests/lib.sh" >"$work/with_users"

# exits STATUS NAME ARGUMENT…: runs and compares the exit status
exits()
{
	expected=$1 name=$2
	shift 2
	run "$@"
	check "$name (exit $expected)" [ $rc = "$expected" ]
}

out_has() { grep -qF -- "$1" "$work/out"; }
err_has() { grep -qF -- "$1" "$work/err"; }
lines() { [ "$(wc -l <"$work/out")" = "$1" ]; }
silent() { [ ! -s "$work/out" ]; }

# says TEXT STATUS NAME ARGUMENT…: exit status and a text on standard error, nothing on output
says()
{
	text=$1 expected=$2 name=$3
	shift 3
	run "$@"
	if [ $rc = "$expected" ] && err_has "$text" && silent && [ "$(wc -l <"$work/err")" = 1 ]; then
		pass "$name"
	else
		fail "$name (exit $rc, expected $expected and: $text)"
	fi
}

# golden NAME: compares $work/out with the committed file
golden()
{
	file=$top/tests/golden/cli_$1.txt
	[ $update = no ] || cp "$work/out" "$file"
	if diff -u "$file" "$work/out" >"$work/diff"; then
		pass "golden: $1"
	else
		fail "golden: $1; if the change is meant, run tests/e2e/cli.sh --update"
		sed 's/^/#   /' "$work/diff"
	fi
}

# control METHOD WHAT [JSON]: asks the simulator itself
control()
{
	curl -sS --max-time 10 --cacert "$work/sim/ca.pem" -X "$1" ${3:+--data "$3"} \
		"https://localhost:$port/_sim/$2"
}

# requests ROUTE: how often it was called since the last reset
requests()
{
	control GET counters | sed -n "s#.*\"$1\": \([0-9]*\).*#\1#p" | grep . || echo 0
}

# fresh: the directory as it was at the start, no faults, counters at zero
fresh() { control POST reset '{"state": true}' >/dev/null; }

start_sim --port 0 || exit 1
port=$(sed -n 's/.*"port": *\([0-9]*\).*/\1/p' "$work/sim/sim.json")

# From here on doorward is one that cannot read a secret and asks the socket.
if [ $via = yes ]; then
	cp "$conf" "$work/serve.conf"
	echo "serve: { rest = \"\"; mcp = \"\"; socket = \"$work/admin.sock\"; };" >>"$work/serve.conf"
	sed -i 's/_file = ".*\(key\|token\)/&.none/' "$conf"
	start serve ': ready' with_users "$build/doorward" --config "$work/serve.conf" serve \
		--log stderr || exit 1
	mkdir "$work/via"
	ln -s "$build"/* "$work/via/"
	rm "$work/via/doorward"
	printf '#!/bin/sh\nexec "%s/doorward" --via-socket="%s/admin.sock" "$@"\n' "$build" "$work" \
		>"$work/via/doorward"
	chmod +x "$work/via/doorward"
	build=$work/via
fi

[ $# -gt 0 ] || set -- words completion read write people import operations secrets formats faults explain host migrate \
	allthenticate sentinelone connections
for part in "$@"; do
	fresh
	# shellcheck source=/dev/null
	. "$top/tests/e2e/cli/$part.sh"
done
stop sim
rc=$?
check "the simulator ended well" [ $rc = 0 ]
echo "1..$count"
[ $failed = 0 ]
