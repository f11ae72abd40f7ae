# SPDX-License-Identifier: MIT
# Configuration, secrets, broker, people, ways in, and accounts.
# shellcheck shell=bash disable=SC2154

exempt='login: { exempt_groups = [ "service-accounts" ]; };'

# broken NAME SEVERITY ID TEXT: without a remedy that a test can write
broken()
{
	doctor --offline
	told "$1: $2 $3" has "${@:2}"
	told "$1: says what to do" [ -n "$(field "$([ -n "$(field file "$3")" ] && echo write || echo run)" "$3")" ]
}

# configuration
good
printf 'cahce: {\n  fresh = 3;\n};\n' >>/etc/doorward/main.conf
broken 'a faulty configuration' error configuration.fault 'cache'
told 'with its line' [ -n "$(field line configuration.fault)" ]
told 'and PAM is looked at all the same' has ok pam.stack
good
chmod 0666 /etc/doorward/main.conf
broken 'a configuration that others may write' error configuration.fault 0666
eval "$(field run configuration.fault)"
doctor --offline
told 'what it says to run mends the configuration' is_well
chmod 0600 /etc/doorward/main.conf
as alice "$work/bin/doorward" --config /etc/doorward/main.conf doctor -o jsonl --offline >"$work/out" 2>"$work/err"
told 'one that only root may read is no fault' has notice configuration.unreadable
told 'and nobody is said to be refused' hasnt error configuration.fault

# secrets
good
chmod 0644 /etc/doorward/main/admin.skey
broken 'a secret for all to read' error secrets.file 'duo.admin.skey_file'
eval "$(field run secrets.file)"
doctor --offline
told 'what it says to run mends it' is_well
printf '%s \n' "$(cat /etc/doorward/main/admin.skey)" >/etc/doorward/main/admin.skey
owner=$(stat -c '%U %G %a' /etc/doorward/main/admin.skey)
broken 'a blank behind a secret' error secrets.file 'blank or control byte'
eval "$(field run secrets.file)"
doctor --offline
told 'what it says to run takes the blank away' is_well
told 'and leaves owner and mode' [ "$(stat -c '%U %G %a' /etc/doorward/main/admin.skey)" = "$owner" ]
chmod 0600 /etc/doorward/main/auth.skey
broken 'a secret not for the broker' error secrets.broker 'duo.auth.skey_file'
eval "$(field run secrets.broker)"
doctor --offline
told 'what it says to run mends that' is_well
rm /etc/doorward/main/sentinelone.token
broken 'a secret that is missing' warning secrets.file 'sentinelone.token_file'
sed -i 's#"/etc/doorward/main/auth.skey"#"/run/credentials/doorwardd.service/duo-auth.skey"#' /etc/doorward/main.conf
broken 'nothing to load for systemd' error secrets.file '/etc/doorward/duo-auth.skey'

# the broker
good
chmod 0600 /run/doorward/login.sock
broken 'a socket for root alone' warning broker.mode 0600
eval "$(field run broker.mode)"
chmod 0777 /run/doorward
broken 'a socket that anybody can replace' error broker.folder /run/doorward
chmod 0755 /run/doorward
sed -i '/pam_doorward/s/$/ broker=sshd/' /etc/pam.d/cron
wrong 'a broker that is not believed' error pam.broker 'only root and sshd'
told 'and the broker was not troubled by any question' [ "$(grep -c 'was refused' "$work/broker.log")" = 0 ]
good
start stranger listening setpriv --reuid=alice --regid=alice --clear-groups "$work/bin/verdicts" \
	"$work/home/alice/login.sock" "$work/words"
sed -i "s#/run/doorward/login.sock#$work/home/alice/login.sock#" /etc/doorward/main.conf
broken 'a stranger at the socket' error broker.peer 'uid 1501'
stop stranger
good
touch /etc/doorward/main.conf
broken 'a file that the broker has not read' warning broker.file main.conf
good
kill -STOP "$broker_pid"
sed -i 's/^breaker/deadline: { broker = 0.3; api = 0.1; };\n&/' /etc/doorward/main.conf
printf 'deadline: { broker = 0.3; api = 0.1; };\n' >>/etc/doorward/main.conf
broken 'a broker that does not answer' error broker.answer ''
kill -CONT "$broker_pid"
good
mv /run/doorward/login.sock /run/doorward/away
broken 'no broker' error broker.socket /run/doorward/login.sock
mv /run/doorward/away /run/doorward/login.sock

