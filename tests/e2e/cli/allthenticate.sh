# SPDX-License-Identifier: MIT
# People of the Allthenticate organisation: names, lists that are replaced, a call that toggles.
# shellcheck shell=sh disable=SC2154

toggles='POST /allthenticate/togglesuspension'
usernames='POST /allthenticate/modifyallusernames'
smartcards='POST /allthenticate/modifysmartcard'

# held EMAIL TEXT: does the organisation hold this about the person?
held()
{
	control GET services | sed 's/"computer_usernames"/\n&/g' |
		grep -F "\"email\": \"$1\"" >"$work/held"
	grep -qF -- "$2" "$work/held"
}
# fault MATCH KIND [VALUE]: once
fault()
{
	control POST fault "{\"match\": \"$1\", \"kind\": \"$2\", \"value\": ${3:-0}, \"count\": 1}" \
		>/dev/null
}
behave() { control POST state "{\"allthenticate\": $1}" >/dev/null; }
sent() { [ "$(requests "$1")" = "$2" ]; }

exits 0 'allthenticate: list' allthenticate user list
check 'everybody' lines 7
exits 0 'guests' allthenticate user list --user-tag GUEST --fields email
check 'only they' lines 1
exits 2 'no such tag' allthenticate user list --user-tag BOSS
exits 0 'as JSON' allthenticate user list -o jsonl
check 'an id beyond 2^53 is whole' out_has '9007199254740993'
exits 0 'the bytes of the service' api allthenticate_multipleusers
check 'where it is a number' out_has '"email_id":9007199254740993,'

for name in 501 ALICE@example.com aexample 'Alice Example'; do
	exits 0 "get by $name" allthenticate user get "$name" --fields email_id,user_id
	check 'it is the same person' out_has "501	17"
done
exits 0 'get of a large id' allthenticate user get dave@example.com -o json
check 'is whole' out_has '"email_id": "9007199254740993"'
exits 0 'and by it' allthenticate user get 9007199254740993 --fields email
check 'is the same' out_has dave@example.com
says 'it is the user_id of alice@example.com' 3 'a user_id names nobody' allthenticate user get 17
exits 0 'not even where it is an email_id' allthenticate user get 501 --fields email
check 'the email_id counts' out_has alice@example.com
says 'is the name of several: twin1@example.com (email_id 601), twin2@example.com' 2 \
	'two of a name' allthenticate user get 'Sam Twin'
says 'there is no person "nobody"' 3 'get of nobody' allthenticate user get nobody
says 'is empty' 2 'get of an empty name' allthenticate user get ''
exits 2 'get of no name' allthenticate user get
exits 2 'get of two' allthenticate user get 501 502
exits 0 'a guest is a person' allthenticate user get guest1 --fields email
exits 0 'get shows' allthenticate user get bob@example.com -o json
check 'groups and policies' out_has '"Night shift"'
check 'computer usernames' out_has '"bob.example"'
check 'no number' sh -c "! grep -q 4711 '$work/out'"
exits 0 'get shows numbers when asked' allthenticate user get bob@example.com --show-numbers -o json
check 'as they are' out_has '"4711"'
says 'is no terminal' 2 'raw answers with numbers stay off pipes' api allthenticate_getuser --email_id 501
exits 0 'unless forced' api allthenticate_getuser --email_id 501 --force
check 'and keep their bytes' out_has '"number":"0012345678"'
exits 2 'an id is digits' api allthenticate_getuser --email_id alice --force
exits 1 'an id that is nobody, in the words of the service' api allthenticate_getuser \
	--email_id 18 --force

