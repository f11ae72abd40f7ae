# SPDX-License-Identifier: MIT
# Users of the SentinelOne console: lists by cursor, names, Update User; profiles.
# shellcheck shell=sh disable=SC2154

puts='PUT /web/api/v2.1/users/{user_id}'
john=225494730938493804 acme=225494730938493915 berlin=225494730938495001
fault()
{
	control POST fault "{\"match\": \"$1\", \"kind\": \"$2\", \"value\": ${3:-0}, \"count\": 1}" \
		>/dev/null
}
sent() { [ "$(requests "$1")" = "$2" ]; }
# is FIELD VALUE: what the console says about John now
is()
{
	run sentinelone user get $john --fields "$1"
	[ "$(cat "$work/out")" = "$2" ]
}

exits 0 'sentinelone: list' sentinelone user list --fields id
check 'everybody' lines 1025
check 'each once' [ "$(sort -u "$work/out" | wc -l)" = 1025 ]
check 'in two requests' sent 'GET /web/api/v2.1/users' 2
check 'ids are whole' out_has 225494730938493804
exits 0 'a limit' sentinelone user list --limit 7
check 'gives so many' lines 7
exits 0 'a filter' sentinelone user list --email__contains admin,jane --fields email
check 'gives two' lines 2
exits 0 'an order' sentinelone user list --sortBy email --sortOrder desc --limit 1 --fields email
check 'gives the last' out_has twin2@example.com
exits 2 'an order that there is not' sentinelone user list --sortBy colour
exits 2 'a filter that there is not' sentinelone user list --colour red
exits 2 'a limit that is none' sentinelone user list --limit 0
exits 2 'a page that is too large' api sentinelone_listusers --limit 1001
exits 0 'roles' sentinelone role list --fields name
check 'five' lines 5
exits 0 'roles of an account' sentinelone role list --accountIds $acme --fields name
check 'those above too' lines 3
exits 0 'accounts' sentinelone account list --fields name
check 'two' lines 2
exits 0 'sites stand in a member' sentinelone site list --name Berlin --fields id,accountName
check 'two of a name' lines 2
exits 0 'who am I' sentinelone whoami --fields email
check 'the owner of the token' out_has root@example.com
says '--raw shows it' 2 'a number is no row' sentinelone user list --countOnly true
exits 0 'the number' sentinelone user list --countOnly true --raw
check 'is in the answer' out_has totalItems
exits 0 'status' sentinelone status
check 'ok' out_has ok
exits 0 'the bytes of the service' api sentinelone_getuser --user_id $john
check 'ids are text there' out_has "\"id\":\"$john\""

for name in $john admin@example.com 'John Doe'; do
	exits 0 "get by $name" sentinelone user get "$name" --fields id
	check 'it is the same user' out_has $john
done
says "is the name of several: 225494730938493807 (twin1@example.com), 225494730938493808" 2 \
	'two of a name' sentinelone user get 'Sam Twin'
says 'there is no user "nobody"' 3 'get of nobody' sentinelone user get nobody
exits 3 'get of an id that is nobody' sentinelone user get 1
exits 3 'a double would have found it' sentinelone user get 225494730938493792
exits 2 'get of an empty name' sentinelone user get ''
says 'is the name of several' 2 'two roles of a name' sentinelone role get Helpdesk
exits 0 'a role by id' sentinelone role get 225494730938494010 --fields name,accountName
check 'the right one' out_has 'Helpdesk	Acme'
exits 0 'the card' sentinelone user get $john -o table
golden sentinelone_card

# Update User
fresh
says 'it must be said' 2 'update without --update-role' sentinelone user update $john --full-name x
says '--update-role yes needs --role' 2 'a new role, but which' sentinelone user update $john --update-role yes
says '--role needs --update-role yes' 2 'a role that is to stay' sentinelone user update $john \
	--update-role no --role Admin
exits 2 'neither yes nor no' sentinelone user update $john --update-role maybe
exits 2 'an unknown scope' sentinelone user update $john --update-role no --scope planet
says 'needs --target' 2 'a scope without a place' sentinelone user update $john --update-role no --scope site
says 'has none' 2 'a place for the tenant' sentinelone user update $john --update-role no \
	--scope tenant --target Acme
exits 2 'neither yes nor no' sentinelone user update $john --update-role no --can-generate-token perhaps
says 'there is no account "Nowhere"' 3 'a place that there is not' sentinelone user update $john \
	--update-role no --target Nowhere
says '225494730938495001 (Acme), 225494730938495003 (Globex)' 2 'a place that there is twice' \
	sentinelone user update $john --update-role no --scope site --target Berlin
