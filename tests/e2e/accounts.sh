#!/bin/bash
# SPDX-License-Identifier: MIT
# People who exist in the directory file only: getent, id, su, sudo and OpenSSH with the real NSS
# module on a private host (lab.sh), and that nobody else notices whatever becomes of the file.
#
#	accounts.sh [BUILD_FOLDER]
set -u
here=$(dirname "$0")
. "$here/lab.sh"
. "$here/cases.sh"
lab_enter "$0" "$@"
build=${1:-.}
. "$here/../lib.sh"
for tool in getent ldconfig musl-gcc nscd; do
	command -v "$tool" >/dev/null || {
		echo "$0: $tool is not installed (./bootstrap check installs it)" >&2
		exit 1
	}
done

lab_open
file=/var/lib/doorward/directory.cdb
lib=/usr/local/lib/doorward-test # in the cache of ld.so, so that su and sudo take it, too

install_module()
{
	mount -t tmpfs -o mode=755 tmpfs /var/lib
	mount -t tmpfs -o mode=755 tmpfs /var/cache
	mount -t tmpfs -o mode=755 tmpfs /usr/local/lib
	mount -t tmpfs -o mode=755 tmpfs /home
	for who in 1 2 7 500; do # as pam_mkhomedir would
		install -d -o $((2001000000 + who - 1)) "/home/user$(printf %06d $who)"
	done
	mkdir -p /var/lib/doorward /var/lib/sudo /var/cache/ldconfig /var/cache/nscd /run/nscd "$lib"
	if [ -z "$asan" ]; then
		cp "$build/.libs/libnss_doorward.so.2" "$lib/"
	else # login programs carry no sanitizer
		cc -std=gnu11 -D_GNU_SOURCE -g -O1 -I"$top" -I"$top/lib" -shared -fPIC \
			-fvisibility=hidden -Wl,-soname,libnss_doorward.so.2 \
			-o "$lib/libnss_doorward.so.2" "$top"/nss/*.c "$top/lib/base/directory.c"
	fi
	echo "$lib" >/etc/ld.so.conf.d/doorward-test.conf
	ldconfig
	printf 'passwd: files doorward\ngroup: files doorward\nshadow: files\nhosts: files\n' \
		>/etc/nsswitch.conf
}
install_module

for service in su su-l sudo sudo-i sshd; do
	stack $service <<PAM
auth     required pam_permit.so
account  required pam_unix.so
session  required pam_permit.so
PAM
done
cat >/etc/sudoers <<SUDOERS
Defaults lecture=never, timestamp_timeout=0
%circle01 ALL=(ALL:ALL) NOPASSWD: /usr/bin/id
user000002 ALL=(ALL:ALL) NOPASSWD: /usr/bin/id
SUDOERS
chmod 0440 /etc/sudoers
sshd_start accounts publickey

get() # DATABASE KEY: the line, or the exit status of getent
{
	getent "$1" "$2" || echo "($?)"
}
id_of() # NAME
{
	id "$1" 2>&1
}
switch() # CALLER USER COMMAND: what COMMAND says as that user
{
	setpriv --reuid="$(id -u "$1")" --regid="$(id -g "$1")" --init-groups \
		timeout -k 2 20 su "$2" -c "$3" 2>&1 </dev/null | tail -n 1
}

# ---- those who were here before ------------------------------------------------------------

before_root=$(get passwd root)
before_alice=$(id_of alice)
before_lists=$(getent passwd | sort | md5sum; getent group | sort | md5sum)

# others WHAT: root and local users are as they were, and a stranger is a stranger
others()
{
	check "$1: root is root" same "$(get passwd root)" "$before_root"
	check "$1: uid 0 is root" same "$(get passwd 0)" "$before_root"
	check "$1: alice has her groups" same "$(id_of alice)" "$before_alice"
	check "$1: a group of this host" same "$(get group tty)" 'tty:x:5:'
	check "$1: the lists are those of this host" same \
		"$(getent passwd | sort | md5sum; getent group | sort | md5sum)" "$before_lists"
	check "$1: a stranger is not found" same "$(get passwd nosuchuser)" '(2)'
	check "$1: su to alice" same "$(switch root alice 'id -un')" alice
	check "$1: su from bob to alice" same "$(switch bob alice 'id -un')" alice
	check "$1: ssh to alice" enters alice
	check "$1: nobody of the directory is here" same "$(get passwd user000007)" '(2)'
	check "$1: nobody of the directory gets in" not enters user000007
}

others 'no file'
mkdir "$work/made"
"$build/directory-make" "$work/made/directory.cdb" 600 >"$work/made/says" || exit 1

install_file() # as the writer does it
{
	install -m 0644 "$work/made/directory.cdb" "$file.new"
	mv -T "$file.new" "$file"
}

# ---- those of the directory ----------------------------------------------------------------

install_file
check 'getent passwd by name' same "$(get passwd user000007)" \
	'user000007:*:2001000006:2001000006:Test User 7:/home/user000007:/bin/bash'
check 'getent passwd by uid' same "$(get passwd 2001000006)" "$(get passwd user000007)"
check 'getent passwd by an alias' same "$(get passwd aka.user000001)" "$(get passwd user000001)"
check 'getent group by name' same "$(get group circle01)" 'circle01:*:2001000612:user000500'
check 'getent group by gid' same "$(get group 2001000612)" 'circle01:*:2001000612:user000500'
check 'getent group of a private group' same "$(get group user000007)" 'user000007:*:2001000006:'
check 'getent group with many members' same "$(get group team00001 | tr ',' '\n' | wc -l)" 50
check 'getent initgroups' same "$(getent initgroups user000007 | tr -s ' ')" 'user000007 2001000600'
check 'getent of a stranger' same "$(get passwd nosuchuser)" '(2)'
check 'id' same "$(id_of user000007)" \
	'uid=2001000006(user000007) gid=2001000006(user000007) groups=2001000006(user000007),2001000600(team00001)'
check 'id of an alias' same "$(id_of aka.user000001)" "$(id_of user000001)"
check 'id with 22 groups' same "$(id -G user000500 | wc -w)" 22
check 'the list is not extended' same \
	"$(getent passwd | sort | md5sum; getent group | sort | md5sum)" "$before_lists"
check 'alice is as she was' same "$(id_of alice)" "$before_alice"
check 'su from root' same "$(switch root user000007 'id -un; id -Gn' | tail -n 1)" 'user000007 team00001'
check 'su from alice' same "$(switch alice user000007 'id -un')" user000007
check 'su to alice' same "$(switch user000007 alice 'id -un')" alice
check 'su by an alias gives the one name' same "$(switch root aka.user000001 'id -un')" user000001
check 'ssh' enters user000007
check 'ssh gives the groups' same \
	"$(ssh_with ssh user000500@127.0.0.1 id -G; grep '^2001000499 ' "$work/out" | wc -w)" 22
check 'files have an owner with a name' same "$(
	: >"$work/owned"
	chown user000007:team00001 "$work/owned"
	stat -c '%U %G' "$work/owned"
)" 'user000007 team00001'

sudo_as() # USER WORD…
{
	sudo_user=$1
	shift
	setpriv --reuid="$(id -u "$sudo_user")" --regid="$(id -g "$sudo_user")" --init-groups \
		timeout -k 2 20 sudo -n "$@" 2>&1 </dev/null | tail -n 1
}
check 'sudo by a name in sudoers' same "$(sudo_as user000002 id -un)" root
check 'sudo by a group in sudoers' same "$(sudo_as user000500 id -un)" root
check 'sudo refuses who is in neither' not same "$(sudo_as user000007 id -un)" root
check 'sudo to a user of the directory' same "$(sudo_as user000002 -u user000007 id -un)" user000007

# ---- programs without modules --------------------------------------------------------------

probe=$here/nss_probe.c
check 'musl: a static program is built' musl-gcc -static -o "$work/musl" "$probe"
check 'musl: it knows local users' same "$("$work/musl" alice | cut -d' ' -f1)" 1501
check 'musl: it does not know the directory' same "$("$work/musl" user000500)" none
check 'static glibc: a program is built' cc -static -w -o "$work/static" "$probe"
check 'static glibc: it knows local users' same "$("$work/static" alice | cut -d' ' -f1)" 1501
check 'static glibc: with this host'\''s libraries it loads the module' same \
	"$("$work/static" user000500)" '2001000499 2001000499 22'

cat >/etc/nscd.conf <<NSCD
enable-cache passwd yes
positive-time-to-live passwd 600
check-files passwd no
persistent passwd no
enable-cache group yes
positive-time-to-live group 600
check-files group no
persistent group no
enable-cache hosts no
enable-cache services no
enable-cache netgroup no
NSCD
nscd -F -f /etc/nscd.conf >"$work/nscd.log" 2>&1 &
nscd_pid=$!
started="$nscd_pid $started"
nscd_serves()
{
	for _ in $(seq 200); do
		nscd -g >/dev/null 2>&1 && return 0
		sleep 0.05
	done
	return 1
}
check 'nscd: serves' nscd_serves
check 'nscd: user and groups through it' same "$(id -G user000500 | wc -w)" 22
check 'nscd: with it, the musl program knows user and groups' same \
	"$("$work/musl" user000500)" '2001000499 2001000499 22'
check 'nscd: loads the module once and keeps no descriptor of the file' not grep -q directory.cdb \
	<(ls -l "/proc/$nscd_pid/fd")
rm "$file"
check 'nscd: goes on from memory when the file is gone' same "$(id -u user000500)" 2001000499
nscd -i passwd && nscd -i group
check 'nscd: forgets when it is told to' same "$(get passwd user000500)" '(2)'
kill "$nscd_pid"
wait "$nscd_pid" 2>/dev/null
rm -rf /run/nscd

# ---- a file that cannot be believed --------------------------------------------------------

: >"$file"
others 'empty file'
install_file
head -c 5000 /dev/urandom | dd of="$file" bs=1 seek=1000 conv=notrunc status=none
others 'corrupt file'
install_file
truncate -s 100000 "$file"
others 'cut file'
install_file
chown nobody "$file"
others 'foreign file'
install_file
chmod 0666 "$file"
others 'file that everybody may write'
rm "$file"
mkfifo "$file"
others 'FIFO'
rm "$file"
install_file
chown doorward:doorward /var/lib/doorward "$file"
check 'a file of the broker in its folder is believed' same "$(id -u user000007)" 2001000006
"$build/directory-make" "$work/made/low.cdb" 600 1 >/dev/null 2>"$work/low"
check 'no file with local ids can be written' grep -q 'uid 1 is outside\|gid .* is outside' "$work/low"

# doorward before files: even then nobody of this host is replaced
printf 'passwd: doorward files\ngroup: doorward files\nshadow: files\nhosts: files\n' \
	>/etc/nsswitch.conf
check 'doorward first: root is root' same "$(get passwd root)" "$before_root"
check 'doorward first: uid 0 is root' same "$(get passwd 0)" "$before_root"
check 'doorward first: su to alice' same "$(switch root alice 'id -un')" alice
check 'doorward first: ssh' enters user000007
finish
