# SPDX-License-Identifier: MIT
# The status is known, the person is asked, and then the directory fails. A code that could not be
# checked opens nothing, whatever login.unreachable says, and it is sent at most once.

# While preauth fails in any way, the check of the code itself decides.
# name | kind of fault | more of it
preauth='
silent            | stall     |
trickling         | trickle   |
truncated         | truncate  |
garbage           | garbage   |
empty body        | answer    | "body": ""
html 500          | html      | "value": 500
503               | status    | "value": 503
401               | status    | "value": 401
400               | status    | "value": 400
403               | status    | "value": 403
404               | status    | "value": 404
429               | ratelimit |
reset             | reset     |
no status_msg     | answer    | "body": "{\"stat\": \"OK\", \"response\": {\"result\": \"auth\"}}"
result not known  | answer    | "body": "{\"stat\": \"OK\", \"response\": {\"result\": \"open\", \"status_msg\": \"come in\"}}"
result missing    | answer    | "body": "{\"stat\": \"OK\", \"response\": {}}"
stat FAIL         | answer    | "body": "{\"stat\": \"FAIL\", \"code\": 40002, \"message\": \"no\"}"
'

preauth_row()
{
	fresh_fault '{"state": true}' "$PREAUTH" "$2" "$3"
	expect "preauth $1, wrong code" AUTH_ERR $AUTH deny sshd alice auth 987654321
	expect "preauth $1, right code" SUCCESS $AUTH ignore sshd alice auth 123456789
	equal "$(count "$AUTH_CALL")" 2 "preauth $1: each code was sent once"
}

# name | kind of fault | more of it | unreachable = "deny" | "ignore" | codes used up, at most
auth='
silent            | stall       |              | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
trickling         | trickle     |              | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 1
truncated         | truncate    |              | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 1
garbage           | garbage     |              | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
html 500          | html        | "value": 500 | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
html 503          | html        | "value": 503 | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
500               | status      | "value": 500 | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
401 wrong key     | status      | "value": 401 | SERVICE_ERR      | SERVICE_ERR      | 0
403               | status      | "value": 403 | SERVICE_ERR      | SERVICE_ERR      | 0
400               | status      | "value": 400 | AUTH_ERR         | AUTH_ERR         | 0
404               | status      | "value": 404 | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
429               | ratelimit   |              | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
429 retry after 1 | answer      | "value": 429, "headers": {"Retry-After": "1"} | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
300 MB            | huge        | "value": 300 | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
reset before      | reset_early |              | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
reset after       | reset       |              | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 1
200 stat FAIL     | answer      | "body": "{\"stat\": \"FAIL\", \"code\": 40002}" | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
result not known  | answer      | "body": "{\"stat\": \"OK\", \"response\": {\"result\": \"Allow\"}}" | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
result missing    | answer      | "body": "{\"stat\": \"OK\", \"response\": {\"status\": \"allow\"}}" | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
result waiting    | answer      | "body": "{\"stat\": \"OK\", \"response\": {\"result\": \"waiting\"}}" | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
result no word    | answer      | "body": "{\"stat\": \"OK\", \"response\": {\"result\": true}}" | AUTHINFO_UNAVAIL | AUTHINFO_UNAVAIL | 0
deny, not known   | answer      | "body": "{\"stat\": \"OK\", \"response\": {\"result\": \"deny\", \"status\": \"?\"}}" | AUTH_ERR | AUTH_ERR | 0
'

# The uses that alice's code still has.
code_left()
{
	get state >"$work/state"
	if grep -q '"username": "alice"' "$work/state"; then
		tr '{' '\n' <"$work/state" | grep -c '"code": "123456789"'
	else
		echo "no alice"
	fi
}

auth_row()
{
	for stance in deny ignore; do
		code=$4
		[ $stance = deny ] || code=$5
		for service in sshd sudo; do
			fresh_fault '{"state": true}' "$AUTH_CALL" "$2" "$3"
			expect "code, $1" "$code" $AUTH $stance $service alice auth 123456789
			at_most "$(count "$AUTH_CALL")" 1 "code, $1: times it was sent"
			at_most $((1 - $(code_left))) "$6" "code, $1: used up"
		done
	done
}

