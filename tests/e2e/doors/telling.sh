# SPDX-License-Identifier: MIT
# What is said of a login and to whom: whose word a push repeats, and which words reach the person.
# After the logs are counted: some of this is said by no module.
# shellcheck shell=bash disable=SC2154

stack locker <<PAM
auth     required $door after_password
account  required $door
PAM

# What a program that is not root's says of itself is the person's own word.
cp "$build/tests/e2e/peer" "$work/bin/"
site 'autopush = true; push_interval = 0;'
own_program() # ADDRESS COMMAND: says that it is sudo
{
	mark_log
	as alice timeout 20 "$work/bin/peer" say /run/doorward/login.sock begin 1 auth sudo alice "$1" \
		pts/1 root proof "command=$2" >"$work/out"
	grep -q '^verdict	allow	' "$work/out"
}
sim_reset
check 'own program: a push comes' own_program 192.0.2.7 /usr/bin/harmless
check 'own program: the phone says whose it is, and no command' same "$(last_push pushinfo)" \
	'Host=lab&Service=sudo&Program=not%20of%20the%20system%2C%20but%20of%20alice'
check 'own program: it chooses no address' same "$(last_push ipaddr)" ''
site
root_program() # ADDRESS
{
	mark_log
	"$work/bin/pamrun" --rhost "$1" /etc/pam.d locker alice auth -- push >"$work/out" 2>&1
}
check 'program of root: a push comes' root_program ::ffff:192.0.2.7
check 'program of root: an IPv4 address is one, however it is written' same "$(last_push ipaddr)" 192.0.2.7
check 'program of root: in the log, too' audited user=alice rhost=192.0.2.7 factor=push
check 'program of root: in that of the module, too' logged 'pam_doorward(locker:auth): .* rhost=192.0.2.7 '

# How a refusal reaches the person, by the row of the service.
sim_reset
for row in cockpit pure-ftpd dovecot xscreensaver openvpn webmail; do
	stack "$row" <<PAM
auth     required $door after_password
account  required $door
PAM
done
# told SERVICE PHASE CODE [STYLE: WORDS]: carol, or $whom, is refused with that code, and is told that
told()
{
	mark_log
	"$work/bin/pamrun" --no-delay /etc/pam.d "$1" "${whom-carol}" "$2" >"$work/out" 2>&1
	grep -q "^$2: [0-9]* $3\$" "$work/out" || return 1
	if [ -n "${4-}" ]; then grep -q "^$4" "$work/out"; else ! grep -q '^INFO\|^ERROR' "$work/out"; fi
}
disabled='Your account is disabled in the directory'
check 'cockpit: the reason comes as an error in auth' told cockpit auth PAM_PERM_DENIED "ERROR: $disabled"
check 'cockpit: and in account' told cockpit account PAM_ACCT_EXPIRED "ERROR: $disabled"
check 'a service without a row: as text in auth' told webmail auth PAM_PERM_DENIED "INFO: $disabled"
check 'a service without a row: as an error in account' told webmail account PAM_ACCT_EXPIRED \
	"ERROR: $disabled"
check 'dovecot: no expired account, which it would call an expired password' \
	told dovecot account PAM_PERM_DENIED "ERROR: $disabled"
check 'xscreensaver: nor there' told xscreensaver account PAM_PERM_DENIED "ERROR: $disabled"
check 'pure-ftpd: hears of a refusal alone' told pure-ftpd auth PAM_PERM_DENIED
check 'pure-ftpd: also in account' told pure-ftpd account PAM_ACCT_EXPIRED
check 'openvpn: neither' told openvpn account PAM_ACCT_EXPIRED
sim POST fault '{"match": "GET /admin/v1/users", "kind": "status", "value": 503}' >/dev/null
sim POST fault '{"match": "POST /auth/v2/preauth", "kind": "status", "value": 503}' >/dev/null
whom=heidi
check 'cockpit: an outage is no wrong password' told cockpit auth PAM_PERM_DENIED \
	'ERROR: The directory cannot be reached'
check 'cockpit: nor in account' told cockpit account PAM_PERM_DENIED \
	'ERROR: The directory cannot be reached'
check 'cockpit: the log has it as an error' logged '^<83>.*login refused user=heidi reason=unreachable'
check 'other services: an outage is one' told webmail account PAM_AUTHINFO_UNAVAIL \
	'ERROR: The directory cannot be reached'
unset whom
sim_reset

# A question that fails is told by the module, and by the line about the verdict.
stack sshd <<PAM
auth     required $door after_password
PAM
mark_log
"$work/bin/pamrun" --no-delay --model error /etc/pam.d sshd alice auth -- x >"$work/out" 2>&1
check 'a question that failed: it is audited' audited user=alice reason=no-answer service=sshd
check 'a question that failed: the module says why' logged 'the application cannot ask for a code'
"$work/bin/pamrun" --no-delay /etc/pam.d webmail bob auth >"$work/out" 2>&1
check 'a question that failed: a login after it' audited user=bob reason=bypass
check 'a question that failed: and nothing more is said' not logged_now 'left before its verdict'

