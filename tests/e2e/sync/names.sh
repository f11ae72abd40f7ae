# SPDX-License-Identifier: MIT
# Computer usernames: from a file, by rule, and wanted by two.
# shellcheck shell=sh disable=SC2154

printf '# who,name,aliases\nalice,jdeveloper,jdev\nBOB@example.com,CORP\\Builder\n' >"$work/names.csv"
configure "usernames_file = \"$work/names.csv\";"
exits 0 'usernames from CSV' sync
check 'the first is canonical' shown 'user jdeveloper is jdeveloper:2001000000:.*'
check 'others are aliases' shown 'user jdev is jdeveloper:.*'
check 'the directory name too' shown 'user alice is jdeveloper:.*'
check 'an e-mail address finds the person' shown 'user builder is builder:2001000001:.*'
check 'and the map' shown 'map jdev to alice, active'
printf '[{"username":"alice","computer_usernames":["alice","jdeveloper"]},
{"email":"bob@example.com","computer_usernames":[{"computer_username":"builder"}]}]' >"$work/names.json"
configure "usernames_file = \"$work/names.json\";"
exits 0 'usernames from JSON' sync
check 'a name once canonical stays so' shown 'user alice is jdeveloper:2001000000:.*'
check 'bob too' shown 'user bob is builder:2001000001:.*'
printf 'alice,jdeveloper\nalice,other\n' >"$work/names.csv"
configure "usernames_file = \"$work/names.csv\";"
exits 1 'a person named twice' sync
check 'with the line' err_has 'names.csv:2: a person is named twice'
printf 'alice , jdeveloper ,jdev\t\n' >"$work/names.csv"
exits 0 'blanks around names' sync
check 'are nothing' shown 'user jdev is jdeveloper:.*'
printf 'alice,jdeveloper\342\200\213\n' >"$work/names.csv"
exits 1 'what nobody sees in a name' sync
check 'is told with the line' err_has 'names.csv:1: the name'
printf 'alice\r,jdeveloper\n' >"$work/names.csv"
exits 1 'a line end within a line' sync
printf '\357\273\277alice,two words,jdev\r\nzoe,zoe1\nyves,yves1\n' >"$work/names.csv"
fresh
exits 0 'a file of a spreadsheet' sync
check 'is read from its first line' shown 'user alice is jdev:2001000000:.*'
check 'what makes no name is told' \
	err_has 'user alice: no name two words: it holds a character that is not allowed there'
check 'and whom nobody knows' err_has 'user yves: no name yves1: .*nobody of .* (2 such in'
printf '\n {"username":"alice"}' >"$work/names.csv"
exits 1 'JSON that is no list' sync
check 'is taken for what it is' err_has 'names.csv: is no JSON list'
printf '[{"username":' >"$work/names.csv"
exits 1 'JSON that breaks off' sync
check 'is so called' err_has 'names.csv: is not JSON'
chmod 666 "$work/names.csv"
exits 1 'a file that others may write' sync

fresh
configure 'strip_suffix = [ "@corp.example" ];'
for name in Carol.New@corp.example carol@corp.example root@corp.example 'Jörg' 12345; do
	run user create --username "$name"
done
exits 0 'names that need rules' sync
check 'case and suffix' shown 'user carol.new is carol.new:.*'
check 'a name that two want goes to neither' not_shown '^user carol is'
check 'both are told' err_has 'user carol: no name carol: is also wanted by carol@corp.example'
check 'both' err_has 'user carol@corp.example: no name carol: is also wanted by carol'
check 'and no map guesses' not_shown '^map carol to'
check 'privileged names go to nobody' not_shown ' root'
check 'not even as a map' not_shown '^map root'
exits 0 'people' people carol
check 'say who else wants it' out_has 'also that of, or wanted by, carol@corp.example'
exits 0 'people of characters' people 'Jörg'
check 'say that no rule makes a name' out_has 'no name makes a computer username'
exits 0 'people of digits' people --without 'no name' 12345
configure 'strip_suffix = [ "@corp.example" ]; replace = "_";'
exits 0 'with a replacement' sync
check 'there is a name' shown 'user j_rg is j_rg:.*'

fresh
configure ''
run sync
configure 'strip_suffix = [ "@corp.example" ];'
exits 0 'a name that somebody has' sync
check 'stays with the one who has it' shown 'user carol is carol:.*'
check 'and the map too' shown 'map carol to carol, disabled'
check 'the other is told' err_has 'user carol@corp.example: no name carol: is the name of carol'
for name in Carol.New@corp.example carol@corp.example root@corp.example 'Jörg' 12345; do
	run -y user delete "$name"
