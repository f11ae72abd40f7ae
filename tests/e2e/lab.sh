# SPDX-License-Identifier: MIT
# A host of its own for tests of real logins. lab_enter puts the script into new namespaces, where
# /etc, /run, /dev, /var/log and the network are private: nothing here is ever seen by the machine
# outside, and all processes end with the script. It takes root, because several users log in:
# a user namespace made by an ordinary user has only one of them.
#
# shellcheck shell=bash disable=SC2034,SC2119,SC2154

export PATH="$PATH:/usr/sbin:/sbin"
export LC_ALL=C

# lab_enter "$0" "$@": returns inside the namespaces, or ends the script with a clear line
lab_enter()
{
	[ -z "${LAB_INSIDE-}" ] || return 0
	[ "$(id -u)" = 0 ] || {
		echo "$1: real logins of several users need root: run make check as root" >&2
		exit 1
	}
	for tool in cron curl ip script setpriv sftp ssh ssh-keygen sshd su sudo unshare; do
		command -v "$tool" >/dev/null || {
			echo "$1: $tool is not installed (./bootstrap check installs it)" >&2
			exit 1
		}
	done
	unshare --mount --net --uts --pid --fork true || {
		echo "$1: this root may not make namespaces (in a container: CAP_SYS_ADMIN)" >&2
		exit 1
	}
	LAB_INSIDE=yes exec unshare --mount --propagation private --net --uts \
		--pid --fork --kill-child --mount-proc -- "$@"
}

password=open-sesame-now # everybody's
# shellcheck disable=SC2016
password_hash='$6$doorwardtest$f1md6BjzuIbIPsc4sa1EUAfYlRZcdWxUIjuBSr.Cjp3VW6mDCvkafjChWMrj.cnTWvYUQrHF81AzQAJ/j74je1'

lab_etc()
{
	mkdir "$work/etc"
	mount -t tmpfs tmpfs "$work/etc"
	mkdir "$work/etc/upper" "$work/etc/work"
	[ -z "${LAB_COPY_ETC-}" ] && mount -t overlay overlay 2>/dev/null \
		-o "lowerdir=/etc,upperdir=$work/etc/upper,workdir=$work/etc/work" /etc && return 0
	cp -a /etc "$work/etc/copy" # where the kernel has no overlay
	mount --bind "$work/etc/copy" /etc
}

lab_users()
{
	{
		printf 'root:x:0:0::%s:/bin/sh\n' "$work/home/root"
		printf 'nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin\n'
		printf 'doorward:x:990:990::/nonexistent:/usr/sbin/nologin\n'
		printf 'sshd:x:991:65534::/run/sshd:/usr/sbin/nologin\n'
		sed -n "/:15[0-9][0-9]:/s#:/nonexistent:#:$work/home&#p" "$top/tests/data/passwd" |
			awk -F: -v OFS=: -v home="$work/home/" '{ $6 = home $1; print $1, $2, $3, $4,
				$5, $6, "/bin/sh" }'
	} >/etc/passwd
	{
		cat "$top/tests/data/group"
		printf 'doorward:x:990:\ntty:x:5:\nutmp:x:43:\ncrontab:x:992:\n'
	} >/etc/group
	: >/etc/shadow
	chmod 0600 /etc/shadow
	mkdir -p "$work/home"
	while IFS=: read -r name _ uid gid _; do
		mkdir -p "$work/home/$name"
		chown "$uid:$gid" "$work/home/$name"
		printf '%s:%s:19000:0:99999:7:::\n' "$name" "$password_hash" >>/etc/shadow
	done </etc/passwd
	printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files\n' >/etc/nsswitch.conf
	printf '127.0.0.1 localhost lab\n' >/etc/hosts
}

# Only what logins need; /dev/log is the reason.
lab_dev()
{
	mkdir "$work/dev"
	mount -t tmpfs -o mode=755 tmpfs "$work/dev"
	for node in null zero full random urandom tty; do
		: >"$work/dev/$node"
		mount --bind "/dev/$node" "$work/dev/$node"
	done
	mkdir "$work/dev/pts" "$work/dev/shm"
	chmod 1777 "$work/dev/shm"
	mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts "$work/dev/pts"
	ln -s pts/ptmx "$work/dev/ptmx"
	ln -s /proc/self/fd "$work/dev/fd"
	mount --rbind "$work/dev" /dev
}

# Everything a login would otherwise write to or read from the machine outside.
lab_host()
{
	lab_etc
	lab_users
	lab_dev
	umount -l "$work/etc" "$work/dev" # reached by their proper names only
	for dir in /run /var/log /var/spool/cron /var/lib/sudo; do
		[ ! -d "$dir" ] || mount -t tmpfs -o mode=755 tmpfs "$dir"
	done
	mkdir -p /run/sshd /run/doorward /var/spool/cron/crontabs
	chown doorward:doorward /run/doorward
	rm -rf /etc/cron.* /etc/crontab /etc/sudoers.d
	printf 'auth required pam_deny.so\naccount required pam_deny.so\n' >/etc/pam.d/other
	ip link set lo up
	echo lab >/proc/sys/kernel/hostname
}