# suspension: one toggle, looked at before and after
fresh
exits 0 'suspend' allthenticate user suspend bob@example.com
check 'says so' err_has 'suspended'
check 'it is so' held bob@example.com '"suspended": true'
check 'by one call' sent "$toggles" 1
exits 0 'suspend again' allthenticate user suspend 502
check 'unchanged' err_has unchanged
check 'no further call' sent "$toggles" 1
exits 0 'unsuspend' allthenticate user unsuspend 'Bob Example'
check 'it is so' held bob@example.com '"suspended": false'
check 'by one call' sent "$toggles" 2
exits 0 'unsuspend again' allthenticate user unsuspend 502
check 'no further call' sent "$toggles" 2
exits 0 'suspend as a dry run' allthenticate user suspend 502 -n
check 'shows the difference' out_has 'active -> suspended'
check 'and the request' out_has 'email_id=502'
check 'sends nothing' sent "$toggles" 2
exits 3 'suspend nobody' allthenticate user suspend nobody
exits 2 'suspend two' allthenticate user suspend 501 502
for word in email_status status; do
	fresh
	behave "{\"suspension\": \"$word\"}"
	if [ $word = status ]; then
		exits 0 "suspension shown by $word" allthenticate user suspend 502
		exits 0 'seen' allthenticate user suspend 502
		check 'one call' sent "$toggles" 1
	else
		exits 0 "suspension shown by $word" allthenticate user unsuspend carol@example.com
		check 'one call' sent "$toggles" 1
	fi
done
fresh
behave '{"suspension": "none"}'
says 'no field shows whether' 1 'no field shows it' allthenticate user suspend 502
check 'nothing was sent' sent "$toggles" 0
exits 0 'toggled all the same' allthenticate user suspend 502 --force-toggle
check 'said as it is' err_has toggled
check 'one call' sent "$toggles" 1
fresh
behave '{"suspension": "hidden"}'
says 'is shown active; it is not sent again' 7 'the field does not follow' \
	allthenticate user suspend 502
check 'one call' sent "$toggles" 1

# a toggle that is not answered is never sent again
fresh
fault "$toggles" stall
exits 6 'suspend, and no answer' --timeout 0.7 allthenticate user suspend 502
check 'says what is' err_has 'the person is active; it may still be carried out'
check 'one call' sent "$toggles" 1
check 'nothing happened' held bob@example.com '"suspended": false'
fresh
fault "$toggles" reset
exits 0 'suspend, carried out, and the line breaks' allthenticate user suspend 502
check 'says that it was not answered' err_has 'was not answered, but it was carried out'
check 'one call' sent "$toggles" 1
check 'it happened' held bob@example.com '"suspended": true'
fresh
fault "$toggles" reset_early
exits 6 'suspend, not carried out, and the line breaks' allthenticate user suspend 502
check 'one call' sent "$toggles" 1
check 'nothing happened' held bob@example.com '"suspended": false'
fresh
fault "$toggles" truncate
exits 0 'half an answer to a toggle' allthenticate user suspend 502
check 'one call' sent "$toggles" 1
fresh
fault "$toggles" status 500
exits 6 'a fault of the server' allthenticate user suspend 502
check 'one call' sent "$toggles" 1
fresh
fault "$toggles" ratelimit 1
exits 6 'too many requests' allthenticate user suspend 502
check 'one call' sent "$toggles" 1
fresh
fault "$toggles" reset
fault 'GET /allthenticate/multipleusers' delay 1
fault 'GET /allthenticate/multipleusers' status 500
exits 6 'neither an answer nor a look' allthenticate user suspend 502
check 'says so' err_has 'the state cannot be read'
check 'one call' sent "$toggles" 1
says 'say --yes' 2 'the bare toggle asks' api allthenticate_togglesuspension --email_id 502

