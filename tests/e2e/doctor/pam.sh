# SPDX-License-Identifier: MIT
# PAM stacks: those that are shipped are right; each well-known mistake is found by trying it.
# shellcheck shell=bash disable=SC2154

line="account required $door min_uid=1000"
code="auth [success=ok ignore=ignore default=die] $door min_uid=1000 after_password"

# fault NAME SEVERITY ID TEXT <<LINES: sshd's stack is these lines
fault()
{
	good
	cat >/etc/pam.d/sshd
	wrong "$@"
}

# the stacks that are shipped
for stack in sshd-key sshd-key-and-code; do
	pam $stack sshd
	sshd "publickey$([ $stack = sshd-key ] || echo ,keyboard-interactive:pam)"
	doctor --offline
	told "$stack is right" is_well
	told "$stack was tried" has ok pam.stack 'sshd'
done

# copies that people and tools leave; a name with nothing of the kind is a door
good
for name in sshd.old sshd.2026-01-02 common-auth.site sshd_backup sshd~ sshd.rpmnew sshd-orig door-2; do
	sed 's/default=die/default=ignore/' /etc/pam.d/sshd >"/etc/pam.d/$name"
done
rm /etc/pam.d/door-2
doctor --offline
told 'left-over files are no services' [ "$rc" = 0 ]
told '… and are told once' has notice pam.left-over 'common-auth.site is a copy that no application asks for'
sed 's/default=die/default=ignore/' /etc/pam.d/sshd >/etc/pam.d/door-2
doctor --offline
told '… another name is one' has error pam.refused-enters door-2

# Debian's profiles, as pam-auth-update makes stacks of them, for every service of the host
profile()
{
	sed -n "/^$2:/,/^[A-Z].*:/{s#^	#$3 #p;}" "$top/dist/pam-configs/$1" | sed "s#pam_doorward.so#$door#"
}
good
{
	printf 'auth [success=1 default=ignore] pam_unix.so nullok\nauth requisite pam_deny.so\nauth required pam_permit.so\n'
	profile doorward-code Auth auth
} >/etc/pam.d/common-auth
{
	printf 'account [success=1 new_authtok_reqd=done default=ignore] pam_unix.so\naccount requisite pam_deny.so\naccount required pam_permit.so\n'
	profile doorward Account account
} >/etc/pam.d/common-account
for service in sshd sudo cron login su chfn; do
	printf '@include common-auth\naccount required pam_nologin.so\n@include common-account\n' >/etc/pam.d/$service
done
sed -i '1i auth sufficient pam_rootok.so' /etc/pam.d/su
doctor --offline
told 'the Debian profiles are right' is_well
told 'in every service' has ok pam.stack 'chfn, cron, login, sshd, su, sudo (auth)'

# authselect's, where one file includes the other
good
for part in system-auth password-auth; do
	sed -e "s/{if not \"[a-z-]*\":\([^}]*\)}/\1/" -e '/{exclude if "with-faillock"}/s/{.*//' \
		-e '/{include if "with-doorward-code"}/s/{.*//' -e '/{include if/d' \
		-e "s#pam_doorward.so#$door#" "$top/dist/authselect/doorward/$part" >/etc/pam.d/$part
done
for service in sudo crond login; do
	printf 'auth include system-auth\naccount include system-auth\n' >/etc/pam.d/$service
done
printf 'auth substack password-auth\nauth include postlogin\naccount required pam_nologin.so\naccount include password-auth\n' >/etc/pam.d/sshd
cp "$top/dist/authselect/doorward/postlogin" /etc/pam.d/postlogin
rm -f /etc/pam.d/cron
doctor --offline
told 'the profile of authselect is right' is_well
told 'also in substacks' has ok pam.stack 'crond, login, sshd, su, sudo (account)'

# what looks like a fault and is none
good
cat >/etc/pam.d/sshd <<END
# account sufficient pam_permit.so
-auth [success=done authinfo_unavail=ignore user_unknown=ignore default=die] pam_systemd_home.so
auth requisite pam_unix.so
$code # as shipped
account required pam_succeed_if.so uid >= 1000 quiet
account substack local
$line
account required pam_unix.so
END
echo 'account sufficient pam_localuser.so' >/etc/pam.d/local
doctor --offline
told 'comments, conditions and substacks are understood' is_well
told 'who refuses root is known' has ok pam.root-never 'sshd (account)'

