# SPDX-License-Identifier: MIT
# sudo, where the caller is asked about, and su, where it depends on who becomes whom.
# shellcheck shell=bash disable=SC2154

cat >/etc/sudoers <<SUDOERS
Defaults lecture=never, timestamp_timeout=0
root ALL=(ALL:ALL) ALL
ALL ALL=(ALL:ALL) NOPASSWD: /usr/bin/id, /usr/bin/true
alice,bob ALL=(ALL:ALL) PASSWD: /usr/bin/env
SUDOERS
chmod 0440 /etc/sudoers

# run USER COMMAND…: as that user, output in $work/out
run()
{
	mark_log
	rm -f "$work/prompts"
	as "$1" timeout -k 2 20 "${@:2}" >"$work/out" 2>&1 <"${input-/dev/null}"
}

# became USER: what was run ended as that user; a prompt may stand before the name
became()
{
	tail -n 1 "$work/out" | grep -q "\(^\|: \)$1\$"
}

run_as() # CALLER USER COMMAND…: it works and ends as USER
{
	run "$1" "${@:3}" && became "$2"
}

for service in sudo sudo-i su su-l; do
	stack $service <<PAM
auth     required $door
account  required $door
account  required pam_permit.so
session  required $door
PAM
done

# Nothing is typed in these: sudo asks for no password, and still runs the account phase.
sim_reset
check 'sudo: alice is permitted' run_as alice root sudo -n id -un
check 'sudo: the caller was asked about, in account' audited user=alice subject=alice caller=alice \
	reason=active verdict=allow phase=account service=sudo class=elevation
check 'sudo: carol is disabled and refused' not run_as carol root sudo -n id -un
check 'sudo: carol was audited as expired' audited user=carol reason=disabled verdict=expired
check 'sudo: sudo tells carol that the account is ended' says out 'expired'
check 'sudo: alice may become carol, for the caller counts' run_as alice carol sudo -n -u carol id -un
check 'sudo: nobody asked about carol then' not audited_now subject=carol
check 'sudo: root is not asked about' run_as root alice sudo -u alice id -un
check 'sudo: root is audited as exempt' audited user=root reason=exempt verdict=ignore
check 'sudo: frank, by a disabled group, is refused' not run_as frank root sudo -n id -un
check 'sudo: mallory is unknown and refused' not run_as mallory root sudo -n id -un
check 'sudo: svc-backup is exempt' run_as svc-backup root sudo -n id -un

# Where sudo asks for the password of root or of the target, it names them and not the caller.
for whose in rootpw targetpw; do
	sed -i '/^Defaults:/d' /etc/sudoers
	echo "Defaults:alice,carol $whose" >>/etc/sudoers
	check "sudo with $whose: alice is permitted" run_as alice root sudo -n id -un
	check "sudo with $whose: she was asked about" audited user=root subject=alice caller=alice \
		verdict=allow
	check "sudo with $whose: carol is refused" not run_as carol root sudo -n id -un
	check "sudo with $whose: because of herself" audited user=root subject=carol \
		reason=disabled verdict=expired
done
sed -i '/^Defaults:/d' /etc/sudoers

closed() # USER: sudo with no standard descriptors; the result is a file
{
	rm -f "$work/home/$1/done"
	mark_log
	as "$1" timeout -k 2 20 sh -c 'exec <&- >&- 2>&-; sudo -n true && : >"$HOME/done"'
	[ -e "$work/home/$1/done" ]
}
check 'sudo: without descriptors 0 to 2 alice is permitted' closed alice
check 'sudo: the broker was asked all the same' audited user=alice verdict=allow service=sudo
check 'sudo: without descriptors 0 to 2 carol is refused' not closed carol
check 'sudo: because she is disabled' audited user=carol verdict=expired service=sudo

# sudo -S reads the answers from a file
typed() # LINE…
{
	printf '%s\n' "$@" >"$work/typed"
	input=$work/typed
}

sim_reset
typed 123456789
check 'sudo: alice enters a bypass code' run_as alice root sudo -k -S env id -un
check 'sudo: the factor was asked for in auth' audited user=alice reason=accepted factor=passcode \
	phase=auth service=sudo
typed 987654321 987654321 987654321
check 'sudo: a wrong code is not enough' not run_as alice root sudo -k -S env id -un
typed
check 'sudo: no answer is not enough' not run_as alice root sudo -k -S env id -un
sim_reset
typed push
check 'sudo: a push does it, for the caller is in a session' run_as alice root sudo -k -S env id -un
check 'sudo: the phone shows the command' same "$(last_push pushinfo)" \
	'Host=lab&Service=sudo&Command=%2Fusr%2Fbin%2Fenv%20id%20-un'

hostile='HTTPS_PROXY=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 ALL_PROXY=http://127.0.0.1:9
	SSL_CERT_FILE=/nonexistent CURL_CA_BUNDLE=/nonexistent OPENSSL_CONF=/nonexistent
	DUO_PASSCODE=123456789 SUDO_COMMAND=/bin/harmless SSH_AUTH_INFO_0=publickey
	DUO_SECURITY_HOST=127.0.0.1 MALLOC_CHECK_=3'
sim_reset
# shellcheck disable=SC2086
check 'hostile environment: sudo pushes as before' \
	run_as alice root env $hostile sudo -k -S env id -un
