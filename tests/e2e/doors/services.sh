# SPDX-License-Identifier: MIT
# Programs that cannot ask a person, each as it was seen to behave: the row of its service says what
# becomes of people there, and where there is none nothing that nobody typed is sent as a code.
# shellcheck shell=bash disable=SC2154

# AddressSanitizer calls the crypt(3) that was loaded when the program started, and none was: the
# program that stands for an application here cannot check passwords with pam_unix then.
[ -z "$asan" ] || {
	echo "# services: left out with AddressSanitizer"
	return 0
}

# service NAME [ARGUMENT…]: its file, with a password before our line
service()
{
	stack "$1" <<PAM
auth     required pam_unix.so
auth     required $door after_password ${*:2}
account  required $door
PAM
}

# model MODEL SERVICE USER [PHASES]: a program of this kind asks for that person
model()
{
	mark_log
	sim_reset
	rm -f "$work/prompts"
	timeout -k 2 20 "$work/bin/pamrun" --rhost 192.0.2.7 --no-delay --model "$1" /etc/pam.d "$2" \
		"$3" "${4-auth}" -- "$password" >"$work/out" 2>&1
}
model_ends() # CODE MODEL SERVICE USER [PHASES]
{
	model "${@:2}"
	grep -q "^${5-auth}: [0-9]* $1\$" "$work/out"
}
asked_times() # COUNT: so often a code was asked for
{
	same "$(grep -c 'Passcode or bypass' "$work/out")" "$1"
}
auth_calls()
{
	echo $(($(count 'POST /auth/v2/auth') + $(count 'POST /auth/v2/preauth')))
}

# somebody whose name could be a code
echo "271828:x:1571:1571::$work/home/alice:/bin/sh" >>/etc/passwd
echo "271828:$password_hash:19000:0:99999:7:::" >>/etc/shadow
digits='map: { users = [ "271828=alice" ]; };'
site 'push_interval = 0;' '' "$digits"

# Rows that cannot ask: refused before any question.
for pair in name:dovecot name:cups name:proftpd name:pure-ftpd name:radiusd name:nginx error:vsftpd \
	error:postgresql error:apache2 error:httpd error:squid known:openvpn name:imap; do
	row=${pair#*:}
	service "$row"
	check "$row: active alice is refused" model_ends PAM_PERM_DENIED "${pair%:*}" "$row" alice
	check "$row: before any question" asked_times 0
	check "$row: nothing is sent about a factor" same "$(auth_calls)" 0
	check "$row: one line says why, and the choices" audited user=alice reason=cannot-ask verdict=deny \
		"service=$row"
	choices='push (one push, no question), '
	case $row in cups | radiusd | nginx | openvpn) choices= ;; esac # one process for everybody
	check "$row: which are" logged "services.$row.ask may be ${choices}status (.*) or person ("
	rm "/etc/pam.d/$row"
done
service dovecot
check 'dovecot: bob is in bypass and gets in' model_ends PAM_SUCCESS name dovecot bob
check 'dovecot: carol is disabled and is not' model_ends PAM_PERM_DENIED name dovecot carol
check 'dovecot: which is said of her' audited user=carol reason=disabled
check 'dovecot: alice may be let in by account' model_ends PAM_SUCCESS name dovecot alice account

# Lockers go by the status.
for row in i3lock swaylock xscreensaver vlock screen physlock kde xlock; do
	service "$row"
	check "$row: alice unlocks with the password" model_ends PAM_SUCCESS password "$row" alice
	check "$row: she is asked for no code" asked_times 0
	rm "/etc/pam.d/$row"
done
service i3lock
check 'i3lock: nothing is sent about a factor' same "$(auth_calls)" 0
check 'i3lock: carol does not unlock' model_ends PAM_PERM_DENIED password i3lock carol
check 'i3lock: grace has no device, and needs none' model_ends PAM_SUCCESS password i3lock grace

# No row: what comes back is no code, and the first one ends it.
service webmail
for kind in name password; do
	check "no row, the $kind comes back: alice is refused" model_ends PAM_PERM_DENIED $kind webmail \
		alice
	check "no row, the $kind comes back: one question" asked_times 1
	check "no row, the $kind comes back: no code is sent" same "$(count 'POST /auth/v2/auth')" 0
	check "no row, the $kind comes back: the line says so" audited user=alice reason=cannot-ask \
		service=webmail
	check "no row, the $kind comes back: and what to set" logged 'services.webmail.ask may be'
