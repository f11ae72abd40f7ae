# SPDX-License-Identifier: MIT
# Answers that are not believed.
# shellcheck shell=sh disable=SC2154

exits 0 'a sync' sync
show
cp "$work/show" "$work/before"
configure 'groups = [ "nobody is in it" ];'
exits 7 'everybody gone' sync
check 'is refused with the number' err_has '357 accounts and 0 groups would go at once'
show
check 'and changes nothing' cmp -s "$work/show" "$work/before"
exits 0 'people' people alice
check 'still have an account' grep -q '^alice.2001000000' "$work/out"
exits 7 'a rehearsal' sync --dry-run
check 'shows who would go' grep -q '^remove.user.alice' "$work/out"
configure 'unix_groups = [ ]; max_removals = 2;'
exits 7 'three groups gone' sync
configure 'groups = [ "admins" ]; max_removals = 355;'
exits 7 'one more than permitted' sync
configure 'groups = [ "admins" ]; max_removals = 356;'
exits 0 'as many as permitted' sync
configure ''
exits 0 'they come back' sync
show
check 'as they were' cmp -s "$work/show" "$work/before"
# accounts that no line of passwd(5) could hold
configure 'shell = "/bin/a:b";'
exits 7 'a shell that nobody can have' sync
check 'is named' err_has 'The last one: [a-z0-9]*: the shell holds a colon'
show
check 'and changes nothing' cmp -s "$work/show" "$work/before"
configure 'shells = [ "admins=/bin/a:b" ];'
exits 0 'one for a few' sync
check 'takes their accounts' not_shown '^user alice '
exits 0 'people' people alice
check 'say why' out_has 'alice: the shell holds a colon'
configure ''
exits 0 'a sync without it' sync
show
check 'brings all back' cmp -s "$work/show" "$work/before"

configure 'groups = [ "nobody is in it" ];'
exits 0 'everybody gone, by force' sync --force
check 'is so' not_shown '^user '

# no room on the disk
show
cp "$work/show" "$work/full"
cp -a "$var" "$work/var.kept"
mount -t tmpfs -o size=600k tmpfs "$var"
cp -a "$work/var.kept/." "$var"
dd if=/dev/zero of="$var/other" 2>/dev/null
exits 1 'a sync on a full disk' sync
check 'names the file' err_has "^doorward: $var/[a-z.]*: .*\\(full\\|No space left\\)"
show
check 'and changes nothing' cmp -s "$work/full" "$work/show"
rm "$var/other"
exits 0 'one with room again' sync
umount "$var"
rm -r "$work/var.kept"

# accounts that would all be called otherwise
fresh
run -o tsv --fields username user list
sed -n '1,60s/.*/&,x-&/p' "$work/out" >"$work/names.csv"
chmod 644 "$work/names.csv"
configure "usernames_file = \"$work/names.csv\"; aliases = false;"
exits 0 'names from a file' sync
check 'count' shown 'user x-bob is x-bob:.*'
configure 'max_removals = 58; aliases = false;'
exits 7 'no such file any more' sync
check 'is refused with the number' err_has '^doorward: 59 accounts would change their names at once'
check 'and changes nothing' shown 'user x-bob is x-bob:.*'
configure 'max_removals = 59; aliases = false;'
exits 0 'as many as permitted' sync
check 'are called otherwise' shown 'user bob is bob:.*'

# a directory that has lost everybody
printf '{"users": []}' >"$work/empty.json"
mkdir "$work/empty"
fresh
configure ''
run sync
start empty ready "$build/doorward-sim" --dir "$work/empty" --fixture "$work/empty.json"
lean "$work/empty"
conf=$work/empty/doorward.conf
printf 'sync: { folder = "%s"; };\n' "$var" >>"$conf"
exits 7 'an empty directory' sync
check 'is not believed' err_has 'listed nobody at all'
exits 7 'not even by force' sync --force
show
check 'and changes nothing' cmp -s "$work/show" "$work/before"
stop empty
exits 6 'no directory' sync
show
check 'changes nothing' cmp -s "$work/show" "$work/before"
conf=$work/sim/doorward.conf

# an answer that breaks off at the second page
port=$(sed -n 's/.*"port":[ ]*\([0-9]*\).*/\1/p' "$work/sim/sim.json" | head -n 1)
curl -sS --cacert "$work/sim/ca.pem" -d '{"match":"GET /admin/v1/users","kind":"truncate","value":200,"count":9}' \
	"https://localhost:$port/_sim/fault" >/dev/null
exits 6 'an answer that breaks off' sync
show
check 'changes nothing' cmp -s "$work/show" "$work/before"
curl -sS --cacert "$work/sim/ca.pem" -d '{}' "https://localhost:$port/_sim/reset" >/dev/null
# and one that lists somebody twice
curl -sS --cacert "$work/sim/ca.pem" -d '{"match":"GET /admin/v1/users","kind":"huge","value":1,"count":9}' \
	"https://localhost:$port/_sim/fault" >/dev/null
exits 6 'an answer with somebody twice' sync
check 'is named' err_has 'the directory listed [a-z0-9]* twice on one page: such a list is not'
show
check 'changes nothing' cmp -s "$work/show" "$work/before"
curl -sS --cacert "$work/sim/ca.pem" -d '{}' "https://localhost:$port/_sim/reset" >/dev/null
