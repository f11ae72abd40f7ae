# SPDX-License-Identifier: MIT
# Numbers: brought along, kept, never twice, and found again after a loss.
# shellcheck shell=sh disable=SC2154

printf 'alice:x:700001:700001:Alice:/home/alice:/bin/sh\nheidi:x:2001000000:2001000000::/:/bin/sh\n' >"$work/passwd.old"
printf 'admins:x:700100:alice\n' >"$work/group.old"
printf 'name,uid\ncarol,700003\ngroup,contractors,700101\n' >"$work/ids.csv"
exits 0 'a rehearsal' sync import-ids --dry-run "$work/passwd.old"
check 'takes nothing' [ -z "$(ls -A "$var")" ]
for file in passwd.old group.old ids.csv passwd.old; do
	exits 0 "ids from $file" sync import-ids "$work/$file"
done
check 'what is known is no fault' err_has '2 were known with the same id'
exits 0 'a sync' sync
check 'uids' shown 'user alice is alice:700001:700001:.*'
check 'from CSV' shown 'user carol is carol:700003:.*'
check 'gids' grep -q '^group admins:700100:' "$work/show"
check 'gids from CSV' grep -q '^group contractors:700101:' "$work/show"
check 'a number of the sequence that was brought' shown 'user heidi is heidi:2001000000:.*'
check 'is not given again' [ "$(grep -c '^user .*:2001000000:2001000000:' "$work/show")" = 1 ]
check 'nobody shares a uid' [ -z "$(sed -n 's/^user \([^ ]*\) is \1:\([0-9]*\):.*/\2/p' "$work/show" |
	sort | uniq -d)" ]
printf 'alice,700009\n' >"$work/ids.csv"
exits 7 'another number for somebody' sync import-ids "$work/ids.csv"
printf 'dora,700010\nemil,700001\n' >"$work/ids.csv"
exits 7 'a number of somebody else' sync import-ids "$work/ids.csv"
check 'with file and line' err_has 'ids.csv:2: emil: the id 700001 is that of alice already'
for id in 0 1000 65534 61184 4294967295 2147483648 2147352576; do
	printf 'nora,%s\n' "$id" >"$work/ids.csv"
	exits 2 "the reserved id $id" sync import-ids "$work/ids.csv"
done
printf 'nora:x:700020:100::/:/bin/sh\n' >"$work/ids.csv"
exits 2 'a reserved primary group' sync import-ids "$work/ids.csv"
check 'shows how to take the uid alone' err_has 'the line nora,700020 takes the uid alone'
printf '"nora","700020"\n' >"$work/ids.csv"
exits 2 'a first line that is no heading' sync import-ids "$work/ids.csv"
check 'is not passed over' err_has 'ids.csv:1: the id is not a number'
printf 'a:b:c\n' >"$work/ids.csv"
exits 2 'a line of no form' sync import-ids "$work/ids.csv"

cp "$work/show" "$work/before"
rm "$var/state.db"
exits 0 'a sync after the loss of state.db' sync
check 'says so' err_has 'state.db was gone or an old copy; 3[0-9]* ids came back'
show
check 'and everybody has the old number' cmp -s "$work/show" "$work/before"
chmod 666 "$var/state.db"
exits 1 'a state.db that others may write' sync
chmod 600 "$var/state.db"
printf 'garbage, garbage, garbage, garbage' >"$var/state.db"
exits 1 'a state.db that is none' sync
show
check 'changes nothing' cmp -s "$work/show" "$work/before"

