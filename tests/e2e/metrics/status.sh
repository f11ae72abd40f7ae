# SPDX-License-Identifier: MIT
# doorward status: one screen, and words for what it cannot know.
# shellcheck shell=sh disable=SC2154
echo "# status"

mkdir -p "$work/var"
configure "sync: { folder = \"$work/var\"; interval = 3600; };" "serve: { socket = \"$work/admin.sock\"; };"
run status
check 'no broker: exit 6' [ $rc = 6 ]
check 'it says so first' first_line '^Doors are shut: the broker does not answer'
check 'a screen' screen
start broker 'sync: accounts=' with_users "$build/doorwardd" -e -c "$conf"
run status
check 'a broker: exit 0' [ $rc = 0 ]
check 'doors work' first_line '^Doors work: '
check 'a screen' screen
check 'the sync' says '^sync           ok       every 60 min; [0-9]* s ago: 360 added'
check 'the accounts' says '^accounts       ok       357 users, '
check 'serve does not run' says '^serve          off '
for user in alice alice alice carol bob; do
	login account sshd $user
done
login account sshd root
run status
check 'logins' says '^logins         ok       last 15 min: 4 allowed, 1 refused, stepped aside for 1$'
check 'and why' says '^reasons        ok       3 active: allow, '
check 'the one who is disabled' grep -q 'disabled: expired' "$work/out"
check 'the cache' says '^cache          ok       3 people; answered 40 % of 5 look-ups$'
check 'a screen' screen
run status -o json
check 'as JSON the same rows' node -e '
	const rows = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))
	const parts = rows.map((r) => r.part).join()
	console.log(parts)
	if (parts !== "doors,broker,configuration,admin api,auth api,clock,directory,cache,logins,reasons,accounts,sync,serve" ||
		rows.some((r) => !["ok", "off"].includes(r.state) || !r.text)) process.exit(1)' "$work/out"
if [ "$(id -u)" = 0 ]; then # somebody who may not read the secrets
	setpriv --reuid=65534 --regid=65534 --clear-groups timeout 20 "$build/doorward" \
		--config "$conf" status >"$work/out" 2>&1
	check 'an ordinary user: exit 0' [ $? = 0 ]
	check 'what he may not know is unknown' says '^admin api      unknown  you may not read its secret'
	check 'what the broker knows is told' says '^cache          ok       3 people; '
	check 'doors work' first_line '^Doors work: '
fi
scrape
check 'syncs are told' told 'doorwardd_sync_runs_total{result="ok"}' 1
check 'and the file' told doorwardd_accounts_users 357
cp "$work/scrape" "$work/scrape-sync"
stop broker

# why a sync failed may name a person
configure "sync: { folder = \"$work/none\"; interval = 3600; };"
start broker 'sync.folder: ' with_users "$build/doorwardd" -e -c "$conf"
run status
check 'root is told why a sync failed' says "^sync           fails    failed: .*sync.folder: $work/none"
if [ "$(id -u)" = 0 ]; then
	setpriv --reuid=65534 --regid=65534 --clear-groups timeout 20 "$build/doorward" \
		--config "$conf" status >"$work/out" 2>&1
	check 'and nobody else' says '^sync           fails    failed: root is told why$'
	chmod 0600 "$conf"
	setpriv --reuid=65534 --regid=65534 --clear-groups timeout 20 "$build/doorward" \
		--config "$conf" status >"$work/out" 2>&1
	check 'a file that others may read is no fault' says '^configuration  unknown  '
	chmod 0644 "$conf"
fi
stop broker

# the broker was given a broken file, and a socket, which such a file cannot name
configure "broker_socket = 1;"
sed -e 's/^broker_socket.*//' "$conf" >"$work/fine.conf"
start broken 'not usable' "$build/tests/e2e/peer" listen "$work/sim/login.sock" \
	"$build/doorwardd" -e -c "$conf" -s 3
cli_conf=$work/fine.conf
run status
check 'a broken configuration: exit 1' [ $rc = 1 ]
check 'every login is refused' first_line '^Doors are shut: the configuration is broken'
check 'where to look' says '^configuration  fails    the broker has none that is usable'
scrape
check 'it is told' told doorwardd_configuration_broken 1
check 'as number 0' told doorwardd_configuration_generation 0
stop broken
cli_conf=
run status
check 'a file that we cannot use: exit 1' [ $rc = 1 ]
check 'nobody knows' first_line '^Unknown: '
check 'the fault' grep -q -F ' did you mean broker.socket?' "$work/out"
check 'a screen' screen
configure