done
check 'no row, a name of digits is no code' model_ends PAM_PERM_DENIED name webmail 271828
check 'no row, a name of digits: nothing is sent' same "$(count 'POST /auth/v2/auth')" 0
check 'no row, nobody can be asked: refused' model_ends PAM_CONV_ERR error webmail alice
check 'no row, nobody can be asked: no code is sent' same "$(count 'POST /auth/v2/auth')" 0
check 'no row, nobody can be asked: the line says what to set' logged 'services.NAME.ask in doorward.conf'
check 'no row, a person is asked' eval 'timeout 20 "$work/bin/pamrun" --no-delay /etc/pam.d webmail \
	alice auth -- "$password" 123456789 >"$work/out" 2>&1'
sim_reset
service sshd
check 'a row that asks: a password at the wrong prompt is only a wrong answer' eval \
	'timeout 20 "$work/bin/pamrun" --no-delay /etc/pam.d sshd alice auth -- "$password" "$password" \
	123456789 >"$work/out" 2>&1'
check 'a row that asks: twice' asked_times 2

# With the directory away jobs run, whatever cron is called.
jobs_run() # SERVICE
{
	sim_reset
	sim POST fault '{"match": "GET /admin/v1/users", "kind": "status", "value": 503}' >/dev/null
	mark_log
	timeout -k 2 20 "$work/bin/pamrun" /etc/pam.d "$1" alice account >"$work/out" 2>&1
	grep -q '^account: [0-9]* PAM_SUCCESS$' "$work/out"
}
stack cronie <<PAM
account  required $door
PAM
check 'cronie: jobs of alice run while the directory is away' jobs_run cronie
check 'cronie: as machinery' audited user=alice class=machinery
cp /etc/pam.d/cronie /etc/pam.d/webmail-jobs
check 'a service without a row: nobody is let in meanwhile' not jobs_run webmail-jobs
rm /etc/pam.d/cronie /etc/pam.d/webmail-jobs
sim_reset

# What a site says instead.
site 'push_interval = 0;' '' 'services: { dovecot: { ask = "push"; }; vsftpd: { ask = "status"; }; webmail: { ask = "deny"; };
	table = ( { name = "web.shop"; ask = "status"; }, { name = "imap"; ask = "person"; } ); };'
service dovecot
service vsftpd
service web.shop
service imap
check 'push: alice approves' model_ends PAM_SUCCESS name dovecot alice
check 'push: one push, no question' same "$(count 'POST /auth/v2/auth')" 1
check 'push: no question' asked_times 0
check 'push: it is audited' audited user=alice reason=accepted factor=push
denied_push()
{
	sim_reset
	sim POST state '{"push": "deny"}' >/dev/null
	mark_log
	timeout -k 2 20 "$work/bin/pamrun" --no-delay --model name /etc/pam.d dovecot alice auth -- \
		"$password" >"$work/out" 2>&1
	grep -q '^auth: [0-9]* PAM_AUTH_ERR$' "$work/out"
}
check 'push: alice denies it' denied_push
check 'push: and is not asked again' same "$(count 'POST /auth/v2/auth')" 1
stack dovecot <<PAM
auth     required $door
PAM
check 'push: not before a password' model_ends PAM_PERM_DENIED name dovecot alice
check 'push: none was sent' same "$(count 'POST /auth/v2/auth')" 0
check 'push: the line says why' logged 'a push is only sent after a key or a password'
check 'status: alice gets in' model_ends PAM_SUCCESS error vsftpd alice
check 'status: with a row of the table' model_ends PAM_SUCCESS error web.shop alice
check 'status: carol does not' model_ends PAM_PERM_DENIED error web.shop carol
check 'deny: alice is refused without a question' model_ends PAM_PERM_DENIED name webmail alice
check 'deny: without a question' asked_times 0
check 'person: where the site says that there is one' eval 'sim_reset; timeout 20 "$work/bin/pamrun" \
	--no-delay /etc/pam.d imap alice auth -- "$password" 123456789 >"$work/out" 2>&1'

for row in dovecot vsftpd web.shop imap webmail i3lock; do rm "/etc/pam.d/$row"; done

# Servers that are not root.
printf 'postgres:x:105:105::/:/bin/sh\nwww-data:x:33:33::/:/bin/sh\nsquid:x:1572:1572::/:/bin/sh\n' \
	>>/etc/passwd
