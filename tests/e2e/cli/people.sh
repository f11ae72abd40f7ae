# SPDX-License-Identifier: MIT
# What users have: aliases by name and by place, phones by number, and a push that verifies.
# shellcheck shell=sh disable=SC2154

edits='POST /admin/v1/users/{user_id}'
aliases() { run user get "$1" -o json --fields aliases; tr -d ' \n' <"$work/out" >"$work/now"; }
# alias_is NAME JSON
alias_is()
{
	aliases carol
	check "$1" [ "$(cat "$work/now")" = "{\"aliases\":$2}" ]
}

exits 0 'an alias by its place' user edit carol --alias3 c3 --alias8 'Ü 8&=+'
check 'is shown as such' err_has 'alias3: "" -> c3'
alias_is 'both are there' '{"alias3":"c3","alias8":"Ü8&=+"}'
exits 0 'an alias takes the first place that is free' user edit carol --add-alias one --add-alias two
alias_is 'the gaps are filled' '{"alias1":"one","alias2":"two","alias3":"c3","alias8":"Ü8&=+"}'
control POST reset '{}' >/dev/null
exits 0 'an alias that is there' user edit carol --add-alias ONE
check 'is unchanged' err_has unchanged
exits 0 'one that is not there goes' user edit carol --remove-alias nobody
check 'is unchanged too' err_has unchanged
check 'and nothing was sent' [ "$(requests "$edits")" = 0 ]
exits 0 'aliases as a dry run' user edit carol --remove-alias one -n
check 'show the difference' out_has 'alias1: one -> ""'
exits 0 'away and anew in one' user edit carol --remove-alias c3 --add-alias drei
alias_is 'it took the place' '{"alias1":"one","alias2":"two","alias3":"drei","alias8":"Ü8&=+"}'
exits 0 'a blank removes' user edit carol --alias1= --alias2 ''
exits 0 'up to eight' user edit carol --alias1 a1 --alias2 a2 --add-alias a4 --add-alias a5 \
	--add-alias a6 --add-alias a7
says 'all 8 places for aliases are taken' 7 'and no more' user edit carol --add-alias a9
exits 0 'unless one goes' user edit carol --remove-alias a4 --add-alias a9
says 'cannot be given together' 2 'places and pairs' user edit carol --alias5 x --aliases alias1=y
says 'name the same alias' 2 'an alias twice' user edit carol --add-alias x --alias2 X
says 'takes a name' 2 'an empty alias' user edit carol --add-alias ''
exits 7 'an alias of somebody else' user edit carol --add-alias alice.example
exits 0 'aliases of a new user' user create zeno --alias2 z2 --add-alias z1 -o json --fields aliases
check 'are there' [ "$(tr -d ' \n' <"$work/out")" = '{"aliases":{"alias1":"z1","alias2":"z2"}}' ]
says 'did you mean --add-alias' 2 'a mistyped one' user edit carol --ad-alias x
exits 0 'every field of the card' user edit zeno --username zenon --realname 'Zenon Z' \
	--firstname Zenon --lastname Z --email z@example.com --notes n --status bypass
exits 0 'a phone by its number' user phone add zenon +15550101003
exits 0 'is his' user phone list zenon --fields number
check 'by number' out_has +15550101003
exits 0 'phone get by number' phone get +15550101003 --fields name
check 'is it' out_has "Carol's phone"
exits 3 'no such number' phone get +15550000000
exits 0 'a token by its serial number' user token add zenon 700001
exits 0 'and away' user token remove zenon 700001 --yes
exits 3 'no such serial number' hardware token get 999999

exits 0 'verify chooses the phone' user verify alice -o json
check 'and waits for the answer' out_has '"result": "approve"'
check 'with the code to compare' err_has 'confirmation code'
for answer in deny fraud; do
	control POST state "{\"push_for\": {\"alice\": \"$answer\"}}" >/dev/null
	exits 1 "$answer" user verify alice +15550101001
done
check 'is named' err_has 'reported as fraud'
control POST state '{"push_for": {"alice": "wait"}}' >/dev/null
exits 6 'nobody answers' user verify alice --wait 1
check 'is told' err_has 'nobody answered in time'
exits 0 'without waiting' user verify alice --no-wait --fields push_id
id=$(cat "$work/out")
exits 0 'the answer can be asked for' user verified alice "$id" --fields result
check 'later' out_has waiting
control POST state '{"push_for": {"alice": "approve"}}' >/dev/null
run user verified alice "$id" --fields result
check 'and comes' out_has approve
says 'has no activated phone' 3 'nobody to ask' user verify bob
run user phone add alice +15550101008
says 'has several phones: +15550101001, +15550101008; say which' 2 'which phone?' user verify alice
says 'takes seconds' 2 'a wait that is none' user verify alice --wait 121
says 'exclude each other' 2 'to wait or not' user verify alice --wait 3 --no-wait
exits 0 'a dry run sends none' user verify carol --dry-run
check 'but names the phone' out_has '"phone_id"'
exits 0 'raw' user get alice --raw
check 'is the envelope' out_has '"stat": "OK"}'
exits 0 'raw of a list' user list --raw --limit 2
check 'is one page' out_has '"next_offset": 2'
exits 3 'raw of a fault' user get DU000000000000000000 --raw
check 'is the fault' out_has '"code": 40401'
says 'have no place' 2 'raw in a format' user list --raw -o csv
says 'has no place' 2 'raw of everything' user list --raw --all
exits 0 'no heading' user list --limit 2 -o csv --no-header
check 'is none' lines 2
exits 0 'a number with an extension' phone create --number +15550101001 --extension 5
says ", Alice's phone), +15550101001 (DP" 2 'two of a number are told apart' phone get +15550101001
