# SPDX-License-Identifier: MIT
# Syncs that die: before each system call that can change anything on the disk, and again and again.
# With sanitizers, which see nothing of a process that is killed, every fifth of the many writes, and
# 40 deaths in a row instead of 100.
# shellcheck shell=sh disable=SC2154

calls='openat write pwrite64 ftruncate unlink rename renameat2 link fchmod fchown fsync fdatasync'
every=1 deaths=100
[ -z "$asan" ] || every=5 deaths=40
quiet() { env ASAN_OPTIONS=detect_leaks=0 "$@" >/dev/null 2>&1 </dev/null; }

# the old picture, and the new one: names in the file change from one to the other
printf 'alice,first\nbob,second\n' >"$work/names.csv"
chmod 644 "$work/names.csv"
configure "usernames_file = \"$work/names.csv\";"
exits 0 'the old picture' sync
show
cp "$work/show" "$work/old"
cp -a "$var" "$work/var.old"
for name in newcomer1 newcomer2; do run user create --username $name; done
run user edit carol --status active
exits 0 'the new picture' sync
show
cp "$work/show" "$work/new"
check 'is another one' sh -c "! cmp -s '$work/old' '$work/new'"

# ids_of FILE: name and uid of everybody
ids_of() { sed -n 's/^user \([^ ]*\) is \1:\([0-9]*\):.*/\1 \2/p' "$1" | sort; }
restore() { rm -rf "$var" && cp -a "$work/var.old" "$var"; }

# dies CALL N: a sync that is killed before its N-th call, or ends
dies()
{
	quiet "$build/tests/e2e/die_at" "$1" "$2" "$build/doorward" --config "$conf" -q sync
}

restore
killed=0 old=0 new=0 other=0
for call in $calls; do
	n=1
	while :; do
		restore
		dies $call $n
		rc=$?
		[ $rc -gt 128 ] || break # it makes fewer than n of these calls
		killed=$((killed + 1))
		if ! quiet "$build/doorward" --config "$conf" people; then
			echo "# $call $n: people cannot be asked"
			other=$((other + 1))
		elif ! show; then
			echo "# $call $n: no sound file"
			other=$((other + 1))
		elif cmp -s "$work/show" "$work/old"; then
			old=$((old + 1))
		elif cmp -s "$work/show" "$work/new"; then
			new=$((new + 1))
			ids_of "$work/new" >"$work/ids.new"
			run people --fields name,uid
			remembered=$(tr '\t' ' ' <"$work/out" | sort | comm -13 - "$work/ids.new")
			[ -z "$remembered" ] || {
				echo "# $call $n: state.db does not know $remembered"
				other=$((other + 1))
			}
		else
			echo "# $call $n: a third thing"
			other=$((other + 1))
		fi
		case $call in
		*write*) n=$((n + every)) ;;
		*) n=$((n + 1)) ;;
		esac
	done
	[ $rc = 0 ] || other=$((other + 1))
done
echo "# killed $killed times: $old left the old file, $new the new one, $other something else"
check 'a sync that is killed leaves the old file or the new one' [ $other = 0 ]
check 'it was killed often, on both sides of the rename' [ $killed -gt 50 ]
check 'before it' [ $old -gt 40 ]
check 'and after it' [ $new -gt 0 ]

# on a host that never synced: 100 syncs die one after the other, then one ends
fresh
i=0 sum=0
while [ $i -lt $deaths ]; do
	dies pwrite64 $((1 + i * 3 % 190))
	[ $? -le 128 ] || sum=$((sum + 1))
	i=$((i + 1))
done
exits 0 "a sync after $deaths that died" sync
echo "# $sum of $deaths died"
check 'they did die' [ $sum -gt $((deaths * 6 / 10)) ]
show
ids_of "$work/show" >"$work/ids.now"
ids_of "$work/new" >"$work/ids.new"
check 'nobody lost an account' [ "$(wc -l <"$work/ids.now")" = "$(wc -l <"$work/ids.new")" ]
cp "$work/show" "$work/first"
exits 0 'one more' sync
show
check 'and nobody another uid' cmp -s "$work/show" "$work/first"
check 'nobody shares one' [ -z "$(cut -d ' ' -f 2 "$work/ids.now" | sort | uniq -d)" ]