done

fresh
configure ''
printf 'user001:x:1601:1601::/:/bin/sh\nsvc:x:2001000000:1602::/:/bin/sh\n' >>/etc/passwd
printf 'admins:x:1603:\nuser002:x:1604:\n' >>/etc/group
exits 0 'names of this host' sync
check 'a user of it goes without' not_shown '^user user001 '
check 'and is listed' err_has 'user user001: no account: this host has a user of this name'
check 'the map is there all the same' shown 'map user001 to user001, active'
check 'so does who has the name of a group' not_shown '^user user002 '
check 'and a group of the directory' not_shown '^group admins:'
check 'both are listed' err_has 'group admins: no group here: this host has a group of this name'
check 'a number of it is not given' shown 'user alice is alice:2001000001:.*'
exits 0 'people without an account' people --without 'this host has'
check 'lists them' [ "$(cut -f 3 "$work/out" | sort | tr '\n' ' ')" = 'user001 user002 ' ]
local_files

fresh
run -o tsv --fields username user list
sed -n '1,70s/$/,shared/p' "$work/out" >"$work/names.csv"
chmod 644 "$work/names.csv"
configure "usernames_file = \"$work/names.csv\";"
exits 0 'a name that seventy want' sync
check 'goes to nobody' not_shown '^user shared is'
check 'and is told with the first of them and a count' \
	err_has 'user alice: no name shared: is also wanted by bob, carol, dave and 66 more'
check 'to each' err_has 'user bob: no name shared: is also wanted by alice, carol, dave and 66 more'
check 'nobody loses the account' shown 'user alice is alice:.*'

fresh
configure 'strip_suffix = [ "@corp.example" ]; statuses = [ "active" ];'
run user create --username nina
run sync
run user edit nina --username ivan --status disabled
run user create --username nina@corp.example
exits 0 'a name that is free again' sync
check 'goes to who wants it now' shown 'map nina to nina@corp.example, active'
run user edit ivan --username nina --status active
exits 0 'who had it once and comes back' sync
check 'does not take it back' shown 'map nina to nina@corp.example, active'
check 'and is told' err_has 'user nina: no name nina: is the name of nina@corp.example'
for name in nina nina@corp.example; do
	run -y user delete "$name"
done

fresh
configure 'strip_suffix = [ "@corp.example" ]; replace = "_";'
run user create --username sudo@corp.example
run group create --name 'Night Shift'
run group create --name 'night_shift'
run group create --name 'Google-Sudoers'
exits 0 'groups that make one name' sync
check 'neither has it' not_shown '^group night'
check 'each is told with the other' \
	err_has 'group Night Shift: no group here called night_shift: the group night_shift makes the same'
check 'each' err_has 'group night_shift: no group here: the group Night Shift makes the same name'
check 'a name with power is told with whom it is refused' \
	err_has 'user sudo@corp.example: no account called sudo: the name is privileged'
check 'also one of a cloud' err_has 'group Google-Sudoers: .*: the name is privileged'
run -y user delete sudo@corp.example
for name in 'Night Shift' night_shift Google-Sudoers; do run -y group delete "$name"; done

# sudoers(5) goes by the names of groups: nobody becomes one by being called so
fresh
configure ''
run user create --username ops
run group create --name ops
exits 0 'a user and a group of one name' sync
check 'the user goes without' not_shown '^user ops '
check 'and the group has it' grep -q '^group ops:20010[0-9]*:' "$work/show"
check 'and is told' err_has 'user ops: no account: a group of the directory has or had this name'
run -y user delete ops
run user create --username contractors
exits 0 'a user who is called like a group later' sync
check 'does not take its name' not_shown '^user contractors '
check 'the group stays' shown 'group contractors:20010[0-9]*:frank '
run -y group delete ops
run user create --username ops
exits 0 'a user who is called like a former group' sync
check 'goes without, too' not_shown '^user ops '
run group create --name user003
exits 0 'a group that is called like somebody with an account' sync
check 'leaves the account alone' shown 'user user003 is user003:.*'
check 'and goes without' err_has 'group user003: no group here: an account has this name'
for name in ops contractors; do run -y user delete $name; done
run -y group delete user003
fresh
printf 'user002:x:700013:\n' >"$work/group.old"
run sync import-ids "$work/group.old"
exits 0 'a user who is called like an imported group' sync
check 'goes without' not_shown '^user user002 '
