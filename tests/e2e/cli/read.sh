# SPDX-License-Identifier: MIT
# Looking things up: names, lists, pages, the bytes of an answer.
# shellcheck shell=sh disable=SC2154

exits 0 'get by username' user get alice --fields username,user_id
id=$(cut -f2 "$work/out")
check 'an id came out' sh -c "echo '$id' | grep -q '^DU[A-Z0-9]\{18\}$'"
for name in "$id" alice@example.com alice.example 'EXAMPLE\alice'; do
	exits 0 "get by $name" user get "$name" --fields user_id
	check 'it is the same person' out_has "$id"
done
says 'there is no user "zaphod"' 3 'get of nobody' user get zaphod
says 'there is no user "zaphod@example.com"' 3 'get of no address' user get zaphod@example.com
exits 3 'get of an id that is nobody' user get DU000000000000000000
check 'names it' err_has 'doorward: user DU000000000000000000: getuser: HTTP 404'
says 'name of a user is empty' 2 'get of an empty name' user get ''
exits 3 'a name is a name, not a request' user get '../../../admin/v1/settings?a=b&c'

# two people, one address
answer()
{
	control POST fault "{\"match\": \"GET /admin/v1/users\", \"kind\": \"answer\", \"value\": 200,
		\"count\": 1, \"body\": \"{\\\"response\\\": [$1], \\\"stat\\\": \\\"OK\\\"}\"}" >/dev/null
}
person() { printf '{\\"username\\": \\"%s\\", \\"user_id\\": \\"%s\\"}' "$1" "$2"; }
answer ''
answer "$(person twin1 DU000000000000000001), $(person twin2 DU000000000000000002)"
says 'is the name of several: ' 2 'an address of two people' user get twins@example.com
check 'both are named' err_has 'twin2 (DU'

exits 0 'list of all' user list
check 'all pages came' lines 358
check 'each once' [ "$(sort "$work/out" | uniq -d | wc -l)" = 0 ]
control POST reset '{}' >/dev/null
exits 0 'list in small pages is still complete' user list --all --fields username
check 'with the fewest requests' [ "$(requests 'GET /admin/v1/users')" = 2 ]
exits 0 'a limit beyond one page' user list --limit 301
check 'gives so many' lines 301
control POST reset '{}' >/dev/null
exits 0 'a small limit' user list --limit 7
check 'gives so many' lines 7
check 'and asks once' [ "$(requests 'GET /admin/v1/users')" = 1 ]
exits 0 'an offset' user list --offset 355
check 'gives the rest' lines 3
exits 0 'an offset beyond the end' user list --offset 9999
check 'gives nothing' lines 0
exits 0 'a list of one' user list --username alice
check 'is one' lines 1

# rows are printed while pages arrive: the second page never comes
control POST fault '{"match": "GET /admin/v1/users", "kind": "delay", "value": 1, "count": 1}' >/dev/null
control POST fault '{"match": "GET /admin/v1/users", "kind": "stall"}' >/dev/null
exits 6 'the second page stalls' --timeout 0.7 user list -o jsonl
check 'the first page is there' lines 300
# progress: for a person, when it takes long and nothing else is to be seen
slow() { control POST fault '{"match": "GET /admin/v1/users", "kind": "delay", "value": 350}' >/dev/null; }
control POST reset '{}' >/dev/null
slow
terminal '' user list --out "$work/listed"
check 'a long list says how far it is' out_has '358 rows'
check 'and is whole' [ "$(wc -l <"$work/listed")" = 358 ]
terminal '' user list --out "$work/listed.quiet" -q
check 'unless quiet' sh -c "! grep -q rows '$work/out'"
exits 0 'into a pipe' user list
check 'nor into a pipe' [ ! -s "$work/err" ]
control POST reset '{}' >/dev/null
(with_users "$build/doorward" --config "$conf" user list -o jsonl 2>"$work/err") | head -n 1 >"$work/out"
check 'a reader that leaves early is no fault' [ ! -s "$work/err" ]
