# SPDX-License-Identifier: MIT
# A directory that changes between two pages of its list: nobody goes whom it still has.
# shellcheck shell=sh disable=SC2154

# between KIND NAME [PLACE]: somebody does this to the directory after the first page of people
between() { sim fault "{\"match\": \"$list\", \"kind\": \"$1\", \"body\": \"$2\", \"value\": ${3-0}, \"count\": ${4-1}}"; }
# steady: so many pages of people are answered without a change
steady() { sim fault "{\"match\": \"$list\", \"kind\": \"delay\", \"count\": $1}"; }
# asked METHOD_AND_PATH: how often, since the last reset
asked()
{
	curl -sS --max-time 10 --cacert "$work/sim/ca.pem" "https://localhost:$(
		sed -n 's/^	port = \([0-9]*\);/\1/p' "$work/plain.conf" | head -n 1)/_sim/counters" |
		sed -n "s|.*\"$1\": \([0-9]*\).*|\1|p"
}
asked_is() { [ "$(asked "$1")" = "$2" ] || ! echo "# $1: $(asked "$1")"; }
back() { sim reset '{"state": true}' && fresh && run sync && sim reset '{}'; }
list='GET /admin/v1/users'

back
exits 0 'a sync of a directory that rests' sync
check 'reads each page once' asked_is "$list" 2

# the first page ends with user292; once user003 has gone, user293 stands where nobody looks
back
show
between delete user003
exits 0 'somebody goes between two pages' sync
check 'who moved out of sight stays' shown 'user user293 is user293:.*'
check 'and who went is gone' not_shown '^user user003 '
check 'the pages were read again' asked_is "$list" 5
check 'and who was missing then asked for, and by the id' asked_is 'GET /admin/v1/users/{user_id}' 1
check 'the others are as they were' \
	[ "$(comm -3 "$work/show" "$work/show" | wc -l)" = 0 ]
exits 0 'the next sync' sync
check 'finds nothing to change' err_has 'added 0, changed 0, removed 0'

# each time the list is read
back
for gone in user003 user004 user005; do
	between delete $gone
	steady 1
done
exits 0 'a directory that never rests' sync
check 'loses nobody whom it has' shown 'user user293 is user293:.*'
check 'nobody' shown 'user user295 is user295:.*'
check 'says so' err_has 'changed while it was read, 3 times in a row'
check 'and who went before it was read last is gone' not_shown '^user user00[34] '

back
between insert newcomer
exits 0 'somebody comes between two pages' sync
check 'nobody is lost' shown 'user user350 is user350:.*'
check 'and the new one is there' shown 'user newcomer is newcomer:.*'

# who comes as another goes leaves the number as it is: only asking by id shows it
back
between delete user003
sim fault "{\"match\": \"$list\", \"kind\": \"insert\", \"body\": \"late\", \"value\": 999, \"count\": 1}"
exits 0 'one goes, and another comes later' sync
check 'who moved out of sight stays' shown 'user user293 is user293:.*'

# what the directory makes of ids that it does not know, nobody has published
for way in drop refuse ignore; do
	back
	sim state "{\"unknown_ids\": \"$way\"}"
	for name in user010 user011; do run -y user delete $name; done
	between delete user003
	exits 0 "ids that are unknown are told by: $way" sync
	check 'who is gone goes' not_shown '^user user01[01] '
	check 'all of them' not_shown '^user user003 '
	check 'and nobody else' err_has 'removed 3,'
done
back
sim fault '{"match": "GET /admin/v1/users/{user_id}", "kind": "status", "value": 500}'
run -y user delete user010
exits 0 'a directory that does not say whether somebody is gone' sync
check 'keeps the account' shown 'user user010 is user010:.*'
check 'and that is told' err_has 'user user010: stays as last seen: .*HTTP 500'
sim reset '{}'
exits 0 'once it says so' sync
check 'the account goes' not_shown '^user user010 '

# groups stand on pages as well
back
sim fault '{"match": "GET /admin/v1/groups", "kind": "answer", "value": 200, "body":
	"{\"stat\": \"OK\", \"response\": [], \"metadata\": {\"total_objects\": 4}}", "count": 9}'
exits 0 'a list of groups that lacks some' sync
check 'takes none that the directory has' grep -q '^group admins:20010[0-9]*:alice $' "$work/show"
sim reset '{"state": true}'