# Where text comes with a question alone, a question says that a push was sent.
door_ends() # CODE SERVICE [ANSWER…]: alice authenticates there
{
	mark_log
	timeout -k 2 20 "$work/bin/pamrun" --no-delay /etc/pam.d "$2" alice auth -- "${@:3}" \
		>"$work/out" 2>&1
	grep -q "^auth: [0-9]* $1\$" "$work/out"
}
sent_words='Press Enter once you have approved it, or type a passcode: '
sent_times() # COUNT: so many questions said that a push was sent
{
	same "$(grep -c "^ECHO_ON: .*$sent_words\$" "$work/out")" "$1"
}
push_is() # WORD
{
	sim_reset
	sim POST state "{\"push\": \"$1\"}" >/dev/null
}
push_is approve
check 'late text: alice approves, and presses Enter' door_ends PAM_SUCCESS sshd push ''
check 'late text: one question said so' sent_times 1
check 'late text: and no text' not grep -q '^INFO' "$work/out"
check 'late text: it was a push' audited user=alice reason=accepted factor=push
check 'late text: who cannot be asked waits for the push' door_ends PAM_SUCCESS sshd push
check 'late text: at cockpit, too' door_ends PAM_SUCCESS cockpit push ''
check 'late text: one question said so there' sent_times 1
check 'other services: text says it' door_ends PAM_SUCCESS webmail push
check 'other services: at once' says out 'INFO: Pushed a login request'
push_is wait
check 'late text: a code does as well' door_ends PAM_SUCCESS sshd push 123456789
check 'late text: it was the code' audited user=alice reason=accepted factor=passcode
push_is deny
check 'late text: denied, then a code' door_ends PAM_SUCCESS sshd push '' 123456789
push_is fraud
check 'late text: reported, and nothing more is asked' door_ends PAM_ABORT sshd push '' 123456789
push_is approve
site 'autopush = true; push_interval = 0;'
check 'late text: also of a push that nobody wished for' door_ends PAM_SUCCESS sshd ''
check 'late text: there was one question' same "$(grep -c '^ECHO' "$work/out")" 1

# All waiting ends before the application's patience does.
at_sshd() # SECONDS WORD…: what a login is told whose connection is so old
{
	mark_log
	sim_reset
	"$work/bin/peer" say /run/doorward/login.sock begin 1 auth sshd alice 192.0.2.7 ssh '' proof \
		"waited=$1" >"$work/out"
}
at_sshd 98
check 'too late: the person reads it' says out 'info	This login took too long. Please begin it again.'
check 'too late: it is refused' says out 'verdict	refused	no-answer'
check 'too late: no push goes out' same "$(count 'POST /auth/v2/auth')" 0
check 'too late: the line names the option' logged 'why="no answer within the limit of the service (services.sshd.limit)'
site 'push_interval = 0;'
at_sshd 98
check 'too late: nothing is asked either' not grep -q '^ask' "$work/out"
site 'autopush = true; push_interval = 0;' '' 'services: { sshd: { limit = 0; late = false; }; };'
at_sshd 98
check 'no limit: a push goes out' same "$(count 'POST /auth/v2/auth')" 1
check 'no limit: and does it' says out 'verdict	allow	accepted'
site

# Doors without a remote address, or without the auth phase.
for row in remote systemd-run0 login; do
	stack "$row" <<PAM
auth     required $door
account  required $door
session  required $door
PAM
done
site 'push_interval = 0;'
check 'sshd at its local socket: a push' door_ends PAM_SUCCESS sshd push ''
check 'sshd at its local socket: is from no network' same "$(last_push ipaddr)" ''
check 'login -h: the active enter' "$work/bin/pamrun" --rhost 192.0.2.7 /etc/pam.d remote alice account
check 'login -h: the disabled read why' told remote account PAM_ACCT_EXPIRED "ERROR: $disabled"
check 'run0: the target must be somebody who may enter' \
	"$work/bin/pamrun" --silent /etc/pam.d systemd-run0 alice account,setcred,open
silent()
{
	mark_log
	"$work/bin/pamrun" --silent --no-delay /etc/pam.d systemd-run0 carol account >"$work/out" 2>&1
	same "$(cat "$work/out")" 'account: 13 PAM_ACCT_EXPIRED'
}
check 'run0: nothing is shown where silence is wanted' silent
check 'run0: the log has it' audited user=carol reason=disabled service=systemd-run0
check 'machinectl shell: account alone' "$work/bin/pamrun" /etc/pam.d login alice account,setcred,open
check 'machinectl shell: carol is refused' told login account PAM_ACCT_EXPIRED "ERROR: $disabled"
rm /etc/pam.d/remote /etc/pam.d/systemd-run0 /etc/pam.d/login
site
