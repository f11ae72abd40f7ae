# SPDX-License-Identifier: MIT
# user import: whole tables, faults by row, and imports that are killed and given again.
# shellcheck shell=sh disable=SC2154

bulk='POST /admin/v1/users/bulk_create'
table=$work/table.csv

printf '\357\273\277Username,realname,e-mail\r\nzoe,Zoe,z@example.com\r\n' >"$table"
says 'did you mean email?' 2 'a column that is none' user import "$table"
printf 'realname\nZoe\n' >"$table"
says 'column username is missing' 2 'no names' user import "$table"
printf 'username,username\na,b\n' >"$table"
says 'two columns' 2 'a column twice' user import "$table"
: >"$table"
says 'is empty' 2 'an empty file' user import "$table"
says 'is larger than 64 MiB' 2 'a file without an end' user import /dev/zero
says 'No such file' 2 'no file' user import "$work/none.csv"
printf '[{"username": "a"}]' >"$table"
says 'looks like JSON' 2 'JSON where a table should be' user import "$table"
printf 'username,status,notes\na,gone,\n,active,\nb,active,"x\ny"\nB,,\nc,,"a\001b"\nd ,,\n' >"$table"
exits 2 'faults in rows' user import "$table"
check 'a choice that is none has its row' err_has 'row 2: status takes one of'
check 'an empty name has its row' err_has 'row 3: the username is empty'
check 'a name twice has both rows' err_has 'row 5: has the username of row 4'
check 'a control character has its row' err_has 'row 6: notes is not plain text'
check 'a blank that nobody sees has its row' err_has 'row 7: username: the name "d " holds a blank at its end'
check 'and how many there are' err_has '5 faults; nothing was sent'
check 'nothing was' [ "$(requests "$bulk")" = 0 ]
printf 'username\nuser003\302\240\nuser\342\200\213004\n\357\273\277user005\n' >"$table"
exits 2 'names that look like those of others' user import "$table"
check 'each has its row and what it holds' err_has 'holds U+200B, which nobody sees'
says 'holds U+00A0' 2 'nor by user create' user create "$(printf 'user003\302\240')"
says 'holds U+2060' 2 'nor as a new name' user edit carol --username "$(printf 'c\342\201\240arol')"
says 'users: number 1: the name' 2 'nor in a list' \
	user import "$(printf '[{"username": "user003\302\240"}]')"
says 'operations: number 1: the name' 2 'nor in a bulk of operations' bulk \
	"$(printf '[{"method":"POST","path":"/admin/v1/users","body":{"username":"user003\302\240"}}]')"
says 'holds U+00AD' 2 'nor a group' group create "$(printf 'st\302\255aff')"
check 'nothing was sent' [ "$(requests "$bulk")" = 0 ]
printf 'sep=;\r\nusername;realname;\r\nalice;Alice Example;\r\n;;\r\n ;;\r\n' >"$table"
exits 0 'what a spreadsheet keeps of cleared rows and columns' user import "$table" -n
check 'is nothing' err_has '1 rows: 0 created, 0 changed, 1 unchanged'
printf 'username;realname;\r\nalice;Alice Example;x\r\n' >"$table"
says 'column 3 has no heading' 2 'a column without a heading' user import "$table"
printf 'username,alias1,phone1,platform1,group1,type1\na,b,1,iphone,,x\n' >"$table"
says 'no column "alias1", "phone1", "platform1", "type1"; it takes' 2 'columns that are none, all at once' \
	user import "$table"
exits 0 'what user list writes' user list -o csv \
	--fields user_id,username,realname,email,status,notes,alias1,groups,phones,is_enrolled,last_login
cp "$work/out" "$table"
exits 0 'is read' user import "$table" -n
check 'and nothing differs' err_has ' 0 differ, 0 failed'
check 'what was not looked at is told' err_has 'read only and left as they are: "user_id", '
printf 'username,status\nalice,locked out\n' >"$table"
exits 0 'a table of yesterday, when somebody was locked out' user import "$table"
check 'differs, and no more' err_has '1 differ, 0 failed'
printf 'username,status\nalice,locked out\nnobody1,pending deletion\n' >"$table"
exits 8 'statuses that nobody can give' user import "$table" -n --update
check 'are refused where they would be given' out_has 'the directory alone gives the status "locked out"'

cat >"$table" <<'CSV'
Username,Realname,Email,Status,Notes
zed,"Zed ""Z"" Ünï",zed@example.com,bypass,"two
lines"
alice,Alice Example,alice@example.com,,
bob,Bobby,,,
CSV
exits 0 'a dry run' user import "$table" -n -o csv
check 'says who would be created' out_has '2,zed,created,'
check 'and who is as he should be' out_has '3,alice,unchanged,'
check 'and what differs' out_has '"realname: ""Bob Example"" -> Bobby"'
check 'and does nothing' [ "$(requests "$bulk")" = 0 ]
exits 0 'an import' user import "$table"
check 'nothing on output' silent
check 'tells what it left' err_has 'row 4: bob: realname: "Bob Example" -> Bobby; left as it is'
check 'and sums up' err_has '3 rows: 1 created, 0 changed, 1 unchanged, 1 differ, 0 failed'
run user get zed -o json --fields realname,status,notes,email
check 'every cell arrived' [ "$(cat "$work/out")" = \
	'{"realname": "Zed \"Z\" Ünï", "status": "bypass", "notes": "two\nlines", "email": "zed@example.com"}' ]
