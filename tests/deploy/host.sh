# SPDX-License-Identifier: MIT
# A small Debian in a folder, with systemd as its first process: made once in the build folder and
# copied for each test. Source it with $build, $top and $work set; $host is the copy.
#
# shellcheck shell=bash disable=SC2034,SC2154

export PATH="$PATH:/usr/sbin:/sbin" LC_ALL=C
host=$work/host
host_packages=systemd,systemd-sysv,libpam-systemd,dbus,libcdb1,libcjson1,libconfig9,libcurl4,libmicrohttpd12
host_packages+=,libsqlite3-0,libssl3,libgnutls30,python3,sudo,cron,curl,procps,ca-certificates,openssh-server,python3-apt

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
		# debootstrap would take more than twice the CPU
		mmdebstrap --mode=root --variant=minbase --include="$host_packages" bookworm "$host" \
			"${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$work/mmdebstrap.log" 2>&1 || {
			tail -n 5 "$work/mmdebstrap.log" >&2
			return 1
		}
		rm -rf "$host"/var/cache/apt/archives/*.deb "$host"/var/lib/apt/lists/*
		rm -f "$host"/etc/systemd/system/timers.target.wants/apt-* # they would hold dpkg's lock
		echo host >"$host/etc/hostname"
		echo "127.0.0.1 localhost host" >"$host/etc/hosts"
		tar -C "$host" -cf "$kept.new" . && mv "$kept.new" "$kept"
	else
		tar -C "$host" -xf "$kept"
	fi
	host_people
}

# host_people: who shall log in, with the password that is in the tests
host_people()
{
	# shellcheck disable=SC2016
	local hash='$6$doorwardtest$f1md6BjzuIbIPsc4sa1EUAfYlRZcdWxUIjuBSr.Cjp3VW6mDCvkafjChWMrj.cnTWvYUQrHF81AzQAJ/j74je1'
	sed -n "/:15[0-9][0-9]:/s#/nonexistent:.*#/:/bin/sh#p" "$top/tests/data/passwd" >>"$host/etc/passwd"
	grep ':15[0-9][0-9]:' "$top/tests/data/group" >>"$host/etc/group"
	awk -F: -v hash="$hash" '$3 ~ /^15[0-9][0-9]$/ { print $1 ":" hash ":19000:0:99999:7:::" }' \
		"$top/tests/data/passwd" >>"$host/etc/shadow"
}

# host_boot: starts that host, with processes, network, control groups and /dev of its own, and waits
# until everything that starts at boot has started. The kernel's settings stay out of its reach.
host_boot()
{
	local up
	mkdir -p "$work/cgroup"
	# shellcheck disable=SC2016
	unshare --mount --propagation private /bin/bash -ec '
		mount -t cgroup2 cgroup2 "$2"
		mkdir -p "$2/doorward.$$"
		echo $$ >"$2/doorward.$$/cgroup.procs"
		cd "$1"
		exec unshare --mount --propagation private --net --uts --ipc --pid --cgroup --fork --kill-child \
			/bin/bash -ec "
			mount --bind . .
			cd \"\$PWD\"
			mount -t proc proc proc
			mount --bind proc/sys proc/sys
			mount -o remount,bind,ro proc/sys
			mount -t sysfs -o ro sysfs sys
			mount -t cgroup2 cgroup2 sys/fs/cgroup
			mount -t tmpfs -o mode=755 tmpfs run
			mount -t tmpfs -o mode=755 tmpfs dev
			mkdir dev/pts dev/shm
			mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
			mount -t tmpfs -o mode=1777 tmpfs dev/shm
			ln -s pts/ptmx dev/ptmx
			ln -s /proc/self/fd dev/fd
			ln -s /proc/self/fd/0 dev/stdin
			for node in null zero full random urandom tty; do
				: >dev/\$node
				mount --bind /dev/\$node dev/\$node
			done
			ip link set lo up
			hostname host
			pivot_root . mnt
			umount -l /mnt
			mount --make-rshared /
			exec env -i container=doorward PATH=/usr/sbin:/usr/bin:/sbin:/bin \
				/lib/systemd/systemd --log-target=console"' \
		bash "$host" "$work/cgroup" >"$work/boot.log" 2>&1 </dev/null &
	host_unshare=$!
	# what still runs beside the host, such as role.sh's simulator, ends with it
	trap 'host_halt; kill $(jobs -p) 2>/dev/null; rm -rf "$work"' EXIT
	for _ in $(seq 200); do
		read -r leader <"/proc/$host_unshare/task/$host_unshare/children" || :
		up=$(host_in systemctl is-system-running --wait 2>/dev/null)
		case $up in running | degraded) break ;; esac
		[ -d "/proc/$host_unshare" ] || break
		sleep 0.05
	done
	[ "$up" = running ] || {
		echo "the host in the folder did not start: ${up:-nothing}; systemd as the first process needs" \
			"cgroup2 and the right to mount" >&2
		tail -n 20 "$work/boot.log" >&2
		[ -z "$up" ] || host_in systemctl --failed --no-pager
		return 1
	}
}

# host_net COMMAND…: stays outside of the folder, and reaches the host through its network
host_net()
{
	nsenter --target "$leader" --net -- "$@"
}

# host_in COMMAND…: on that host, as root
host_in()
{
	nsenter --target "$leader" --all -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C \
		DEBIAN_FRONTEND=noninteractive "$@"
}

# host_halt: as when somebody turns it off properly; twice does no harm
host_halt()
{
	[ -n "${host_unshare-}" ] || return 0
	host_in systemctl exit >/dev/null 2>&1
	for _ in $(seq 200); do [ -d "/proc/$host_unshare" ] || break; sleep 0.05; done
	kill -9 "$host_unshare" 2>/dev/null # --kill-child takes the rest along
	wait "$host_unshare" 2>/dev/null
	# its control groups can go when the last process has
	# shellcheck disable=SC2016
	unshare --mount --propagation private /bin/sh -c 'mount -t cgroup2 cgroup2 "$1" && cd "$1" &&
		for _ in $(seq 200); do
			find "doorward.$2" -depth -type d -exec rmdir {} \; 2>/dev/null
			[ -d "doorward.$2" ] || break
			sleep 0.05
		done' sh "$work/cgroup" "$host_unshare"
	host_unshare=
}