fault 'Debian, Account-Type: Primary' error pam.refused-enters 'sshd (account)' <<END
auth requisite pam_unix.so
$code
account [success=2 new_authtok_reqd=done default=ignore] $door min_uid=1000
account [success=1 new_authtok_reqd=done default=ignore] pam_unix.so
account requisite pam_deny.so
account required pam_permit.so
END
fault 'below pam_localuser' error pam.not-reached '"line":"4"' <<END
auth requisite pam_unix.so
$code
account required pam_unix.so
account sufficient pam_localuser.so
account sufficient pam_usertype.so issystem
$line
account required pam_permit.so
END
fault 'a jump that skips it' error pam.not-reached '"line":"3"' <<END
auth requisite pam_unix.so
$code
account [success=1 default=ignore] pam_unix.so
$line
account required pam_permit.so
END
told 'the jump lands on it' grep -q '^account \[success=ok default=ignore\] pam_unix.so$' /etc/pam.d/sshd
fault 'a jump too far behind the password' error pam.not-reached 'sshd (auth)' <<END
auth [success=3 default=ignore] pam_unix.so
auth [success=2 default=ignore] pam_sss.so
auth requisite pam_deny.so
$code
auth required pam_permit.so
$line
account required pam_unix.so
END
told 'lands on it too' grep -q '^auth \[success=2 default=ignore\] pam_unix.so$' /etc/pam.d/sshd
fault 'a password that is sufficient' error pam.not-reached 'sshd (auth)' <<END
auth sufficient pam_unix.so nullok
$code
$line
account required pam_unix.so
END
told 'must be more than that' grep -q '^auth requisite pam_unix.so nullok$' /etc/pam.d/sshd
fault 'alone in its stack' error pam.exempt-refused 'sshd (account)' <<END
auth requisite pam_unix.so
$code
$line
END
good
sed -i '/^account.*\(nologin\|unix\)/d' /etc/pam.d/sshd
doctor --offline
told 'a stack that only Doorward is in' has error pam.exempt-refused
told 'that root is refused there is not said again' sh -c "! grep -q 'pam.root' '$work/out'"
fault 'a control that stops who is exempt' error pam.exempt-refused 'sshd (account)' <<END
auth requisite pam_unix.so
$code
account [success=ok default=die] $door min_uid=1000
account required pam_unix.so
END
fault 'Ctrl-C is a yes' error pam.ctrl-c-enters 'sshd (auth)' <<END
auth requisite pam_unix.so
auth [success=1 default=ignore] $door min_uid=1000 after_password
auth optional pam_permit.so
$line
account required pam_unix.so
END
told 'and so is a refusal' hasnt error pam.refused-enters
fault 'the code instead of the password' error pam.code-alone 'sshd (auth)' <<END
auth sufficient $door min_uid=1000
auth required pam_unix.so
$line
account required pam_unix.so
END
fault 'the code before the password' warning pam.before-password 'sshd (auth)' <<END
auth [success=ok ignore=ignore default=die] $door min_uid=1000
auth required pam_unix.so
$line
account required pam_unix.so
END
fault 'no first factor behind which to step aside' error pam.exempt-alone 'sshd (auth)' <<END
auth [success=ok ignore=ignore default=die] $door min_uid=1000
auth required pam_permit.so
$line
account required pam_unix.so
END
fault 'an optional line' error pam.refused-enters 'sshd (account)' <<END
auth requisite pam_unix.so
account optional $door
account required pam_unix.so
END
told 'root is thought of as well' hasnt warning pam.root-refused
fault 'an outage that opens the door' warning pam.outage-enters 'sshd (account)' <<END
auth requisite pam_unix.so
account [success=ok ignore=ignore authinfo_unavail=ignore default=bad] $door min_uid=1000
account required pam_unix.so
END
fault 'root depends on the broker' warning pam.root-refused 'sshd (account)' <<END
auth requisite pam_unix.so
account required $door
account required pam_unix.so
END
# a module that says yes to some and no to others is tried with both answers
for module in 'pam_access.so accessfile=/etc/security/lan.conf' pam_time.so 'pam_exec.so quiet /bin/true' \
	'pam_listfile.so item=user sense=allow file=/etc/lan onerr=fail'; do
	good
	printf 'auth requisite pam_unix.so\nauth [success=1 default=ignore] %s\n%s\nauth required pam_permit.so\n%s\naccount required pam_unix.so\n' \
		"$module" "$code" "$line" >/etc/pam.d/sshd
	doctor --offline
	told "some are let off by ${module%% *}: a notice" has notice pam.not-reached-by-some 'sshd (auth)'
	told "that is no error" hasnt error pam.not-reached
	told "and what Doorward answers is tried for the others" has ok pam.stack sshd
