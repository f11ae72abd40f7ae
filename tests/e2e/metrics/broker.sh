# SPDX-License-Identifier: MIT
# The broker counts what it does, and nobody can make it count more kinds of things.
# shellcheck shell=sh disable=SC2154
echo "# broker"

configure 'cache: { fresh = 3600; };'
start_broker
scrape
check 'a fresh broker: the text is sound' judge scrape "$work/scrape"
check 'it is up' told doorward_broker_up 1
check 'nobody was judged' [ "$(grep -c '^doorwardd_verdicts_total' "$work/scrape")" = 0 ]
check 'whether the directory answers is not known' not grep -q directory_reachable "$work/scrape"
check 'a conversation: this one' told doorwardd_conversations 1
check 'the configuration is the first' told doorwardd_configuration_generation 1
check 'and not broken' told doorwardd_configuration_broken 0

login account sshd alice
login account sshd alice
login account sudo carol
login auth sshd carol
scrape
check 'after logins: the text is sound' judge scrape "$work/scrape"
allowed='doorwardd_verdicts_total{verdict="allow",reason="active",phase="account",class="interactive"}'
check 'two were let in' told "$allowed" 2
check 'one was stopped at sudo' told \
	'doorwardd_verdicts_total{verdict="expired",reason="disabled",phase="account",class="elevation"}' 1
check 'and one before a prompt' told \
	'doorwardd_verdicts_total{verdict="deny",reason="disabled",phase="auth",class="interactive"}' 1
check 'each with its time' told 'doorwardd_login_seconds_count{phase="account"}' 3
check 'two look-ups were live' told 'doorwardd_lookups_total{source="live"}' 2
check 'two were not' told 'doorwardd_lookups_total{source="cache"}' 2
check 'two people are remembered' told doorwardd_cache_entries 2
check 'two calls' told 'doorwardd_api_calls_total{operation="listusers",result="ok"}' 2
check 'with their time' told 'doorwardd_api_seconds_count{operation="listusers"}' 2
check 'the directory answers' told doorwardd_directory_reachable 1

# whoever may connect can say anything
series=$(rows scrape)
for i in 1 2 3 4 5 6 7 8 9 10; do
	login account "svc$i" "nobody$i"
	login account sshd 'x"} 1'
	say "begin$i" 1 >"$work/verdict"
	say status 2 >"$work/verdict"
done
scrape
check 'strange questions: the text is sound' judge scrape "$work/scrape"
check 'they are counted' told 'doorwardd_conversations_refused_total{reason="malformed"}' 20
check 'at most one further series' [ "$(rows scrape)" -le $((series + 1)) ]
check 'and nobody is named' not grep -q -e alice -e carol -e nobody -e svc "$work/scrape"

cp "$conf" "$work/fine.conf"
cli_conf=$work/fine.conf
configure 'cache: { fresh = 3600; };' 'closed = true;'
kill -HUP "$broker_pid"
login account sshd alice
scrape
check 'a faulty file: the former configuration stays' told doorwardd_configuration_generation 1
check 'and that is told' told doorwardd_configuration_rejected 1
check 'it is not broken' told doorwardd_configuration_broken 0
check 'and counted' told 'doorwardd_configuration_reads_total{result="faulty"}' 1
run status
check 'status: exit 1' [ $rc = 1 ]
check 'where to look' says '^configuration  fails    faulty, so the former one stays in force'
run --config "$conf" metrics
check 'with the faulty file: exit 1' [ $rc = 1 ]
check 'and numbers all the same' says '^doorward_broker_up 0$' # none is at the usual place
configure 'cache: { fresh = 3600; };'
cli_conf=
kill -HUP "$broker_pid"
login account sshd alice
scrape
check 'mended: the second one' told doorwardd_configuration_generation 2
check 'nothing is rejected' told doorwardd_configuration_rejected 0

# a file for a collector
"$build/doorward" --config "$conf" metrics --file "$work/doorward.prom"
check 'a file: the same families' sh -c "grep '^#' '$work/doorward.prom' | cmp - '$work/headings'" \
	"$(grep '^#' "$work/scrape" >"$work/headings")"
check 'everybody may read it' [ "$(stat -c %a "$work/doorward.prom")" = 644 ]
stop broker
run metrics --file "$work/doorward.prom"
check 'without a broker: exit 6' [ $rc = 6 ]
check 'the file tells that' grep -q -x 'doorward_broker_up 0' "$work/doorward.prom"
check 'and nothing else' [ "$(grep -c -v '^#' "$work/doorward.prom")" = 1 ]
check 'which is sound' judge scrape "$work/doorward.prom"
