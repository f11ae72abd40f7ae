# SPDX-License-Identifier: MIT
# Who is behind a computer username: tables, directory file, rules, in this order, also at login.
# shellcheck shell=sh disable=SC2154

printf 'alice,worker1\ncarol,worker2\n' >"$work/names.csv"
chmod 644 "$work/names.csv"
configure "usernames_file = \"$work/names.csv\";"
run map worker1
check 'before a sync it is the identity' grep -q '^worker1.worker1.map.identity' "$work/out"
run sync
exits 0 'after it' map worker1
check 'the directory file says it' grep -q '^worker1.alice.directory file' "$work/out"
exits 0 'a name that it does not have' map somebody
check 'goes by the rules' grep -q '^somebody.somebody.map.identity' "$work/out"
exits 0 'adding' map add worker1 bob
exits 0 'adding again' map add worker1 bob
exits 7 'adding another' map add worker1 carol
printf '# kept\n' >>"$work/map"
exits 0 'by force' --force map add worker1 carol
check 'a comment is kept' grep -q '^# kept' "$work/map"
exits 0 'map.file' map worker1
check 'comes before the directory file' grep -q '^worker1.carol.map.file' "$work/out"
exits 0 'a rehearsal' --dry-run map remove worker1
check 'removes nothing' grep -q '^worker1=carol' "$work/map"
exits 0 'the other way round' map --user carol
check 'has each name once' [ "$(cut -f 1 "$work/out" | sort | tr '\n' ' ')" = 'carol worker1 worker2 ' ]
exits 0 'and of alice' map --user alice
check 'without the name that leads elsewhere' \
	[ "$(cut -f 1 "$work/out" | sort | tr '\n' ' ')" = 'alice alice.example ' ]
exits 0 'the list' map list
check 'has it' grep -q '^worker1.carol.map.file' "$work/out"
exits 3 'removing what is not there' map remove nobody-here
exits 2 'a name that no line can hold' map add 'a=b' alice
printf 'map: { users = [ "worker1=dave" ]; file = "%s/map"; };\nsync: { folder = "%s"; };\n' \
	"$work" "$var" >"$work/tail"
cat "$work/plain.conf" "$work/tail" >"$conf"
exits 0 'map.users' map worker1
check 'comes before all' grep -q '^worker1.dave.map.users' "$work/out"
configure ''
exits 0 'removing' map remove worker1

# at a login, through the broker and the module
passwd=$work/passwd.here
{
	cat "$top/tests/data/passwd"
	printf 'worker1:x:1601:1601::/:/bin/sh\nworker2:x:1602:1602::/:/bin/sh\n'
} >"$passwd"
mkdir -p "$work/pam.d"
printf 'account required %s socket=%s\n' "$build/.libs/pam_doorward.so" "$work/sim/login.sock" >"$work/pam.d/door"
start_broker || check 'the broker starts' false
# login USER VERDICT
login()
{
	"$build/pamrun" "$work/pam.d" door "$1" acct >"$work/out" 2>&1
	[ "$(sed -n 's/^acct: [0-9]* //p' "$work/out")" = "$2" ]
}
check 'a login goes by the directory file' login worker1 PAM_SUCCESS
check 'also to stop' login worker2 PAM_ACCT_EXPIRED
run map add worker1 carol
check 'a name added while the broker runs counts' login worker1 PAM_ACCT_EXPIRED
run map remove worker1
check 'and one removed' login worker1 PAM_SUCCESS
# one bad line: the last good table stays in force, also over a restart
run map add worker2 alice
check 'a table that is good is kept' login worker2 PAM_SUCCESS
{ sed '/^worker2/d' "$work/map" && printf 'no entry\nworker1=carol\n'; } >"$work/map.new"
cat "$work/map.new" >"$work/map"
check 'a bad line stops nobody' login worker2 PAM_SUCCESS
check 'and nothing of that table counts' login worker1 PAM_SUCCESS
bad_line=$(grep -n '^no entry' "$work/map" | cut -d : -f 1)
check 'the log has file and line' grep -q "map.file: $work/map:$bad_line: must read local=directory; the last good map stays in force" "$work/broker.log"
run status
check 'and status' grep -q "^map  *fails .*map:$bad_line: must read" "$work/out"
stop broker
start_broker || check 'the broker starts again' false
check 'it is kept over a restart' login worker2 PAM_SUCCESS
exits 1 'map check' map check
check 'names the line' grep -qx "$work/map:$bad_line: must read local=directory" "$work/out"
printf 'a\302\240=alice\nb=c\n' >"$work/other"
exits 1 'map check of another file' map check "$work/other"
check 'names a blank that nobody sees' grep -q "^$work/other:1: .*U+00A0, which nobody sees" "$work/out"
exits 3 'map check of none' map check "$work/nowhere"
rm "$var/map.good"
check 'where none is kept, a readable line counts' login worker1 PAM_ACCT_EXPIRED
check 'and who is in none is refused' login worker2 PAM_AUTHINFO_UNAVAIL
chmod 666 "$work/map"
check 'a table that others may write counts in no line' login worker1 PAM_AUTHINFO_UNAVAIL
chmod 644 "$work/map"
sed -i '/^no entry/d' "$work/map"
check 'mended, it is in force' login worker1 PAM_ACCT_EXPIRED
exits 0 'map check of a good one' map check
rm "$work/map"
check 'and none is no fault' login worker1 PAM_SUCCESS
cp "$var/directory.cdb" "$work/good.cdb"
head -c 5000 "$work/good.cdb" >"$var/directory.cdb"
check 'a cut directory file stops it' login worker1 PAM_AUTHINFO_UNAVAIL
chmod 666 "$var/directory.cdb"
cat "$work/good.cdb" >"$var/directory.cdb"
check 'and one that others may write' login worker1 PAM_AUTHINFO_UNAVAIL
chmod 644 "$var/directory.cdb"
check 'mended, it counts' login worker1 PAM_SUCCESS
stop broker
passwd=