# who has which number is not guessed from names, nor a number given to the next one
fresh
configure ''
for name in kim lou; do run user create --username $name; done
exits 0 'a sync' sync
show
cp "$work/show" "$work/before"
lou=$(sed -n 's/^user lou is lou:\([0-9]*\):.*/\1/p' "$work/show")
kim=$(sed -n 's/^user kim is kim:\([0-9]*\):.*/\1/p' "$work/show")
cp "$var/state.db" "$work/state.old"
run user create --username newest
run sync
run user edit kim --username kimberly
run user create --username kim
run -y user delete lou
rm "$var/state.db"
exits 0 'the loss of state.db, and another person of the name' sync
check 'a number stays with the person' shown "user kimberly is kimberly:$kim:.*"
check 'and the next of the name has another' not_shown ":$kim:$kim:.*/home/kim:"
run -y user delete newest
run user create --username later
rm "$var/state.db"
exits 0 'after one more' sync
rm "$var/state.db"
run user create --username latest
exits 0 'and one more' sync
check 'who is gone leaves no number to the next one' not_shown "^user .*:$lou:"
cp "$work/state.old" "$var/state.db"
cp "$work/show" "$work/before"
exits 0 'an old copy of state.db' sync
check 'is noticed' err_has 'state.db was gone or an old copy; [34] ids came back'
show
check 'and everybody keeps the number' cmp -s "$work/show" "$work/before"
exits 0 'one more sync' sync
check 'has nothing to bring back' sh -c "! grep -q 'came back' '$work/err'"
rm "$var/state.db"
printf 'alice,700001\n' >"$work/ids.csv"
run sync import-ids "$work/ids.csv"
exits 7 'an import in its place that contradicts' sync
check 'is named' err_has 'alice has the id 2001000000 in .*directory.cdb, and state.db beside it says'
rm "$var/state.db"
printf garbage | dd of="$var/directory.cdb" bs=1 seek=9000 conv=notrunc 2>/dev/null
exits 1 'no state.db, and a damaged directory file' sync
check 'says the way out' err_has 'directory.cdb is damaged or not to be trusted: bring one of them back'
for name in kimberly kim later latest; do run -y user delete $name; done

# a fleet whose groups have other numbers than its users
fresh
configure ''
cat >"$work/passwd.old" <<'END'
alice:x:700000:700001::/:/bin/sh
bob:x:700001:700002::/:/bin/sh
carol:x:700010:700050::/:/bin/sh
grace:x:700011:700050::/:/bin/sh
heidi:x:700012:700012::/:/bin/sh
END
printf '%s:x:%s:\n' alice 700001 bob 700002 crew 700050 heidi 700012 >"$work/group.old"
exits 2 'primary groups without names' sync import-ids "$work/passwd.old"
check 'are named' err_has 'alice: its primary group 700001 has no name yet: take the file of the groups'
exits 0 'names of groups' sync import-ids "$work/group.old"
exits 0 'and the users' sync import-ids "$work/passwd.old"
exits 0 'and both once more' sync import-ids "$work/group.old"
check 'are the same' err_has '^took 0 uids and 0 gids; 4 were known'
exits 0 'a sync' sync
check 'a private group keeps its number' shown 'user alice is alice:700000:700001:.*'
check 'and its name' shown 'group alice:700001:'
check 'also where it is the uid of another' shown 'user bob is bob:700001:700002:.*'
check 'a group of several is theirs' shown 'user carol is carol:700010:700050:.*'
check 'both' shown 'user grace is grace:700011:700050:.*'
check 'and is there, though the directory has none' shown 'group crew:700050:'
check 'a private group with the number of the uid is no other' shown 'user heidi is heidi:700012:700012:.*'
printf 'alice:x:700000:700050::/:/bin/sh\n' >"$work/passwd.old"
exits 7 'another primary group' sync import-ids "$work/passwd.old"
check 'is refused' err_has 'alice has the gid 700001 already'
cp "$work/show" "$work/before"
rm "$var/state.db"
exits 0 'a sync after the loss of state.db' sync
show
check 'and everybody has the old numbers' cmp -s "$work/show" "$work/before"
run group create --name crew
exits 0 'a directory group of that name' sync
check 'takes the number over' shown 'group crew:700050:'
check 'once' [ "$(grep -c '^group crew:' "$work/show")" = 1 ]
run -y group delete crew

fresh
printf 'docker:x:700051:\n' >"$work/group.old"
printf 'user001:x:700013:700051::/:/bin/sh\nuser002:x:700014:700051::/:/bin/sh\n' >"$work/passwd.old"
run sync import-ids "$work/group.old"
run sync import-ids "$work/passwd.old"
exits 0 'a sync with a primary group that has power' sync
check 'gives nobody an account with it' not_shown '^user user00[12] '
check 'and tells both' \
	err_has 'user user002: no account: the primary group docker (700051) has a privileged name'
check 'and counts' err_has '^355 accounts and 3 groups'

fresh
configure 'uid_last = 2001000009;'
exits 1 'a range that is too small' sync
check 'is named' err_has 'every id from 2001000000 to 2001000009 is given away: raise sync.uid_last'
check 'and leaves no file' [ ! -e "$var/directory.cdb" ]
configure 'uid_first = 524288;'
exits 1 'a range of others' sync
check 'is refused with its line' err_has 'sync.uid_first: must be'