# A push: both its requests can fail, and "waiting" for ever has approved nothing.
# name | route | kind of fault | more of it | code
waiting='"body": "{\"stat\": \"OK\", \"response\": {\"result\": \"waiting\", \"status\": \"pushed\", \"status_msg\": \"Pushed a login request to your device...\"}}"'
pushes="
push silent            | $AUTH_CALL | stall   |              | AUTHINFO_UNAVAIL
push 500               | $AUTH_CALL | status  | \"value\": 500 | AUTHINFO_UNAVAIL
push 401               | $AUTH_CALL | status  | \"value\": 401 | SERVICE_ERR
push reset after       | $AUTH_CALL | reset   |              | AUTHINFO_UNAVAIL
push answered no txid  | $AUTH_CALL | answer  | \"body\": \"{\\\"stat\\\": \\\"OK\\\", \\\"response\\\": {}}\" | AUTHINFO_UNAVAIL
status waits for ever  | $STATUS    | answer  | $waiting     | AUTH_ERR
status silent          | $STATUS    | stall   |              | AUTH_ERR
status 500             | $STATUS    | status  | \"value\": 500 | AUTHINFO_UNAVAIL
status 401             | $STATUS    | status  | \"value\": 401 | SERVICE_ERR
status 429             | $STATUS    | ratelimit |            | AUTHINFO_UNAVAIL
status garbage         | $STATUS    | garbage |              | AUTHINFO_UNAVAIL
status reset           | $STATUS    | reset   |              | AUTHINFO_UNAVAIL
status not known       | $STATUS    | answer  | \"body\": \"{\\\"stat\\\": \\\"OK\\\", \\\"response\\\": {\\\"result\\\": \\\"maybe\\\"}}\" | AUTHINFO_UNAVAIL
"

push_row()
{
	fresh_fault '{"state": true}' "$2" "$3" "$4"
	for stance in deny ignore; do
		post state '{"push": "approve"}'
		expect "$1" "$5" $((AUTH + 1000)) $stance login alice auth push
	done
	equal "$(count "$AUTH_CALL")" 2 "$1: one push each"
	at_most "$(count "$STATUS")" 140 "$1: polls"
}

printf '%s\n' "$preauth" | grep . | tr -s ' ' >"$work/rows"
while IFS='|' read -r name kind more <&8; do
	try preauth_row "${name% }" "$(echo $kind)" "${more# }"
done 8<"$work/rows"
printf '%s\n' "$auth" | grep . | tr -s ' ' >"$work/rows"
while IFS='|' read -r name kind more deny ignore used <&8; do
	try auth_row "${name% }" "$(echo $kind)" "${more# }" "$(echo $deny)" "$(echo $ignore)" \
		"$(echo $used)"
done 8<"$work/rows"
printf '%s\n' "$pushes" | grep . | tr -s ' ' >"$work/rows"
while IFS='|' read -r name route kind more wanted <&8; do
	try push_row "${name% }" "$(echo $route)" "$(echo $kind)" "${more# }" "$(echo $wanted)"
done 8<"$work/rows"

no_fault()
{
	fresh
	expect "a push without any fault" SUCCESS $((AUTH + 1000)) deny login alice auth push
	expect "a code without any fault" SUCCESS $AUTH deny sshd alice auth 123456789
	expect "the same code once more" AUTH_ERR $AUTH deny sshd alice auth 123456789
}
try no_fault

# Each byte of a command may become three: a long one must not cost the phone all it shows.
long_command()
{
	fresh
	post state '{"push": "approve"}'
	sudo_command=$(printf '/bin/sh%800s-c evil' '')
	expect "a push for a long command" SUCCESS $((AUTH + 1000)) deny sudo alice auth push
	unset sudo_command
	shown=$(get state | sed -n 's/.*"pushinfo": "\([^"]*\)".*/\1/p')
	case $shown in
	*'Service=sudo&Command=%2Fbin%2Fsh%20'*'-c%20evil') ok "the phone shows the long command" ;;
	*) not_ok "the phone shows the long command: \"$shown\"" ;;
	esac
}
try long_command
