# SPDX-License-Identifier: MIT
# The directory answers about one person in a way that makes no sense, and about everybody else as
# ever. That is no outage: the person is refused by name whatever login.unreachable says, the log has
# the reason, others are served meanwhile, and three tries of the person open no breaker.
#
# Whoever was not understood is remembered as refused, so alice is let in between two rows.
#
# name | kind of fault | more of it | words of the log
odd='
500                 | status    | "value": 500  | HTTP 500.*about this person alone
503                 | status    | "value": 503  | HTTP 503.*about this person alone
html 500            | html      | "value": 500  | HTTP 500.*about this person alone
html 502            | html      | "value": 502  | HTTP 502.*about this person alone
html 200            | answer    | "body": "<html>" | not JSON.*about this person alone
garbage             | garbage   |               | about this person alone
empty body          | answer    | "body": ""    | not JSON.*about this person alone
404 of a stranger   | answer    | "value": 404, "body": "no such page" | HTTP 404.*about this person alone
redirect            | answer    | "value": 302, "headers": {"Location": "https://localhost:1/"} | redirect.*about this person alone
200 stat FAIL       | answer    | "body": "{\"stat\": \"FAIL\", \"code\": 50001, \"message\": \"no\"}" | 50001.*about this person alone
200 no stat         | answer    | "body": "{\"response\": []}" | about this person alone
9 MiB               | huge      | "value": 9    | too big.*about this person alone
half a document     | answer    | "body": "{\"stat\": \"OK\", \"response\": [" | not JSON, at byte 28, at or behind ..response
a NUL               | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"notes\": \"a\\u0000b\"}]}" | a NUL character, at byte [0-9]*, at or behind ..notes
half a pair         | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"notes\": \"\\ud800\"}]}" | not UTF-8, at byte [0-9]*, at or behind ..notes
too deep            | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"notes\": DEEP}]}" | nested too deeply, at byte [0-9]*, at or behind ..notes
a number too long   | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"created\": 1e999}]}" | a number beyond all measure.*created
no list             | answer    | "body": "{\"stat\": \"OK\", \"response\": {\"status\": \"active\"}}" | not a list of users
no response         | answer    | "body": "{\"stat\": \"OK\"}" | not a list of users
no person           | answer    | "body": "{\"stat\": \"OK\", \"response\": [\"active\"]}" | no user object
two people          | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"status\": \"active\"}, {\"status\": \"active\"}]}" | 2 users of this name
status not a word   | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"username\": \"alice\", \"status\": 1}]}" | .
status not known    | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"username\": \"alice\", \"status\": \"superactive\"}]}" | .
groups no list      | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"status\": \"active\", \"groups\": 7}]}" | groups are not a list
'
# about nobody, Duo has the ping of the Auth API
odd_auth='
500                 | status    | "value": 500  | HTTP 500.*about this person alone
garbage             | garbage   |               | about this person alone
a NUL               | answer    | "body": "{\"stat\": \"OK\", \"response\": {\"result\": \"allow\", \"status_msg\": \"\\u0000\"}}" | a NUL character.*status_msg
no result           | answer    | "body": "{\"stat\": \"OK\", \"response\": {}}" | answered no result
'

# odd_row ROUTE BROKER NAME KIND MORE WORDS: alice at a broker for each stance
odd_row()
{
	fresh
	for stance in deny ignore; do
		expect "$3: alice is let in" SUCCESS $STEP "$2_$stance" sshd alice account
	done
	fault "$1" "$4" "${5:+$5, }\"about\": \"alice\""
	for stance in deny ignore; do
		for service in sshd sudo; do
			expect "$3" PERM_DENIED $STEP "$2_$stance" $service alice account
		done
		[ "$2" = by_auth ] || expect "$3" PERM_DENIED $STEP "$2_$stance" sshd alice auth 123456789
		expect "$3: meanwhile" SUCCESS $STEP "$2_$stance" sshd bob account
		if sed "1,${log_seen}d" "$work/$2_$stance.log" | grep -q "user=alice .*$6"; then
			ok "$3: the log says why ($2_$stance)"
		else
			not_ok "$3: the log does not say why ($2_$stance): $(grep 'user=alice' "$work/$2_$stance.log" | tail -n 1)"
		fi
	done
	equal "$(count "$AUTH_CALL")" 0 "$3: no code leaves this host"
}

# odd_table ROUTE BROKER: reads rows
odd_table()
{
	deep=$(printf '[%.0s' $(seq 40))$(printf ']%.0s' $(seq 40))
	grep . | tr -s ' ' | sed "s/DEEP/$deep/" >"$work/rows"
	while IFS='|' read -r name kind more words <&8; do
		log_seen=$(wc -l <"$work/$2_deny.log")
		ignored=$(wc -l <"$work/$2_ignore.log")
		[ "$ignored" -ge "$log_seen" ] || log_seen=$ignored
		try odd_row "$1" "$2" "${name% }" "$(echo $kind)" "$(printf '%s\n' "$more" | sed 's/^ *//; s/ *$//')" "$(printf '%s\n' "$words" | sed 's/^ *//; s/ *$//')"
	done 8<"$work/rows"
}

strict='breaker: { failures = 3; pause = 60; };'
for stance in deny ignore; do
	conf by_admin_$stance "$base $forget $strict $(login $stance)"
	conf by_auth_$stance "$base $forget $strict $(login $stance)" -e '1,/^	};/{/^	admin: {/,/^	};/d}'
	broker by_admin_$stance
	broker by_auth_$stance
done
odd_table "$LOOKUP" by_admin <<ROWS
$odd
ROWS
odd_table "$PREAUTH" by_auth <<ROWS
$odd_auth
ROWS

# The first fault of a person costs a question about nobody, those behind it do not.
fresh_fault '{}' "$LOOKUP" status '"value": 500, "about": "bob"'
expect 'the first fault' PERM_DENIED $STEP by_admin_deny sshd bob account
equal "$(count "$LOOKUP")" 2 'a question about nobody is asked'
expect 'the second fault' PERM_DENIED $STEP by_admin_deny sshd bob account
equal "$(count "$LOOKUP")" 3 'and what it said is kept'

# An outage is one all the same, and that it is one is found out once.
fresh_fault '{}' "$LOOKUP" status '"value": 500'
expect 'a fault about everybody' AUTHINFO_UNAVAIL $STEP by_admin_deny sshd grace account
expect 'and about the next' AUTHINFO_UNAVAIL $STEP by_admin_deny sshd bob account
equal "$(count "$LOOKUP")" 3 'nobody is asked about once'
expect 'people step past' aside $STEP by_admin_ignore sshd bob account
fresh_fault '{}' "$PREAUTH" status '"value": 500'
fault 'GET /auth/v2/ping' status '"value": 500'
expect 'the same of the Auth API' aside $STEP by_auth_ignore sshd bob account
fresh
for stance in deny ignore; do
	stop by_admin_$stance
	stop by_auth_$stance
done