check 'hostile environment: the phone shows the true command' same "$(last_push pushinfo)" \
	'Host=lab&Service=sudo&Command=%2Fusr%2Fbin%2Fenv%20id%20-un'
sim_reset
check 'hostile environment: sudo -v runs nothing, and pushes' \
	run alice env SUDO_COMMAND=/bin/harmless sudo -k -S -v
check 'hostile environment: the phone shows what sudo calls that' same "$(last_push pushinfo)" \
	'Host=lab&Service=sudo&Command=validate'
sim_reset
typed 987654321 987654321 987654321
# shellcheck disable=SC2086
check 'hostile environment: a passcode in it is not used' \
	not run_as alice root env $hostile sudo -k -S env id -un
check 'hostile environment: the bypass code is still good' same "$(codes_left alice)" 1
input=/dev/null
# shellcheck disable=SC2086
check 'hostile environment: carol is refused by sudo as before' \
	not run_as carol root env $hostile sudo -n id -un
# shellcheck disable=SC2086
check 'hostile environment: carol cannot be reached by su as before' \
	not run_as bob carol env $hostile su carol -c 'id -un'
check 'hostile environment: because she is disabled' audited reason=disabled service=su

# su, account phase only
for service in su su-l; do
	stack $service <<PAM
auth     required pam_permit.so
account  required $door
account  required pam_permit.so
session  required $door
PAM
done
check 'su: bob becomes alice' run_as bob alice su alice -c 'id -un'
check 'su: the target was asked about' audited user=alice subject=alice caller=bob verdict=allow \
	service=su class=elevation
check 'su: bob cannot become carol' not run_as bob carol su carol -c 'id -un'
check 'su: bob reads why' says out 'Your account is disabled'
check 'su: carol can become bob, for the target counts' run_as carol bob su bob -c 'id -un'
check 'su: alice becomes root' run_as alice root su root -c 'id -un'
check 'su: for root the caller was asked about' audited user=root subject=alice caller=alice \
	directory_user=alice verdict=allow
check 'su: carol does not become root' not run_as carol root su root -c 'id -un'
check 'su: because of herself' audited user=root subject=carol caller=carol reason=disabled \
	verdict=expired
check 'su -l: carol does not become root either' not run_as carol root su -l root -c 'id -un'
check 'su -l: because of herself' audited user=root subject=carol service=su-l verdict=expired
sim_reset
check 'su: root becomes carol, for root acts' run_as root carol su carol -c 'id -un'
check 'su: that is audited' audited user=carol caller=root reason=exempt verdict=ignore
check 'su: the directory was not asked' same "$(count '')" 0

# A set-user-id program that leaves PAM_RUSER out, as su does for a uid that has no name: the kernel
# knows who started it.
cp "$work/bin/pamrun" "$work/bin/become"
chmod 4755 "$work/bin/become"
become() # CODE UID: account of su to root
{
	mark_log
	setpriv --reuid="$2" --regid="$2" --clear-groups "$work/bin/become" /etc/pam.d su root account \
		>"$work/out" 2>&1
	grep -q "^account: [0-9]* $1\$" "$work/out"
}
for arguments in '' min_uid=1000; do
	stack su <<PAM
auth     required pam_permit.so
account  required $door $arguments
account  required pam_permit.so
session  required pam_permit.so
PAM
	check "no PAM_RUSER${arguments:+, $arguments}: alice becomes root" become PAM_SUCCESS 1501
	check "no PAM_RUSER${arguments:+, $arguments}: carol does not" become PAM_ACCT_EXPIRED 1503
	check "no PAM_RUSER${arguments:+, $arguments}: nor does a uid without a name" \
		become PAM_AUTHINFO_UNAVAIL 77777
	check "no PAM_RUSER${arguments:+, $arguments}: root does" become PAM_SUCCESS 0
	mark_log
	setpriv --reuid=77777 --regid=77777 --clear-groups su root -c 'id -un' >"$work/out" 2>&1
	check "su${arguments:+, $arguments}: nor does it work for a uid without a name" not became root
done

# polkit's helper is such a program, and says nothing of who wants to be root.
stack polkit-1 <<PAM
auth     [success=ok ignore=ignore default=die] $door after_password
auth     required pam_permit.so
account  required $door
account  required pam_permit.so
PAM
check 'polkit: carol does not become root' not run carol "$work/bin/become" /etc/pam.d polkit-1 root account
check 'polkit: because of herself' audited user=root subject=carol reason=disabled verdict=expired \
	service=polkit-1
check 'polkit: alice does' run alice "$work/bin/become" /etc/pam.d polkit-1 root account

# su, with a code
for service in su su-l; do
	stack $service <<PAM
auth     sufficient pam_rootok.so
auth     required $door
account  required $door
account  required pam_permit.so
session  required $door
PAM
done
sim_reset
typed 123456789
check 'su: alice becomes root with her own code' run_as alice root su root -c 'id -un'
sim_reset
typed push
check 'su: alice becomes root with a push, for she is in a session' run_as alice root su root -c 'id -un'
sim_reset
typed push push push
check 'su: bob cannot wake the phone of alice' not run_as bob alice su alice -c 'id -un'
check 'su: no push went out' same "$(count 'POST /auth/v2/auth')" 0
typed 123456789
check 'su: who knows a code of alice becomes alice' run_as bob alice su alice -c 'id -un'
input=/dev/null