exits 0 'with --update' user import "$table" --update -q
check 'is quiet' sh -c "! [ -s '$work/err' ]"
run user get bob --fields realname,status
check 'an empty cell says nothing' [ "$(cat "$work/out")" = "Bobby	bypass" ]
exits 0 'again' user import "$table" --update --out "$work/report"
check 'nothing is left to do' err_has '3 unchanged'
check 'and --out has the rows' [ "$(grep -c unchanged "$work/report")" = 3 ]
(with_users "$build/doorward" --config "$conf" user import - -o jsonl --fields result) \
	<"$table" >"$work/out" 2>"$work/err"
check 'from standard input' [ "$(sort -u "$work/out")" = '{"result":"unchanged"}' ]
terminal "$(printf 'username\ntyped')" user import -
check 'typed on a terminal, up to one Ctrl-D (exit 0)' [ $rc = 0 ]
check 'it says that it waits' out_has 'Ctrl-D'
check 'is taken' out_has '1 created'
printf 'username;email\nalice.example;x@example.com\nzara;zara@example.com\n' >"$table"
exits 8 'a name that is somebody else'\''s alias' user import "$table"
check 'has its row' err_has 'row 2: alice.example: createuser: HTTP 400, 40003'
check 'and the others are done' err_has '1 created'
exits 0 'they are' user get zara
exits 0 'a JSON list' user import '[{"username": "jay"}]' --fields username
check 'is sent as it is' out_has jay
control POST fault "{\"match\": \"$bulk\", \"kind\": \"ratelimit\", \"count\": 1}" >/dev/null
printf 'username\nyan\n' >"$table"
exits 0 'too many requests' user import "$table"
check 'are waited for' err_has '1 created'

# 230 rows are three batches; it is killed before, within and behind each step of them
awk 'BEGIN { print "username,realname"; for (i = 1; i <= 230; i++) printf "im%03d,Name %d\n", i, i }' \
	>"$table"

# killed ROUTE N: waits for its N-th request, which is never answered, and kills the import
killed()
{
	[ "$2" = 1 ] || control POST fault \
		"{\"match\": \"$1\", \"kind\": \"delay\", \"value\": 1, \"count\": $(($2 - 1))}" >/dev/null
	control POST fault "{\"match\": \"$1\", \"kind\": \"$3\"}" >/dev/null
	with_users "$build/doorward" --config "$conf" user import "$table" >"$work/out" 2>"$work/err" &
	pid=$!
	for _ in $(seq 500); do
		[ "$(requests "$1")" -lt "$2" ] || break
	done
	kill -9 "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	[ "$(requests "$1")" -ge "$2" ] || return 1
	control POST reset '{}' >/dev/null
}

# each_once: every row of the table is a user, once, and nobody is there who should not be
each_once()
{
	run user list --fields username,realname
	[ $rc = 0 ] && grep '^im' "$work/out" | sort | tr '\t' , >"$work/users"
	sed 1d "$table" | sort | cmp -s - "$work/users"
}

for point in 'GET /admin/v1/users:1:stall' 'GET /admin/v1/users:2:stall' 'GET /admin/v1/users:3:stall' \
	"$bulk:1:stall" "$bulk:2:trickle" "$bulk:3:stall" "$bulk:3:trickle"; do
	fresh
	kind=${point##*:} route=${point%:*}
	n=${route##*:} route=${route%:*}
	check "killed at $route, $n ($kind)" killed "$route" "$n" "$kind"
	run user list --fields username
	left=$((230 - $(grep -c '^im' "$work/out")))
	exits 0 'the same import again' user import "$table"
	check 'creates those who are missing' err_has " $left created, 0 changed, $((230 - left)) unchanged"
	check 'each is there once' each_once
done
# outages of every kind end the import; the next run goes on
for kind in reset reset_early truncate garbage status; do
	fresh
	control POST fault "{\"match\": \"$bulk\", \"kind\": \"delay\", \"value\": 1, \"count\": 1}" >/dev/null
	control POST fault "{\"match\": \"$bulk\", \"kind\": \"$kind\", \"value\": 500, \"count\": 1}" >/dev/null
	exits 6 "an outage: $kind" --timeout 5 user import "$table"
	check 'tells the rows' err_has 'rows 102 to 201'
	exits 0 'the same import again' user import "$table"
	check 'each is there once' each_once
done
# somebody else takes a name while the import runs: the batch is refused, its rows are not
fresh
control POST fault "{\"match\": \"$bulk\", \"kind\": \"status\", \"value\": 400, \"count\": 1}" >/dev/null
exits 0 'a refused batch' user import "$table"
check 'is created one by one' [ "$(requests 'POST /admin/v1/users')" = 100 ]
check 'each is there once' each_once
