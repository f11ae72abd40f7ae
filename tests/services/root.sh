# SPDX-License-Identifier: MIT
# The root of a release: made once, kept, and given packages and the product. Source it with $root,
# $release and $top set. Nothing is left mounted: each command has mounts and processes of its own.
#
# shellcheck shell=bash disable=SC2154

root_packages=systemd,systemd-sysv,libpam-systemd,dbus,iproute2,ca-certificates,procps,python3,expect,curl,openssl
root_packages+=,gcc,make,autoconf,automake,libtool,pkg-config,libc6-dev,libpam0g-dev,libcurl4-openssl-dev,libssl-dev,libcjson-dev
root_packages+=,libconfig-dev,libmicrohttpd-dev,libsqlite3-dev,libcdb-dev,libgnutls28-dev,libpam-runtime

# root_in COMMAND…: in the root, with the network of this host, for packages and the build
root_in()
{
	# shellcheck disable=SC2016
	unshare --mount --propagation private --pid --fork --kill-child /bin/bash -ec '
		cd "$1"
		shift
		mount -t proc proc proc
		mount -t tmpfs -o mode=755 tmpfs dev
		mkdir dev/shm
		for node in null zero full random urandom tty; do
			: >dev/$node
			mount --bind /dev/$node dev/$node
		done
		ln -s /proc/self/fd dev/fd
		exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C \
			DEBIAN_FRONTEND=noninteractive chroot . "$@"' bash "$root" "$@"
}

# root_make: the bare system
root_make()
{
	# shellcheck disable=SC2086
	[ ! -e "$root/.complete" ] || { root_install ${root_packages//,/ }; return; }
	rm -rf "$root" && mkdir -p "$root" || return 1
	timeout 1200 mmdebstrap --mode=root --variant=minbase --include="$root_packages" "$release" "$root" \
		"${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$root.log" 2>&1 || return 1
	root_settle
}

# root_settle: no daemon starts while packages are installed, and nothing runs by the clock
root_settle()
{
	printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" && chmod 755 "$root/usr/sbin/policy-rc.d" || return 1
	rm -f "$root"/etc/systemd/system/timers.target.wants/*
	echo host >"$root/etc/hostname"
	echo "127.0.0.1 localhost host" >"$root/etc/hosts"
	touch "$root/.complete"
}

# root_install PACKAGE…: those that are not there
root_install()
{
	local missing=
	for p; do [ -e "$root/var/lib/dpkg/info/$p.list" ] || ls "$root/var/lib/dpkg/info/$p:"*.list >/dev/null 2>&1 ||
		missing+=" $p"; done
	[ -n "$missing" ] || return 0
	cp -L /etc/resolv.conf "$root/etc/resolv.conf"
	# shellcheck disable=SC2086
	root_in timeout 900 /bin/sh -ec 'apt-get -q update
		apt-get -q -y --no-install-recommends install "$@"
		apt-get clean' sh $missing >>"$root.log" 2>&1
	local rc=$?
	rm -f "$root"/etc/systemd/system/timers.target.wants/*
	return $rc
}

# root_build: the product, out of a copy of this tree; what is unchanged is not made again
root_build()
{
	mkdir -p "$root/usr/src/doorward/b"
	# what is generated is generated there: another release has other tools
	tar -C "$top" --exclude=./.git --exclude='./b' --exclude='./b[-u]*' --exclude=./autom4te.cache \
		--exclude=Makefile.in --exclude=./configure --exclude=./aclocal.m4 -cf - . |
		tar -C "$root/usr/src/doorward" -xf - || return 1
	# shellcheck disable=SC2016
	root_in timeout 1500 /bin/bash -ec 'cd /usr/src/doorward
		[ -e configure ] || autoreconf -fi
		cd b
		[ -e config.status ] || ../configure -q --prefix=/usr --sysconfdir=/etc --localstatedir=/var \
			--libdir=/usr/lib/"$(gcc -print-multiarch)" --libexecdir=/usr/libexec CFLAGS="-g0 -O0"
		make -s -j3
		make -s install' >>"$root.log" 2>&1
}
