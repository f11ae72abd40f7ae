# SPDX-License-Identifier: MIT
# The broker ends, comes back, reads good and broken files, or is somebody else.
# shellcheck shell=bash disable=SC2154

sshd_stack() # [ARGUMENT…]
{
	stack sshd <<PAM
auth     required $door after_publickey $*
account  required $door $*
account  required pam_unix.so
session  required $door
PAM
}
sshd_stack
sshd_start ends publickey,keyboard-interactive:pam 'PermitRootLogin yes'

# pam USER PHASE [ANSWER…]: one phase of sshd's stack, by root; the result is in $work/out
pam()
{
	mark_log
	rm -f "$work/prompts"
	timeout -k 2 20 "$work/bin/pamrun" /etc/pam.d sshd "$1" "$2" -- "${@:3}" \
		>"$work/out" 2>&1
}

# ends CODE USER PHASE [ANSWER…]: it ends with that code of PAM
ends()
{
	pam "${@:2}" || :
	grep -q "^$3: [0-9]* $1\$" "$work/out"
}

main_broker()
{
	broker_start broker doorward /etc/doorward/main.conf
}

kill -9 "$broker_pid"
wait "$broker_pid" 2>/dev/null
check 'killed: alice is refused' refused alice 123456789
check 'killed: the log says why' logged 'pam_doorward(sshd:auth): no verdict: .*is doorwardd running'
check 'killed: PAM learns that nothing is known' ends PAM_AUTHINFO_UNAVAIL alice account
check 'killed: it starts again where its dead socket lies' main_broker
check 'killed: alice enters' enters alice 123456789

# in_conversation ANSWER…: alice logs in behind our back, and is left at an open question or push
in_conversation()
{
	sim_reset
	mark_log
	answers "$@"
	: >"$work/prompts" # not those of the login before
	ssh_with ssh alice@127.0.0.1 id -un &
	client=$!
}
# answer TEXT: for the question that stands
answer()
{
	timeout 20 sh -c 'echo "$1" >"$2"' sh "$1" "$work/gate"
}
question_stands()
{
	for _ in $(seq 200); do
		[ -s "$work/prompts" ] && return 0
		sleep 0.05
	done
	return 1
}
push_waits()
{
	for _ in $(seq 200); do
		[ "$(count 'GET /auth/v2/auth_status')" -ge 2 ] && return 0
		sleep 0.05
	done
	return 1
}
broker_ends() # with status 0
{
	kill -TERM "$broker_pid"
	wait "$broker_pid"
}
client_is_refused()
{
	wait "$client"
	[ $? = 255 ] && not grep -q -x alice "$work/out"
}

in_conversation WAIT
check 'terminated at a question: the question stands' question_stands
check 'terminated at a question: the broker ends in order' broker_ends
answer 123456789
check 'terminated at a question: the person gets an answer, and it is no' client_is_refused
check 'terminated at a question: the module has the verdict' logged \
	'pam_doorward(sshd:auth): verdict unavailable reason=turned-away user=alice'
check 'terminated at a question: the person reads why' says out 'The service that checks logins is restarting'
check 'terminated at a question: the code was not used' same "$(codes_left alice)" 1
check 'terminated: the socket is gone' not test -e /run/doorward/login.sock
check 'terminated: alice is refused' ends PAM_AUTHINFO_UNAVAIL alice account
main_broker

in_conversation WAIT
check 'killed at a question: the question stands' question_stands
kill -9 "$broker_pid"
wait "$broker_pid" 2>/dev/null
answer 123456789
check 'killed at a question: the person gets an answer, and it is no' client_is_refused
check 'killed at a question: the log says why' logged \
	'pam_doorward(sshd:auth): no verdict: .*is doorwardd running'
main_broker

in_conversation push
sim POST state '{"push": "wait"}' >/dev/null
check 'terminated at a push: the push is under way' push_waits
check 'terminated at a push: the broker ends in order' broker_ends
check 'terminated at a push: the person gets an answer, and it is no' client_is_refused
check 'terminated at a push: the module has the verdict' logged \
	'pam_doorward(sshd:auth): verdict unavailable reason=turned-away user=alice'
main_broker
sim_reset

client_enters()
{
	wait "$client" && grep -q -x alice "$work/out"
}
in_conversation push
sim POST state '{"push": "wait"}' >/dev/null
check 'read again at a push: the push is under way' push_waits
for _ in 1 2 3 4 5; do
	site 'exempt_users = [ "bob" ];'
	site
