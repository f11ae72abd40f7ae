# SPDX-License-Identifier: MIT
# Computer usernames from the Allthenticate organisation.
# shellcheck shell=sh disable=SC2154

port=$(sed -n 's/^	port = \([0-9]*\);/\1/p' "$work/sim/doorward.conf" | head -n 1)
control() { curl -sS --max-time 10 --cacert "$work/sim/ca.pem" "$@"; }
reset_counters() { control -d '{}' "https://localhost:$port/_sim/reset" >/dev/null; }

configure 'allthenticate = true; allthenticate_rate = 1000;'
exits 0 'a sync' sync
check 'further names' shown 'user bob.example is bob:2001000001:.*'
check 'and their map' shown 'map bob.example to bob, bypass'
id=$(timeout 20 "$build/doorward" --config "$conf" api allthenticate_multipleusers |
	tr -d ' \n' | sed 's/},{/}\n{/g' | sed -n 's/.*"email":"alice@example.com","email_id":\([0-9]*\).*/\1/p')
run -y api allthenticate_modifyallusernames --email_id "$id" \
	--computer_usernames '[{"computer_username":"CORP\\jdeveloper"},{"computer_username":"alice"}]'
exits 0 'a sync soon after a change' sync
check 'does not ask again for who has not changed' not_shown 'jdeveloper'
configure 'allthenticate = true; allthenticate_rate = 1000; allthenticate_refresh = 0;'
exits 0 'a sync that does' sync
check 'has the new name, by the rules for names' shown 'user jdeveloper is alice:2001000000:.*'
check 'and its map' shown 'map jdeveloper to alice, active'
show
cp "$work/show" "$work/before"
configure 'allthenticate = true;'
exits 0 'it is remembered' sync
show
check 'in full' cmp -s "$work/show" "$work/before"
control -d '{"match":"GET /allthenticate/multipleusers","kind":"status","value":500,"count":9}' \
	"https://localhost:$port/_sim/fault" >/dev/null
run sync
check 'an organisation that does not answer ends the sync' [ $rc != 0 ]
show
check 'and changes nothing' cmp -s "$work/show" "$work/before"
reset_counters
control -d '{"match":"GET /allthenticate/multipleusers","kind":"ratelimit","value":1,"count":1}' \
	"https://localhost:$port/_sim/fault" >/dev/null
exits 0 'one that wants patience for a moment has it' sync
reset_counters
printf 'bob,builder\n' >"$work/names.csv"
chmod 644 "$work/names.csv"
configure "usernames_file = \"$work/names.csv\"; allthenticate = true;"
exits 0 'names of a file and of the organisation' sync
check 'both count' shown 'user builder is bob:.*'
check 'for one person' shown 'user bob.example is bob:.*'

fresh
configure 'allthenticate = true;'
run sync
check 'a clock that was a month ahead for one sync' \
	"$build/tests/e2e/state_edit" "$var" 'UPDATE known SET fetched = fetched + 2592000'
run -y api allthenticate_modifyallusernames --email_id "$id" --computer_usernames '[{"computer_username":"alice"}]'
exits 0 'the next sync' sync
check 'asks again' not_shown 'jdeveloper'

# one answer that cannot be read
run -y api allthenticate_modifyallusernames --email_id "$id" --computer_usernames '[{"computer_username":"jdev"}]'
configure 'allthenticate = true; allthenticate_rate = 1000; allthenticate_refresh = 0;'
run sync
check 'a name of the organisation' shown 'user jdev is alice:.*'
for body in '{\"computer_usernames\": [7]}' '{\"computer_usernames\": [\"\\u0000\"]}' '{}'; do
	control -d "{\"match\":\"GET /allthenticate/user\",\"kind\":\"answer\",\"body\":\"$body\"}" \
		"https://localhost:$port/_sim/fault" >/dev/null
	exits 0 "an answer such as $body" sync
	check 'leaves the names as they were' shown 'user jdev is alice:.*'
	check 'and is told' err_has "Allthenticate user $id: stays as last seen"
	"$build/tests/e2e/state_edit" "$var" 'DELETE FROM known' || check 'the names are forgotten' false
	exits 0 'the same where no names were known' sync
	check 'leaves them, too' shown 'user jdev is alice:.*'
	reset_counters
	run sync
done
