# SPDX-License-Identifier: MIT
# Bypass codes: made only when they have a place to go, never taken from the command line.
# shellcheck shell=sh disable=SC2154

creations='POST /admin/v1/users/{user_id}/bypass_codes'

says 'say --yes' 2 'create without a terminal and without --yes' bypass create alice
says 'All bypass codes that this user has now stop working' 2 'says what it costs' bypass create alice
says 'is no terminal' 2 'create into a pipe' bypass create alice --yes
check 'nothing was created' [ "$(requests "$creations")" = 0 ]
run bypass list alice
check 'the old code is still there' lines 1

umask 0
exits 0 'create into a file' bypass create alice --yes --count 3 --out "$work/codes"
umask 022
check 'no code on output' silent
check 'three codes of nine digits' [ "$(grep -c '^[0-9]\{9\}$' "$work/codes")" = 3 ]
check 'private' [ "$(stat -c %a "$work/codes")" = 600 ]
run bypass list alice
check 'the old code is gone' lines 3
cp "$work/codes" "$work/codes.kept"
says 'is not written over' 2 'never over a file' bypass create alice --yes --out "$work/codes"
check 'the file is as it was' cmp -s "$work/codes" "$work/codes.kept"
ln -s "$work/elsewhere" "$work/link"
exits 2 'nor through a link' bypass create alice --yes --out "$work/link"
check 'nothing is there' [ ! -e "$work/elsewhere" ]
says 'No such file' 2 'nor into no folder' bypass create alice --yes --out "$work/none/codes"
says 'separated by commas' 2 'nor for fields that are none' bypass create alice --yes \
	--out "$work/codes2" --fields ,
check 'none of these was sent' [ "$(requests "$creations")" = 1 ]
if unshare -Urm true 2>/dev/null; then
	mkdir "$work/full"
	# shellcheck disable=SC2016
	unshare -Urm sh -c 'mount -t tmpfs -o size=4k none "$0" && : >"$0/mounted" &&
		head -c 4096 /dev/zero >"$0/fill" && "$@"; echo $? >"$0.status"; ls "$0" >"$0.files"' \
		"$work/full" "$build/doorward" --config "$conf" bypass create alice --yes \
		--out "$work/full/codes" >"$work/out" 2>"$work/err"
	check 'nor onto a full disk (exit 1)' [ "$(cat "$work/full.status")" = 1 ]
	check 'which is named' err_has "nothing was done: --out: $work/full/codes: No space left"
	check 'nothing was' [ "$(requests "$creations")" = 1 ]
	check 'no empty file stays' [ "$(tr '\n' ' ' <"$work/full.files")" = 'fill mounted ' ]
fi
exits 3 'a fault leaves no file' bypass create nobody-here --yes --out "$work/empty"
check 'none is there' [ ! -e "$work/empty" ]
exits 0 'force' bypass create alice --yes --count 2 --force
check 'prints' lines 2
exits 0 'adding to them is harmless and asks nothing' bypass create alice --count 1 \
	--preserve-existing --force
run bypass list alice
check 'they add up' lines 3
terminal y bypass create alice --count 2
check 'on a terminal it asks and prints (exit 0)' [ $rc = 0 ]
check 'two codes' [ "$(grep -c '\(^\| \)[0-9]\{9\}$' "$work/out")" = 2 ]
check 'after the warning' out_has 'stop working'
check 'and a word about them' out_has 'keep this, it is not shown again'
terminal n bypass create alice --count 2
check 'on a terminal, answered no (exit 1)' [ $rc = 1 ]
exits 0 'a dry run needs neither' bypass create alice --dry-run

says 'others can read them' 2 'codes in the arguments' bypass create alice --yes --force --codes 123123123
check 'are not repeated' sh -c "! grep -q 123123123 '$work/err'"
says 'others can read them' 2 'nor with an equals sign' bypass create alice --yes --codes=123123123
says 'others can read them' 2 'nor by name' api authauth --username alice --factor passcode \
	--passcode 123456789
printf '111222333\n444555666\n' >"$work/mine"
chmod 644 "$work/mine"
exits 2 'codes from a file that others can read' bypass create alice --yes --force --codes "@$work/mine"
check 'names the file' err_has "$work/mine"
chmod 600 "$work/mine"
exits 0 'codes from a private file, one a line' bypass create alice --yes --force --codes "@$work/mine"
check 'are taken' out_has 444555666
exits 0 'a dry run hides them' bypass create alice --codes "@$work/mine" --dry-run
check 'they are not shown' sh -c "! grep -q 111222333 '$work/out'"
echo 777888999 | with_users "$build/doorward" --config "$conf" bypass create alice --yes --force \
	--codes - >"$work/out" 2>"$work/err"
check 'codes from standard input' out_has 777888999
exits 2 'an empty standard input' bypass create alice --yes --force --codes -
exits 2 'a file that is not there' bypass create alice --yes --force --codes "@$work/none"

run bypass list alice --fields bypass_code_id
id=$(cat "$work/out")
exits 2 'delete asks' bypass delete "$id"
exits 0 'delete' bypass delete "$id" --yes
run bypass list alice
check 'it is gone' lines 0

# A core file would hold keys: a program that has read them is asked, while it waits for the next line.
mkfifo "$work/lines" "$work/answers"
(ulimit -c unlimited; exec "$build/doorward" --config "$conf" mcp) <"$work/lines" >"$work/answers" 2>"$work/err" &
pid=$!
exec 7>"$work/lines" 8<"$work/answers"
echo '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}' >&7
head -n 1 <&8 >"$work/out"
check 'it answers' out_has serverInfo
check 'and may leave no core file' grep -q '^Max core file size  *0  *0 ' "/proc/$pid/limits"
exec 7>&- 8<&-
wait $pid
rm "$work/lines" "$work/answers"