done
fault 'both answers go around it' error pam.not-reached 'sshd (auth)' <<END
auth requisite pam_unix.so
auth [success=1 default=1] pam_time.so
$code
auth required pam_permit.so
$line
account required pam_unix.so
END
fault 'no account line' error pam.no-account 'with an ssh key' <<END
auth requisite pam_unix.so
$code
account required pam_unix.so
END
fault 'no credentials after a key' error pam.credentials-refused sshd <<END
auth requisite pam_succeed_if.so quiet service = nobody-enters-here
$line
account required pam_unix.so
END
fault 'a word that the module does not know' error pam.arguments 'minuid' <<END
auth requisite pam_unix.so
account required $door minuid=1000
account required pam_unix.so
END
good
sed -i '/^auth.*pam_doorward/s/$/ mim_uid=1/' /etc/pam.d/sshd
right=$(sed -n '/^auth.*pam_doorward/s/ mim_uid=1$//p' /etc/pam.d/sshd | tr -s ' ')
doctor --offline
told 'a wrong word beside right ones' has error pam.arguments 'mim_uid=1'
told 'is the only fault that is told' hasnt error pam.not-reached
mend pam.arguments
told 'and the right ones stay' grep -qxF -- "$right" /etc/pam.d/sshd
good
for n in {1..256}; do : >/etc/pam.d/s$n; done
doctor --offline
told 'that not all services were looked at is said' has warning pam.many
good
: >/etc/pam.d/sshd
doctor --offline
told 'a service with no line' has warning pam.not-asked '\"other\" decides'
fault 'a limit that lets people pass' error pam.min-uid 'from 1000 to 4999' <<END
auth requisite pam_unix.so
account required $door min_uid=5000
account required pam_unix.so
END
fault 'less time than the broker has' warning pam.timeout '' <<END
auth requisite pam_unix.so
account required $door min_uid=1000 timeout=2
account required pam_unix.so
END
fault 'another socket' error pam.socket '/run/elsewhere' <<END
auth requisite pam_unix.so
account required $door min_uid=1000 socket=/run/elsewhere
account required pam_unix.so
END
fault 'a module that may be missing' warning pam.may-be-missing '' <<END
auth requisite pam_unix.so
-$line
account required pam_unix.so
END
fault 'an environment that users write' error pam.user-environment '' <<END
auth required pam_env.so user_readenv=1
auth [success=ok ignore=ignore default=die] $door min_uid=1000 after_publickey
$line
account required pam_unix.so
END

good
sed -i 's/^account.*min_uid/account required pam_doorward_gone.so min_uid/' /etc/pam.d/login
sed -i "s#$door#/nowhere/pam_doorward.so#" /etc/pam.d/sudo
printf '@include nothing\n' >>/etc/pam.d/su
sed "s#^account.*$door#account required $door#" -i /etc/pam.d/cron
doctor --offline
told 'a module that is not there' has error pam.module /nowhere/pam_doorward.so
told 'a file that is not there' has error pam.unreadable /etc/pam.d/nothing
told 'and who needs it' has error pam.unreadable '"file":"/etc/pam.d/su"'
told 'jobs that an outage stops' has warning pam.outage-stops-jobs cron
sed -i 's/ min_uid=1000//' /etc/pam.d/cron
doctor --offline
told 'and root there' has warning pam.root-refused cron
mend pam.root-refused
doctor --offline
told 'one line mends both' hasnt warning pam.outage-stops-jobs
told 'of them' hasnt warning pam.root-refused

# modules are loaded by somebody who may do nothing
good
mkdir -m 1777 "$work/loaded"
mkdir "$work/odd"
cc -shared -fPIC -o "$work/odd/pam_doorward.so" -xc - <<END
#include <fcntl.h>
#include <unistd.h>
int pam_sm_acct_mgmt(void *pamh, int flags, int argc, const char **argv)
{
	return pamh && !flags && argc && argv && close(creat("$work/loaded/by", 0600)) == 0 ? 25 : 4;
}
END
sed -i "s#$door#$work/odd/pam_doorward.so#" /etc/pam.d/su
doctor --offline
told 'modules are loaded without rights' [ "$(stat -c %u "$work/loaded/by")" = 65534 ]

good
sed -i 's/^auth.*requisite.*pam_unix.so/auth requisite pam_corp.so/' /etc/pam.d/sudo
doctor --offline
told 'a module that is not known is named' has notice pam.guessed 'sudo (auth): pam_corp.so'
told 'that is no fault' [ "$rc" = 0 ]
sed -i "\\#$door#d" /etc/pam.d/sshd
doctor --offline
told 'sshd does not ask' has warning pam.not-asked sshd
rm /etc/pam.d/*
doctor --offline
told 'nobody asks' has warning pam.nobody-asks

good
sed -i 's/^account.*min_uid/account optional '"${door//\//\\/}"' min_uid/' /etc/pam.d/sshd
mount --bind /dev/null "$(find / -xdev -name pam_debug.so -path '*/security/*' -print -quit)"
doctor --offline
told 'without pam_debug it says so' has warning pam.not-walked pam_debug.so
umount "$(find / -xdev -name pam_debug.so -path '*/security/*' -print -quit)"

good
printf 'Defaults env_reset\nDefaults !pam_acct_mgmt\n' >/etc/sudoers
wrong 'sudo told not to ask' error pam.sudo-account '/etc/sudoers","line":"2"'