printf 'postgres:x:105:\nwww-data:x:33:\nsquid:x:1572:\n' >>/etc/group
stack common-door <<PAM
auth     required pam_permit.so
auth     required $door after_password
account  required $door
PAM
mkdir "$work/pam.d"
for row in postgresql nginx squid sshd; do cp /etc/pam.d/common-door "$work/pam.d/$row"; done
server_ends() # CODE ACCOUNT SERVICE USER PHASE
{
	mark_log
	as "$2" timeout -k 2 20 "$work/bin/pamrun" --no-delay --model error "$work/pam.d" "$3" "$4" \
		"$5" -- "$password" >"$work/out" 2>&1
	grep -q "^$5: [0-9]* $1\$" "$work/out"
}
site
sim_reset
echo 'account required pam_permit.so # pam_doorward.so' | stack postgresql
check 'postgres: no peer where the PAM file does not name us' \
	server_ends PAM_PERM_DENIED postgres postgresql alice account
check 'postgres: that is audited' audited user=alice reason=peer-refused service=postgresql peer_uid=105
echo '@include common-door' | stack postgresql
check 'postgres: is one where it does' server_ends PAM_SUCCESS postgres postgresql alice account
check 'postgres: that is audited, too' audited user=alice verdict=allow peer_uid=105
check 'postgres: carol is disabled' server_ends PAM_ACCT_EXPIRED postgres postgresql carol account
check 'postgres: bob is in bypass' server_ends PAM_SUCCESS postgres postgresql bob auth
check 'postgres: alice cannot be asked' server_ends PAM_PERM_DENIED postgres postgresql alice auth
check 'postgres: which is the reason' audited user=alice reason=cannot-ask
check 'postgres: for no other service' server_ends PAM_PERM_DENIED postgres sshd alice account
check 'postgres: the line names uid, service and option' logged \
	'uid 105 asked about somebody else as service sshd; if that service runs as postgres, services.sshd.peers lets'
echo "account required $door" | stack nginx
check 'nginx: www-data is of the host, not of the package' \
	server_ends PAM_PERM_DENIED www-data nginx alice account
check 'nginx: the line names the option' logged 'services.nginx.peers'
cp /etc/pam.d/nginx /etc/pam.d/squid
check 'squid: a person of that name is not the package' server_ends PAM_PERM_DENIED squid squid alice account
site "push_interval = 0;" '' 'services: { postgresql: { peers = [ ]; }; nginx: { peers = [ "nobody-here", "www-data" ]; }; };'
check 'nginx: as the site says' server_ends PAM_SUCCESS www-data nginx alice account
check 'nginx: for no other service' server_ends PAM_PERM_DENIED www-data squid alice account
check 'postgres: as the site says' server_ends PAM_PERM_DENIED postgres postgresql alice account
rm /etc/pam.d/postgresql /etc/pam.d/nginx /etc/pam.d/squid /etc/pam.d/common-door
site

# What becomes of a reason, and of the code for somebody who is disabled.
site "push_interval = 0;" '' 'services: { webmail: { disabled_code = "auth_err"; }; };'
for pair in login:PAM_ACCT_EXPIRED dovecot:PAM_PERM_DENIED xscreensaver:PAM_PERM_DENIED webmail:PAM_AUTH_ERR; do
	row=${pair%:*}
	service "$row"
	check "$row: the code for carol, who is disabled" model_ends "${pair#*:}" name "$row" carol account
	rm "/etc/pam.d/$row"
done
# tells STYLE SERVICE: how the reason reaches carol while she authenticates
tells()
{
	service "$2"
	model name "$2" carol
	rm "/etc/pam.d/$2"
	grep -q "^$1.*disabled in the directory" "$work/out"
}
check 'vsftpd: a reason is text' tells INFO vsftpd
check 'cockpit: a reason is an error, because text is lost' tells ERROR cockpit
refused_in_silence()
{
	not tells '' pure-ftpd && grep -q '^auth: [0-9]* PAM_PERM_DENIED$' "$work/out"
}
check 'pure-ftpd: no reason, because every message fails a login' refused_in_silence

# An address of IPv4 in the clothes of IPv6 is that address, to the log as to the directory.
service cockpit
mark_log
timeout -k 2 20 "$work/bin/pamrun" --rhost ::ffff:192.0.2.9 --no-delay --model name /etc/pam.d cockpit alice \
	account -- "$password" >"$work/out" 2>&1
check 'cockpit: its address is the one that it maps' audited user=alice service=cockpit rhost=192.0.2.9
rm /etc/pam.d/cockpit
site
