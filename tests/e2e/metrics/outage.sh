# SPDX-License-Identifier: MIT
# The directory is silent, comes back, and refuses the credentials: numbers and words follow.
# shellcheck shell=sh disable=SC2154
echo "# outage"

configure 'cache: { fresh = 0; };' 'breaker: { failures = 2; pause = 0.1; };'
start_broker
login account sshd alice
control POST fault '{"match": "*", "kind": "status", "value": 503}'
login account sshd alice
scrape
check 'one failure: the directory is silent' told doorwardd_directory_reachable 0
check 'the breaker is closed' told doorwardd_breaker_open 0
check 'the failure has its kind, and so has the question about nobody behind it' told \
	'doorwardd_api_calls_total{operation="listusers",result="unreachable"}' 2
login account sshd alice
login account sshd bob
login account sshd bob
scrape
check 'two: it is open' told doorwardd_breaker_open 1
check 'once' told doorwardd_breaker_openings_total 1
check 'nothing was to be had' told 'doorwardd_lookups_total{source="none"}' 4
check 'nobody came in' told 'doorwardd_verdicts_total{verdict="unavailable",reason="unreachable",phase="account",class="interactive"}' 4
check 'the text is sound' judge scrape "$work/scrape"
cp "$work/scrape" "$work/scrape-outage"
run status
check 'status: exit 6' [ $rc = 6 ]
check 'few may pass' first_line '^Doors are nearly shut: the directory is silent'
check 'the broker itself is fine' says '^broker         ok '
check 'left alone' says '^directory      fails    silent [0-9]* s ago, left alone for now: '
check 'a screen' screen
control POST reset '{}'
for n in $(seq 500); do # until the pause has passed
	login account sshd alice
	grep -q 'verdict	allow' "$work/verdict" && break
done
scrape
check 'it answers again' told doorwardd_directory_reachable 1
check 'the breaker is closed' told doorwardd_breaker_open 0
check 'it was open once' told doorwardd_breaker_openings_total 1
run status
check 'doors work' first_line '^Doors work: '
check 'the silence is not forgotten' says 'was silent [0-9]* s ago$'
stop broker

configure 'login: { unreachable = "ignore"; };'
control POST fault '{"match": "*", "kind": "status", "value": 503}'
start_broker
login account sshd alice
run status
check 'with login.unreachable = ignore' first_line '^Doors stand open: '
stop broker
control POST reset '{}'

configure
cp "$work/sim/admin.skey" "$work/admin.skey"
printf 'wrongwrongwrongwrongwrongwrongwrongwrong\n' >"$work/sim/admin.skey"
start_broker
login account sshd alice
run status
check 'a wrong key: exit 4' [ $rc = 4 ]
check 'all are refused' first_line "^Doors are shut: the directory refuses the broker's credentials"
scrape
check 'the kind of error' told 'doorwardd_api_calls_total{operation="listusers",result="credentials"}' 1
check 'it does answer' told doorwardd_directory_reachable 1
cp "$work/admin.skey" "$work/sim/admin.skey"
stop broker