# people
site_write 'login: {
	min_uid = 0;
	exempt_groups = [ "service-accounts" ];
};'
wrong 'root is somebody in the directory' error people.root '"root\"'
site_write 'login: { min_uid = 0; unmapped = "deny"; exempt_groups = [ "service-accounts" ]; }; map: { identity = false; };'
broken 'root is nobody' warning people.root 'not exempt'
told 'root is no way in then' hasnt ok ways.console
site_write 'login: { exempt_users = [ "nemo" ]; exempt_groups = [ "service-accounts" ]; };'
broken 'an exempt user who is not there' warning people.exempt nemo
site_write 'login: { exempt_groups = [ "service-accounts", "admins-of-old" ]; };'
broken 'an exempt group that is not there' warning people.exempt admins-of-old

site_write 'login: { exempt_groups = [ "service-accounts" ]; }; services: { exempt = [ "passwd", "ssh*" ]; };'
broken 'sshd among the exempt services' error people.services 'sshd is among services.exempt'
site_write "$exempt services: { sshd: { class = \"machinery\"; }; };"
broken 'sshd as machinery' error people.services 'services.sshd.class is'

# services that ask as somebody, or cannot ask
printf 'postgres:x:105:105::/:/bin/sh\nwww-data:x:33:33::/:/bin/sh\n' >>/etc/passwd
site_write "$exempt"
printf 'auth required pam_permit.so\naccount required %s\n' "$door" >/etc/pam.d/postgresql
doctor --offline
told 'the account of a package may ask' has ok services.peers 'postgres (uid 105)'
told 'and nothing is wrong with that' hasnt error services.peers
cp /etc/pam.d/postgresql /etc/pam.d/nginx
wrong 'an account that the service shares' error services.peers 'nginx asks as www-data (uid 33)'
site_write "$exempt services: { nginx: { peers = [ \"nobody-here\" ]; }; };"
broken 'a peer who is not there' warning services.peers nobody-here
rm /etc/pam.d/nginx /etc/pam.d/postgresql
site_write "$exempt"
pam sshd-password-and-code dovecot
wrong 'a service that cannot ask' warning services.ask 'dovecot cannot ask'
told 'goes by the status then' has ok services.ask 'dovecot: the status alone'
rm /etc/pam.d/dovecot
site_write "$exempt map: { file = \"$work/map\"; };"
printf 'alice\n' >"$work/map"
broken 'a table of names that cannot be read' error people.map "$work/map"
printf 'alice=alice.a\n' >"$work/map"
doctor --offline
told 'one that can be is well' is_well
chmod 0666 "$work/map"
broken 'one that anybody may write' error people.map "$work/map"
eval "$(field run people.map | sed 's/ && doorward.*//')"
doctor --offline
told 'is mended by what it says' is_well
: >/etc/doorward/tokens
chmod 0644 /etc/doorward/tokens
broken 'tokens for all to read' warning secrets.file serve.token_file
rm /etc/doorward/tokens

# ways in
site_write ''
sed -i '/^root:/s/:[^:]*/:!/' /etc/shadow
broken 'no way in' error ways.none ''
mkdir -p "$work/home/root/.ssh"
cp "$work/keys/host.pub" "$work/home/root/.ssh/authorized_keys"
doctor --offline
told 'a key is none where sshd takes none' hasnt ok ways.root-key
printf 'Match User root\nAuthenticationMethods publickey\n' >>/etc/ssh/sshd_config
doctor --offline
told 'and is one where it takes that of root' has ok ways.root-key
sed -i '2i PermitRootLogin no' /etc/ssh/sshd_config
doctor --offline
told 'unless root may not come' hasnt ok ways.root-key
rm -r "$work/home/root/.ssh"
good
site_write 'cache: { stale = 3600; };'
doctor --offline
told 'a stale status is a way in' has ok ways.stale
site_write 'login: { unreachable = "ignore"; };'
doctor --offline
told 'so is a directory that is ignored' has ok ways.unreachable
site_write 'login: { exempt_users = [ "alice" ]; };'
doctor --offline
told 'and somebody who is exempt' has ok ways.exempt
sed -i "s#^root:!#root:$password_hash#" /etc/shadow
site_write ''
doctor --offline
told 'and root at the console' has ok ways.console
sed -i 's/ min_uid=1000//' /etc/pam.d/login
doctor --offline
told 'unless the console depends on the broker' hasnt ok ways.console

