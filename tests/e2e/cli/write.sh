# SPDX-License-Identifier: MIT
# Changing the directory: create, edit, delete; dry runs; questions.
# shellcheck shell=sh disable=SC2154

exits 0 'create' user create zoe --realname 'Zoë Ünï' --email zoe@example.com --status bypass -o json
check 'answers with the user' out_has '"realname": "Zoë Ünï"'
exits 7 'create the same again' user create zoe
exits 0 'create as a dry run' user create ghost --dry-run
check 'shows the request' out_has 'POST https://localhost'
exits 3 'and creates nothing' user get ghost

exits 0 'edit' user edit zoe --status active --notes 'on loan'
check 'nothing on output' silent
check 'says who' err_has 'user zoe (DU'
check 'says what changed' err_has 'status: bypass -> active'
check 'and what else' err_has 'notes: "" -> "on loan"'
control POST reset '{}' >/dev/null
exits 0 'edit to what it is' user edit zoe --status active --notes 'on loan'
check 'says unchanged' err_has unchanged
check 'sends nothing' [ "$(requests 'POST /admin/v1/users/{user_id}')" = 0 ]
exits 0 'edit as a dry run' user edit zoe --status disabled --notes 'on loan' -n
check 'shows the difference' out_has 'status: active -> disabled'
check 'and only that' sh -c "! grep -q notes '$work/out'"
check 'sends nothing' [ "$(requests 'POST /admin/v1/users/{user_id}')" = 0 ]
exits 0 'edit with a format' user edit zoe --status disabled -o json --fields status
check 'answers with the user' out_has '"disabled"'
exits 0 'edit with a file' user edit zoe --notes lent --out "$work/zoe"
check 'which has the user' grep -q '^zoe' "$work/zoe"
exits 0 'edit by an id' user edit "$(run user get zoe --fields user_id; cat "$work/out")" --status active
exits 0 'aliases' user edit zoe --aliases 'alias1=zz&alias2=z%2Bz%40example.com'
check 'are compared one by one' err_has 'alias2: "" -> z+z@example.com'
exits 0 'the same aliases' user edit zoe --aliases 'alias1=zz&alias2=z%2Bz%40example.com'
check 'are unchanged' err_has unchanged
exits 0 'an alias is a name' user get z+z@example.com
exits 0 'a flag alone says true' user edit zoe --enable-auto-prompt
exits 0 'a custom attribute' user edit zoe --custom_attributes.team=ops --dry-run
check 'is sent by its name' out_has 'custom_attributes.team: "" -> ops'
exits 7 'rename to a name that is taken' user edit zoe --username alice
exits 0 'quiet' -q user edit zoe --notes hush
check 'is quiet' sh -c "! [ -s '$work/err' ]"

says 'say --confirm NAME or --yes to go on' 2 'delete without a terminal and without --yes' user delete zoe
exits 0 'the user is still there' user get zoe
exits 0 'delete as a dry run asks nothing' user delete zoe --dry-run
check 'and names whom' out_has 'user zoe (DU'
check 'shows the request' out_has 'DELETE https://localhost'
terminal n user delete zoe
check 'delete on a terminal, answered no (exit 1)' [ $rc = 1 ]
check 'the question names the person' out_has 'user zoe (DU'
check 'and what it means' out_has 'at once and for good'
check 'and nothing was done' out_has 'nothing was done'
terminal '' user delete zoe
check 'Enter alone is a no (exit 1)' [ $rc = 1 ]
exits 0 'the user is still there' user get zoe
terminal y user delete zoe
check 'a yes is not enough for what nothing brings back (exit 1)' [ $rc = 1 ]
exits 0 'the user is still there' user get zoe
terminal zoe user delete zoe@example.com
check 'delete on a terminal, answered by the name (exit 0)' [ $rc = 0 ]
check 'which is asked for' out_has 'Type zoe to go on'

check 'says what was done' out_has 'done'
exits 3 'the user is gone' user get zoe
terminal n user edit heidi --status disabled
check 'to shut somebody out is asked about (exit 1)' [ $rc = 1 ]
check 'in words' out_has 'The person gets in nowhere from now on.'
terminal n group edit staff --status bypass
check 'to let a whole group in, too (exit 1)' [ $rc = 1 ]
check 'with how many' grep -q '^That is [0-9]* people\.$' "$work/out"
run user get heidi --fields status
check 'and nothing was done' out_has active
terminal y group edit staff --status disabled
check 'a yes is one (exit 0)' [ $rc = 0 ]
terminal '' group edit staff --status active
check 'the way back asks nothing (exit 0)' [ $rc = 0 ]
exits 0 'nor does a script' user edit heidi --status disabled
exits 0 'in both ways' user edit heidi --status active
exits 2 'delete with another name' user delete bob --confirm bobby
exits 0 'bob is still there' user get bob
says 'asks for no name' 2 'a name where none is asked for' phone delete +15550101008 --confirm x
exits 0 'delete by the name' user delete bob@example.com --confirm bob
exits 0 'delete with --yes' user delete user349 --yes
exits 3 'delete of nobody' user delete bob --yes
exits 3 'delete of an id that is nobody' user delete DU000000000000000000 --yes
check 'nothing was sent for it' [ "$(requests 'DELETE /admin/v1/users/{user_id}')" = 3 ]
says 'or --yes' 2 'destructive operations by name ask too' api deleteuser --user_id DU000000000000000000

exits 0 'a user by group name' user group add carol admins
check 'says whom and what' err_has ', Carol Example), group admins (DG'
exits 0 'is a member' user group list carol --fields name
check 'by name' out_has admins
exits 0 'and is removed' user group remove carol admins --yes
exits 3 'a group that is none' user group add carol nogroup
exits 0 'several users to the Trash' user trash user001 user002 --yes
run user get user002 --fields status
check 'both wait for deletion' out_has 'pending deletion'
terminal n user trash user001 user003
check 'the question names everybody' out_has 'User 001), user user003 (DU'
terminal n bypass delete DB000000000000000000
check 'or the id' out_has 'Delete bypass code: DB000000000000000000'
exits 0 'and back' user restore user001 user002
run user get user002 --fields status
check 'both are back' out_has active

inner() { printf '{"method": "POST", "path": "/admin/v1/users", "body": {"username": "%s"}}' "$1"; }
exits 0 'several calls in one' bulk "[$(inner inner1), $(inner inner2)]" --yes
check 'a row for each' lines 2
exits 8 'of which two fail' bulk "[$(inner inner3), $(inner inner1), $(inner inner2)]" --yes
check 'every answer is shown' lines 3
check 'with the reason' out_has 'Duplicate resource'
check 'and one line counts' err_has '2 of 3 operations failed, the first of them number 2: 40003 Duplicate resource'
exits 0 'what went well stays' user get inner3
exits 8 'by name the bytes come too' api bulkoperations --operations "[$(inner inner1)]" --yes
check 'envelope and all' out_has '"stat": "OK"}'