says 'there is no role "Auditor"' 3 'a role that the scope lacks' sentinelone user update $john \
	--update-role yes --role Auditor
exits 3 'nobody' sentinelone user update nobody --update-role no
check 'nothing was sent' sent "$puts" 0

exits 0 'update of nothing' sentinelone user update $john --update-role no
check 'unchanged' err_has unchanged
check 'still prints the user' out_has admin@example.com
exits 0 'update to what is' sentinelone user update $john --update-role yes --role Helpdesk \
	--scope account --target Acme --full-name 'John Doe' --can-generate-token no
check 'unchanged' err_has unchanged
check 'nothing was sent' sent "$puts" 0

exits 0 'move, role kept, as a dry run' sentinelone user update $john --update-role no \
	--scope site --target $berlin -n
check 'shows the move' out_has 'scope: account -> site'
check 'sends scope and role always' out_has \
	"{\"data\":{\"scope\":\"site\",\"scopeRoles\":[{\"id\":\"$berlin\",\"roleId\":\"225494730938494010\"}]}}"
check 'sends nothing yet' sent "$puts" 0
exits 0 'move, role kept' sentinelone user update $john --update-role no --scope site --target $berlin
check 'the role went along' is scope,scopeRoles.name,scopeRoles.roleId 'site	Berlin	225494730938494010'
exits 0 'move to where the role is not' sentinelone user update $john --update-role no --scope site --target Paris
check 'it falls to Viewer' err_has 'role: Helpdesk -> Viewer (the new scope does not have it)'
check 'and is' is scopeRoles.name,scopeRoles.roleId 'Paris	225494730938494001'
exits 0 'a new role there' sentinelone user update $john --update-role yes --role Auditor
check 'it is' is scopeRoles.roleId 225494730938494012
exits 0 'by id' sentinelone user update $john --update-role yes --role 225494730938494001
check 'it is' is scopeRoles.roleId 225494730938494001
exits 0 'a role of one name, in the right scope' sentinelone user update $john --update-role yes \
	--role Helpdesk --scope account --target Globex
check 'it is that of Globex' is scopeRoles.roleId 225494730938494011
exits 0 'to the whole console' sentinelone user update $john --update-role yes --role Admin --scope global
check 'it is' is scope,scopeRoles.roleId 'tenant	225494730938494002'
exits 0 'and back, Admin is everywhere' sentinelone user update $john --update-role no --scope account --target Acme
check 'it is' is scope,scopeRoles.roleId 'account	225494730938494002'
exits 0 'name and token' sentinelone user update $john --update-role no --full-name 'Jürgen "J" Doe' \
	--can-generate-token yes
check 'says both' err_has 'canGenerateApiToken: false -> true'
check 'they are' is fullName,canGenerateApiToken 'Jürgen "J" Doe	true'
exits 0 'no token again' sentinelone user update $john --update-role no --can-generate-token no -o jsonl
check 'prints the whole user' out_has '"canGenerateApiToken":false'
check 'each update was one request' sent "$puts" 9
says 'has several roles (Viewer, Auditor' 2 'several roles, which one stays' \
	sentinelone user update jane@example.com --update-role no --scope account --target Acme
exits 0 'a role for several places' sentinelone user update jane@example.com --update-role yes --role Viewer
says 'comes from elsewhere' 1 'a name that is fixed' sentinelone user update jane@example.com \
	--update-role no --full-name Janet
exits 0 'the fixed name itself' sentinelone user update jane@example.com --update-role no \
	--full-name 'Jane Roe' --can-generate-token yes -n

fresh
fault "$puts" stall
exits 6 'no answer' --timeout 0.7 sentinelone user update $john --update-role yes --role Viewer
check 'is not sent again' sent "$puts" 1
fault "$puts" ratelimit 1
exits 6 'too many requests' sentinelone user update $john --update-role yes --role Viewer
check 'is not sent again' sent "$puts" 2
fault "$puts" answer 200
exits 6 'an answer without a user' sentinelone user update $john --update-role yes --role Viewer
control POST reset '{}' >/dev/null
fault 'GET /web/api/v2.1/users' ratelimit 1
exits 0 'a read waits and tries again' sentinelone user get admin@example.com --fields id
check 'as it was told' sent 'GET /web/api/v2.1/users' 2

says 'say --confirm NAME or --yes' 2 'delete asks' sentinelone user delete twin1@example.com
exits 0 'delete as a dry run' sentinelone user delete twin1@example.com -n
check 'shows the request' out_has 'DELETE https://localhost'
exits 0 'delete' sentinelone user delete twin1@example.com --yes
exits 3 'gone' sentinelone user get twin1@example.com
exits 0 'now the name is of one' sentinelone user get 'Sam Twin' --fields email
