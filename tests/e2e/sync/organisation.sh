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
run -y api allthenticate_modifyallusernames --email_id "$id" --computer_usernames '[{"computer_username":"alice"}]'
