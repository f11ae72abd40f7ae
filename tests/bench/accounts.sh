#!/bin/bash
# SPDX-License-Identifier: MIT
# What a lookup costs through nsswitch.conf, beside files and Debian's libnss-cache and
# libnss-extrausers, in one run on a private host; what the writer costs; and whether readers ever
# notice a replacement. Goals are those of the machine that the first figures are from (2 CPUs at
# 2.5 GHz, virtual); ratios carry over.
#
#	accounts.sh [BUILD_FOLDER [PERSONS…]]
set -u
here=$(dirname "$0")
. "$here/../e2e/lab.sh"
lab_enter "$0" "$@"
build=${1:-.}
shift
[ $# -gt 0 ] || set -- 10000 100000 1000000
. "$here/../lib.sh"
rounds=5
passwd_file=/etc/passwd

lab_etc
umount -l "$work/etc"
mount -t tmpfs -o mode=755 tmpfs /var/lib
mkdir -p /var/lib/doorward /var/lib/extrausers "$work/lib" "$work/of-files"
cp "$build/.libs/libnss_doorward.so.2" "$work/lib/"
export LD_LIBRARY_PATH=$work/lib
cp /etc/passwd /etc/group "$work/of-files/"
# an unpinned process would pay for moving between processors
accounts="taskset -c 0 $build/tests/bench/accounts"

row()
{
	printf '%-46s %10s %10s %10s %10s  %s\n' "$@"
}

# The persons and groups of directory-make, as lines of passwd and group.
lines_of()
{
	awk -v n="$1" -v first=2001000000 -v people="$work/passwd" -v groups="$work/group" 'BEGIN {
		popular = n >= 500 ? 499 : 0
		for (i = 0; i < n; i++) {
			name = sprintf("user%06d", i + 1)
			printf "%s:*:%d:%d:Test User %d:/home/%s:/bin/bash\n", name, first + i,
				first + i, i + 1, name >people
			team = sprintf("%s%s%s", team, team == "" ? "" : ",", name)
			if (i % 50 == 49 || i == n - 1) {
				printf "team%05d:*:%d:%s\n", int(i / 50) + 1, first + n + int(i / 50),
					team >groups
				team = ""
			}
		}
		teams = int((n + 49) / 50)
		for (c = 0; c < 20; c++) {
			circle = sprintf("user%06d", popular + 1)
			for (i = 1000 + c * 99; i < 1000 + c * 99 + 99 && i < n; i++)
				circle = circle sprintf(",user%06d", i + 1)
			printf "circle%02d:*:%d:%s\n", c + 1, first + n + teams + c, circle >groups
		}
	}'
}

# index FILE FIELD: name and offset of each line, sorted, padded to one width, as libnss-cache wants
index()
{
	LC_ALL=C awk -F: -v field="$2" '{ printf "%s\001%010d\001\n", $field, at; at += length($0) + 1 }' \
		"$1" | LC_ALL=C sort >"$1.sorted"
	awk '{ if (length($0) > width) width = length($0); line[NR] = $0 }
		END { for (i = 1; i <= NR; i++) {
			pad = ""
			for (j = length(line[i]); j < width; j++) pad = pad "\001"
			print line[i] pad } }' "$1.sorted" | tr '\001' '\000'
	rm "$1.sorted"
}

prepare()
{
	"$build/directory-make" /var/lib/doorward/directory.cdb "$1" >"$work/made-$1" || exit 1
	chown -R nobody /var/lib/doorward # as installed: not root's, so the folder is looked at, too
	lines_of "$1"
	cp "$work/passwd" /var/lib/extrausers/passwd
	cp "$work/group" /var/lib/extrausers/group
	cp "$work/passwd" /etc/passwd.cache
	cp "$work/group" /etc/group.cache
	index "$work/passwd" 1 >/etc/passwd.cache.ixname
	index "$work/passwd" 3 >/etc/passwd.cache.ixuid
	index "$work/group" 1 >/etc/group.cache.ixname
	index "$work/group" 3 >/etc/group.cache.ixgid
}

service() # NAME
{
	printf 'passwd: %s\ngroup: %s\n' "$1" "$1" >/etc/nsswitch.conf
	if [ "$1" = files ]; then
		cat "$work/of-files/passwd" "$work/passwd" >/etc/passwd
		cat "$work/of-files/group" "$work/group" >/etc/group
	else
		cp "$work/of-files/passwd" "$work/of-files/group" /etc/
	fi
}

median()
{
	sort -n | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'
}

services='doorward cache extrausers files'
for persons in "$@"; do
	prepare "$persons"
	: >"$work/results"
	for _ in $(seq $rounds); do
		for s in $services; do
			service "$s"
			echo "$s $($accounts "$persons")" >>"$work/results"
		done
	done
	for s in $services; do
		service "$s"
		for _ in $(seq 41); do
			$accounts once user000500
		done | median >"$work/first-$s"
		strace -o "$work/trace" "$build/tests/bench/accounts" calls user000500 >"$work/out"
		awk '/^getppid/ { on = !on; next } /^clock_gettime/ { next } on { n++ } END { print n }' "$work/trace" >"$work/calls-$s"
	done
	service files
	cp "$work/of-files/passwd" "$work/of-files/group" /etc/

	echo
	# shellcheck disable=SC2086
	row "--- $persons persons, us" doorward lib-cache extrausers files 'goal'
	hit=3.5
	[ "$persons" -le 100000 ] || hit=5
	n=1
	for what in "getpwnam, hit=$hit" "getpwuid, hit=$hit" 'getpwnam, miss=' 'getgrnam=' 'getgrgid=' \
		'groups of a person (21)=4'; do
		n=$((n + 1))
		values=
		for s in $services; do
			values="$values $(awk -v s="$s" -v n=$n '$1 == s { print $n }' "$work/results" | median)"
		done
		# shellcheck disable=SC2086
		row "${what%=*}" $values "${what##*=}"
	done
	row 'first lookup of a process' "$(cat "$work/first-doorward")" "$(cat "$work/first-cache")" \
		"$(cat "$work/first-extrausers")" "$(cat "$work/first-files")" 22
	row 'system calls for a hit' "$(cat "$work/calls-doorward")" "$(cat "$work/calls-cache")" \
		"$(cat "$work/calls-extrausers")" "$(cat "$work/calls-files")" 8
	awk '$1 == "doorward" { d[++a] = $2 } $1 == "cache" { c[++b] = $2 }
		END { for (i = 1; i <= a; i++) print c[i] / d[i] }' "$work/results" | median >"$work/ratio"
	row 'a hit is faster than with libnss-cache, times' "$(cat "$work/ratio")" '' '' '' 5
	made=$(cat "$work/made-$persons")
	seconds=${made##* seconds=}
	row 'writing the file, seconds' "${seconds%% *}" '' '' '' 4
	row 'writing the file, peak MB' "$((${made##*peak_kib=} / 1024))" '' '' '' 250
done
echo
unset LD_LIBRARY_PATH
# shellcheck disable=SC2046
set -- $("$build/tests/bench/churn")
row '--- replaced as fast as it goes, 6 s' '' '' '' '' ''
row 'replacements a second' "$1" '' '' '' 60
row 'lookups' "$2" '' '' '' ''
row 'wrong, missing, readers that died' "$3" "$4" "$5" '' 0