done
sim POST state '{"push": "approve"}' >/dev/null
check 'read again at a push: it counts all the same' client_enters
in_conversation WAIT
check 'read again at a question: the question stands' question_stands
site 'exempt_users = [ "bob" ];'
site
answer 123456789
check 'read again at a question: the answer counts' client_enters
sim_reset

# The module's patience ends before the person's.
sshd_stack timeout=1
kill -STOP "$broker_pid"
check 'stopped: a broker that is silent costs the timeout' ends PAM_AUTHINFO_UNAVAIL alice account
kill -CONT "$broker_pid"
check 'stopped: it goes on where it was' enters alice 123456789
sshd_stack

# Configurations
sim_reset
mark_log
echo 'logn: { prompts = 1; };' >>/etc/doorward/main.conf
line=$(wc -l </etc/doorward/main.conf)
check 'broken file: the broker says what stays in force' broker_reload 'stays in force'
check 'broken file: it names file and line' logged "/etc/doorward/main.conf:$line: .*logn"
check 'broken file: alice enters as before' enters alice 123456789
check 'broken file: carol is refused as before' refused carol
site
chmod 0644 /etc/doorward/main/auth.skey
mark_log
check 'open secret: the broker does not take it' broker_reload 'stays in force'
check 'open secret: it names file and mode' logged '/etc/doorward/main/auth.skey: mode 0644'
check 'good file: it is taken' site 'exempt_users = [ "carol" ];'
check 'good file: carol is exempt now and enters' enters carol
site 'prompts = 1;'
check 'good file: there is one question now' refused alice 987654321 123456789
check 'good file: only one was asked' same "$(grep -c Passcode "$work/prompts")" 1
site

broker_ends
echo 'login: { prompts = "many"; };' >/etc/doorward/main.conf
mark_log
broker_start broken doorward /etc/doorward/main.conf
check 'started on a broken file: the log says so' logged \
	'doorwardd.*/etc/doorward/main.conf: not usable; every login will be refused'
check 'started on a broken file: standard error says what is wrong' says broken.err \
	'/etc/doorward/main.conf:1: login.prompts'
for who in alice bob svc-backup root; do
	check "started on a broken file: $who is refused" refused $who
	check "started on a broken file: $who reads why" says out \
		'its configuration on this host is broken'
	check "started on a broken file: PAM learns it in account ($who)" \
		ends PAM_SERVICE_ERR $who account
	check "started on a broken file: PAM learns it in auth ($who)" \
		ends PAM_SERVICE_ERR $who auth 123456789
done
sshd_stack min_uid=1000
check 'started on a broken file: min_uid lets root in' enters root
check 'started on a broken file: min_uid lets nobody else in' refused alice 123456789
sshd_stack
broker_pid=$broken_pid
sim_reset
check 'started on a broken file: mended and read again' site
check 'started on a broken file: alice enters then' enters alice 123456789
check 'started on a broken file: carol is refused then' refused carol
mark_log
sim_reset
sed -i 's#socket = .*#socket = "/run/doorward/other.sock";#' /etc/doorward/main.conf
broker_reload 'read again'
check 'another socket: the log says when it counts' logged \
	'broker.socket counts from the next start; until then .* /run/doorward/login.sock'
check 'another socket: logins are answered as before' enters alice 123456789
site

# Somebody else's broker. The user doorward's is accepted everywhere else in these tests.
install -d -o mallory -g mallory /run/mallory
conf_write other "$work/sim" /run/mallory/login.sock </dev/null
chgrp mallory /etc/doorward/other/*.skey
check 'stranger: mallory serves a socket' broker_start other mallory /etc/doorward/other.conf
sshd_stack socket=/run/mallory/login.sock
sim_reset
check 'stranger: alice is refused' refused alice 123456789
check 'stranger: that is an alert, with the uid' logged \
	'<81>.*pam_doorward(sshd:auth): no verdict: /run/mallory/login.sock is served by uid 1509'
check 'stranger: it heard nothing of alice' not logged_now "doorwardd\[$other_pid\].*alice"
check 'stranger: PAM learns that nothing is known' ends PAM_AUTHINFO_UNAVAIL alice account
sshd_stack socket=/run/mallory/login.sock broker=mallory
sim_reset
check 'stranger: named with broker= it is none' enters alice 123456789
stop other
sshd_stack socket=/run/doorward/login.sock broker=mallory
check 'stranger: then doorward is one' ends PAM_AUTHINFO_UNAVAIL alice account
sshd_stack sockt=/run/doorward/login.sock
check 'an argument with a slip is no default' ends PAM_SERVICE_ERR alice account
stop ends