# The programs as an administrator would install them: for everybody to run. Login programs carry
# no sanitizer and can only load a module that has none either.
lab_install()
{
	mkdir "$work/bin" "$work/lib"
	for program in doorward doorward-command doorward-doctor doorward-serve doorward-sync doorwardd \
		pamrun; do
		[ ! -x "$build/$program" ] || cp "$build/$program" "$work/bin/"
	done
	door=$work/lib/pam_doorward.so
	if [ -z "$asan" ]; then
		cp "$build/.libs/pam_doorward.so" "$door"
	else
		cc -std=gnu11 -D_GNU_SOURCE -g -O1 -I"$top" -I"$top/lib" -shared -fPIC \
			-fvisibility=hidden -o "$door" "$top"/pam/*.c "$top"/lib/base/*.c -lpam
	fi
}

lab_keys()
{
	mkdir "$work/keys"
	ssh-keygen -q -t ed25519 -N '' -f "$work/keys/host"
	ssh-keygen -q -t ed25519 -N '' -f "$work/keys/client"
	cat >"$work/askpass" <<ASKPASS
#!/bin/sh
printf '%s\n' "\$1" >>'$work/prompts'
IFS= read -r answer <'$work/answers' || answer=
sed -i 1d '$work/answers'
[ "\$answer" != WAIT ] || IFS= read -r answer <'$work/gate'
printf '%s\n' "\$answer"
ASKPASS
	chmod 755 "$work/askpass"
	mkfifo "$work/gate"
}

# lab_open: the private host, with a syslog in $syslog
lab_open()
{
	trap 'echo "$0: failed in line $LINENO" >&2' ERR
	set -eE
	lab_host
	lab_install
	lab_keys
	start syslog listening "$build/syslog-sink" /dev/log
	syslog=$work/syslog.log
	trap - ERR
	set +eE
}

# as USER COMMAND…: with that user's ids and a clean environment
as()
{
	as_user=$1
	shift
	setpriv --reuid="$as_user" --regid="$as_user" --init-groups \
		env -i PATH="$PATH" HOME="$work/home/$as_user" USER="$as_user" "$@"
}

# stack SERVICE <<LINES: the service's file in /etc/pam.d; PAM reads it at every login
stack()
{
	cat >"/etc/pam.d/$1"
}

# sim METHOD PATH [JSON]: asks the simulator's control interface
sim()
{
	curl -sS --max-time 10 --cacert "$work/sim/ca.pem" -X "$1" ${3:+--data "$3"} \
		"https://localhost:$sim_port/_sim/$2"
}

sim_open()
{
	start_sim
	sim_port=$(sed -n 's/.*"port": \([0-9]*\).*/\1/p' "$work/sim/sim.json")
}

# Everybody as in the fixture, counters at zero, no faults.
sim_reset()
{
	sim POST reset '{"state": true}' >/dev/null
}

# count ROUTE: how often it was asked since the last reset ("" = everything)
count()
{
	if [ -z "$1" ]; then
		sim GET counters | sed -n 's/.*"requests": \([0-9]*\).*/\1/p'
	else
		sim GET counters | sed -n "s#.*\"$1\": \([0-9]*\).*#\1#p" | grep . || echo 0
	fi
}

# code_left USER: bypass codes that the directory still holds for the person
codes_left()
{
	sim GET state | tr '{' '\n' | sed -n "/\"username\": \"$1\"/!d;
		s/.*\"bypass_codes_left\": \([0-9]*\).*/\1/p"
}

# last_push FIELD: what the directory was last told for a phone: pushinfo, ipaddr
last_push()
{
	sim GET state | sed -n "s/.*\"$1\": \"\([^\"]*\)\".*/\1/p"
}

# conf_write NAME SIM_DIR SOCKET <<MORE: /etc/doorward/NAME.conf for that simulator, with the
# secrets as they would be installed: root's, and readable for the broker's group
conf_write()
{
	mkdir -p "/etc/doorward/$1"
	for secret in admin.skey auth.skey; do
		install -o root -g doorward -m 0640 "$2/$secret" "/etc/doorward/$1/"
	done
	install -m 0644 "$2/ca.pem" "/etc/doorward/$1/"
	{
		# one address stands for all others here, and asks more than one would
		sed -e "s#\"$2/login.sock\"#\"$3\"; asks = 10000; per_origin = 8#" -e "s#\"$2/#\"/etc/doorward/$1/#" \
			-e 's/target = "stderr"/target = "syslog"; level = "debug"/' \
			"$2/doorward.conf"
		cat
	} >"/etc/doorward/$1.conf"
	chmod 0644 "/etc/doorward/$1.conf"
}

# broker_start NAME USER CONF: returns once it serves, which the syslog tells
broker_start()
{
	broker_from=$(lines)
	setpriv --reuid="$2" --regid="$2" --init-groups "$work/bin/doorwardd" -c "$3" \
		>"$work/$1.err" 2>&1 &
	eval "$1_pid=$!"
	started="$! $started"
	log_wait "$broker_from" "doorwardd\[$!\]: ready on" || {
		cat "$work/$1.err" >&2
		return 1
	}
}

# site [LOGIN [CACHE [MORE]]]: the main broker's configuration from now on: options of the groups
# login and cache, and further groups. By default every login asks the directory, and pushes may
# follow one another.
site()
{
	conf_write main "$work/sim" /run/doorward/login.sock <<CONF
cache: { ${2:-fresh = 0; elevation = 0; negative = 0;} };
login: { exempt_groups = [ "service-accounts" ]; ${1-push_interval = 0; fraud_hold = 0;} };
breaker: { failures = 1000; };
deadline: { broker = 3; api = 2; };
${3-}
CONF
	[ -z "${broker_pid-}" ] || broker_reload 'read again'
}

# broker_reload WORDS: has the file read again, and returns once the broker says these words of it
broker_reload()
{
	reload_from=$(lines)
	kill -HUP "$broker_pid"
	log_wait "$reload_from" "doorwardd\[$broker_pid\]: .*$1"
}
