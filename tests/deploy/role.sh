#!/bin/bash
# SPDX-License-Identifier: MIT
# The Ansible role on a host of its own, over ssh: nothing in check mode, everything in the first
# run, nothing in the second; stacks that lock the administrator out are put back, also when the host
# starts anew meanwhile; and the role takes back what it brought.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$(cd "${1:-$PWD}" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/doorward.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/deploy/host.sh
. "$here/host.sh"

failed=0
fail()
{
	echo "FAILED $*"
	failed=$((failed + 1))
}

command -v ansible-playbook >/dev/null || { echo "ansible-core is not installed" >&2; exit 1; }
[ -d "$build/deploy-packages/1" ] || { echo "no packages: package.sh makes them" >&2; exit 1; }

# the host: packages to be had, sshd, and an administrator who comes with a key and uses sudo
host_make || exit 1
cp -r "$build/deploy-packages" "$host/packages"
mkdir -p "$work/keys" "$host/etc/ssh/keys"
ssh-keygen -q -t ed25519 -N '' -f "$work/keys/client"
cp "$work/keys/client.pub" "$host/etc/ssh/keys/all"
printf '%s\n' 'PasswordAuthentication no' 'AuthorizedKeysFile /etc/ssh/keys/all' 'UseDNS no' \
	>"$host/etc/ssh/sshd_config.d/host.conf"
echo 'alice ALL=(ALL) NOPASSWD: ALL' >"$host/etc/sudoers.d/alice"
(cd "$host/packages/1" && dpkg-scanpackages -m . >Packages 2>/dev/null)
rm -f "$host"/etc/apt/sources.list "$host"/etc/apt/sources.list.d/*
echo 'deb [trusted=yes] file:/packages/1 ./' >"$host/etc/apt/sources.list.d/doorward.list"

export LC_ALL=C.UTF-8 HOME=$work ANSIBLE_LOCAL_TEMP=$work/tmp ANSIBLE_HOST_KEY_CHECKING=no ANSIBLE_NOCOLOR=1 \
	ANSIBLE_ROLES_PATH=$top/dist/ansible/roles ANSIBLE_REMOTE_TEMP=/tmp ANSIBLE_NOCOWS=1 ANSIBLE_PIPELINING=1
echo "lab ansible_host=127.0.0.1 ansible_user=alice ansible_ssh_private_key_file=$work/keys/client ansible_python_interpreter=/usr/bin/python3" >"$work/hosts"

# boot: the host, the simulator in its network, and a play that configures the one for the other
boot()
{
	local sim=$work/sim conf
	host_boot || exit 1
	rm -rf "$sim"
	mkdir "$sim"
	: >"$work/sim.log"
	host_net "$build/doorward-sim" --dir "$sim" --exit-with-parent >"$work/sim.log" 2>&1 &
	for _ in $(seq 100); do grep -q ready "$work/sim.log" && break; sleep 0.05; done
	conf=$(sed -e '/^\(map\|serve\|sync\): {/d' -e "s#\"$sim/login.sock\"#\"/run/doorward/login.sock\"; asks = 100000#" -e "s#\"$sim/ca.pem\"#\"/etc/doorward/ca.pem\"#" \
		-e "s#\"$sim/\(admin\|auth\).skey\"#\"/etc/doorward/duo-\1.skey\"#" "$sim/doorward.conf")
	cat >"$work/play.yml" <<PLAY
- hosts: all
  become: true
  gather_subset: ["!all"] # the role asks for the service manager only
  roles: [doorward]
  vars:
    doorward_conf: |
$(printf '%s\n' "$conf" 'cache: { fresh = 0; elevation = 0; };' | sed 's/^/      /')
    doorward_secrets:
      duo-admin.skey: "$(cat "$sim/admin.skey")"
      duo-auth.skey: "$(cat "$sim/auth.skey")"
    doorward_files:
      ca.pem: |
$(sed 's/^/        /' "$sim/ca.pem")
PLAY
}

# play NAME ARGUMENTS…: output in $work/NAME.log; $changed is what the recap says
play()
{
	local name=$1 rc
	shift
	host_net timeout -k 5 180 ansible-playbook -i "$work/hosts" "$work/play.yml" "$@" >"$work/$name.log" 2>&1 </dev/null
	rc=$?
	changed=$(sed -n 's/^lab .*changed=\([0-9]*\).*/\1/p' "$work/$name.log")
	echo "$name: status $rc, changed ${changed:-?}, after $SECONDS s"
	return $rc
}

