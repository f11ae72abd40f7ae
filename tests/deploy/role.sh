#!/bin/bash
# SPDX-License-Identifier: MIT
# The Ansible role on a host of its own, over ssh: nothing in check mode, everything in the first
# run, nothing in the second; and stacks that lock the administrator out are put back.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$(cd "${1:-$PWD}" && pwd)
work=${work-$(mktemp -d "${TMPDIR:-/tmp}/doorward.XXXXXX")}
# shellcheck source=tests/deploy/host.sh
. "$here/host.sh"

inside()
{
	chroot "$host" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C "$@"
}

if [ -z "${host_outside-}" ]; then
	trap 'rm -rf "$work"' EXIT
	command -v ansible-playbook >/dev/null || { echo "ansible-core is not installed" >&2; exit 1; }
	[ -d "$build/deploy-packages/1" ] || { echo "no packages: package.sh makes them" >&2; exit 1; }
	host_make || exit 1
	cp -r "$build/deploy-packages" "$host/packages"
	cp "$here/package/broker" "$host/"
	host_outside=yes host_run env host_outside=yes host="$host" work="$work" "$0" "$build"
	exit
fi

failed=0
fail()
{
	echo "FAILED $*"
	failed=$((failed + 1))
}

# the host: packages to be had, sshd, and an administrator who comes with a key and uses sudo
mkdir -p "$work/keys" "$host/etc/ssh/keys"
ssh-keygen -q -t ed25519 -N '' -f "$work/keys/client"
cp "$work/keys/client.pub" "$host/etc/ssh/keys/all"
ssh-keygen -A -f "$host" >/dev/null
printf 'Port 22022\nListenAddress 127.0.0.1\nUsePAM yes\nPasswordAuthentication no\nKbdInteractiveAuthentication no
AuthorizedKeysFile /etc/ssh/keys/all\nSubsystem sftp internal-sftp\nUseDNS no\n' >"$host/etc/ssh/sshd_config"
echo 'alice ALL=(ALL) NOPASSWD: ALL' >"$host/etc/sudoers.d/alice"
(cd "$host/packages/1" && dpkg-scanpackages -m . >Packages 2>/dev/null)
rm -f "$host"/etc/apt/sources.list "$host"/etc/apt/sources.list.d/*
echo 'deb [trusted=yes] file:/packages/1 ./' >"$host/etc/apt/sources.list.d/doorward.list"
inside apt-get -qq update || fail "apt-get update"
inside /usr/sbin/sshd -D -e >"$work/sshd.log" 2>&1 &
sim=$host/sim
mkdir "$sim"
"$build/doorward-sim" --dir "$sim" >"$work/sim.log" 2>&1 &
for _ in $(seq 100); do grep -q ready "$work/sim.log" && break; sleep 0.05; done

export LC_ALL=C.UTF-8 HOME=$work ANSIBLE_LOCAL_TEMP=$work/tmp ANSIBLE_HOST_KEY_CHECKING=no ANSIBLE_NOCOLOR=1 \
	ANSIBLE_ROLES_PATH=$top/dist/ansible/roles ANSIBLE_REMOTE_TEMP=/tmp ANSIBLE_NOCOWS=1
echo "lab ansible_host=127.0.0.1 ansible_port=22022 ansible_user=alice ansible_ssh_private_key_file=$work/keys/client ansible_python_interpreter=/usr/bin/python3" >"$work/hosts"
conf=$(sed -e "s#\"$sim/login.sock\"#\"/run/doorward/login.sock\"#" -e "s#\"$sim/ca.pem\"#\"/etc/doorward/ca.pem\"#" \
	-e "s#\"$sim/\(admin\|auth\).skey\"#\"/etc/doorward/duo-\1.skey\"#" "$sim/doorward.conf")
cat >"$work/play.yml" <<PLAY
- hosts: all
  become: true
  roles: [doorward]
  vars:
    doorward_manage_service: false
    doorward_conf: |
$(printf '%s\n' "$conf" 'cache: { fresh = 0; elevation = 0; };' | sed 's/^/      /')
    doorward_secrets:
      duo-admin.skey: "$(cat "$sim/admin.skey")"
      duo-auth.skey: "$(cat "$sim/auth.skey")"
    doorward_files:
      ca.pem: |
$(sed 's/^/        /' "$sim/ca.pem")
PLAY

# play NAME ARGUMENTS…: output in $work/NAME.log; $changed is what the recap says
play()
{
	local name=$1 rc
	shift
	timeout -k 5 180 ansible-playbook -i "$work/hosts" "$work/play.yml" "$@" >"$work/$name.log" 2>&1 </dev/null
	rc=$?
	changed=$(sed -n 's/^lab .*changed=\([0-9]*\).*/\1/p' "$work/$name.log")
	echo "$name: status $rc, changed ${changed:-?}"
	return $rc
}

