# SPDX-License-Identifier: MIT
# The look-up of a person's status goes wrong, in every way in which an answer can.
#
# Machinery (cron) is stopped by knowledge only, never by ignorance: SUCCESS in each row.
#
# A person who cannot be understood is remembered as refused, so those rows come last. That is an
# answer: it is never taken for an outage, neither for this person nor for others.
#
# name | kind of fault | more of it | unreachable = "deny" | unreachable = "ignore"
answers='
silent              | stall     |                                     | AUTHINFO_UNAVAIL | aside
trickling           | trickle   |                                     | AUTHINFO_UNAVAIL | aside
truncated           | truncate  |                                     | AUTHINFO_UNAVAIL | aside
garbage             | garbage   |                                     | AUTHINFO_UNAVAIL | aside
empty body          | answer    | "body": ""                          | AUTHINFO_UNAVAIL | aside
html 500            | html      | "value": 500                        | AUTHINFO_UNAVAIL | aside
html 503            | html      | "value": 503                        | AUTHINFO_UNAVAIL | aside
500                 | status    | "value": 500                        | AUTHINFO_UNAVAIL | aside
503                 | status    | "value": 503                        | AUTHINFO_UNAVAIL | aside
401 wrong key       | status    | "value": 401                        | SERVICE_ERR      | SERVICE_ERR
403 no permission   | status    | "value": 403                        | SERVICE_ERR      | SERVICE_ERR
400 refused         | status    | "value": 400                        | PERM_DENIED      | PERM_DENIED
404 not found       | status    | "value": 404                        | PERM_DENIED      | PERM_DENIED
404 of a stranger   | answer    | "value": 404, "body": "no such page" | AUTHINFO_UNAVAIL | aside
redirect            | answer    | "value": 302, "headers": {"Location": "https://localhost:1/"} | AUTHINFO_UNAVAIL | aside
429                 | ratelimit |                                     | AUTHINFO_UNAVAIL | aside
429 retry after 0   | answer    | "value": 429, "headers": {"Retry-After": "0"} | AUTHINFO_UNAVAIL | aside
429 retry after -5  | answer    | "value": 429, "headers": {"Retry-After": "-5"} | AUTHINFO_UNAVAIL | aside
429 retry after ages | answer   | "value": 429, "headers": {"Retry-After": "99999999999999999999"} | AUTHINFO_UNAVAIL | aside
429 retry after a date | answer | "value": 429, "headers": {"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"} | AUTHINFO_UNAVAIL | aside
300 MB              | huge      | "value": 300                        | AUTHINFO_UNAVAIL | aside
reset before        | reset_early |                                   | AUTHINFO_UNAVAIL | aside
reset after         | reset     |                                     | AUTHINFO_UNAVAIL | aside
200 stat FAIL       | answer    | "body": "{\"stat\": \"FAIL\", \"code\": 40002, \"message\": \"no\"}" | AUTHINFO_UNAVAIL | aside
200 no stat         | answer    | "body": "{\"response\": [{\"status\": \"active\"}]}" | AUTHINFO_UNAVAIL | aside
clock off by a week | skew      | "value": 604800                     | SERVICE_ERR      | SERVICE_ERR
200 no list         | answer    | "body": "{\"stat\": \"OK\", \"response\": {\"status\": \"active\"}}" | PERM_DENIED | PERM_DENIED
200 not a person    | answer    | "body": "{\"stat\": \"OK\", \"response\": [\"active\"]}" | PERM_DENIED | PERM_DENIED
status not known    | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"username\": \"alice\", \"status\": \"superactive\"}]}" | PERM_DENIED | PERM_DENIED
status not a word   | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"username\": \"alice\", \"status\": 1}]}" | PERM_DENIED | PERM_DENIED
two people          | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"status\": \"active\"}, {\"status\": \"active\"}]}" | PERM_DENIED | PERM_DENIED
groups no list      | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"status\": \"active\", \"groups\": {\"status\": \"Active\"}}]}" | PERM_DENIED | PERM_DENIED
groups without end  | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"status\": \"active\", \"groups\": [GROUPS]}]}" | PERM_DENIED | PERM_DENIED
status missing      | answer    | "body": "{\"stat\": \"OK\", \"response\": [{\"username\": \"alice\"}]}" | PERM_DENIED | PERM_DENIED
'