# plays NAME ARGUMENTS…: must succeed
plays()
{
	play "$@" || { fail "$1"; tail -n 30 "$work/$1.log"; }
}

# changes_nothing NAME ARGUMENTS…: must succeed and change nothing
changes_nothing()
{
	plays "$@"
	[ "$changed" = 0 ] || { fail "$1 changed something"; grep -B3 -A3 changed: "$work/$1.log"; }
}

# enters USER: by ssh, with a key and nothing else, in a connection of its own
enters()
{
	host_net timeout 20 ssh -F none -i "$work/keys/client" -o BatchMode=yes -o ControlPath=none \
		-o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no -o LogLevel=ERROR \
		"$1@127.0.0.1" true >/dev/null 2>&1 </dev/null
}

# as_before WHAT: the stacks are those of the beginning, and no trial is under way
as_before()
{
	diff -r "$work/pam.before" "$host/etc/pam.d" || fail "$1: the stacks are not as before"
	[ ! -e "$host/var/lib/doorward-pam" ] || fail "$1: something of the trial is left"
	find "$host/etc/systemd/system" -name 'doorward-pam*' | grep . && fail "$1: a unit of the trial is left"
}

# what the role has changed since the mark
state()
{
	(cd "$host" && find etc usr var/lib/dpkg/status var/lib/doorward* -type f -newer "$work/mark" 2>/dev/null | sort)
}

boot
host_in apt-get -qq update || fail "apt-get update"
pam='{"doorward_pam_services": {"sshd": "sshd-key"}, "doorward_pam_profiles": {"doorward": "present"}}'
cp -a "$host/etc/pam.d" "$work/pam.before"
enters alice || fail "alice before"
touch "$work/mark"
sleep 0.02
plays rehearsal --check -e "$pam"
[ "${changed:-0}" -gt 3 ] || fail "check mode foretells nothing"
[ -z "$(state)" ] || fail "check mode changed $(state)"

plays first
[ "$(host_in stat -c %U:%G:%a /etc/doorward/duo-admin.skey)" = root:doorward:640 ] ||
	fail "owner and mode of secrets"
host_in doorward config check >/dev/null 2>&1 || fail "the configuration"
grep -rl "$(cat "$work/sim/admin.skey")" "$work"/*.log && fail "a secret is in the output"

# without a broker, new stacks lock everybody out but root
host_in systemctl stop doorwardd.socket doorwardd.service
play lockout -e "$pam" -e doorward_manage_service=false -e doorward_pam_trial=6 && fail "kept stacks that lock people out"
for _ in $(seq 100); do enters alice && break; sleep 0.1; done
enters alice || fail "locked out for good"
as_before "lockout"
cp "$top/dist/ansible/roles/doorward/files/doorward-pam" "$host/root/"
host_in sh /root/doorward-pam try 600 stack:sshd=sshd-key profile:doorward=present || fail "another trial"
enters alice && fail "the second lockout was none"
host_halt
boot
as_before "started anew"
enters alice || fail "locked out for good, although the host started anew"

plays switch -e "$pam"
[ "${changed:-0}" -gt 0 ] || fail "nothing was switched"
cmp -s "$host/etc/pam.d/sshd" "$top/dist/pam/sshd-key" || fail "the stack was not kept"
enters alice || fail "alice behind the new stacks"
enters carol && fail "carol is disabled, and enters"
changes_nothing second -e "$pam"
changes_nothing after --check -e "$pam"
[ ! -e "$host/var/lib/doorward-pam/trial" ] || fail "the trial goes on"

# one service goes back; then everything does
back='{"doorward_pam_services": {"sshd": "absent"}, "doorward_pam_profiles": {"doorward": "present"}}'
plays less -e "$back"
cmp -s "$host/etc/pam.d/sshd" "$work/pam.before/sshd" || fail "sshd has not got back what it had"
enters carol && fail "the profile went with the stack"
plays absent -e "$pam" -e doorward_state=absent
as_before "absent"
enters carol || fail "carol, without Doorward"
host_in dpkg -l doorward libpam-doorward 2>/dev/null | grep '^ii' && fail "the packages stay"
find "$host/etc/doorward" -type f 2>/dev/null | grep -v '/tokens$' && fail "configuration stays"
changes_nothing gone -e "$pam" -e doorward_state=absent
echo "$failed failed"
[ $failed = 0 ]
