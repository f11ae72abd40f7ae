#!/bin/sh
# SPDX-License-Identifier: MIT
#
# libnss-extrausers 0.6 lists people only up to the first line of its passwd file that is longer
# than glibc's first buffer (1024 bytes): that person and all after are missing from "getent
# passwd", which says nothing and exits with 0, though each is found by name. The same file read by
# glibc's "files" is complete, and so is a group file with as long a line read by extrausers itself.
set -eu

packages='libnss-extrausers=0.6-4.1'

cannot()
{
	echo "cannot run here: $*" >&2
	exit 2
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM
cd "$tmp"

# shellcheck disable=SC2086 # a list of words
timeout 120 apt-get -q -o APT::Sandbox::User=root download $packages >log 2>&1 ||
	{ tail -n 3 log >&2; cannot "a package is not to be had in this version"; }
for package in *.deb; do
	dpkg -x "$package" root
done

long()	# LENGTH: so many letters
{
	printf "%${1}s" '' | tr ' ' x
}

people()	# LENGTH of the second person's full name: a passwd file of four
{
	echo 'one:x:70001:70001:One:/home/one:/bin/sh'
	echo "two:x:70002:70002:$(long "$1"):/home/two:/bin/sh"
	echo 'three:x:70003:70003:Three:/home/three:/bin/sh'
	echo 'four:x:70004:70004:Four:/home/four:/bin/sh'
}

people 900 >short
people 1000 >longer
members=$(seq -s , -f 'member%03.0f' 1 150)
printf 'one:x:70001:\ntwo:x:70002:%s\nthree:x:70003:\n' "$members" >group
chmod a+rX . short longer group

# Only in a mount namespace of its own do these files lie where the services look for them.
cat >look <<'END'
set -eu
mount -t tmpfs none /var/lib
mkdir /var/lib/extrausers
cp group /var/lib/extrausers/group
for file in short longer; do
	cp "$file" /var/lib/extrausers/passwd
	mount --bind "$file" /etc/passwd
	for service in files extrausers; do
		status=0
		getent -s "$service" passwd >listed || status=$?
		echo "passwd, line of $(sed -n 2p "$file" | wc -c) bytes, $service:" \
			"lists $(wc -l <listed) of 4, exit $status;" \
			"by name $(getent -s "$service" passwd one two three four | wc -l)"
	done
	umount /etc/passwd
done
getent -s extrausers group >listed
echo "group, line of $(sed -n 2p group | wc -c) bytes, extrausers: lists $(wc -l <listed) of 3"
END
cat >expected <<'END'
passwd, line of 937 bytes, files: lists 4 of 4, exit 0; by name 4
passwd, line of 937 bytes, extrausers: lists 4 of 4, exit 0; by name 4
passwd, line of 1037 bytes, files: lists 4 of 4, exit 0; by name 4
passwd, line of 1037 bytes, extrausers: lists 1 of 4, exit 0; by name 4
group, line of 1512 bytes, extrausers: lists 3 of 3
END

unshare -Urm true 2>log || cannot "no user namespace: $(tail -n 1 log)"
getent --version | head -n 1
echo "$packages"
LD_LIBRARY_PATH=$tmp/root/usr/lib timeout 60 unshare -Urm sh look >seen ||
	cannot "the namespace could not be set up"
cat seen
if ! cmp -s expected seen; then
	echo "the behaviour is another one than described"
	exit 1
fi
echo "as described: a long line ends the list of extrausers, though not that of groups"