# lists
fresh
exits 0 'computer usernames' allthenticate user usernames get 502
check 'two' lines 2
exits 0 'add' allthenticate user usernames add 502 jdeveloper bob
check 'only what is new' err_has '+ jdeveloper'
check 'the others stay' held bob@example.com '["bob", "bob.example", "jdeveloper"]'
exits 0 'add what is there' allthenticate user usernames add 502 bob
check 'unchanged' err_has unchanged
check 'nothing more was sent' sent "$usernames" 1
exits 0 'remove' allthenticate user usernames remove 502 bob.example nobody
check 'what was there' held bob@example.com '["bob", "jdeveloper"]'
exits 0 'set' allthenticate user usernames set 502 'a "b"' 'ü&=' --dry-run
check 'shows what goes' out_has '- bob'
check 'and comes' out_has '+ ü&='
check 'nothing was sent' sent "$usernames" 2
exits 0 'set' allthenticate user usernames set 502 'a "b"' 'ü&='
check 'the list is this' held bob@example.com '["a \"b\"", "\u00fc&="]'
says 'NAME is missing; "clear" removes all' 2 'set to nothing' allthenticate user usernames set 502
says 'say --yes' 2 'clear asks' allthenticate user usernames clear 502
exits 0 'clear' allthenticate user usernames clear 502 --yes
check 'none is left' held bob@example.com '"computer_usernames": []'
exits 0 'clear again' allthenticate user usernames clear 502 --yes
check 'unchanged' err_has unchanged
says 'say --yes' 2 'taking the last one away asks, too' allthenticate user usernames remove 501 alice
exits 2 'an empty name' allthenticate user usernames add 501 ''
exits 3 'of nobody' allthenticate user usernames add nobody x
fresh
behave '{"append": true}'
says 'it has 3 elements instead of 1' 7 'a service that adds instead of replacing' \
	allthenticate user usernames set 502 new
check 'is not told twice' sent "$usernames" 1
fresh
fault "$usernames" reset
exits 0 'set, carried out, and the line breaks' allthenticate user usernames set 502 new
check 'says so' err_has 'although the call was not answered'
fault "$usernames" stall
exits 6 'set, and no answer' --timeout 0.7 allthenticate user usernames set 502 newer
check 'says so' err_has 'nothing has changed so far'
check 'each once' sent "$usernames" 2

fresh
exits 0 'smart cards' allthenticate user smartcards get 502
check 'are masked' sh -c "grep -q '^PIN	\*\*\*\*\*\*$' '$work/out'"
exits 0 'in JSON too' allthenticate user smartcards get 502 -o json
check 'no number' sh -c "! grep -q '[0-9]' '$work/out'"
exits 0 'unless asked' allthenticate user smartcards get 502 --show-numbers
check 'both numbers' out_has '2222222222'
says 'not taken from the command line' 2 'numbers in the arguments' \
	allthenticate user smartcards add 502 123456
check 'are not repeated' sh -c "! grep -q 123456 '$work/err'"
printf '00070007 Spare badge\n\n  4242\n' >"$work/cards"
chmod 644 "$work/cards"
exits 2 'a file that others can read' allthenticate user smartcards add 502 "@$work/cards"
chmod 600 "$work/cards"
exits 0 'cards from a file, as a dry run' allthenticate user smartcards add 502 "@$work/cards" -n
check 'shows labels' out_has '+ Spare badge ******'
check 'but no number' sh -c "! grep -q 7000 '$work/out'"
exits 0 'cards from a file' allthenticate user smartcards add 502 "@$work/cards"
check 'no number is said' sh -c "! grep -q 7000 '$work/err' '$work/out'"
check 'zeros stay' held bob@example.com '"label": "Spare badge", "number": "00070007"'
check 'the others stay' held bob@example.com '"number": "4711"'
exits 0 'the same again' allthenticate user smartcards add 502 "@$work/cards"
check 'unchanged' err_has unchanged
exits 0 'remove by label' allthenticate user smartcards remove 502 --label 'Spare badge'
check 'it is gone' sh -c "! grep -q 00070007 '$work/held'" -- "$(held bob@example.com x)"
printf '4711' | (with_users "$build/doorward" --config "$conf" allthenticate user smartcards \
	remove bob@example.com -) >"$work/out" 2>"$work/err"
