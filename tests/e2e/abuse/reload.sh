# SPDX-License-Identifier: MIT
# SIGHUP: a new configuration as a whole, or the old one as a whole. The broker looks at signals
# before it accepts, so whoever connects after the signal is served by what it brought.
echo "# reload"
sed 's/per_origin = 8/asks = 10000; &/' "$conf" >"$work/good.conf" # alice logs in more often than people do
cp "$work/good.conf" "$conf"

# change LINE…: the good configuration with these lines, and the signal
change()
{
	{
		cat "$work/good.conf"
		printf '%s\n' "$@"
	} >"$conf.new"
	mv "$conf.new" "$conf"
	kill -HUP "$broker_pid"
}
start_broker
verdict "at first" expired carol
sed -i 's/prompts = 1;/prompts = 1; exempt_users = [ "carol" ];/' "$work/good.conf"
change
verdict "a good change counts" ignore carol
check "it says so" says 'doorward.conf: read again' "$work/broker.log"
sed -i 's/exempt_users = \[ "carol" \]/exempt_users = [ "alice" ]/' "$work/good.conf"
change 'closed = true;'
verdict "one bad line: the rest does not count either" ignore carol
verdict "one bad line: nothing of it counts" allow alice
check "it says where" says 'doorward.conf:[0-9]*: ' "$work/broker.log"
check "it says what happens" says 'the former configuration stays in force' "$work/broker.log"
rm "$conf"
kill -HUP "$broker_pid"
verdict "no file at all" ignore carol
mv "$work/sim/admin.skey" "$work/sim/away.skey"
change
verdict "a secret file that has gone" ignore carol
mv "$work/sim/away.skey" "$work/sim/admin.skey"
change
verdict "mended" ignore alice
verdict "mended as a whole" expired carol
sed -i 's/exempt_users = \[ "alice" \]/exempt_users = [ ]/' "$work/good.conf"
change
verdict "back again" allow alice

# Many reloads while many ask. Each of them must be answered by the one or the other. All ask the
# directory, so that each configuration has connections that must go with it.
sed -i 's/fresh = 1;/fresh = 0;/' "$work/good.conf"
change
verdict "asked each time" allow alice
fds=$(ls "/proc/$broker_pid/fd" | wc -l)
pids=
for i in 1 2 3 4 5 6 7 8; do
	(
		for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
			account alice
		done >"$work/load.$i"
	) &
	pids="$pids $!"
done
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
	if [ $((n % 5)) = 0 ]; then change 'closed = true;'; else change; fi
	account carol >>"$work/load.carol"
done
for pid in $pids; do
	wait "$pid"
done
check "200 logins during 25 reloads: all let in" test "$(cat "$work"/load.? | grep -c '^allow$')" = 200
check "and carol never" test "$(grep -c '^expired$' "$work/load.carol")" = 25
change
verdict "after that" allow alice
now=$(ls "/proc/$broker_pid/fd" | wc -l)
check "no descriptor is left of former configurations ($fds, now $now)" test "$now" -le $((fds + 36))
stop broker
check_status "it ends with status 0" 0 test $? = 0

# Started on a broken file, mended later.
cp "$work/good.conf" "$conf"
echo 'closed = true;' >>"$conf"
start broker "ready on" with_users "$build/tests/e2e/peer" listen "$work/broken.sock" \
	"$build/doorwardd" -e -c "$conf" -s 3
verdict "started on a broken file" broken alice "$work/broken.sock"
verdict "also for root" broken root "$work/broken.sock"
kill -HUP "$broker_pid"
verdict "still broken" broken alice "$work/broken.sock"
change
verdict "mended while it runs" allow alice "$work/broken.sock"
stop broker
check_status "it ends with status 0" 0 test $? = 0

# Told to end while the directory is silent: whoever waits gets a verdict, within the deadline.
echo "# end"
{
	cat "$work/good.conf"
	echo 'deadline: { broker = 4; api = 3; };' # longer than it takes to end
} >"$conf"
port=$(sed -n 's/^	port = \([0-9]*\);/\1/p' "$conf" | head -n 1)
start_broker
verdict "before the directory is silent" expired carol
curl -sS --max-time 10 --cacert "$work/sim/ca.pem" "https://localhost:$port/_sim/fault" \
	-d '{"match": "*", "kind": "stall"}' >"$work/control"
idle=$(ls "/proc/$broker_pid/fd" | wc -l)
pids=
for who in alice bob carol dave erin frank grace heidi; do
	account $who >"$work/end.$who" &
	pids="$pids $!"
done
# all eight are in the broker once it has as many descriptors more
for n in $(seq 500); do
	[ "$(ls "/proc/$broker_pid/fd" | wc -l)" -lt $((idle + 8)) ] || break
	sleep 0.01
done
began=$(cut -d. -f1 /proc/uptime)
stop broker
check_status "a silent directory: it ends with status 0" 0 test $? = 0
took=$(($(cut -d. -f1 /proc/uptime) - began))
check "a silent directory: it ends within 5 s ($took s)" test $took -le 5
for pid in $pids; do
	wait "$pid"
done
check "a silent directory: everybody gets a verdict" \
	test "$(cat "$work"/end.* | grep -c '^unavailable$')" = 7
check "a silent directory: a refusal that is known stands" grep -q '^expired$' "$work/end.carol"
