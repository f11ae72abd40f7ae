# SPDX-License-Identifier: MIT
# How the broker is started, and what it does about a path that is taken.
echo "# sockets"
daemon=$build/doorwardd
socket=$work/sim/login.sock

check_status "-t: a good configuration" 0 "$daemon" -t -c "$conf"
check "-t says so" says 'doorward.conf: ok' "$work/check.log"
{
	cat "$conf"
	echo 'closed = true;'
} >"$work/bad.conf"
check_status "-t: a bad configuration" 1 "$daemon" -t -c "$work/bad.conf"
check "-t names file and line" says "bad.conf:[0-9]*: " "$work/check.log"
check_status "-t: no configuration" 1 "$daemon" -t -c "$work/absent.conf"
sed 's/admin.skey/absent.skey/' "$conf" >"$work/bad.conf"
check_status "-t: a secret file that is not there" 1 "$daemon" -t -c "$work/bad.conf"
check_status "an option that is not known" 2 "$daemon" -x
check_status "an operand" 2 "$daemon" -t -c "$conf" more
check_status "-s without a number" 2 "$daemon" -s three
check_status "-s and -i" 2 "$daemon" -i -s 3
check_status "-s: nothing is open there" 1 "$daemon" -e -c "$conf" -s 9
check_status "-s: no socket" 1 "$daemon" -e -c "$conf" -s 0
check_status "-s: a socket that does not listen" 1 \
	"$build/tests/e2e/peer" pair begin -- "$daemon" -e -c "$conf" -s 0

# one ACCOUNT_USER…: a conversation with doorwardd -i
one()
{
	with_users timeout 20 "$build/tests/e2e/peer" pair "$@" -- "$daemon" -e -c "$conf" -i
}
check_status "-i: alice" 0 one begin 1 account sshd alice '' '' ''
check "-i: alice's verdict" says '^verdict	allow	active	' "$work/check.log"
check_status "-i: carol" 0 one begin 1 account sshd carol '' '' ''
check "-i: carol's verdict" says '^verdict	expired	disabled	' "$work/check.log"
check_status "-i: no begin" 0 one hello
check "-i: no verdict without a begin" sh -c "! grep ^verdict $work/check.log"
check_status "-i: descriptor 0 is no socket" 0 "$daemon" -e -c "$conf" -i </dev/null

good=$conf
conf=$work/bad.conf
check_status "-i: a broken configuration" 0 one begin 1 account sshd sesame '' '' ''
check "-i: is the answer" says '^verdict	broken	config-broken	' "$work/check.log"
check "-i: and no name is logged that may be a password" sh -c "! grep sesame $work/check.log"
conf=$good

start inherited "ready on" with_users "$build/tests/e2e/peer" listen "$work/inherited.sock" \
	"$daemon" -e -c "$conf" -s 3
verdict "-s: a socket that was handed over" allow alice "$work/inherited.sock"
stop inherited
check_status "-s: ends with status 0" 0 test $? = 0
check "-s: the socket stays, it is not ours" test -S "$work/inherited.sock"

start_broker
timeout 20 "$build/tests/e2e/peer" late "$socket" "$broker_pid" begin 1 account sshd alice '' '' '' \
	>"$work/check.log" 2>&1
check "told to end, it still answers who has come" \
	test "$(grep -c '^verdict	allow	' "$work/check.log")" = 2
stop broker

check_status "a stream socket that somebody serves" 1 "$build/tests/e2e/peer" stream "$socket" \
	"$daemon" -e -c "$conf"
check "and it says so" says 'another program listens there' "$work/check.log"
check "which stays" test -S "$socket"
start_broker # nobody serves it any more
check_status "a second broker on the same path" 1 "$daemon" -e -c "$conf"
check "and it says why" says 'another broker listens there' "$work/check.log"
verdict "the first one still answers" allow alice
kill -STOP "$broker_pid"
check_status "a broker that hangs keeps its path too" 1 "$daemon" -e -c "$conf"
kill -CONT "$broker_pid"
kill -KILL "$broker_pid"
wait "$broker_pid" 2>/dev/null
check "a killed broker leaves its socket" test -S "$socket"
start_broker
verdict "which the next one replaces" allow alice
stop broker

echo precious >"$socket"
check_status "a file at the path" 1 "$daemon" -e -c "$conf"
check "stays as it is" says precious "$socket"
rm "$socket"
mkdir "$socket"
check_status "a folder at the path" 1 "$daemon" -e -c "$conf"
check "stays too" test -d "$socket"
rmdir "$socket"
ln -s "$work/inherited.sock" "$socket"
check_status "a symbolic link at the path" 1 "$daemon" -e -c "$conf"
check "stays, and so does what it names" test -L "$socket" -a -S "$work/inherited.sock"
rm "$socket"
sed "s|socket = \"[^\"]*\"|socket = \"$work/absent/login.sock\"|" "$conf" >"$work/bad.conf"
check_status "a folder that is not there" 1 "$daemon" -e -c "$work/bad.conf"

# Most of sixteen descriptors are the broker's own; the crowd leaves at the deadline of its begin.
few_descriptors()
{
	start broker "ready on" with_users sh -c 'ulimit -n 16 && exec "$@"' sh "$daemon" -e -c "$conf"
	check_status "more connections than descriptors" 0 \
		"$build/tests/e2e/peer" crowd "$socket" 10
	check "which the log says, and not for each attempt" \
		test "$(grep -c 'accept\|no descriptor' "$work/broker.log")" -lt 20
	check "in words" says 'no descriptor for a conversation' "$work/broker.log"
	stop broker
}
case $asan in
*tsan*) echo "# ThreadSanitizer itself needs more descriptors" ;;
*) few_descriptors ;;
esac
