# SPDX-License-Identifier: MIT
# A small Debian in a folder, made once in the build folder and copied for each test. Source it with
# $build and $work set; $host is the copy.
#
# shellcheck shell=bash disable=SC2034,SC2154

export PATH="$PATH:/usr/sbin:/sbin" LC_ALL=C
host=$work/host
host_packages=systemd-standalone-sysusers,systemd-standalone-tmpfiles,libcdb1,libcjson1,libconfig9,libcurl4
host_packages+=,libmicrohttpd12,libsqlite3-0,libssl3,libgnutls30,python3,sudo,curl,procps,ca-certificates,openssh-server,python3-apt

# host_make: fills $host
host_make()
{
	local kept=$build/deploy-host.tar
	[ "$(id -u)" = 0 ] || {
		echo "a host in a folder needs root: run this as root" >&2
		return 1
	}
	mkdir "$host"
	if [ ! -s "$kept" ]; then
		debootstrap --variant=minbase --include="$host_packages" bookworm "$host" \
			"${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$work/debootstrap.log" 2>&1 || {
			tail -n 5 "$work/debootstrap.log" >&2
			return 1
		}
		rm -rf "$host"/var/cache/apt/archives/*.deb "$host"/var/lib/apt/lists/*
		tar -C "$host" -cf "$kept.new" . && mv "$kept.new" "$kept"
	else
		tar -C "$host" -xf "$kept"
	fi
	# who shall log in
	# shellcheck disable=SC2016
	local hash='$6$doorwardtest$f1md6BjzuIbIPsc4sa1EUAfYlRZcdWxUIjuBSr.Cjp3VW6mDCvkafjChWMrj.cnTWvYUQrHF81AzQAJ/j74je1'
	sed -n "/:15[0-9][0-9]:/s#/nonexistent:.*#/:/bin/sh#p" "$top/tests/data/passwd" >>"$host/etc/passwd"
	grep ':15[0-9][0-9]:' "$top/tests/data/group" >>"$host/etc/group"
	sed -n "s/^\([a-z-]*\):x:15[0-9][0-9]:.*/\1:$(printf %s "$hash" | sed 's/[&/$.]/\\&/g'):19000:0:99999:7:::/p" \
		"$top/tests/data/passwd" | sed 's/\\\././g; s/\\\$/$/g' >>"$host/etc/shadow"
}

# host_run COMMAND…: on that host, with processes, network and /dev of its own. With host_outside
# set, COMMAND stays outside of the folder and reaches the host through the network.
host_run()
{
	# shellcheck disable=SC2016
	host_outside=${host_outside-} unshare --mount --propagation private --net --uts --ipc --pid --fork --kill-child -- /bin/bash -ec '
		host=$1
		shift
		mount --bind "$host" "$host"
		mount -t proc proc "$host/proc"
		mount -t tmpfs -o mode=755 tmpfs "$host/dev"
		mount -t tmpfs -o mode=755 tmpfs "$host/run"
		for node in null zero full random urandom tty; do
			: >"$host/dev/$node"
			mount --bind "/dev/$node" "$host/dev/$node"
		done
		ln -s /proc/self/fd "$host/dev/fd"
		ip link set lo up
		echo host >/proc/sys/kernel/hostname
		echo "127.0.0.1 localhost host" >"$host/etc/hosts"
		mkdir -p "$host/run/sshd"
		[ -z "${host_outside-}" ] || exec "$@"
		exec chroot "$host" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C \
			DEBIAN_FRONTEND=noninteractive "$@"' bash "$host" "$@"
}
