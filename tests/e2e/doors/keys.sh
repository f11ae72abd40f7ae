# SPDX-License-Identifier: MIT
# Logins with an ssh key only: sshd runs the account phase and nothing else.
# shellcheck shell=bash disable=SC2154

stack sshd <<PAM
auth     required $door
account  required $door
account  required pam_unix.so
session  required $door
PAM
sshd_start keys publickey 'PermitRootLogin prohibit-password'

check 'key: alice is active and enters' enters alice
check 'key: one audit line says who, how and where from' audited user=alice reason=active \
	verdict=allow phase=account service=sshd class=interactive subject=alice \
	directory_user=alice rhost=127.0.0.1 factor=none source=live
check 'key: bob is in bypass and enters' enters bob
check 'key: heidi is in a bypass group and enters' enters heidi
check 'key: grace has no device, which a key does not need, and enters' enters grace
check 'key: grace is audited as such' audited user=grace reason=not-enrolled verdict=allow
check 'key: svc-backup is in an exempt group and enters' enters svc-backup
check 'key: svc-backup was never asked about' audited user=svc-backup reason=exempt verdict=ignore
check 'key: root is below login.min_uid and enters' enters root
check 'key: carol is disabled and refused' refused carol
check 'key: carol reads why' says out \
	'Your account is disabled in the directory. Please ask your administrator.'
check 'key: carol is audited as expired' audited user=carol reason=disabled verdict=expired
check 'key: dave is locked out and refused' refused dave
check 'key: dave reads why' says out 'Your account is locked out'
check 'key: erin is pending deletion and refused' refused erin
check 'key: erin reads why' says out 'is about to be deleted'
check 'key: frank is in a disabled group and refused' refused frank
check 'key: frank is audited as disabled' audited user=frank reason=disabled verdict=expired
check 'key: mallory is unknown to the directory and refused' refused mallory
check 'key: mallory reads why' says out 'The directory does not know you.'

sftp_try() # USER
{
	mark_log
	echo pwd >"$work/batch"
	ssh_with sftp -b "$work/batch" "$1@127.0.0.1"
}

# A forwarding-only login; a successful one ends itself.
forward_try() # USER
{
	mark_log
	rm -f "$work/forwarded"
	ssh_with ssh -N -o PermitLocalCommand=yes \
		-o LocalCommand="touch $work/forwarded; kill \$PPID" "$1@127.0.0.1"
	[ -e "$work/forwarded" ]
}

check 'key: sftp works for alice' sftp_try alice
check 'key: sftp is refused for carol' not sftp_try carol
check 'key: sftp shows carol why' says out 'Your account is disabled'
check 'key: ssh -N works for alice' forward_try alice
check 'key: ssh -N is refused for carol' not forward_try carol
check 'key: ssh -N shows carol why' says out 'Your account is disabled'
stop keys
