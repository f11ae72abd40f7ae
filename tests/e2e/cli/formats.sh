# SPDX-License-Identifier: MIT
# What answers look like, compared with files that a person has read.
# shellcheck shell=sh disable=SC2154

few='--limit 6'
for format in table json jsonl csv tsv; do
	# shellcheck disable=SC2086
	exits 0 "list as $format" user list $few -o $format --fields username,realname,status,user_id
	golden "list_$format"
	exits 0 "one as $format" user get alice -o $format --fields username,aliases,groups.name,created,phones.number,last_login
	golden "get_$format"
done
exits 0 'plain in a pipe' user list --limit 2
golden plain
exits 0 'one user in full' user get alice -o table
golden get_full
exits 0 'one user in full as JSON' user get alice -o json
check 'is indented' grep -q '^  "username": "alice",\{0,1\}$' "$work/out"
check 'down to the last level' grep -q '^      "name": "admins",$' "$work/out"
exits 0 'an empty list as JSON' user list --username zaphod -o json
check 'is a list' out_has '[]'
exits 0 'an empty list as a table' user list --username zaphod -o table
check 'is nothing' silent
exits 0 'an empty answer as JSON' user delete user350 --yes -o json
check 'is an empty text' out_has '""'
terminal '' user list --limit 6
golden terminal
columns=40
terminal '' user list --limit 3
golden narrow
check 'what has no room is left out, and that is shown' grep -q ' USER_ID …$' "$work/out"
terminal '' user list --limit 3 --fields username,status,email,user_id
check 'what was chosen is not' grep -q 'STATUS.*EMAIL.*USER_ID$' "$work/out"
terminal '' sentinelone user list --limit 1
check 'an id is never cut' grep -q '  225494730938493800$' "$work/out"
columns=80
exits 0 'a name of wide and combining characters' user edit user001 --realname "$(printf '\346\235\261\344\272\254 e\314\201')"
exits 0 'in a table' user list --username user001 -o table --fields realname,username
check 'is as wide as it looks' grep -q '^[^ ]* [^ ]*    user001$' "$work/out"
terminal '' user list --username zaphod
check 'an empty list on a terminal says so' out_has 'nothing found'
exits 2 'a field that nobody has' user list --limit 2 --fields username,usrname
check 'is named, with what was meant' err_has 'no row has a field "usrname"; did you mean username?; the fields are '
exits 2 'also after a page' user list --all --fields usrname -o csv
check 'which is all that is printed' lines 101

# text of the directory cannot steer the terminal
control POST fault '{"match": "GET /admin/v1/users", "kind": "answer", "value": 200, "body":
	"{\"response\": [{\"username\": \"a\\u001b[31mb\\u0007\\u009b\\u202e,\\\"x\\ty\\nz\", \"status\": \"active\", \"user_id\": \"DU000000000000000000\", \"n\": 12345678901234, \"f\": 1.5, \"z\": null}], \"stat\": \"OK\"}"}' \
	>"$work/err"
for format in table json jsonl csv tsv; do
	exits 0 "hostile text as $format" user list -o $format --fields username,n,f,z
	golden "hostile_$format"
done
control POST reset '{}' >/dev/null

exits 0 'api prints the bytes' api getuser --user_id "$(run user get alice --fields user_id; cat "$work/out")"
check 'envelope and all' out_has '"stat": "OK"}'
check 'without a line end of our own' [ "$(tail -c 1 "$work/out")" = '}' ]
exits 3 'api prints the bytes of a fault' api getuser --user_id DU000000000000000000
check 'envelope and all' out_has '"code": 40401'
exits 0 'an answer into a file' user list --out "$work/users.csv" -o csv
check 'is complete' [ "$(wc -l <"$work/users.csv")" -ge 350 ]
says 'takes the name of a file' 2 'a file named - is a slip' user list --out -
check 'none is made' [ ! -e ./- ]
(with_users "$build/doorward" --config "$conf" user list) >/dev/full 2>"$work/err"
rc=$?
check 'a full disk (exit 1)' [ $rc = 1 ]
check 'is told' err_has 'doorward: standard output: No space left'
(with_users "$build/doorward" --config "$conf" user list) >&- 2>"$work/err"
rc=$?
check 'a closed standard output is no connection (exit 1)' [ $rc = 1 ]
check 'is told' err_has 'standard output: Bad file descriptor'
(with_users "$build/doorward" --config "$conf" user import -) <&- >"$work/out" 2>"$work/err"
rc=$?
check 'a closed standard input (exit 2)' [ $rc = 2 ]
check 'is told' err_has 'standard input: Bad file descriptor'

# one call of each kind as JSON; ids and times are made up by the simulator
: >"$work/kinds"
kind()
{
	run "$@" -o json --yes --force -q
	{
		echo "\$ doorward $*"
		sed -e 's/"D[A-Z0-9]\{19\}"/"ID"/g' -e 's/\("created": \)[0-9]*/\1TIME/' \
			-e 's/"[0-9]\{9\}"/"CODE"/' -e 's/\("push_id": "\)[^"]*/\1PUSH/' \
			-e 's/\("confirmation_code": "\)[0-9]*/\1NUMBER/' \
			-e 's/"[0-9a-f]\{32\}"/"ENROLMENT"/' "$work/out"
		echo "exit status $rc"
		echo
	} >>"$work/kinds"
}
fresh
kind user list --username bob
kind user get bob
kind user create zoe --realname Zoe --add-alias z.example
kind user edit zoe --status bypass
kind user enroll zoe zoe@example.com
kind user group add zoe staff
kind user group list zoe
kind user group remove zoe staff
kind user trash zoe
kind user restore zoe
kind user verify alice
kind bypass create zoe --count 1
kind bypass list zoe
kind group create 'night shift' --status disabled
kind group members admins
kind phone get +15550101001
kind info summary
kind bulk '[{"method": "POST", "path": "/admin/v1/users", "body": {"username": "yan"}}]'
kind user delete zoe
kind user get zoe
cp "$work/kinds" "$work/out"
golden kinds
