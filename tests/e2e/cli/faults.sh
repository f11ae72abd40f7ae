# SPDX-License-Identifier: MIT
# What may go wrong, and the exit status that tells which kind it was.
# shellcheck shell=sh disable=SC2154

exits 3 'not found' user get zaphod
exits 7 'conflict' user create alice

# fault KIND VALUE STATUS NAME
fault()
{
	control POST fault "{\"match\": \"*\", \"kind\": \"$1\", \"value\": $2}" >/dev/null
	exits "$3" "$4" --timeout 0.7 user list
	check 'one line says so' [ "$(wc -l <"$work/err")" = 1 ]
	control POST reset '{}' >/dev/null
}
fault status 500 6 'the directory fails'
fault status 400 1 'the directory refuses'
fault status 401 4 'the directory does not know us'
fault status 403 5 'the directory forbids'
fault status 409 7 'the directory sees a conflict'
fault html 503 6 'a page where JSON should be'
fault stall 0 6 'no answer'
fault trickle 0 6 'an answer byte by byte'
fault truncate 0 6 'half an answer'
fault garbage 0 6 'no JSON'
fault reset 0 6 'the connection breaks'
fault huge 64 6 'too long an answer'
fault ratelimit 0 6 'too many requests'

control POST fault '{"match": "GET /admin/v1/users", "kind": "ratelimit", "count": 1}' >/dev/null
terminal '' user get alice
check 'patience is told at a terminal' out_has 'doorward: the directory asks us to wait '
check 'and the answer comes' out_has alice
fresh

# whoever changes something hears what the fault leaves open
for kind in stall truncate; do
	for call in 'POST /admin/v1/users/{user_id}:user edit alice --notes x' \
		'DELETE /admin/v1/users/{user_id}:user delete user350 --yes'; do
		control POST fault "{\"match\": \"${call%%:*}\", \"kind\": \"$kind\"}" >/dev/null
		# shellcheck disable=SC2086
		says 'it may have had an effect and is not repeated' 6 "a change that meets: $kind" \
			--timeout 0.7 ${call#*:}
		fresh
	done
done
control POST fault '{"match": "GET /admin/v1/users", "kind": "stall"}' >/dev/null
exits 6 'a question' --timeout 0.7 user delete user350 --yes
check 'has none' sh -c "! grep -q effect '$work/err'"
fresh
if [ $via = no ]; then
	sed 's/\(port *= *\)[0-9]*/\11/' "$conf" >"$work/deaf.conf"
	exits 6 'and what never left' --config "$work/deaf.conf" user create ghost
	check 'has none' sh -c "! grep -q effect '$work/err'"
fi