# answer_row NAME KIND MORE DENY IGNORE
answer_row()
{
	fresh_fault '{}' "$LOOKUP" "$2" "$3"
	for service in sshd sudo; do
		expect "$1" "$4" $STEP deny $service alice account
		expect "$1" "$5" $STEP ignore $service alice account
	done
	expect "$1" "$4" $STEP deny sshd alice auth 123456789
	expect "$1" "$5" $STEP ignore sshd alice auth 123456789
	equal "$(count "$AUTH_CALL")" 0 "$1: no code leaves this host"
	# a look-up goes on behind this answer, maybe into the next row: so it is about somebody else
	expect "$1" SUCCESS $STEP deny cron bob account
}

# What a case before it has taught the broker must not help: nobody was looked up so far.
many=$(printf '{\\\\"status\\\\": \\\\"Active\\\\"},%.0s' $(seq 4097))
printf '%s\n' "$answers" | grep . | tr -s ' ' | sed "s/\[GROUPS\]/[${many%,}]/" >"$work/rows"
while IFS='|' read -r name kind more deny ignore <&8; do
	try answer_row "${name% }" "$(echo $kind)" "${more# }" "$(echo $deny)" "$(echo $ignore)"
done 8<"$work/rows"

rss=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$deny_pid/status")
[ -n "$asan" ] || at_most "$rss" 65536 "300 MB: the broker's memory in kB"

clock_row()
{
	post reset '{}'
	fault "$LOOKUP" skew '"value": 3600'
	expect "clock off by an hour: corrected from the answer" SUCCESS $STEP deny sshd alice account
	post reset '{}'
	expect "after all that the broker still answers" SUCCESS $STEP deny sshd alice account
}
try clock_row

# One person who cannot be understood does not close the door to others, however often they come.
odd_person()
{
	post reset '{}'
	conf odd "$base $forget breaker: { failures = 2; pause = 60; }; $(login ignore)"
	broker odd
	fault "$LOOKUP" answer '"body": "{\"stat\": \"OK\", \"response\": [{\"status\": \"active\", \"groups\": 1}]}", "count": 3'
	for n in 1 2 3; do
		expect "an odd person" PERM_DENIED $STEP odd sshd alice account
	done
	equal "$(grep -c "why=\"the user's groups are not a list\"" "$work/odd.log")" 3 "an odd person: in words"
	expect "an odd person: the next one" ACCT_EXPIRED $STEP odd sshd carol account
	stop odd
}
try odd_person

# The same where preauth gives the status.
odd_preauth()
{
	post reset '{}'
	conf odd "$base $forget breaker: { failures = 2; pause = 60; }; $(login ignore)" \
		-e '1,/^	};/{/^	admin: {/,/^	};/d}'
	broker odd
	fault "$PREAUTH" answer '"body": "{\"stat\": \"OK\", \"response\": {\"result\": \"perhaps\"}}", "count": 3'
	for n in 1 2 3; do
		expect "preauth in an odd mood" PERM_DENIED $STEP odd sshd alice account
	done
	expect "preauth in an odd mood: the next one" PERM_DENIED $STEP odd sshd carol account
	equal "$(grep -c "reason=denied" "$work/odd.log")" 1 "preauth in an odd mood: it is asked again"
	stop odd
}
try odd_preauth

# The address for enrolment is looked for in what the look-up left of the broker's time: the module
# hears nothing meanwhile, and would give up.
slow_lookup()
{
	conf slowly "deadline: { broker = 1.6; api = 1.4; }; $forget $patient $(login deny)"
	broker slowly
	fresh
	fault "$LOOKUP" delay '"value": 1100'
	fault "$PREAUTH" stall
	expect "not enrolled, slow look-up, silent preauth" PERM_DENIED 1950 slowly sshd grace auth
	stop slowly
}
try slow_lookup
