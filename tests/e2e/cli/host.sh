# SPDX-License-Identifier: MIT
# config and status.
# shellcheck shell=sh disable=SC2154

exits 0 'config check' config check
check 'one line' lines 1
check 'ok' out_has ': ok: localhost, Admin API and Auth API'
printf 'login: { prompts = 99; promts = 3; };\ncache: { fresh = "soon"; };\n' >"$work/bad.tail"
cat "$conf" "$work/bad.tail" >"$work/bad.conf"
run --config "$work/bad.conf" config check
check 'config check of a faulty file (exit 1)' [ $rc = 1 ]
check 'every fault has its line' [ "$(grep -c "^$work/bad.conf:[0-9]*: " "$work/out")" = 3 ]
check 'and a suggestion' out_has 'login.prompts?'
check 'and nothing more' sh -c "! [ -s '$work/err' ]"
run --config "$work/bad.conf" user list
check 'other commands refuse it (exit 1)' [ $rc = 1 ]
check 'with the first fault' err_has "$work/bad.conf:"
check 'and how many more' err_has 'and 2 more'
chmod 644 "$work/sim/auth.skey"
exits 0 'config check of an open secret' config check
check 'warns' err_has 'warning: duo.auth.skey_file:'
chmod 600 "$work/sim/auth.skey"
sed '0,/ikey = "[^"]*"/s//ikey = "DIXXXXXXXXXXXXXXXXXX"/' "$conf" >"$work/example.conf"
run --config "$work/example.conf" config check
check "config check of an example's key (exit 1)" [ $rc = 1 ]
check 'names it' out_has 'duo.admin.ikey is that of an example'
(umask 077 && echo DIAAAAAAAAAAAAAAAAAA >"$work/sim/sim.key")
for slip in 's/host = "localhost"/host = "admin-abcd1234.duosecurity.com"/ duo.host' \
	'0,/ikey = "DI/s//ikey = "D/ duo.admin.ikey' '0,/ikey = "DI/s//ikey = "DIa/ duo.admin.ikey' \
	"s#[^\"]*/auth.skey#$work/sim/sim.key# duo.auth.skey_file:"; do
	sed "${slip% *}" "$conf" >"$work/slip.conf"
	exits 0 "config check of a slip: ${slip##* }" --config "$work/slip.conf" config check
	check 'warns' err_has "warning: ${slip##* } "
done
exits 1 'config check of no file' --config "$work/none.conf" config check
exits 0 'config dump' config dump
cp "$work/out" "$work/dump.conf"
run --config "$work/dump.conf" config dump
check 'reads back to the same' cmp -s "$work/out" "$work/dump.conf"
exits 0 'config example' config example
check 'is the file that is shipped' cmp -s "$work/out" "$top/conf/doorward.conf.example"

exits 6 'status without a broker' status
check 'says first that doors are shut' sh -c "head -n 1 '$work/out' | grep -q '^Doors are shut: the broker '"
check 'configuration' grep -q '^configuration  ok ' "$work/out"
check 'broker' grep -q '^broker         fails ' "$work/out"
check 'what only the broker knows' grep -q '^logins         unknown ' "$work/out"
check 'Admin API' grep -q '^admin api      ok .*may read resources and information' "$work/out"
check 'Auth API' grep -q '^auth api       ok ' "$work/out"
check 'accounts' grep -q '^accounts       ' "$work/out"
check 'clock' grep -q '^clock          ok ' "$work/out"
passwd=$work/passwd # whoever runs this is alice
sed "s/^alice:x:1501:/alice:x:$(id -u):/; /^root:/d" "$top/tests/data/passwd" >"$passwd"
start_broker "$conf" || fail 'the broker starts'
exits 0 'status with a broker' status
check 'says first that doors work' sh -c "head -n 1 '$work/out' | grep -q '^Doors work: '"
check 'it answers' grep -q '^broker         ok .*; 0 of 10000 conversations' "$work/out"
exits 0 'status as JSON' status -o json
check 'is a list' out_has '"part": "broker"'
check 'that begins with the sentence' out_has '"text": "Doors work: '
control POST fault '{"match": "*", "kind": "skew", "value": 200}' >/dev/null
exits 1 'status with a clock that is wrong' status
check 'says how much' grep -q '^clock          fails .*behind' "$work/out"
control POST reset '{"state": true}' >/dev/null
control POST fault '{"match": "GET /admin/v1/users", "kind": "status", "value": 403}' >/dev/null
exits 5 'status without the permission' status
check 'names it' out_has 'Grant read resource'
control POST reset '{}' >/dev/null
sed '/auth: {/,/};/d' "$conf" >"$work/noauth.conf"
run --config "$work/noauth.conf" status
check 'status without the Auth API' grep -q '^auth api       off ' "$work/out"
stop broker
unset passwd
