# SPDX-License-Identifier: MIT
# Numbers: brought along, kept, never twice, and found again after a loss.
# shellcheck shell=sh disable=SC2154

printf 'alice:x:700001:700001:Alice:/home/alice:/bin/sh\nheidi:x:2001000000:1::/:/bin/sh\n' >"$work/passwd.old"
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
printf 'a:b:c\n' >"$work/ids.csv"
exits 2 'a line of no form' sync import-ids "$work/ids.csv"

cp "$work/show" "$work/before"
rm "$var/state.db"
exits 0 'a sync after the loss of state.db' sync
check 'says so' err_has 'state.db was gone; 3[0-9]* ids came back'
show
check 'and everybody has the old number' cmp -s "$work/show" "$work/before"
chmod 666 "$var/state.db"
exits 1 'a state.db that others may write' sync
chmod 600 "$var/state.db"
printf 'garbage, garbage, garbage, garbage' >"$var/state.db"
exits 1 'a state.db that is none' sync
show
check 'changes nothing' cmp -s "$work/show" "$work/before"

fresh
configure 'uid_last = 2001000009;'
exits 1 'a range that is too small' sync
check 'is named' err_has 'every id from 2001000000 to 2001000009 is given away: raise sync.uid_last'
check 'and leaves no file' [ ! -e "$var/directory.cdb" ]
configure 'uid_first = 524288;'
exits 1 'a range of others' sync
check 'is refused with its line' err_has 'sync.uid_first: must be'