# enters USER: by ssh, with a key and nothing else, in a connection of its own
enters()
{
	timeout 20 ssh -F none -p 22022 -i "$work/keys/client" -o BatchMode=yes -o ControlPath=none \
		-o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no -o LogLevel=ERROR \
		"$1@127.0.0.1" true >/dev/null 2>&1 </dev/null
}

state()
{
	(cd "$host" && find etc usr var/lib/dpkg/status -type f -newer "$work/mark" | sort)
}

pam='{"doorward_pam_services": {"sshd": "sshd-key"}, "doorward_pam_profiles": ["doorward"], "doorward_pam_trial": 10}'
enters alice || { fail "alice before"; tail -n 5 "$work/sshd.log"; }
touch "$work/mark"
sleep 0.02
play rehearsal --check -e "$pam" || { fail "check mode"; tail -n 20 "$work/rehearsal.log"; }
[ "${changed:-0}" -gt 3 ] || fail "check mode foretells nothing"
[ -z "$(state)" ] || fail "check mode changed $(state)"

play first || { fail "first run"; tail -n 20 "$work/first.log"; }
[ "$(inside stat -c %U:%G:%a /etc/doorward/duo-admin.skey)" = root:doorward:640 ] ||
	fail "owner and mode of secrets"
inside doorward config check >/dev/null || fail "the configuration"
grep -rl "$(cat "$sim/admin.skey")" "$work"/*.log && fail "a secret is in the output"

# the broker does not run yet: new stacks would lock everybody out but root
cp -a "$host/etc/pam.d" "$work/pam.before"
play lockout -e "$pam" && fail "kept stacks that lock people out"
for _ in $(seq 200); do enters alice && break; sleep 0.1; done
enters alice || fail "locked out for good"
diff -r "$work/pam.before" "$host/etc/pam.d" || fail "the stacks were not put back"

inside /bin/bash -c 'fail() { echo "FAILED $*"; }; . /broker; broker_start; wait' >"$work/broker.out" 2>&1 &
for _ in $(seq 200); do grep -qs ready "$host/tmp/broker.log" && break; sleep 0.05; done
play switch -e "$pam" || { fail "switching"; tail -n 30 "$work/switch.log"; }
[ "${changed:-0}" -gt 0 ] || fail "nothing was switched"
enters alice || fail "alice behind the new stacks"
enters carol && fail "carol is disabled, and enters"
play second -e "$pam" || fail "second run"
[ "$changed" = 0 ] || { fail "the second run changed something"; grep -B3 -A3 changed: "$work/second.log"; }
play after --check -e "$pam" || fail "check mode, afterwards"
[ "$changed" = 0 ] || fail "check mode foretells a change that is not there"
sleep 0.1
[ ! -e "$host/var/lib/doorward-pam-trial" ] || fail "the trial goes on"
cmp -s "$host/etc/pam.d/sshd" "$top/dist/pam/sshd-key" || fail "the stack was not kept"
echo "$failed failed"
[ $failed = 0 ]
