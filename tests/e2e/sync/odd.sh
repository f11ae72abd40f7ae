# SPDX-License-Identifier: MIT
# Objects of the directory that cannot be read: whose it is stays as last seen, and the others go on.
# shellcheck shell=sh disable=SC2154

# odd NAME TEXT: the directory sends TEXT for this person; in it \" are quotes
odd() { sim state "{\"users\": {\"$1\": {\"odd\": \"$2\"}}}"; }
id_of() { run --fields user_id -o tsv user get "$1" && cat "$work/out"; }
exits 0 'a sync' sync
bob=$(id_of bob)
show
grep -v '^user alice' "$work/show" >"$work/others"
many=$(awk 'BEGIN { for (i = 1; i <= 4097; i++)
	printf "%s{\\\"group_id\\\": \\\"DG%d\\\", \\\"name\\\": \\\"g%d\\\", \\\"status\\\": \\\"Active\\\"}",
		(i > 1 ? ", " : ""), i, i }')
deep=$(awk 'BEGIN { for (i = 0; i < 40; i++) printf "["; for (i = 0; i < 40; i++) printf "]" }')
own="\\\"user_id\\\": \\\"$bob\\\", \\\"username\\\": \\\"bob\\\", \\\"status\\\": \\\"active\\\""
# what is sent, and what is said of it
while IFS='	' read -r what text why; do
	odd bob "$text"
	run user edit alice --realname "While $what"
	exits 0 "$what" sync
	check 'takes the others' shown "user alice is alice:[0-9:]*:While $what:.*"
	grep -v '^user alice' "$work/show" >"$work/now"
	check 'and leaves the person as last seen' cmp -s "$work/others" "$work/now"
	check 'is told with the name' err_has "user bob: stays as last seen: .*$why"
	exits 0 'people' people bob
	check 'name it' out_has "$why"
done <<EOF
a NUL	{$own, \"email\": \"\\\\u0000\"}	NUL
half a pair	{$own, \"email\": \"\\\\ud800\"}	UTF-8
depth	{$own, \"email\": $deep}	nested
no JSON	{$own, \"email\": }	not JSON
no id	{\"username\": \"bob\", \"status\": \"active\"}	without an id
no name	{\"user_id\": \"$bob\", \"status\": \"active\"}	without a name
no list	{$own, \"groups\": 7}	not a list
a number	17	without an id
4097 groups	{$own, \"groups\": [$many]}	more than 4096 groups
an error	@50001	HTTP 500
EOF
check 'the file says since when' shown 'map bob to bob, bypass'
run -o tsv status
check 'status names the person' out_has '^accounts.*1 cannot be read and stay as last seen before: bob'
odd bob ''
exits 0 'once it can be read' sync
exits 0 'people' people bob
check 'forget it' sh -c "! grep -q 'HTTP 500' '$work/out'"
run -o tsv status
check 'and so does status' sh -c "! grep -q 'as last seen' '$work/out'"

odd bob "{$own, \\\"groups\\\": [$(printf '%s' "$many" | sed 's/, {[^{]*$//')]}"
exits 0 '4096 groups' sync
check 'are no more than a person may have' shown 'map bob to bob, active'
odd bob ''
# who was never seen
run user create --username stranger
odd stranger "{\\\"username\\\": \\\"stranger\\\", \\\"email\\\": \\\"\\\\u0000\\\"}"
exits 0 'somebody new who cannot be read' sync
check 'stops nobody' shown 'user bob is bob:.*'
check 'and is told with the place' err_has 'user number 359 of the list: no account: .*NUL'
run -y user delete stranger
sim state '{"groups": {"admins": {"odd": "{\"name\": \"admins\"}"}}}'
exits 0 'a group without an id' sync
check 'stays as it was' grep -q '^group admins:20010[0-9]*:' "$work/show"
check 'is told' err_has 'group admins: stays as last seen: .*without an id'
sim state '{"groups": {"admins": {"odd": ""}}}'

# the broker's own sync
exits 0 'a sync' sync
odd bob '{}'
configure 'interval = 1;'
start broker 'sync: accounts=357' with_users "$build/doorwardd" -e -c "$conf"
check 'the broker goes on' [ $? = 0 ]
check 'and names the person' grep -q 'sync: user bob stays as last seen: the directory sent another user' \
	"$work/broker.log"
run -o tsv status
check 'status says so' out_has '^sync.*some kept as last seen'
stop broker
configure ''
odd bob ''

# a directory that answers nothing that can be read is no directory of odd people
sim fault '{"match": "GET /admin/v1/users", "kind": "garbage"}'
sim reset '{}'
sim fault '{"match": "GET /admin/v1/users", "kind": "status", "value": 500}'
exits 6 'a directory that fails' sync
show
check 'changes nothing' grep -q '^user bob ' "$work/show"
sim reset '{"state": true}'