check 'remove by number, from standard input' [ $? = 0 ]
held bob@example.com '"number": "4242"'
check 'only that one is gone' sh -c "grep -q 4242 '$work/held' && ! grep -q 4711 '$work/held'"
printf '[{"number": "99", "label": "J"}, {"number": "98"}]' >"$work/cards"
exits 0 'cards from JSON' allthenticate user smartcards set 502 "@$work/cards"
check 'the list is this' held bob@example.com \
	'"smartcards": [{"label": "J", "number": "99"}, {"number": "98"}]'
printf '[{"number": 99}]' >"$work/cards"
says 'must be 1 to 64 digits' 2 'a number that is no text' allthenticate user smartcards set 502 "@$work/cards"
printf '12x4 Label\n' >"$work/cards"
says 'must be 1 to 64 digits' 2 'a number that is none' allthenticate user smartcards set 502 "@$work/cards"
check 'is not repeated' sh -c "! grep -q 12x4 '$work/err'"
printf '\n' >"$work/cards"
says 'holds no card' 2 'no card' allthenticate user smartcards set 502 "@$work/cards"
printf '0012345678\n' >"$work/cards"
exits 1 "somebody else's number" allthenticate user smartcards add 502 "@$work/cards"
exits 0 'unless duplicates may be' allthenticate user smartcards add 502 "@$work/cards" --allow-duplicates
exits 2 'clear asks' allthenticate user smartcards clear 502
exits 0 'clear' allthenticate user smartcards clear 502 --yes
check 'none is left' held bob@example.com '"smartcards": []'
check 'sent as often as said' sent "$smartcards" 7

# rank goes by user_id, promotion by what is configured on the other side
fresh
says 'An administrator can add people' 2 'ADMIN asks' allthenticate user rank carol@example.com ADMIN
exits 0 'rank' allthenticate user rank carol@example.com ADMIN --yes
check 'of the right person' held carol@example.com '"rank": "ADMIN"'
check 'not of whose email_id it is' held alice@example.com '"rank": "SUPER"'
exits 0 'REGULAR does not ask' allthenticate user rank carol@example.com REGULAR
check 'it is so' held carol@example.com '"rank": "REGULAR"'
exits 2 'no such rank' allthenticate user rank carol@example.com KING
exits 2 'no rank' allthenticate user rank carol@example.com
terminal n allthenticate user rank carol@example.com SUPER
check 'answered no (exit 1)' [ $rc = 1 ]
check 'nothing was done' held carol@example.com '"rank": "REGULAR"'
exits 0 'promote' allthenticate user promote guest@example.org
check 'it is so' held guest@example.org '"tag": "USER"'
exits 0 'promote again' allthenticate user promote guest@example.org
check 'unchanged' err_has 'unchanged'
fresh
behave '{"promote_by_user_id": true}'
exits 1 'promote by the wrong id is refused' allthenticate user promote guest1
exits 0 'and by the other one done' allthenticate user promote guest1 --send user_id
check 'it is so' held guest@example.org '"tag": "USER"'
exits 2 'a third one' allthenticate user promote guest1 --send username

fresh
says 'policies only for that person' 2 'delete asks' allthenticate user delete bob@example.com
exits 0 'delete as a dry run' allthenticate user delete bob@example.com -n
check 'shows the request' out_has 'DELETE https://localhost'
exits 2 'a wrong name' allthenticate user delete bob@example.com --confirm alice@example.com
check 'nobody is gone' held bob@example.com bexample
exits 0 'delete by name' allthenticate user delete bob@example.com --confirm bob@example.com
exits 3 'gone' allthenticate user get bob@example.com
terminal twin1@example.com allthenticate user delete 601
check 'on a terminal the address is typed (exit 0)' [ $rc = 0 ]

fresh
fault 'GET /allthenticate/multipleusers' ratelimit 1
exits 0 'a read waits and tries again' allthenticate user list --fields email
check 'two requests' sent 'GET /allthenticate/multipleusers' 2
fault 'GET /allthenticate/multipleusers' garbage
exits 6 'garbage' allthenticate user list
fault 'GET /allthenticate/multipleusers' html 404
exits 6 "a stranger's 404 is no answer" allthenticate user get 501
